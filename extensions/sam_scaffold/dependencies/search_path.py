"""What a function imports and nothing provides, found as Python would: from the handler on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from .added_places import added_places
from .import_names import is_brought
from .imports import Import
from .optional_needs import optional_need
from .places import FOREIGN, Found, Mount, Place, Portion, find
from .reach import Reach
from .runtime_modules import runtime_modules
from .sources import Source, Sources
from .syntax_mistakes import is_mistake

_OF_EVERY_MODULE = frozenset(
    {"__builtins__", "__doc__", "__file__", "__loader__", "__name__", "__package__", "__spec__"}
)
_OTHER_TRACER = re.compile(rb"\bTracer\([^)]*\bprovider\b")
"""Powertools' Tracer on something else than X-Ray, which it needs no SDK for."""
_OWN_PATH = re.compile(rb"\b__path__\b")


class Reason(Enum):
    """Why an import fails."""

    NOWHERE = "nothing provides it"
    NO_MEMBER = "the package has no such module"
    NO_NAME = "the module has no such name"
    RELATIVE = "a relative import leaves the top"
    SYNTAX = "the module is not valid Python"
    CIRCLE = "two modules import each other, and the name is not there yet"


_BY_SEARCH = (Reason.NOWHERE, Reason.NO_MEMBER)
"""What may be untrue where a module adds to what can be found."""


@dataclass(frozen=True)
class MissingImport:
    """An import that fails.

    Attributes:
        file: The module that imports.
        line: The line, from 1.
        column: The column, from 1.
        name: What is not there, with dots: ``acme.money``; as written, if relative; of what is
            not Python, what is wrong with it.
        importer: The importing module, by the name that it has in Lambda.
        reason: Why it fails.
        lazy: Whether it fails when something is called, rather than when the function starts.
        wanted: All that is imported: ``google.cloud.storage`` where `name` is ``google``.
        is_sure: Whether nothing may provide it that is not known.
        needed_by: What is imported in fact and needs it, with dots; empty where that is the same.
    """

    file: Path
    line: int
    column: int
    name: str
    importer: str
    reason: Reason
    lazy: bool
    wanted: str = ""
    is_sure: bool = True
    needed_by: str = ""


def missing_imports(
    handler: str,
    places: Sequence[Place],
    runtime: str,
    sources: Sources | None = None,
    mounts: Sequence[Mount] = (),
) -> tuple[MissingImport, ...]:
    """What a function imports and nothing provides.

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

    Returns:
        What fails when the function starts first; nothing if the handler is not there.
    """
    version = re.fullmatch(r"python(\d+)\.(\d+)", runtime)
    if version is None:
        return ()
    start = _Start(
        tuple(places),
        runtime_modules(runtime),
        (int(version[1]), int(version[2])),
        Sources() if sources is None else sources,
        tuple(mounts),
    )
    module, _, function = handler.rpartition(".")
    return start.run(module.replace("/", "."), function)


@dataclass
class _Module:
    """A module or package that was imported.

    Attributes:
        name: Its name, with dots.
        found: Where it is.
        source: Its text; None for what nobody looks into.
        running: The outermost statement that is running; None when it is done.
    """

    name: str
    found: Found
    source: Source | None
    running: int | None = None

    @property
    def package(self) -> str:
        """What relative imports start from; empty at the top."""
        return self.name if self.found.portions else self.name.rpartition(".")[0]

    def lacks(self, name: str) -> Reason | None:
        """Why it has no such name; None if it has, or may have."""
        if self.found.is_namespace:
            return Reason.NO_MEMBER
        if self.source is None or name in _OF_EVERY_MODULE or not self.source.names.is_all:
            return None
        if self.source.names.lacks(name):
            return Reason.NO_NAME
        if self.running is not None and self.source.names_before(self.running).lacks(name):
            return Reason.CIRCLE
        return None


@dataclass(frozen=True)
class _Missing:
    """A module that Python does not find."""

    name: str
    reason: Reason
    is_sure: bool
    needed_by: str = ""


