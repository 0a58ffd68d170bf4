"""An import that fails, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Reason(Enum):
    """Why an import fails."""

    NOWHERE = "nothing provides it"
    NO_MEMBER = "the package has no such module"
    NO_NAME = "the module has no such name"
    RELATIVE = "a relative import leaves the top"
    SYNTAX = "the module is not valid Python"
    CIRCLE = "two modules import each other, and the name is not there yet"


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
