"""A foreign template whose code leaves a mark, and a repository that names it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from command_environment import commit, home, template
from repositories import Done, Repository, shop, succeeded

ANSWERS = ".scaffold/functions/alpha/answers.yml"
APPLIED = ".scaffold/functions/alpha/applied.yaml"
SNIPPET = "functions/alpha/resource.yaml"

CODE = """\
from pathlib import Path

from jinja2.ext import Extension

Path({mark!r}).touch()


class Evil(Extension):
    pass
"""

CONFIGURATION = """\
_jinja_extensions:
  - copier_template_extensions.TemplateExtensionLoader
  - evil.py:Evil
kind: function
"""

READING = ("status", "status --json", "list", "diff alpha", "check --offline")
WRITING = (
    "update --all",
    "update alpha --dry-run",
    "update alpha --to v1.0.0",
    "set alpha timeout=50",
    "set alpha timeout=50 --dry-run",
    "rename alpha omega",
    "rename alpha omega --dry-run",
    "remove alpha",
    "remove alpha --force --dry-run",
    "apply alpha",
    "resolve alpha --ours",
    "address git+https://a.invalid/t --dry-run",
    "adopt --all",
    f"merge {SNIPPET} template.yaml",
    "add function beta --defaults",
    "add layer extra --defaults",
    "init --defaults",
)
COMMANDS = (*READING, *WRITING)
"""Every command, on a repository with the function ``alpha``."""

RENDERING = [
    command for command in COMMANDS if command.split()[0] in ("status", "update", "set", "rename")
]
RENDERING += ["remove alpha", "remove alpha --force --dry-run"]
"""The commands that run code of the template that ``alpha`` was made of."""


def stranger(folder: Path, mark: Path) -> Path:
    """Return a template at v1.0.0 whose code leaves a mark when it runs."""
    files = {"copier.yml": CONFIGURATION, "evil.py": CODE.format(mark=str(mark))}
    commit(Repository(folder, files).root, "v1.0.0")
    return folder


@cache
def _made() -> Path:
    repository = shop(template().with_name("victim"))
    succeeded(repository.here("add", "function", "alpha", "-d", "trigger=sqs", "--defaults"))
    repository.commit()
    return repository.root


class Cloned(Repository):
    """A foreign repository, whose user does not trust any template yet."""

    def here(self, *words: str, **env: str) -> Done:
        return super().here(*words, **{**self._wary(), **env})

    def python(self, *words: str, **env: str) -> Done:
        return super().python(*words, **{**self._wary(), **env})

    @staticmethod
    def _wary() -> dict[str, str]:
        file = home() / "wary.yml"
        file.write_text("trust: []\n", encoding="utf-8")
        return {"COPIER_SETTINGS_PATH": str(file)}


def victim(root: Path, files: Mapping[str, str] | None = None) -> Cloned:
    """Return a committed repository with the function ``alpha`` of the command's own template."""
    shutil.copytree(_made(), root, symlinks=True)
    return Cloned(root, files or {})


def answered(repository: Repository, component: str = "alpha", **answers: str) -> Repository:
    """Change lines of a component's answers file by key, and return the repository."""
    file = ANSWERS.replace("alpha", component)
    text = repository.text(file)
    for key, value in answers.items():
        text, count = re.subn(rf"(?m)^{key}: .*(\n .*)*$", lambda _: f"{key}: {value}", text)  # noqa: B023
        assert count == 1, key
    repository.write(file, text)
    repository.commit()
    return repository


def of(
    repository: Repository, url: str | Path, version: str = "v1.0.0", component: str = "alpha"
) -> Repository:
    """Make a component one of another template, and return the repository."""
    return answered(repository, component, _src_path=f"'{url}'", _commit=f"'{version}'")
