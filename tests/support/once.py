"""Caches for the process of the tests, for work that a command does each time that it runs.

Commands that run in the tests' own process read the same files again and again: cfn-lint's rules
and their data, and the template's extension. None of it changes while tests run. Commands that are
processes of their own do it all themselves.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from functools import cache, wraps
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import yaml
from copier_template_extensions import TemplateExtensionLoader

from sam_scaffold.transaction import git

if TYPE_CHECKING:
    from sam_scaffold.lifecycle.rerender import Version
    from sam_scaffold.rendering.checkout import Checkout

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


def keep_renderings() -> None:
    """Let a component that only depends on its answers and a commit be rendered once.

    Most commands render what a component was, and tests repeat it in repositories of their own.
    A rendering that says something is not kept.
    """
    if "sam_scaffold.__main__" not in sys.modules:  # no test runs a command
        return
    from sam_scaffold.lifecycle import rerender  # noqa: PLC0415 - see above

    for render in (rerender.from_answers, rerender.made):
        _replace(render, _kept_rendering(render))


def _kept_rendering(render: Callable[..., Version]) -> Callable[..., Version]:
    kept: dict[str, Version] = {}

    @wraps(render)
    def rendered(checkout: Checkout, *inputs: object) -> Version:
        key = repr((checkout, inputs))
        if key in kept:
            return kept[key]
        said = io.StringIO()
        try:
            with redirect_stderr(said):
                found = render(checkout, *inputs)
        finally:
            sys.stderr.write(said.getvalue())
        if checkout.commit is not None and not said.getvalue():
            kept[key] = found
        return found

    return rendered


_ASKING = frozenset(("status", "rev-parse", "describe", "tag", "merge-base"))
"""Commands of git that change nothing."""

_OF_ALL = frozenset(("GIT_CONFIG_NOSYSTEM", "GIT_OPTIONAL_LOCKS"))


def keep_git(template: Callable[[], Path]) -> None:
    """Ask git once about a template that no test changes: each command asks the same four times.

    Args:
        template: Returns its folder.
    """
    ask = git.git
    kept: dict[tuple[str | None, ...], str] = {}

    @wraps(ask)
    def asked(folder: str, *words: str, **options: Any) -> str:
        others = any(name.startswith("GIT_") and name not in _OF_ALL for name in os.environ)
        if options or others or words[0] not in _ASKING or Path(folder) != template():
            return ask(folder, *words, **options)
        key = (os.environ.get("PATH"), *words)
        if key not in kept:
            kept[key] = ask(folder, *words)
        return kept[key]

    _replace(ask, asked)


def _replace(function: Callable[..., Any], by: Callable[..., Any]) -> None:
    """Put a function in another's place, in all modules that have imported it."""
    for module in list(sys.modules.values()):
        if vars(module).get(function.__name__) is function:
            setattr(module, function.__name__, by)


def read_in_c() -> None:
    """Let plain Copier read YAML with PyYAML's loader in C, which reads the same in less time."""
    setattr(yaml, "SafeLoader", getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: B010


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
