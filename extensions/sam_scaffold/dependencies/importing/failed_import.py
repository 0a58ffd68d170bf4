"""Failed imports and their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Reason(Enum):
    """Reason why an import fails."""

    NOWHERE = "nothing provides it"
    NO_MEMBER = "the package has no such module"
    NO_NAME = "the module has no such name"
    RELATIVE = "a relative import leaves the top"
    SYNTAX = "the module is not valid Python"
    CYCLE = "two modules import each other, and the name is not bound yet"


@dataclass(frozen=True)
class MissingImport:
    """Import that fails.

    Attributes:
        file: The module that imports.
        line: The line, from 1.
        column: The column, from 1.
        name: The missing module with dots, ``acme.money``; as written, if relative; for invalid
            Python, the syntax error.
        importer: The name of the importing module in Lambda.
        reason: The reason.
        lazy: Whether it fails in a call, rather than when the function starts.
        wanted: The full import: ``google.cloud.storage`` if `name` is ``google``.
        is_sure: Whether no unknown source may provide it.
        needed_by: The import that needs it, with dots; empty if it is imported itself.
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
