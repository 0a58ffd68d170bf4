"""The folders that pytest puts on Python's search path, and one more of them.

Which file pytest reads: https://docs.pytest.org/en/stable/reference/customize.html, and what
pytest 9.2 does. `pythonpath` is there since pytest 7.0; its folders are relative to that file.
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
    """Where pytest is configured.

    Attributes:
        path: The file, from the repository's root; it may be a new one.
        folders: The folders that it puts on the search path, from the repository's root.
        table: The names of the table or section with the settings.
    """

    path: str
    folders: tuple[str, ...]
    table: tuple[str, ...]


def pytest_config(root: Path, start: str = "") -> PytestConfig:
    """Find the file that pytest reads when it is run in a folder, or for tests in it.

    Args:
        root: The repository.
        start: That folder, from the repository's root; empty for the root itself.

    Returns:
        Where no file has settings: the ``pyproject.toml`` of the root, which gets a table, or
        else a new ``pytest.ini``. A ``tox.ini`` or ``setup.cfg`` without settings for pytest
        gets none, as pytest's own documentation advises against the latter.

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
    """Return whether a file with settings for pytest lies in a folder.

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
    """Put folders on the search path of pytest, behind those that are there.

    Args:
        root: The repository.
        folders: The folders, from the repository's root; ``.`` for the root itself.
        start: The folder that pytest is run in, from the repository's root.

    Returns:
        The file with them; None where all are there.

    Raises:
        ScaffoldError: The settings are written in a way that is not known.
    """
    config = pytest_config(root, start)
    missing = [folder for folder in dict.fromkeys(folders) if folder not in config.folders]
    if not missing:
        return None
    base = posixpath.dirname(config.path) or "."
    words = [posixpath.relpath(one, base) for one in missing]
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
            f"{config.path}: the setting {_KEY} is written in a way that cannot be extended: "
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
            f"{source.name}: the setting {_KEY} is not a list of folders: mend it and try again."
        ) from None
    base = posixpath.dirname(source.name)
    return tuple(posixpath.normpath(posixpath.join(base, word)) for word in words)


def _strings(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(value)
    return value


def _upwards(folder: str) -> Iterator[str]:
    while folder not in ("", "."):
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _of_own_file(text: str) -> tuple[str, ...] | None:
    del text  # the file counts even when it is empty
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
"""The files in the order in which pytest looks for them, and where each has the settings."""
