"""The handlers of a template's functions, by logical id."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from by_hand import function
from repositories import Repository


def handlers(found: Repository) -> dict[str, bool]:
    """Return for each function whether the module of its handler exists."""
    there = {}
    for name, resource in found.data()["Resources"].items():
        properties: Any = resource.get("Properties", {})
        if "Handler" in properties:
            module = re.split(r"[./]", properties["Handler"])[:-1]
            path = PurePosixPath(properties["CodeUri"], *module)
            files = (f"{path}.py", f"{path}/__init__.py")
            there[name] = any((found.root / file).is_file() for file in files)
    return there


OTHER = function("OtherFunction", "src/", "handlers.other.handler")


def function_of(found: Repository, logical_id: str) -> str:
    return str(found.properties(logical_id)["Handler"])
