"""What a function imports and nothing provides, found as Python would: from the handler on."""

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
"""Powertools' Tracer on something else than X-Ray, which it needs no SDK for."""

_BY_SEARCH = (Reason.NOWHERE, Reason.NO_MEMBER)
"""What may be untrue where a module adds to what can be found."""


def missing_imports(
    handler: str,
    places: Sequence[PathEntry],
    runtime: str,
    sources: ModuleCache | None = None,
    mounts: Sequence[Mount] = (),
    without: frozenset[Path] = frozenset(),
) -> tuple[MissingImport, ...]:
    """Return what a function imports and nothing provides.

    Modules on disk are followed from the handler on, in the order in which Python runs them;
    what is installed is not looked into, nor functions that nothing calls. Where it cannot be
    told what is there, what is not found is not missing for sure; where modules may add to it,
    nothing of that is said at all.

    Args:
        handler: The handler as in the template: ``app.handler`` or ``src/orders/app.handler``.
        places: Python's search path before the runtime's own folders.
        runtime: ``python3.12``.
        sources: What was read so far, where several functions share code.
        mounts: Where folders come to in Lambda, which tells what a module adds to the path.
        without: Files that count as absent.

    Returns:
        What fails when the function starts first; nothing if the handler is not there.
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
        return Reason.CIRCLE
    return None


@dataclass
class _Start:
    """The start of a function, with what it calls."""

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
        """Import the handler's module, then what functions import when they are called."""
        with suppress(RecursionError):  # more modules in a row than Python itself would take
            self._run(self.importer.load(handler, shadowed=False), lazy=False)
            if self._has_more():
                self._catch_up()
                self.reach.mention(frozenset({function}))
            while called := self._called():
                for module, number, one in called:
                    self._check(module, number, one, lazy=True)
        found = tuple(self.missing.values())
        if not any(one.reason in _BY_SEARCH for one in found):
            return found
        old = self.importer
        loaded = [one.source for one in old.modules.values() if one.source]
        added = added_places(loaded, self.mounts, old.python, old.sources)
        if added is None:
            return tuple(one for one in found if one.reason not in _BY_SEARCH)
        first, last = (tuple(one for one in new if one not in old.places) for new in added)
        if not first and not last:
            return found
        places = (*first, *old.places, *last)
        return self._anew(replace(old, places=places, modules={})).run(handler, function)

    def _anew(self, importer: Importer) -> _Start:
        """Another start, in which nothing was called or missed so far."""
        return _Start(importer, self.mounts)

    def _has_more(self) -> bool:
        """Drop those of the imports for later that come to nothing new, and tell if any is left."""
        loaded = self.importer.modules
        fine = ((one, self._fine.of(one[0]).get(one[1])) for one in self.later)
        self.later = [one for one, needs in fine if not (needs and needs.are_there(loaded))]
        return bool(self.later)

    def _catch_up(self) -> None:
        """Tell of the modules since whom they call, which costs time and may not be asked."""
        for source in self._started:
            outline = self.importer.sources.outline(source, self.importer.python)
            self.reach.load(source.file, outline)
        self._started.clear()

    def _called(self) -> list[tuple[ImportedModule, int, Import]]:
        """Take out of the imports for later those whose function something calls by now."""
        if not self._has_more():
            return []
        self._catch_up()
        called: list[tuple[ImportedModule, int, Import]] = []
        others: list[tuple[ImportedModule, int, Import]] = []
        for module, number, one in self.later:
            file = module.found.file
            is_called = file is None or self.reach.is_called(file, one.inside)
            (called if is_called else others).append((module, number, one))
        self.later = others
        return called

    def _run(self, loading: Loading, *, lazy: bool) -> ImportedModule | AbsentModule:
        """Import a module, and run those that it leads to, in a call or when all starts."""
        while True:
            try:
                module = next(loading)
            except StopIteration as done:
                imported: ImportedModule | AbsentModule = done.value
                return imported
            self._execute(module, lazy=lazy)

    def _note_mistake(self, file: Path, name: str, *, lazy: bool) -> None:
        """Note a module that is no Python, unless the function's may take it."""
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
        for number, one in enumerate(importer.sources.imports(module.source, importer.python)):
            module.running = one.statement
            if one.guarded:
                continue
            needs = fine.get(number)
            if one.lazy:
                self.later.append((module, number, one))
            elif needs is None or not needs.are_there(importer.modules):
                self._check(module, number, one, lazy=lazy)
        module.running = None
        # After the modules that its classes derive from.
        self._started.append(module.source)

    def _check(self, module: ImportedModule, number: int, one: Import, *, lazy: bool) -> None:
        """Run an import, and note it if it fails."""
        if not self._is_run(module, one):
            return
        found = list(self._missing_of(module, one, lazy=lazy))
        if not found and not one.instead_of and (needs := self._needs(module, one)):
            self._fine.of(module)[number] = needs
        for missing in found:
            if module.source is not None:
                file = module.source.file
                self.missing.setdefault(
                    (file, one.line, missing.name),
                    MissingImport(
                        file,
                        one.line,
                        one.column,
                        missing.name,
                        module.name,
                        missing.reason,
                        lazy,
                        ".".join(filter(None, (one.module, one.name.strip("*")))),
                        missing.is_sure,
                        missing.needed_by,
                    ),
                )

    def _needs(self, module: ImportedModule, one: Import) -> Needs | None:
        """Tell what an import that did not fail needs for that; None if it also needs luck."""
        target = absolute(module, one) or ""
        found = Needs.on_the_way(target, self.importer.modules)
        loaded = self.importer.modules.get(target)
        if found is None or loaded is module:
            return None
        if loaded is None or loaded.found.is_foreign:
            return None if optional_need(target, one.name) else found
        if one.name in ("", "*"):
            return found
        full = f"{target}.{one.name}"
        member = self.importer.modules.get(full)
        if _lacks(loaded, one.name) is None:
            found = replace(found, done=target)
        elif member is not None:
            found = Needs((*found.modules, (full, member.found)), target)
        return None if loaded.running is not None else found

    def _is_run(self, module: ImportedModule, one: Import) -> bool:
        """Return whether those that it stands in for fail."""
        if not one.instead_of:
            return True
        trial = self._anew(replace(self.importer, modules=dict(self.importer.modules)))
        return any(trial.fails(module, tried) for tried in one.instead_of)

    def fails(self, module: ImportedModule, one: Import) -> bool:
        """Return whether an import fails, or one that it leads to."""
        found = list(self._missing_of(module, one, lazy=True))
        return any(missing.is_sure for missing in found) or any(
            one.is_sure for one in self.missing.values()
        )

    def _missing_of(
        self, module: ImportedModule, one: Import, *, lazy: bool
    ) -> Iterator[AbsentModule]:
        """Yield what of an import is not there: nothing, or one thing."""
        target = absolute(module, one)
        if target is None:
            yield AbsentModule(f"{'.' * one.level}{one.module or one.name}", Reason.RELATIVE, True)  # noqa: FBT003
            return
        loaded = self._run(self.importer.load(target), lazy=lazy)
        if isinstance(loaded, AbsentModule):
            yield loaded
        elif loaded.found.is_foreign:
            yield from self._missing_of_installed(module, target, one, lazy=lazy)
        elif one.name not in ("", "*"):
            reason = _lacks(loaded, one.name)
            if reason is None:
                if loaded is module:  # the package has the name by this very import
                    self._of_package(loaded, one.name, lazy=lazy)
                return
            member = self._of_package(loaded, one.name, lazy=lazy)
            if isinstance(member, AbsentModule):
                yield AbsentModule(member.name, reason, member.is_sure)

    def _missing_of_installed(
        self, module: ImportedModule, target: str, one: Import, *, lazy: bool
    ) -> Iterator[AbsentModule]:
        """Yield what something installed needs for that import alone, and nothing provides."""
        need = optional_need(target, one.name)
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
