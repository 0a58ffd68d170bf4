"""Tests, secrets and files of tools that are deployed by mistake."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..application.application import Application
from ..application.function import Function
from ..application.layer import Layer
from ..contents.build_excludes import LEFT_OUT, any_of
from ..dependencies.packages.import_names import import_names
from ..dependencies.requirements.requirements_file import read_requirements_file
from ..errors import some
from ..record_files import EARLIER_ANSWERS_FILE, EARLIER_APPLIED_FILE
from ._rule import Rule, RuleFinding

_UNWANTED_FOLDER = any_of(
    *(".ruff_cache", ".hypothesis", ".ipynb_checkpoints", ".pytype", ".eggs", ".uv-cache"),
    *("node_modules", "cdk.out", ".serverless", ".terraform"),
    *(".github", ".gitlab", ".circleci", ".hg", ".svn"),
)
_UNWANTED_FILE = any_of(
    *(".env.*", ".envrc", EARLIER_ANSWERS_FILE, EARLIER_APPLIED_FILE),
    *(".coverage.*", "coverage.xml", ".DS_Store", "Thumbs.db"),
)

_LISTED = "requirements.txt"

_SETTINGS = ".env."
_NAMES_SETTINGS = re.compile(rb"\.env\.(?![A-Za-z0-9])")
"""Code that computes the rest of the name: ``f".env.{stage}"``."""

_TEST_FOLDERS = ("tests", "test")
_TEST_FILE = any_of("test_*.py", "*_test.py", "conftest.py")
_TESTS = re.compile(rb"^\s*(async )?def test|^\s*(import|from) (pytest|unittest)\b", re.MULTILINE)


class UnwantedFiles(Rule):
    """`sam build` copies a folder, except a fixed list; it ignores Include and Exclude."""

    id = "W9105"
    shortdesc = "Tests, secrets or tools' files are deployed"
    description = (
        "The whole folder is deployed: a change of a test redeploys the function, and a secret "
        "is visible to all who may read the code."
    )
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-resource-function.html#sam-function-codeuri"
    )
    tags = ["resources", "lambda", "code"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each folder, at the first Python function or layer that has it."""
        owners: dict[Path, list[Function | Layer]] = {}
        for folder, owner in _copied(facts):
            owners.setdefault(folder, []).append(owner)
        for folder, sharing in owners.items():
            handlers = {_handler(folder, owner) for owner in sharing}
            files = [file for file in _unwanted(folder) if file not in handlers]
            if files:
                owner = sharing[0]
                shown = some([file.relative_to(folder).as_posix() for file in files])
                path = owner.content_path if isinstance(owner, Layer) else owner.code_path
                yield RuleFinding(
                    path,
                    f"{owner.logical_id}: {shown} in {facts.shown(folder)} would be "
                    f"deployed. Move this out of the {path[-1]}.",
                )


def _copied(facts: Application) -> Iterator[tuple[Path, Function | Layer]]:
    """Yield the folders that are copied into the deployment package."""
    for function in facts.functions:
        if function.is_python_built and function.code is not None:
            yield function.code, function
    for layer in facts.layers.values():
        if layer.is_known and layer.content is not None:
            yield layer.content, layer


def _handler(folder: Path, owner: Function | Layer) -> Path | None:
    """Return the module of a function's handler, which is wanted whatever its name is."""
    if isinstance(owner, Layer):
        return None
    module = owner.handler.rpartition(".")[0].replace(".", "/")
    return folder / f"{module}.py"


def _unwanted(folder: Path) -> Iterator[Path]:
    """Yield the unwanted files and folders below a folder, without the content of the latter."""
    for place, folders, files in os.walk(folder):
        here = Path(place)
        if any(name.endswith(".dist-info") for name in folders):
            folders.clear()  # installed packages have their own tests
            continue
        packages = _packages(here) if _LISTED in files else frozenset()
        kept = sorted(name for name in folders if not LEFT_OUT.match(name) and name not in packages)
        names = [name for name in kept if _is_unwanted(here / name)]
        folders[:] = [name for name in kept if name not in names]
        yield from (here / name for name in names)
        yield from (
            here / name
            for name in sorted(files)
            if (_UNWANTED_FILE.match(name) and not _is_read(folder, name))
            or (_TEST_FILE.match(name) and _is_test(here / name))
        )


def _packages(folder: Path) -> frozenset[str]:
    """Return the import names of a folder's requirements, which may be installed in it."""
    listed = read_requirements_file(folder / _LISTED)
    requirements = () if listed is None else listed.listed
    names = (name for requirement in requirements for name in import_names(requirement.name))
    return frozenset(name.partition(".")[0] for name in names)


def _is_read(folder: Path, name: str) -> bool:
    """Return whether the code reads a settings file; ``.env.local`` only by its full name."""
    if not name.startswith(_SETTINGS):
        return False
    texts = (_text(file) for file in folder.rglob("*.py"))
    is_computed = not name.endswith(".local")
    return any(
        name.encode() in text or (is_computed and _NAMES_SETTINGS.search(text)) for text in texts
    )


def _is_unwanted(folder: Path) -> bool:
    if _UNWANTED_FOLDER.match(folder.name) or (folder / "pyvenv.cfg").is_file():
        return True
    return folder.name in _TEST_FOLDERS and any(
        _TEST_FILE.match(file.name) and _is_test(file) for file in folder.rglob("*.py")
    )


def _is_test(file: Path) -> bool:
    """Return whether a file contains tests: ``test_connection.py`` may be a normal module."""
    return file.name == "conftest.py" or _TESTS.search(_text(file)) is not None


def _text(file: Path) -> bytes:
    """Return the content of a file, nothing if it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
