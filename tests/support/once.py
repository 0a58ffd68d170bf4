"""Caches for the process of the tests, for work that a command does each time that it runs.

Commands that run in the tests' own process read the same files again and again: cfn-lint's rules
and their data, and the template's extension. None of it changes while tests run. Commands that are
processes of their own do it all themselves.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from copier_template_extensions import TemplateExtensionLoader

_CHECKOUT = re.compile(r"[/\\]templates[/\\][0-9a-f]{40}[/\\]")


def keep_nothing_safe() -> None:
    """Do not wait until files are on disk, as no test cuts the machine's power."""
    setattr(os, "fsync", lambda _: None)  # noqa: B010


def keep_rules() -> None:
    """Let cfn-lint, where it is imported, read its own rules and their data once."""
    helpers = sys.modules.get("cfnlint.helpers")
    if helpers is None:
        return
    ours = Path(str(helpers.__file__)).parent
    _replace(helpers.load_resource, cache(helpers.load_resource))
    read_module = helpers.import_filename
    kept = cache(read_module)

    def import_filename(name: str, folder: str) -> ModuleType | None:
        found: ModuleType | None = (
            kept(name, folder) if ours in Path(folder).parents else read_module(name, folder)
        )
        return found

    _replace(read_module, import_filename)


def _replace(function: Callable[..., Any], by: Callable[..., Any]) -> None:
    """Put a function in another's place, in all modules that have imported it."""
    for module in list(sys.modules.values()):
        if vars(module).get(function.__name__) is function:
            setattr(module, function.__name__, by)


def keep_extensions() -> None:
    """Let copier load the extension of a commit's checkout once: what is in there stays so."""
    load = TemplateExtensionLoader._import_template_module
    kept: dict[str, ModuleType] = {}

    def import_template_module(self: Any, path: str) -> ModuleType:
        files = (Path(folder, path) for folder in self.environment.loader.searchpath)
        file = str(next((path for path in files if path.exists()), ""))
        if not _CHECKOUT.search(file):
            return load(self, path)
        if file not in kept:
            kept[file] = load(self, path)
        return kept[file]

    setattr(TemplateExtensionLoader, "_import_template_module", import_template_module)  # noqa: B010