@dataclass
class _Start:
    """The start of a function: what would be in ``sys.modules``."""

    places: tuple[Place, ...]
    runtime: frozenset[str]
    python: tuple[int, int]
    sources: Sources
    mounts: tuple[Mount, ...] = ()
    modules: dict[str, _Module] = field(default_factory=dict)
    later: list[tuple[_Module, Import]] = field(default_factory=list)
    reach: Reach = field(default_factory=Reach)
    missing: dict[tuple[Path, int, str], MissingImport] = field(default_factory=dict)

    def run(self, handler: str, function: str) -> tuple[MissingImport, ...]:
        """Import the handler's module, then what functions import when they are called."""
        with suppress(RecursionError):  # more modules in a row than Python itself would take
            self._load(handler, shadowed=False)
            self.reach.mention(frozenset({function}))
            while called := self._called():
                for module, one in called:
                    self._check(module, one, lazy=True)
        found = tuple(self.missing.values())
        if not any(one.reason in _BY_SEARCH for one in found):
            return found
        loaded = [one.source for one in self.modules.values() if one.source]
        added = added_places(loaded, self.mounts, self.python, self.sources)
        if added is None:
            return tuple(one for one in found if one.reason not in _BY_SEARCH)
        first, last = (tuple(one for one in new if one not in self.places) for new in added)
        if not first and not last:
            return found
        places = (*first, *self.places, *last)
        return self._anew(places, {}).run(handler, function)

    def _anew(self, places: tuple[Place, ...], modules: dict[str, _Module]) -> _Start:
        """Another start, in which nothing was called or missed so far."""
        return replace(self, places=places, modules=modules, later=[], reach=Reach(), missing={})

    def _called(self) -> list[tuple[_Module, Import]]:
        """Take out of the imports for later those whose function something calls by now."""
        called: list[tuple[_Module, Import]] = []
        others: list[tuple[_Module, Import]] = []
        for module, one in self.later:
            file = module.found.file
            is_called = file is None or self.reach.is_called(file, one.inside)
            (called if is_called else others).append((module, one))
        self.later = others
        return called

    def _load(self, name: str, *, shadowed: bool = True, lazy: bool = False) -> _Module | _Missing:
        """Import a module with the packages above it.

        Args:
            name: Its name, with dots.
            shadowed: Whether the runtime's module of a name counts; what the runtime client
                imported already is not looked for in the function's folders.
            lazy: Whether that happens in a call.
        """
        parent: _Module | None = None
        parts = name.split(".")
        for number in range(1, len(parts) + 1):
            module = self._member(parent, ".".join(parts[:number]), shadowed=shadowed, lazy=lazy)
            if isinstance(module, _Missing) or module.found.is_foreign:
                return module
            parent = module
        return module

    def _member(
        self, parent: _Module | None, name: str, *, shadowed: bool, lazy: bool
    ) -> _Module | _Missing:
        """A module of a package, or one at the top."""
        if known := self.modules.get(name):
            return known
        found = self._found(parent, name, shadowed=shadowed)
        if found is None:
            return self._missed(parent, name)
        source = None if found.file is None else self.sources.source(found.file)
        if found.file is not None and source is None:
            self._note_mistake(found.file, name, lazy=lazy)
            found = FOREIGN  # it cannot be read, and Lambda's Python may well do it
        module = self.modules[name] = _Module(name, found, source)
        self._execute(module, lazy=lazy)
        return module

    def _note_mistake(self, file: Path, name: str, *, lazy: bool) -> None:
        """Note a module that is no Python, unless the function's may take it."""
        mistake = self.sources.mistake(file)
        if mistake is not None and is_mistake(mistake, self.python):
            line, column = mistake.lineno or 1, max(mistake.offset or 1, 1)
            why = MissingImport(file, line, column, mistake.msg, name, Reason.SYNTAX, lazy)
            self.missing.setdefault((file, line, mistake.msg), why)

    def _found(self, parent: _Module | None, name: str, *, shadowed: bool) -> Found | None:
        if parent is not None:
            return find(name.rpartition(".")[2], parent.found.portions, self.sources)
        if shadowed and name in self.runtime:
            return FOREIGN
        path = [Portion.of(place) for place in self.places]
        return find(name, path, self.sources)

    def _missed(self, parent: _Module | None, name: str) -> _Missing:
        """A module that is not there, as far as that is known."""
        if parent is None:
            return _Missing(name, Reason.NOWHERE, self._is_nowhere(name))
        if parent.source is None:
            return _Missing(name, Reason.NO_MEMBER, self._is_nowhere(name))
        return _Missing(name, Reason.NO_MEMBER, not _OWN_PATH.search(parent.source.text))

    def _is_nowhere(self, name: str) -> bool:
        """Whether what is installed cannot bring a module either."""
        if not all(place.is_known for place in self.places):
            return False
        return all(place.is_complete for place in self.places) or not is_brought(name)

    def _execute(self, module: _Module, *, lazy: bool) -> None:
        if module.source is None:
            return
        for one in self.sources.imports(module.source, self.python):
            module.running = one.statement
            if one.lazy:
                self.later.append((module, one))
            else:
                self._check(module, one, lazy=lazy)
        module.running = None
        # After the modules that its classes derive from.
        outline = self.sources.outline(module.source, self.python)
        self.reach.load(module.source.file, outline)

    def _check(self, module: _Module, one: Import, *, lazy: bool) -> None:
        """Run an import, and note it if it fails."""
        if one.guarded or not self._is_run(module, one):
            return
        for missing in self._missing_of(module, one, lazy=lazy):
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

    def _is_run(self, module: _Module, one: Import) -> bool:
        """Whether those that it stands in for fail."""
        if not one.instead_of:
            return True
        trial = self._anew(self.places, dict(self.modules))
        return any(trial.fails(module, tried) for tried in one.instead_of)

    def fails(self, module: _Module, one: Import) -> bool:
        """Whether an import fails, or one that it leads to."""
        found = list(self._missing_of(module, one, lazy=True))
        return any(missing.is_sure for missing in found) or any(
            one.is_sure for one in self.missing.values()
        )

    def _missing_of(self, module: _Module, one: Import, *, lazy: bool) -> Iterator[_Missing]:
        """What of an import is not there: nothing, or one thing."""
        target = _absolute(module, one)
        if target is None:
            yield _Missing(f"{'.' * one.level}{one.module or one.name}", Reason.RELATIVE, True)  # noqa: FBT003
            return
        loaded = self._load(target, lazy=lazy)
        if isinstance(loaded, _Missing):
            yield loaded
        elif loaded.found.is_foreign:
            yield from self._missing_of_installed(module, target, one, lazy=lazy)
        elif one.name not in ("", "*"):
            reason = loaded.lacks(one.name)
            if reason is None:
                if loaded is module:  # the package has the name by this very import
                    self._of_package(loaded, one.name, lazy=lazy)
                return
            member = self._of_package(loaded, one.name, lazy=lazy)
            if isinstance(member, _Missing):
                yield _Missing(member.name, reason, member.is_sure)

    def _missing_of_installed(
        self, module: _Module, target: str, one: Import, *, lazy: bool
    ) -> Iterator[_Missing]:
        """What something installed needs for that import alone, and nothing provides."""
        need = optional_need(target, one.name)
        if need is None or (module.source is not None and _OTHER_TRACER.search(module.source.text)):
            return
        loaded = self._load(need[1], lazy=lazy)
        if isinstance(loaded, _Missing):
            yield replace(loaded, needed_by=need[0])

    def _of_package(self, package: _Module, name: str, *, lazy: bool) -> _Module | _Missing:
        full = f"{package.name}.{name}"
        if not package.found.portions:
            return _Missing(full, Reason.NO_NAME, True)  # noqa: FBT003
        return self._member(package, full, shadowed=True, lazy=lazy)


def _absolute(module: _Module, one: Import) -> str | None:
    """The module that is meant, from the top; None where the dots lead beyond it."""
    if not one.level:
        return one.module
    package = module.package.split(".") if module.package else []
    if one.level > len(package):
        return None
    return ".".join([*package[: len(package) - one.level + 1], *filter(None, [one.module])])
