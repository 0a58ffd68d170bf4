"""The modules that get another name, and the names that follow from that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ModuleMoves:
    """Old names of modules and the new ones, with dots.

    Attributes:
        names: ``pkg.orders.rules`` to ``rules``; a package brings along all below it that is
            not named itself.
    """

    names: Mapping[str, str]

    def match(self, dotted: str) -> tuple[str, str] | None:
        """Find the longest part of a dotted name that is a moved module.

        Args:
            dotted: A module, or a name in one: ``pkg.orders.rules.load``.

        Returns:
            The module's old and new name; None where nothing of it moves.
        """
        prefix = dotted
        while prefix:
            if prefix in self.names:
                new = self.names[prefix]
                return None if new == prefix else (prefix, new)
            prefix = prefix.rpartition(".")[0]
        return None

    def target(self, dotted: str) -> str:
        """Return what a dotted name is called afterwards."""
        found = self.match(dotted)
        return dotted if found is None else found[1] + dotted[len(found[0]) :]


def absolute_name(package: str, level: int, module: str | None) -> str | None:
    """Resolve what an import statement names.

    https://docs.python.org/3/reference/import.html#package-relative-imports

    Args:
        package: The package that the importing module is in; empty for one that is in none.
        level: The number of dots in front.
        module: What follows the dots.

    Returns:
        The name from the top; None where the dots lead out of the package, which Python refuses.
    """
    if not level:
        return module
    parts = package.split(".") if package else []
    if level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])
