"""Tests, secrets and what tools leave behind do not belong into what is deployed."""

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

_MISTAKEN_FOLDER = any_of(
    *(".ruff_cache", ".hypothesis", ".ipynb_checkpoints", ".pytype", ".eggs", ".uv-cache"),
    *("node_modules", "cdk.out", ".serverless", ".terraform"),
    *(".github", ".gitlab", ".circleci", ".hg", ".svn"),
)
_MISTAKEN_FILE = any_of(
    *(".env.*", ".envrc", EARLIER_ANSWERS_FILE, EARLIER_APPLIED_FILE),
    *(".coverage.*", "coverage.xml", ".DS_Store", "Thumbs.db"),
)

_LISTED = "requirements.txt"

_SETTINGS = ".env."
_NAMES_SETTINGS = re.compile(rb"\.env\.(?![A-Za-z0-9])")
"""Where code puts the rest of the name in: ``f".env.{stage}"``."""

_TEST_FOLDERS = ("tests", "test")
_TEST_FILE = any_of("test_*.py", "*_test.py", "conftest.py")
_TESTS = re.compile(rb"^\s*(async )?def test|^\s*(import|from) (pytest|unittest)\b", re.MULTILINE)


class ShippedByMistake(Rule):
    """`sam build` copies all of a folder but for a fixed list; Include and Exclude are ignored."""

    id = "W9105"
    shortdesc = "Tests, secrets or tools' files are deployed"
    description = (
        "All of the folder ships: a test that is edited redeploys the function, and a secret is "
        "there for everybody who may read the code."
    )
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-resource-function.html#sam-function-codeuri"
    )
    tags = ["resources", "lambda", "code"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each folder, at the first function of Python or layer that ships it."""
        owners: dict[Path, list[Function | Layer]] = {}
        for folder, owner in _copied(facts):
            owners.setdefault(folder, []).append(owner)
        for folder, sharing in owners.items():
            handlers = {_handler(folder, one) for one in sharing}
            names = [one for one in _mistaken(folder) if one not in handlers]
            if names:
                owner = sharing[0]
                shown = some([name.relative_to(folder).as_posix() for name in names])
                path = owner.content_path if isinstance(owner, Layer) else owner.code_path
                yield RuleFinding(
                    path,
                    f"{owner.logical_id}: {shown} in {facts.shown(folder)} would be "
                    f"deployed; put that elsewhere than below the {path[-1]}.",
                )


def _copied(facts: Application) -> Iterator[tuple[Path, Function | Layer]]:
    """Yield the folders that are deployed nearly as they are."""
    for function in facts.functions:
        if function.is_python_built and function.code is not None:
            yield function.code, function
    for layer in facts.layers.values():
        if layer.is_known and layer.content is not None:
            yield layer.content, layer


def _handler(folder: Path, owner: Function | Layer) -> Path | None:
    """Return the module of a function's handler, which belongs there whatever its name is."""
    if isinstance(owner, Layer):
        return None
    module = owner.handler.rpartition(".")[0].replace(".", "/")
    return folder / f"{module}.py"


def _mistaken(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder by mistake, from the top; below such a folder nothing is named."""
    for place, folders, files in os.walk(folder):
        here = Path(place)
        if any(name.endswith(".dist-info") for name in folders):
            folders.clear()  # packages that lie there bring their own tests along
            continue
        packages = _packages(here) if _LISTED in files else frozenset()
        kept = sorted(name for name in folders if not LEFT_OUT.match(name) and name not in packages)
        names = [name for name in kept if _is_mistaken(here / name)]
        folders[:] = [name for name in kept if name not in names]
        yield from (here / name for name in names)
        yield from (
            here / name
            for name in sorted(files)
            if (_MISTAKEN_FILE.match(name) and not _is_read(folder, name))
            or (_TEST_FILE.match(name) and _is_test(here / name))
        )


def _packages(folder: Path) -> frozenset[str]:
    """What the packages that a folder's list names are imported as: they may lie there, too."""
    listed = read_requirements_file(folder / _LISTED)
    names = () if listed is None else (import_names(one.name) for one in listed.listed)
    return frozenset(name.partition(".")[0] for found in names for name in found)


def _is_read(folder: Path, name: str) -> bool:
    """Return whether the code reads a file of settings; ``.env.local`` only by its whole name."""
    if not name.startswith(_SETTINGS):
        return False
    texts = (_text(file) for file in folder.rglob("*.py"))
    is_computed = not name.endswith(".local")
    return any(
        name.encode() in text or (is_computed and _NAMES_SETTINGS.search(text)) for text in texts
    )


def _is_mistaken(folder: Path) -> bool:
    if _MISTAKEN_FOLDER.match(folder.name) or (folder / "pyvenv.cfg").is_file():
        return True
    return folder.name in _TEST_FOLDERS and any(
        _TEST_FILE.match(file.name) and _is_test(file) for file in folder.rglob("*.py")
    )


def _is_test(file: Path) -> bool:
    """Return whether a file holds tests: ``test_connection.py`` may be a module like others."""
    return file.name == "conftest.py" or _TESTS.search(_text(file)) is not None


def _text(file: Path) -> bytes:
    """Return what is in a file, nothing where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return b""
