"""Renaming of uses of modules if ``import a.b`` binds another name than before."""

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
    """Renamer of uses of modules that are imported by dotted names.

    Attributes:
        text: The module.
        moves: The renamed modules.
        uses: The names that imports bind in it, and their uses.
        renaming: The collected changes.
    """

    text: PythonText
    moves: ModuleMoves
    uses: ModuleUses
    renaming: Renaming

    def aliases(self) -> Mapping[str, str]:
        """Choose aliases for moved modules whose new first part has another meaning here.

        Returns:
            Aliases by the old name of the module: ``pkg_rules`` for ``pkg.rules``, if a variable
            is called ``rules``.

        Raises:
            ScaffoldError: The alias is taken, too.
        """
        chosen = {}
        for imported in self.uses.bound:
            new = self.moves.target(imported.imported)
            top = new.partition(".")[0]
            if not imported.is_dotted or new == imported.imported or top == imported.name:
                continue
            if top in self.uses.names:
                alias = imported.imported.replace(".", "_")
                if alias in self.uses.names:
                    raise self._refused(
                        self.text.tree.body[0],
                        f"{imported.imported} will be {new}, but {top} and {alias} have another "
                        f"meaning here: import it as another name and try again.",
                    )
                chosen[imported.imported] = alias
        return chosen

    def rename(self, aliases: Mapping[str, str]) -> None:
        """Rename the uses.

        Args:
            aliases: The aliases chosen by `aliases`.

        Raises:
            ScaffoldError: A use would refer to another module, or to none.
        """
        by_name: dict[str, list[Bound]] = {}
        for imported in self.uses.bound:
            by_name.setdefault(imported.name, []).append(imported)
        for use in self.uses.uses:
            bound = by_name.get(use.name, [])
            if any(each.is_dotted for each in bound):
                self._rename_dotted(use, bound, aliases)
            else:
                self._refuse_hidden(use, bound)

    def _rename_dotted(
        self, use: ModuleUse, bound: list[Bound], aliases: Mapping[str, str]
    ) -> None:
        """Rename a use of the name that ``import a.b`` binds."""
        changed = [each for each in bound if self.moves.target(each.imported) != each.imported]
        full = ".".join((use.name, *use.attributes))
        found = self.moves.match(full)
        if found is None and not changed:
            return
        if use.name in self.uses.others or any(each.module != use.name for each in bound):
            raise self._refused(
                use.parts[0],
                f"{use.name} is a module that moves, and also has another meaning here: import "
                "what is needed of it by a separate name and try again.",
            )
        if found is None:
            self._refuse_unbound(use, bound)
            return
        visible = [each for each in bound if is_visible(each.scope, use.scope)]
        imported = [each for each in visible if _is_within(full, each.imported)]
        alias = max(
            (each.imported for each in imported if each.imported in aliases), key=len, default=""
        )
        if alias:
            self._put(use, alias, aliases[alias])
            return
        old, new = found
        top = new.partition(".")[0]
        tops = {
            self.moves.target(each.imported).partition(".")[0]
            for each in visible
            if each.imported not in aliases
        }
        if top not in tops:
            raise self._refused(
                use.parts[0],
                f"{old} is used, but not imported here by that name: add import {old} "
                "and try again.",
            )
        self._put(use, old, new)

    def _refuse_unbound(self, use: ModuleUse, bound: list[Bound]) -> None:
        """Refuse a use whose name is no longer bound by an import."""
        visible = [each for each in bound if is_visible(each.scope, use.scope)]
        staying = [
            each
            for each in visible
            if not each.is_dotted or self.moves.target(each.imported).partition(".")[0] == each.name
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
        for imported in bound:
            if not is_package_of_moved(imported.module, self.moves):
                continue
            full = ".".join((imported.module, *use.attributes))
            found = self.moves.match(full)
            if found and self.moves.target(imported.module) + full[len(imported.module) :] != (
                self.moves.target(full)
            ):
                raise self._refused(
                    use.parts[0],
                    f"{found[0]} is used as an attribute of {imported.module}, which it will "
                    f"no longer be: add import {found[0]} and try again.",
                )

    def _put(self, use: ModuleUse, old: str, new: str) -> None:
        node = use.parts[old.count(".")]
        start, end = self.text.span(node)
        if _BLANK.sub(b"", self.text.data[start:end]) != old.encode("utf-8"):
            raise self._refused(
                node, f"the notation of {old} is not supported: remove brackets and comments."
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
