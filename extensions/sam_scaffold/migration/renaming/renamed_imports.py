"""Renaming of moved modules in import statements, with all other bytes unchanged."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .module_moves import ModuleMoves, absolute_name
from .python_text import PythonSplice, PythonText

_GAP = rb"(?:[ \t\f]|\\(?:\r\n|\r|\n))*"
_NAME = rb"(?:\w|[^\x00-\x7f])+"
_DOTTED = re.compile(rb"%b(?:%b\.%b%b)*" % (_NAME, _GAP, _GAP, _NAME))
_FROM = re.compile(
    rb"from(?P<before>%b)(?P<module>(?:(?:\.|%b)%b)+?)import(?!\w|[^\x00-\x7f])"
    % (_GAP, _NAME, _GAP)
)
_TRAILING = re.compile(rb"[ \t\f]*(#[^\r\n]*)?")
_COMMENT = re.compile(rb"#[^\r\n]*")
_COMMA = re.compile(rb"\s*,[ \t\f]*")


@dataclass
class Renaming:
    """Changes of a module, as bytes and as nodes.

    Attributes:
        splices: The replaced bytes.
        nodes: The replacements of nodes, by identity; the resulting tree must be that of the
            new bytes.
    """

    splices: list[PythonSplice] = field(default_factory=list)
    nodes: dict[int, list[ast.AST]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Separate:
    """Separate import statement for one name.

    Attributes:
        node: The statement.
        alias: The alias that it replaces.
    """

    node: ast.stmt
    alias: ast.alias

    @property
    def code(self) -> bytes:
        return ast.unparse(self.node).encode("utf-8")


@dataclass(frozen=True)
class ImportRenamer:
    """Renamer of modules in import statements.

    Attributes:
        text: The module.
        moves: The renamed modules.
        package: The package of the module.
        package_after: Its new package.
        aliases: Names to bind, by the old name of the module, if ``import a.b`` cannot bind
            the first part of the new name.
        renaming: The collected changes.
    """

    text: PythonText
    moves: ModuleMoves
    package: str
    package_after: str
    aliases: Mapping[str, str]
    renaming: Renaming

    def plain(self, statement: ast.Import) -> None:
        """Rename the modules of ``import a.b, c as d``."""
        names = [self._plain_alias(alias) for alias in statement.names]
        if names != statement.names:
            self.renaming.nodes[id(statement)] = [ast.Import(names)]

    def _plain_alias(self, alias: ast.alias) -> ast.alias:
        new = self.moves.target(alias.name)
        if new == alias.name:
            return alias
        bound = alias.asname or self.aliases.get(alias.name)
        if "." not in alias.name and new != alias.name:
            bound = bound or alias.name
        start, _ = self.text.span(alias)
        found = _DOTTED.match(self.text.data, start)
        if found is None:
            raise self.text.refused(alias, f"the notation of import {alias.name} is not supported.")
        added = f" as {bound}" if bound and not alias.asname else ""
        self._splice(start, found.end(), f"{new}{added}")
        return ast.alias(new, bound)

    def from_module(self, statement: ast.ImportFrom) -> None:
        """Rename the modules of ``from a.b import c``, where ``c`` may also be a module."""
        old = absolute_name(self.package, statement.level, statement.module)
        if old is None:
            return  # Python rejects it before and after
        leaving = {
            id(alias): moved
            for alias in statement.names
            if (moved := self.moves.names.get(f"{old}.{alias.name}")) is not None
        }
        base = self._base(statement, old, leaving)
        staying, separate = [], []
        for alias in statement.names:
            parent, _, last = leaving.get(id(alias), f"{base}.{alias.name}").rpartition(".")
            if parent == base:
                staying.append((alias, self._renamed(alias, last)))
            else:
                separate.append(_Separate(_statement(parent, last, alias), alias))
        if not staying:
            self._replace(statement, separate)
        else:
            self._keep(statement, base, staying, separate)

    def _base(self, statement: ast.ImportFrom, old: str, leaving: dict[int, str]) -> str:
        """Return the new module of the statement."""
        parents = {new.rpartition(".")[0] for new in leaving.values()}
        if len(leaving) == len(statement.names) and len(parents) == 1 and "" not in parents:
            return parents.pop()
        return self.moves.target(old)

    def _renamed(self, alias: ast.alias, name: str) -> ast.alias:
        if name == alias.name:
            return alias
        return ast.alias(name, alias.asname or alias.name)

    def _keep(
        self,
        statement: ast.ImportFrom,
        base: str,
        staying: list[tuple[ast.alias, ast.alias]],
        separate: list[_Separate],
    ) -> None:
        """Keep the statement for the names that stay, and add statements for the others."""
        after = absolute_name(self.package_after, statement.level, statement.module)
        names = [new for _, new in staying]
        if after == base:
            kept = ast.ImportFrom(statement.module, names, statement.level)
        else:
            kept = ast.ImportFrom(base, names, 0)
            self._module(statement, base)
        for old, new in staying:
            if new is not old:
                start, end = self.text.span(old)
                self._splice(start, end, f"{new.name} as {new.asname}")
        for moved in separate:
            self._remove(statement, moved.alias, {id(other.alias) for other in separate})
        if separate:
            self._append(statement, separate)
        if after != base or separate or any(new is not old for old, new in staying):
            self.renaming.nodes[id(statement)] = [kept, *(moved.node for moved in separate)]

    def _module(self, statement: ast.ImportFrom, base: str) -> None:
        start, _ = self.text.span(statement)
        found = _FROM.match(self.text.data, start)
        if found is None:
            raise self.text.refused(statement, "the notation of the import is not supported.")
        written = found["module"]
        module = re.match(rb"(?:%b(?:\.|%b))+" % (_GAP, _NAME), written)
        end = found.start("module") + (module.end() if module else len(written))
        before = "" if found["before"] else " "
        after = "" if end < found.end("module") else " "
        self._splice(found.start("module"), end, f"{before}{base}{after}")

    def _remove(self, statement: ast.ImportFrom, alias: ast.alias, leaving: set[int]) -> None:
        """Remove a name from the list, with its comma, and its line if it has its own."""
        start, end = self.text.span(alias)
        data = self.text.data
        comma = _COMMA.match(data, end)
        after = comma.end() if comma else end
        is_first = not data[self.text.line_start(start) : start].strip()
        rest = _TRAILING.match(data, after)
        is_last = rest is not None and rest.end() == self.text.line_end(after)
        if self._is_wrapped(statement):
            if is_first and is_last and self.text.line_end(end) == self.text.line_end(after):
                start, after = self.text.line_start(start), self.text.after_line(after)
            elif comma is None:
                start = self._after_previous(statement, alias, leaving)
            self._splice(start, after, "")
            return
        at = statement.names.index(alias)
        stays_before = [name for name in statement.names[:at] if id(name) not in leaving]
        stays_after = [name for name in statement.names[at + 1 :] if id(name) not in leaving]
        if stays_after:
            self._splice(start, self.text.span(statement.names[at + 1])[0], "")
        else:
            previous = statement.names[at - 1] if at else stays_before[-1]
            self._splice(self.text.span(previous)[1], end, "")

    def _after_previous(
        self, statement: ast.ImportFrom, alias: ast.alias, leaving: set[int]
    ) -> int:
        """Return the end of the name before the last one, so that its comma is removed as well."""
        at = statement.names.index(alias)
        start, _ = self.text.span(alias)
        if not at or id(statement.names[at - 1]) in leaving:
            return start
        _, end = self.text.span(statement.names[at - 1])
        return end if self.text.line_start(end) == self.text.line_start(start) else start

    def _is_wrapped(self, statement: ast.ImportFrom) -> bool:
        """Return whether the names are in parentheses."""
        start, end = self.text.span(statement)
        return self.text.data[start:end].endswith(b")")

    def _append(self, statement: ast.ImportFrom, separate: list[_Separate]) -> None:
        """Add statements after another, on separate lines if it has its own."""
        _, end = self.text.span(statement)
        indent = self._indent(statement)
        if indent is None:
            self._splice_bytes(end, end, b"".join(b"; " + moved.code for moved in separate))
            return
        lines = [self._with_comment(statement, moved) for moved in separate]
        at = self.text.line_end(end)
        data = b"".join(self.text.newline + indent + line for line in lines)
        self._splice_bytes(at, at, data)

    def _with_comment(self, statement: ast.ImportFrom, moved: _Separate) -> bytes:
        """Return a statement with the comment on the line of its name."""
        start, end = self.text.span(moved.alias)
        line = self.text.data[end : self.text.line_end(end)]
        is_first = not self.text.data[self.text.line_start(start) : start].strip()
        found = re.fullmatch(rb"[ \t\f]*,?([ \t\f]*#.*)", line)
        if self._is_wrapped(statement) and is_first and found:
            return moved.code + found[1]
        return moved.code

    def _replace(self, statement: ast.ImportFrom, separate: list[_Separate]) -> None:
        """Replace a statement by one for each name, and keep its comments."""
        start, end = self.text.span(statement)
        indent = self._indent(statement)
        inside = list(_COMMENT.finditer(self.text.data, start, end))
        self.renaming.nodes[id(statement)] = [moved.node for moved in separate]
        if indent is None or not inside:
            joint = b"; " if indent is None else self.text.newline + indent
            if indent is None and inside:
                raise self.text.refused(
                    statement,
                    "an import with comments in parentheses is on a line with other statements: "
                    "move it to separate lines and try again.",
                )
            self._splice_bytes(start, end, joint.join(moved.code for moved in separate))
            return
        lines: list[bytes] = []
        left = [found.start() for found in inside]
        for moved in separate:
            first, last = self.text.span(moved.alias)
            above = [at for at in left if at < first]
            beside = [at for at in left if last <= at < self.text.line_end(last)]
            is_end = moved is separate[-1]
            lines += [self.text.data[at : self.text.line_end(at)] for at in above]
            if beside and self._is_last_on_line(statement, moved.alias) and not is_end:
                found = self.text.data[beside[0] : self.text.line_end(beside[0])]
                lines.append(moved.code + b"  " + found)
                left = [at for at in left if at > beside[0]]
            else:
                rest = [at for at in left if at not in above] if is_end else []
                lines += [self.text.data[at : self.text.line_end(at)] for at in rest]
                lines.append(moved.code)
                left = [at for at in left if at not in above]
        self._splice_bytes(start, end, (self.text.newline + indent).join(lines))

    def _is_last_on_line(self, statement: ast.ImportFrom, alias: ast.alias) -> bool:
        others = [name.lineno for name in statement.names if name is not alias]
        return alias.lineno not in others

    def _indent(self, statement: ast.stmt) -> bytes | None:
        """Return the indentation of a statement on its own lines; None for others."""
        start, end = self.text.span(statement)
        before = self.text.data[self.text.line_start(start) : start]
        rest = _TRAILING.match(self.text.data, end)
        if before.strip() or rest is None or rest.end() != self.text.line_end(end):
            return None
        return before.replace(b"\f", b"")

    def _splice(self, start: int, end: int, text: str) -> None:
        self._splice_bytes(start, end, text.encode("utf-8"))

    def _splice_bytes(self, start: int, end: int, data: bytes) -> None:
        self.renaming.splices.append(PythonSplice(start, end, data))


def _statement(parent: str, last: str, alias: ast.alias) -> ast.stmt:
    """Return the statement that binds the name of an alias."""
    bound = alias.asname or alias.name
    name = ast.alias(last, None if bound == last else bound)
    return ast.ImportFrom(parent, [name], 0) if parent else ast.Import([name])
