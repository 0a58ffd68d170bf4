"""Imports of a function that nothing provides, found by simulating Python from the handler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..packages.optional_requirements import optional_need
from ..packages.runtime_modules import runtime_modules
from ..source.module_imports import Import
from ..source.reachable_functions import Reach
from ..source.syntax_errors import is_mistake
from .added_path_entries import added_places
from .failed_import import MissingImport, Reason
from .importer import AbsentModule, ImportedModule, Importer, Loading, absolute
from .module_cache import ModuleCache, SourceModule
from .path_entries import Mount, PathEntry
from .shared_closures import Fine, Needs

_OF_EVERY_MODULE = frozenset(
    {"__builtins__", "__doc__", "__file__", "__loader__", "__name__", "__package__", "__spec__"}
)
_OTHER_TRACER = re.compile(rb"\bTracer\([^)]*\bprovider\b")
"""Tracer of Powertools with another provider than X-Ray, which needs no X-Ray SDK."""

_BY_SEARCH = (Reason.NOWHERE, Reason.NO_MEMBER)
"""Reasons that do not hold if a module adds to the search path."""


def missing_imports(
    handler: str,
    places: Sequence[PathEntry],
    runtime: str,
    sources: ModuleCache | None = None,
    mounts: Sequence[Mount] = (),
    without: frozenset[Path] = frozenset(),
) -> tuple[MissingImport, ...]:
    """Return the imports of a function that nothing provides.

    Modules on disk are followed from the handler, in the order in which Python runs them;
    installed packages and functions that are not called are not inspected. If the installed
    packages are unknown, missing imports are uncertain; if modules make unknown additions to the
    search path, such imports are not reported.

    Args:
        handler: The handler as in the template: ``app.handler`` or ``src/orders/app.handler``.
        places: Python's search path before the runtime's own folders.
        runtime: ``python3.12``.
        sources: The cache of modules, for functions that share code.
        mounts: The paths of folders in Lambda, to determine additions to the search path.
        without: Files to ignore.

    Returns:
        The imports, those that fail at the start first; none if the handler does not exist.
    """
    version = re.fullmatch(r"python(\d+)\.(\d+)", runtime)
    if version is None:
        return ()
    known = runtime_modules(runtime)
    importer = Importer(
        tuple(places),
        known,
        (int(version[1]), int(version[2])),
        ModuleCache() if sources is None else sources,
        loaded=known,
        without=without,
    )
    module, _, function = handler.rpartition(".")
    return _Start(importer, tuple(mounts)).run(module.replace("/", "."), function)


def _lacks(module: ImportedModule, name: str) -> Reason | None:
    """Return why a module has no such name; None if it has, or may have."""
    if module.found.is_namespace:
        return Reason.NO_MEMBER
    source = module.source
    if source is None or name in _OF_EVERY_MODULE or not source.names.is_all:
        return None
    if source.names.lacks(name):
        return Reason.NO_NAME
    if module.running is not None and source.names_before(module.running).lacks(name):
        return Reason.CYCLE
    return None


@dataclass
class _Start:
    """Start of a function, with the functions that it calls."""

    importer: Importer
    mounts: tuple[Mount, ...] = ()
    later: list[tuple[ImportedModule, int, Import]] = field(default_factory=list)
    reach: Reach = field(default_factory=Reach)
    missing: dict[tuple[Path, int, str], MissingImport] = field(default_factory=dict)
    _started: list[SourceModule] = field(default_factory=list)
    _fine: Fine = field(init=False)

    def __post_init__(self) -> None:
        self._fine = self.importer.shared(Fine)

    def run(self, handler: str, function: str) -> tuple[MissingImport, ...]:
        """Import the handler's module, then run the imports in called functions."""
        with suppress(RecursionError):  # deeper than Python's own limit
            self._run(self.importer.load(handler, shadowed=False), lazy=False)
            if self._has_more():
                self._catch_up()
                self.reach.mention(frozenset({function}))
            while called := self._called():
                for module, number, import_ in called:
                    self._check(module, number, import_, lazy=True)
        found = tuple(self.missing.values())
        if not any(failed.reason in _BY_SEARCH for failed in found):
            return found
        old = self.importer
        loaded = [each.source for each in old.modules.values() if each.source]
        added = added_places(loaded, self.mounts, old.python, old.sources)
        if added is None:
            return tuple(failed for failed in found if failed.reason not in _BY_SEARCH)
        first, last = (tuple(entry for entry in new if entry not in old.places) for new in added)
        if not first and not last:
            return found
        places = (*first, *old.places, *last)
        return self._anew(replace(old, places=places, modules={})).run(handler, function)

    def _anew(self, importer: Importer) -> _Start:
        """Create another start, without calls and missing imports."""
        return _Start(importer, self.mounts)

    def _has_more(self) -> bool:
        """Drop later imports with known results, and return whether any is left."""
        loaded = self.importer.modules
        fine = ((later, self._fine.of(later[0]).get(later[1])) for later in self.later)
        self.later = [later for later, needs in fine if not (needs and needs.are_there(loaded))]
        return bool(self.later)

    def _catch_up(self) -> None:
        """Record the calls of recently started modules, lazily, as this takes time."""
        for source in self._started:
            outline = self.importer.sources.outline(source, self.importer.python)
            self.reach.load(source.file, outline)
        self._started.clear()

    def _called(self) -> list[tuple[ImportedModule, int, Import]]:
        """Remove and return the later imports whose function is now called."""
        if not self._has_more():
            return []
        self._catch_up()
        called: list[tuple[ImportedModule, int, Import]] = []
        others: list[tuple[ImportedModule, int, Import]] = []
        for module, number, import_ in self.later:
            file = module.found.file
            is_called = file is None or self.reach.is_called(file, import_.inside)
            (called if is_called else others).append((module, number, import_))
        self.later = others
        return called

    def _run(self, loading: Loading, *, lazy: bool) -> ImportedModule | AbsentModule:
        """Import a module with all transitive ones, in a call or at the start."""
        while True:
            try:
                module = next(loading)
            except StopIteration as done:
                imported: ImportedModule | AbsentModule = done.value
                return imported
            self._execute(module, lazy=lazy)

    def _note_mistake(self, file: Path, name: str, *, lazy: bool) -> None:
        """Record a module with a syntax error, unless the function's Python may accept it."""
        mistake = self.importer.sources.mistake(file)
        if mistake is not None and is_mistake(mistake, self.importer.python):
            line, column = mistake.lineno or 1, max(mistake.offset or 1, 1)
            why = MissingImport(file, line, column, mistake.msg, name, Reason.SYNTAX, lazy)
            self.missing.setdefault((file, line, mistake.msg), why)

    def _execute(self, module: ImportedModule, *, lazy: bool) -> None:
        if module.source is None:
            if module.found.file is not None:
                self._note_mistake(module.found.file, module.name, lazy=lazy)
            return
        importer = self.importer
        fine = self._fine.of(module)
        for number, import_ in enumerate(importer.sources.imports(module.source, importer.python)):
            module.running = import_.statement
            if import_.guarded:
                continue
            needs = fine.get(number)
            if import_.lazy:
                self.later.append((module, number, import_))
            elif needs is None or not needs.are_there(importer.modules):
                self._check(module, number, import_, lazy=lazy)
        module.running = None
        # After the modules of its base classes.
        self._started.append(module.source)

    def _check(self, module: ImportedModule, number: int, import_: Import, *, lazy: bool) -> None:
        """Run an import, and record a failure."""
        if not self._is_run(module, import_):
            return
        found = list(self._missing_of(module, import_, lazy=lazy))
        if not found and not import_.instead_of and (needs := self._needs(module, import_)):
            self._fine.of(module)[number] = needs
        for missing in found:
            if module.source is not None:
                file = module.source.file
                self.missing.setdefault(
                    (file, import_.line, missing.name),
                    MissingImport(
                        file,
                        import_.line,
                        import_.column,
                        missing.name,
                        module.name,
                        missing.reason,
                        lazy,
                        ".".join(filter(None, (import_.module, import_.name.strip("*")))),
                        missing.is_sure,
                        missing.needed_by,
                    ),
                )

    def _needs(self, module: ImportedModule, import_: Import) -> Needs | None:
        """Return the conditions under which an import does not fail; None if unknown."""
        target = absolute(module, import_) or ""
        found = Needs.on_the_way(target, self.importer.modules)
        loaded = self.importer.modules.get(target)
        if found is None or loaded is module:
            return None
        if loaded is None or loaded.found.is_foreign:
            return None if optional_need(target, import_.name) else found
        if import_.name in ("", "*"):
            return found
        full = f"{target}.{import_.name}"
        member = self.importer.modules.get(full)
        if _lacks(loaded, import_.name) is None:
            found = replace(found, done=target)
        elif member is not None:
            found = Needs((*found.modules, (full, member.found)), target)
        return None if loaded.running is not None else found

    def _is_run(self, module: ImportedModule, import_: Import) -> bool:
        """Return whether the imports that it replaces fail."""
        if not import_.instead_of:
            return True
        trial = self._anew(replace(self.importer, modules=dict(self.importer.modules)))
        return any(trial.fails(module, tried) for tried in import_.instead_of)

    def fails(self, module: ImportedModule, import_: Import) -> bool:
        """Return whether an import, or a transitive one, fails."""
        found = list(self._missing_of(module, import_, lazy=True))
        return any(missing.is_sure for missing in found) or any(
            failed.is_sure for failed in self.missing.values()
        )

    def _missing_of(
        self, module: ImportedModule, import_: Import, *, lazy: bool
    ) -> Iterator[AbsentModule]:
        """Yield the missing module of an import, if any."""
        target = absolute(module, import_)
        if target is None:
            yield AbsentModule(
                f"{'.' * import_.level}{import_.module or import_.name}",
                Reason.RELATIVE,
                is_sure=True,
            )
            return
        loaded = self._run(self.importer.load(target), lazy=lazy)
        if isinstance(loaded, AbsentModule):
            yield loaded
        elif loaded.found.is_foreign:
            yield from self._missing_of_installed(module, target, import_, lazy=lazy)
        elif import_.name not in ("", "*"):
            reason = _lacks(loaded, import_.name)
            if reason is None:
                if loaded is module:  # this import itself binds the name
                    self._of_package(loaded, import_.name, lazy=lazy)
                return
            member = self._of_package(loaded, import_.name, lazy=lazy)
            if isinstance(member, AbsentModule):
                yield AbsentModule(member.name, reason, member.is_sure)

    def _missing_of_installed(
        self, module: ImportedModule, target: str, import_: Import, *, lazy: bool
    ) -> Iterator[AbsentModule]:
        """Yield the missing optional requirement of an installed module, if any."""
        need = optional_need(target, import_.name)
        if need is None or (module.source is not None and _OTHER_TRACER.search(module.source.text)):
            return
        loaded = self._run(self.importer.load(need[1]), lazy=lazy)
        if isinstance(loaded, AbsentModule):
            yield replace(loaded, needed_by=need[0])

    def _of_package(
        self, package: ImportedModule, name: str, *, lazy: bool
    ) -> ImportedModule | AbsentModule:
        full = f"{package.name}.{name}"
        if not package.found.portions:
            return AbsentModule(full, Reason.NO_NAME, True)  # noqa: FBT003
        return self._run(self.importer.member(package, full), lazy=lazy)
