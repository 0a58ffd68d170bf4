"""Facts about a component: typed for code, flat data for the template's files.

The files read each fact as ``component.<name>``. An update also reads facts that an older
version returned: the names of those never change, see ARCHITECTURE.md, Contracts.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from pathlib import PurePosixPath
from typing import Any

from ..record_files import ANSWERS_FILE
from ..sam.model.names import camel, kebab, pascal, title


@dataclass(frozen=True)
class Facts:
    """Base class of all facts; nested facts become entries of the same mapping."""

    def data(self) -> dict[str, Any]:
        """Return the facts by name, in the types of JSON."""
        found: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            found |= value.data() if isinstance(value, Facts) else {field.name: _plain(value)}
        return found


def _plain(value: Any) -> Any:
    if isinstance(value, Facts):
        return value.data()
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(below) for below in value] if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Spellings(Facts):
    """A name in every spelling that the files use."""

    snake: str
    kebab: str
    camel: str
    pascal: str
    title: str

    @classmethod
    def of(cls, name: str) -> Spellings:
        """Return the spellings of a name in snake_case."""
        return cls(name, kebab(name), camel(name), pascal(name), title(name))


@dataclass(frozen=True)
class Records(Facts):
    """Paths of a component's records, from the repository's root."""

    records_dir: str
    answers_file: str

    @classmethod
    def in_folder(cls, folder: PurePosixPath) -> Records:
        """Return the records in a folder."""
        return cls(str(folder), str(folder / ANSWERS_FILE))


@dataclass(frozen=True)
class Place:
    """Place of a component in the repository and in the SAM template.

    Attributes:
        logical_id: Its key in Resources.
        meta_dir: Folder of its snippet.
        content_dir: Folder that is deployed, empty if there is none.
        content_uri: The same folder as CodeUri or ContentUri.
        tests_dir: Folder of its tests, empty if there is none.
    """

    logical_id: str
    meta_dir: str
    content_dir: str = ""
    content_uri: str = ""
    tests_dir: str = ""


@dataclass(frozen=True)
class Need:
    """A shared resource that is added with the component that needs it.

    Attributes:
        answers: Its own answers.
        component: Its facts.
    """

    answers: dict[str, Any]
    component: ComponentFacts


@dataclass(frozen=True)
class ComponentFacts(Facts):
    """Facts about a component of any kind.

    Attributes:
        names: Its name in every spelling.
        records: Where its answers are recorded.
    """

    names: Spellings
    records: Records

    @property
    def place(self) -> Place | None:
        """Its place, None if it is not part of the SAM template."""
        return None

    @property
    def needs(self) -> tuple[Need, ...]:
        """The shared resources that are added with it, in their order."""
        return ()

    @property
    def folders(self) -> list[str]:
        """The folders that its files are written to."""
        return [path for key, path in self.data().items() if key.endswith("_dir") and path]
