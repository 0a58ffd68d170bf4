"""What has to change where ``import a.b`` binds another name than before."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from .module_moves import ModuleMoves
from .module_uses import Bound, ModuleUse, ModuleUses, is_package_of_moved, is_visible
from .python_text import PythonSplice, PythonText
from .renamed_imports import Renaming

_BLANK = re.compile(rb"[\s\\]+")


@dataclass(frozen=True)
class UseRenamer:
    """Renames the uses of modules that are imported by their dotted names.

    Attributes:
        text: The module.
        moves: The modules that get another name.
        uses: What imports bind in it, and where that is used.
        renaming: Where the changes go.
    """

    text: PythonText
    moves: ModuleMoves
    uses: ModuleUses
    renaming: Renaming

    def aliases(self) -> Mapping[str, str]:
        """Choose names for moved modules whose new first part means something else here.

        Returns:
            Names by the old name of the module: ``pkg_rules`` for ``pkg.rules``, where a
            variable is called ``rules``.

        Raises:
            ScaffoldError: That name is taken, too.
        """
        chosen = {}
        for one in self.uses.bound:
            new = self.moves.target(one.imported)
            top = new.partition(".")[0]
            if not one.is_dotted or new == one.imported or top == one.name:
                continue
            if top in self.uses.names:
                alias = one.imported.replace(".", "_")
                if alias in self.uses.names:
                    raise self._refused(
                        self.text.tree.body[0],
                        f"{one.imported} will be {new}, but {top} and {alias} mean something "
                        f"else here: import it as another name and try again.",
                    )
                chosen[one.imported] = alias
        return chosen

    def rename(self, aliases: Mapping[str, str]) -> None:
        """Rename the uses.

        Args:
            aliases: The names chosen by `aliases`.

        Raises:
            ScaffoldError: A use would find something else, or nothing.
        """
        by_name: dict[str, list[Bound]] = {}
        for one in self.uses.bound:
            by_name.setdefault(one.name, []).append(one)
        for use in self.uses.uses:
            bound = by_name.get(use.name, [])
            if any(one.is_dotted for one in bound):
                self._rename_dotted(use, bound, aliases)
            else:
                self._refuse_hidden(use, bound)

    def _rename_dotted(
        self, use: ModuleUse, bound: list[Bound], aliases: Mapping[str, str]
    ) -> None:
        """Rename a use of the name that ``import a.b`` binds."""
        changed = [one for one in bound if self.moves.target(one.imported) != one.imported]
        full = ".".join((use.name, *use.attributes))
        found = self.moves.match(full)
        if found is None and not changed:
            return
        if use.name in self.uses.others or any(one.module != use.name for one in bound):
            raise self._refused(
                use.parts[0],
                f"{use.name} is a module that moves, and has another meaning here, too: import "
                "what is needed of it by a name of its own and try again.",
            )
        if found is None:
            self._refuse_unbound(use, bound)
            return
        visible = [one for one in bound if is_visible(one.scope, use.scope)]
        imported = [one for one in visible if _is_within(full, one.imported)]
        alias = max(
            (one.imported for one in imported if one.imported in aliases), key=len, default=""
        )
        if alias:
            self._put(use, alias, aliases[alias])
            return
        old, new = found
        top = new.partition(".")[0]
        tops = {
            self.moves.target(one.imported).partition(".")[0]
            for one in visible
            if one.imported not in aliases
        }
        if top not in tops:
            raise self._refused(
                use.parts[0],
                f"{old} is used and not imported here by that name: write import {old} "
                "and try again.",
            )
        self._put(use, old, new)

    def _refuse_unbound(self, use: ModuleUse, bound: list[Bound]) -> None:
        """Refuse a use whose name no import binds any more."""
        visible = [one for one in bound if is_visible(one.scope, use.scope)]
        staying = [
            one
            for one in visible
            if not one.is_dotted or self.moves.target(one.imported).partition(".")[0] == one.name
        ]
        if visible and not staying:
            full = ".".join((use.name, *use.attributes))
            raise self._refused(
                use.parts[0],
                f"{full} is used, and only the import of a module that moves binds {use.name}: "
                "import what is used by its own name and try again.",
            )

    def _refuse_hidden(self, use: ModuleUse, bound: list[Bound]) -> None:
        """Refuse a moved module that is used as an attribute of its package."""
        for one in bound:
            if not is_package_of_moved(one.module, self.moves):
                continue
            full = ".".join((one.module, *use.attributes))
            found = self.moves.match(full)
            if found and self.moves.target(one.module) + full[len(one.module) :] != (
                self.moves.target(full)
            ):
                raise self._refused(
                    use.parts[0],
                    f"{found[0]} is used as an attribute of {one.module}, where it will not be "
                    f"any more: write import {found[0]} and try again.",
                )

    def _put(self, use: ModuleUse, old: str, new: str) -> None:
        node = use.parts[old.count(".")]
        start, end = self.text.span(node)
        if _BLANK.sub(b"", self.text.data[start:end]) != old.encode("utf-8"):
            raise self._refused(
                node, f"{old} is not written plainly: write it without brackets and comments."
            )
        self.renaming.splices.append(PythonSplice(start, end, new.encode("utf-8")))
        expression = ast.parse(new, mode="eval").body
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(
            expression, (ast.Name, ast.Attribute)
        ):
            expression.ctx = node.ctx
        self.renaming.nodes[id(node)] = [expression]

    def _refused(self, node: ast.stmt | ast.expr, message: str) -> Exception:
        return self.text.refused(node, message)


def _is_within(full: str, module: str) -> bool:
    return f"{full}.".startswith(f"{module}.")
