"""Closure of all imports of a handler: every module that the function may load."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..source.attribute_uses import Chain, attribute_uses_of
from ..source.dynamic_imports import (
    DynamicImport,
    dynamic_imports_of,
    may_import_by_name,
    scans_folders,
)
from ..source.module_imports import Import
from .broken_modules import BrokenModules
from .closure_parts import Edge, Unfollowed, Unparsable
from .importer import AbsentModule, ImportedModule, Importer, absolute
from .names_at_import import Has, NamesAtImport
from .shared_closures import EdgeKey, Needs, SharedClosure, SharedClosures

_Steps = Iterator[ImportedModule]
"""Running import, which yields each module to execute before it continues."""

_Taking = Generator[ImportedModule, None, "ImportedModule | None"]
"""Running import, likewise, which returns the imported module."""


@dataclass
class ImportClosure:
    """Modules that are loaded if every import runs.

    Imports at module level run in Python's order, which decides between a name and a submodule;
    those in functions run after them, module by module.

    Attributes:
        importer: The import system.
        edges: The uses of modules by others.
        unfollowed: The uses that cannot be determined.
        unparsable: The modules that cannot be parsed.
        installed: The top-level names of imports from other sources.
        is_short: Whether a search failed, which a longer search path may change.
    """

    importer: Importer
    edges: dict[EdgeKey, Edge] = field(default_factory=dict)
    unfollowed: dict[tuple[Path, int, str], Unfollowed] = field(default_factory=dict)
    unparsable: dict[Path, Unparsable] = field(default_factory=dict)
    installed: set[str] = field(default_factory=set)
    is_short: bool = False
    _names: NamesAtImport = field(init=False)
    _failing: BrokenModules = field(init=False)
    _outcomes: SharedClosures = field(init=False)

    def __post_init__(self) -> None:
        self._names = NamesAtImport(self.importer)
        self._broken = BrokenModules(self.importer, self._names)
        self._outcomes = self.importer.shared(SharedClosures)

    def run(self, handler: str) -> bool:
        """Follow all imports from a handler's module; return False if it does not exist."""
        importer = self.importer
        self._drive(self._start(handler))
        if handler not in importer.modules:
            return False
        done = 0
        while done < len(importer.modules):
            for module in list(importer.modules.values())[done:]:
                done += 1
                outcomes = self._outcomes.of(module)
                for number, import_ in enumerate(self._imports(module)):
                    if import_.lazy and not self._is_settled(module, outcomes.get(number)):
                        self._drive(self._import(module, number, import_))
        if any(self._binds(module) for module in importer.modules.values()):
            for module in importer.modules.values():
                self._note_attributes(module)
        return True

    def _binds(self, module: ImportedModule) -> bool:
        """Return whether a module is a package that binds names."""
        bindings = self._names.bindings(module) if module.found.portions else None
        return bindings is not None and bool(bindings.maybe or bindings.stars or bindings.is_open)

    def _start(self, handler: str) -> _Steps:
        yield from self.importer.load(handler, shadowed=False)

    def _drive(self, steps: _Steps) -> None:
        """Run an import with all transitive ones, without recursion."""
        waiting = [steps]
        while waiting:
            module = next(waiting[-1], None)
            if module is None:
                waiting.pop()
            else:
                waiting.append(self._execute(module))

    def _execute(self, module: ImportedModule) -> _Steps:
        if module.source is None:
            self._note_unread(module)
            return
        outcomes = self._outcomes.of(module)
        for number, import_ in enumerate(self._imports(module)):
            if not import_.lazy:
                module.running = import_.statement
                if not self._is_settled(module, outcomes.get(number)):
                    yield from self._import(module, number, import_)
        module.running = None

    def _note_unread(self, module: ImportedModule) -> None:
        file = module.found.file
        if file is None or file.suffix != ".py":
            return
        mistake = self.importer.sources.mistake(file)
        line = 1 if mistake is None else mistake.lineno or 1
        message = "it cannot be read" if mistake is None else mistake.msg
        self.unparsable[file] = Unparsable(file, line, message)

    def _imports(self, module: ImportedModule) -> tuple[Import | DynamicImport, ...]:
        """Return the imports of a module, in the order of its text."""
        source = module.source
        if source is None:
            return ()
        sources, python = self.importer.sources, self.importer.python
        key = (dynamic_imports_of, source.file, python, module.name, module.package)

        def every() -> tuple[Import | DynamicImport, ...]:
            written = sources.imports(source, python)
            if not may_import_by_name(source.text):
                return written
            pieces = sources.pieces(source, python)
            made = dynamic_imports_of(source.tree, pieces, module.name, module.package)
            both: list[Import | DynamicImport] = [*written, *made]
            return tuple(sorted(both, key=lambda each: (each.line, each.column)))

        return sources.kept(key, every)

    def _is_settled(self, module: ImportedModule, outcome: SharedClosure | None) -> bool:
        """Reuse the result of an import; return False if it may differ now."""
        if outcome is None or not outcome.needs.are_there(self.importer.modules):
            return False
        for key, edge in outcome.edges:
            self._connect(key, edge)
        self.installed |= outcome.installed
        if outcome.first:
            self._broken.note_first(module.name, outcome.first)
        return True

    def _import(
        self, module: ImportedModule, number: int, import_: Import | DynamicImport
    ) -> _Steps:
        if isinstance(import_, DynamicImport):
            yield from self._by_name(module, import_)
            return
        if import_.instead_of and not any(
            self._broken.may_fail(module, tried) for tried in import_.instead_of
        ):
            return
        use = _Use(module, import_.line, import_.lazy, import_.guarded or bool(import_.instead_of))
        target = absolute(module, import_)
        if target is None:
            self._fail(use)
            return
        loaded = yield from self._load(use, target)
        if loaded is not None and import_.name == "*":
            yield from self._star(use, loaded)
        elif loaded is not None and import_.name:
            yield from self._name(use, loaded, import_.name)
        if use.is_settled and not import_.instead_of:
            done = loaded.name if loaded is not None and import_.name else ""
            self._outcomes.of(module)[number] = use.outcome(done)

    def _load(self, use: _Use, target: str) -> _Taking:
        """Import a module for another; None if it cannot be inspected."""
        loaded = yield from self.importer.load(target)
        parts = target.split(".")
        for number in range(1, len(parts) + 1):
            on_the_way = self.importer.modules.get(".".join(parts[:number]))
            if on_the_way is None:
                break
            self._use(use, on_the_way)
        return self._looked_into(use, loaded, parts[0])

    def _looked_into(
        self, use: _Use, loaded: ImportedModule | AbsentModule, top: str
    ) -> ImportedModule | None:
        if isinstance(loaded, AbsentModule):
            self._fail(use)
            self.is_short = True
            if not loaded.is_sure:
                self.installed.add(top)
            return None
        if loaded.found.is_foreign:
            if loaded.found.file is None:
                self.installed.add(top)
                use.installed.add(top)
            return None
        return loaded

    def _name(self, use: _Use, loaded: ImportedModule, name: str) -> _Steps:
        """Import a name from a module: one that it binds, or else a submodule, as in Python."""
        has = self._names.has(loaded, name)
        is_member = self._names.is_member(loaded, name)
        if loaded.running is not None or self._names.has_stars(loaded):
            use.is_settled = False
        if has is Has.YES and not is_member:
            self._use(use, loaded, name)
            return
        member: ImportedModule | AbsentModule | None = None
        if loaded.found.portions:
            member = yield from self.importer.member(loaded, f"{loaded.name}.{name}")
        if isinstance(member, ImportedModule):
            self._use(use, member)
            top = loaded.name.partition(".")[0]
            self._looked_into(use, member, top)
            if has is Has.MAYBE and not is_member:
                self._use(use, loaded, name)
        elif has is Has.NO:
            self._fail(use)
            self.is_short = True
        else:
            self._use(use, loaded, name)

    def _star(self, use: _Use, loaded: ImportedModule) -> _Steps:
        use.is_settled = False
        yield from self._names_of_star(use, loaded)
        self._names.note_star(use.module, loaded)

    def _names_of_star(self, use: _Use, loaded: ImportedModule) -> _Steps:
        bindings = self._names.bindings(loaded)
        if bindings is None:
            return
        if bindings.exported is None:
            for name in self._names.public(loaded, set()):
                self._use(use, loaded, name)
            return
        self._use(use, loaded, "__all__")
        for name in bindings.exported:
            yield from self._name(use, loaded, name)
        if not bindings.is_listed and loaded.source and scans_folders(loaded.source.text):
            yield from self._below(use, loaded)

    def _by_name(self, module: ImportedModule, one: DynamicImport) -> _Steps:
        use = _Use(module, one.line, one.lazy, optional=False)
        if one.why and module.source:
            scans = scans_folders(module.source.text) and self._runs_at_start(module, one)
            key = (module.source.file, one.line, one.text)
            self.unfollowed[key] = Unfollowed(*key, one.why, scans)
        for name in one.modules:
            loaded = yield from self._load(use, name)
            for taken in one.names:
                if loaded is None:
                    break
                yield from self._name(use, loaded, taken)
        if one.package:
            package = yield from self._load(use, one.package)
            if package is not None:
                yield from self._below(use, package)

    def _runs_at_start(self, module: ImportedModule, one: DynamicImport) -> bool:
        """Return whether an import runs with its module, even in a function that this calls."""
        if not one.inside or module.source is None:
            return not one.lazy
        outline = self.importer.sources.outline(module.source, self.importer.python)
        return any(
            each.line == one.inside and each.name in outline.mentions
            for each in outline.definitions
        )

    def _below(self, use: _Use, package: ImportedModule) -> _Steps:
        """Import all modules of a package and its subpackages."""
        for name in self._members(package):
            member = yield from self.importer.member(package, f"{package.name}.{name}")
            if isinstance(member, ImportedModule):
                self._use(use, member)
                if not member.found.is_foreign and member.found.portions:
                    yield from self._below(use, member)

    def _members(self, package: ImportedModule) -> list[str]:
        entries = {
            entry
            for portion in package.found.portions
            for folder in portion.folders
            for entry in self.importer.sources.entries(folder)
            if entry.endswith((".py", ".so")) or (folder / entry).is_dir()
        }
        names = {entry.partition(".")[0] for entry in entries if not entry.startswith(".")}
        return sorted(name for name in names if name.isidentifier() and not name.startswith("__"))

    def _note_attributes(self, module: ImportedModule) -> None:
        """Record the names that a module uses as attributes of packages."""
        source = module.source
        if source is None:
            return
        found = self.importer.sources.kept(
            (attribute_uses_of, source.file), lambda: attribute_uses_of(source.tree)
        )
        for uses in found:
            where = absolute(module, Import(uses.module, "", uses.level, 0, 0, 0))
            package = self.importer.modules.get(where or "")
            if package is not None and uses.name:
                package = self.importer.modules.get(f"{package.name}.{uses.name}")
            if package is not None and package.found.portions:
                for chain in uses.chains:
                    self._note_chain(module, package, chain)

    def _note_chain(self, module: ImportedModule, top: ImportedModule, chain: Chain) -> None:
        package: ImportedModule | None = top
        attributes, line, lazy = chain
        for name in attributes:
            if package is None:
                break
            member = self.importer.modules.get(f"{package.name}.{name}")
            if self._is_of_package(module, package, name, member):
                self._use(_Use(module, line, lazy, optional=False), package, name)
            package = member

    def _is_of_package(
        self,
        user: ImportedModule,
        package: ImportedModule,
        name: str,
        member: ImportedModule | None,
    ) -> bool:
        """Return whether a package's own text provides an attribute."""
        if package.source is None or not package.found.portions:
            return False
        has = self._names.has(package, name)
        if member is not None and (has <= Has.OPEN or self._names.is_member(package, name)):
            imports = self._imports(user)
            written = (
                import_.module
                for import_ in imports
                if isinstance(import_, Import) and not import_.name
            )
            return not any(f"{module}.".startswith(f"{member.name}.") for module in written)
        return has is not Has.NO

    def _fail(self, use: _Use) -> None:
        use.is_settled = False
        if not use.lazy and not use.optional:
            self._broken.note_broken(use.module.name)

    def _use(self, use: _Use, imported: ImportedModule, name: str = "") -> None:
        """Record the use of a module by another."""
        if not use.lazy and not use.optional:
            self._broken.note_first(use.module.name, [imported.name])
        use.needs[imported.name] = imported
        source, file = use.module.source, imported.found.file
        if source is None or file is None or imported is use.module:
            return
        key = (use.module.name, use.line, imported.name, name)
        edge = Edge(source.file, use.line, file, name, use.lazy, use.optional)
        use.edges.append((key, edge))
        self._connect(key, edge)

    def _connect(self, key: EdgeKey, edge: Edge) -> None:
        """Add a use; of several in one line, the one that certainly runs first counts."""
        known = self.edges.get(key)
        if known is None:
            self.edges[key] = edge
        elif known.lazy > edge.lazy or known.optional > edge.optional:
            lazy, optional = known.lazy and edge.lazy, known.optional and edge.optional
            self.edges[key] = replace(known, lazy=lazy, optional=optional)


@dataclass
class _Use:
    """Import in a module, and its result."""

    module: ImportedModule
    line: int
    lazy: bool
    optional: bool
    needs: dict[str, ImportedModule] = field(default_factory=dict)
    edges: list[tuple[EdgeKey, Edge]] = field(default_factory=list)
    installed: set[str] = field(default_factory=set)
    is_settled: bool = True

    def outcome(self, done: str) -> SharedClosure:
        """Return its result for reuse by other functions."""
        needs = Needs(tuple((name, module.found) for name, module in self.needs.items()), done)
        first = frozenset() if self.lazy or self.optional else frozenset(self.needs)
        return SharedClosure(needs, tuple(self.edges), frozenset(self.installed), first)
