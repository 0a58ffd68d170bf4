"""Renamed modules, and the names derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ModuleMoves:
    """Old and new dotted names of modules.

    Attributes:
        names: ``pkg.orders.rules`` to ``rules``; a package includes all modules below it that
            are not listed themselves.
    """

    names: Mapping[str, str]

    def match(self, dotted: str) -> tuple[str, str] | None:
        """Find the longest prefix of a dotted name that is a moved module.

        Args:
            dotted: A module, or a name in one: ``pkg.orders.rules.load``.

        Returns:
            The module's old and new name; None if it does not move.
        """
        prefix = dotted
        while prefix:
            if prefix in self.names:
                new = self.names[prefix]
                return None if new == prefix else (prefix, new)
            prefix = prefix.rpartition(".")[0]
        return None

    def target(self, dotted: str) -> str:
        """Return the new name for a dotted name."""
        found = self.match(dotted)
        return dotted if found is None else found[1] + dotted[len(found[0]) :]


def absolute_name(package: str, level: int, module: str | None) -> str | None:
    """Resolve the module of an import statement.

    https://docs.python.org/3/reference/import.html#package-relative-imports

    Args:
        package: The package of the importing module; empty for none.
        level: The number of leading dots.
        module: The name after the dots.

    Returns:
        The absolute name; None if the dots lead out of the package, which Python rejects.
    """
    if not level:
        return module
    parts = package.split(".") if package else []
    if level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])
