"""Folders that pytest adds to Python's search path, and their extension.

The file that pytest reads: https://docs.pytest.org/en/stable/reference/customize.html, and the
behaviour of pytest 9.2. `pythonpath` exists since pytest 7.0; its folders are relative to that
file.
"""

from __future__ import annotations

import json
import posixpath
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...document.source_text import DecodedText
from ...errors import ScaffoldError
from ..changes import Edit
from .ini_list import ini_section, with_ini_words
from .toml_list import toml_table, with_toml_items

_KEY = "pythonpath"
_NEW = "pytest.ini"
_PYPROJECT = "pyproject.toml"
_NATIVE = ("tool", "pytest")
_INI_OPTIONS = (*_NATIVE, "ini_options")


@dataclass(frozen=True, slots=True)
class PytestConfig:
    """File with the configuration of pytest.

    Attributes:
        path: The file, from the repository's root; it may be new.
        folders: The folders that it adds to the search path, from the repository's root.
        table: The names of the table or section with the settings.
    """

    path: str
    folders: tuple[str, ...]
    table: tuple[str, ...]


def pytest_config(root: Path, start: str = "") -> PytestConfig:
    """Find the configuration file of pytest for a folder and its tests.

    Args:
        root: The repository.
        start: The folder, from the repository's root; empty for the root itself.

    Returns:
        If no file has settings: the ``pyproject.toml`` of the root, which gets a table, or
        otherwise a new ``pytest.ini``. A ``tox.ini`` or ``setup.cfg`` without settings for
        pytest is not used, as pytest's documentation advises against the latter.

    Raises:
        ScaffoldError: The settings cannot be read.
    """
    for folder in _upwards(start):
        for name, table_of in _KINDS:
            path = posixpath.join(folder, name)
            if (root / path).is_file():
                source = DecodedText.decode(path, (root / path).read_bytes())
                if (table := table_of(source.text)) is not None:
                    return PytestConfig(path, _folders(source, table), table)
    if (root / _PYPROJECT).is_file():
        return PytestConfig(_PYPROJECT, (), _INI_OPTIONS)
    return PytestConfig(_NEW, (), ("pytest",))


def has_settings(root: Path, folder: str) -> bool:
    """Return whether a folder has a file with settings for pytest.

    Args:
        root: The repository.
        folder: The folder, from the repository's root.

    Raises:
        ScaffoldError: A file cannot be read.
    """
    for name, table_of in _KINDS:
        file = root / folder / name
        if (
            file.is_file()
            and table_of(DecodedText.decode(name, file.read_bytes()).text) is not None
        ):
            return True
    return False


def with_test_folders(root: Path, folders: Sequence[str], start: str = "") -> Edit | None:
    """Append folders to the search path of pytest.

    Args:
        root: The repository.
        folders: The folders, from the repository's root; ``.`` for the root itself.
        start: The working directory of pytest, from the repository's root.

    Returns:
        The edited file; None if it already has all of them.

    Raises:
        ScaffoldError: The notation of the settings is not supported.
    """
    config = pytest_config(root, start)
    missing = [folder for folder in dict.fromkeys(folders) if folder not in config.folders]
    if not missing:
        return None
    base = posixpath.dirname(config.path) or "."
    words = [posixpath.relpath(folder, base) for folder in missing]
    file = root / config.path
    data = file.read_bytes() if file.is_file() else b""
    source = DecodedText.decode(config.path, data)
    text = _longer(source, config.table, words)
    found = (
        None
        if text is None
        else _folders(DecodedText.decode(config.path, text.encode()), config.table)
    )
    if text is None or found != (*config.folders, *missing):
        raise ScaffoldError(
            f"{config.path}: the setting {_KEY} is written in a form that cannot be extended: "
            f"add {json.dumps(words)} to it and try again."
        )
    return Edit(config.path, source.encode(text), data if file.is_file() else None)


def _longer(source: DecodedText, table: tuple[str, ...], words: Sequence[str]) -> str | None:
    if source.name.endswith(".toml"):
        return with_toml_items(source.text, table, _KEY, words, source.newline)
    quoted = [shlex.quote(word) for word in words]
    return with_ini_words(source.text, table[0], _KEY, quoted, source.newline)


def _folders(source: DecodedText, table: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folders on the search path, from the repository's root."""
    is_toml = source.name.endswith(".toml")
    settings = toml_table(source.text, table) if is_toml else ini_section(source.text, table[0])
    value: object = (settings or {}).get(_KEY, [])
    try:
        words = shlex.split(value) if isinstance(value, str) else _strings(value)
    except ValueError:
        raise ScaffoldError(
            f"{source.name}: the setting {_KEY} is not a list of folders: fix it and try again."
        ) from None
    base = posixpath.dirname(source.name)
    return tuple(posixpath.normpath(posixpath.join(base, word)) for word in words)


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(value)
    return value


def _upwards(folder: str) -> Iterator[str]:
    while folder not in ("", "."):
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _of_own_file(text: str) -> tuple[str, ...] | None:
    del text  # the file is used even if it is empty
    return ("pytest",)


def _of_pyproject(text: str) -> tuple[str, ...] | None:
    native = toml_table(text, _NATIVE)
    if native is not None and any(name != "ini_options" for name in native):
        return _NATIVE
    return _INI_OPTIONS if toml_table(text, _INI_OPTIONS) is not None else None


def _of_tox(text: str) -> tuple[str, ...] | None:
    return ("pytest",) if ini_section(text, "pytest") is not None else None


def _of_setup(text: str) -> tuple[str, ...] | None:
    return ("tool:pytest",) if ini_section(text, "tool:pytest") is not None else None


_KINDS: tuple[tuple[str, Callable[[str], tuple[str, ...] | None]], ...] = (
    ("pytest.toml", _of_own_file),
    (".pytest.toml", _of_own_file),
    ("pytest.ini", _of_own_file),
    (".pytest.ini", _of_own_file),
    (_PYPROJECT, _of_pyproject),
    ("tox.ini", _of_tox),
    ("setup.cfg", _of_setup),
)
"""The files in pytest's order of search, and the functions that find their settings."""
