"""A SAM template as rules see it: its functions and layers, and where they lie on disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..dependencies.requirements.requirements_file import bytes_of
from ..errors import ScaffoldError
from ..sam.iam.arns import Arns
from ..sam.model.intrinsics import Data
from ..sam.model.known_values import KnownValues
from ..sam.model.shared_layer import SharedLayer, shared_layer
from ..sam.model.template import FUNCTIONS, Resource, Template
from ..sam.model.template_files import parsed
from ..transaction.files import read
from ..transaction.repository_view import RepositoryView
from .event_connection import EventConnection, connections_of
from .function import Function
from .layer import Layer
from .scripts import Line, commands_of, scripts_in

BUILD = Path(".aws-sam", "build")
"""Where `sam build` puts what it built, beside the template unless it is told otherwise."""

_ROOT_MARKS = (".git", ".scaffold")


@dataclass(frozen=True, eq=False)
class Application:
    """What is known of one template; all of it on demand, and once.

    Attributes:
        file: The template's absolute path.
        root: The repository's root: the nearest folder above with a ``.git`` or
            ``.scaffold``, else the template's own folder.
        template: The template, as the SAM CLI reads it.
        stage: A folder whose files are seen before the root's: what is about to be written.
    """

    file: Path
    root: Path
    template: Template
    stage: Path | None = None

    @classmethod
    def of(cls, file: Path) -> Application:
        """Read a template.

        Raises:
            ScaffoldError: It cannot be read or parsed.
        """
        file = file.resolve()
        root = _root(file.parent)
        template = parsed(file.relative_to(root).as_posix(), read(file))
        return cls(file, root, template.as_read)

    @property
    def folder(self) -> Path:
        """The folder that the template's paths start at."""
        return self.file.parent

    @property
    def folders(self) -> tuple[Path, ...]:
        """That folder, where there is a stage with the stage's own before it."""
        if self.stage is None:
            return (self.folder,)
        return self.stage / self.folder.relative_to(self.root), self.folder

    @cached_property
    def repository(self) -> RepositoryView:
        """The repository, read only."""
        return (
            RepositoryView(self.root)
            if self.stage is None
            else RepositoryView(self.stage, self.root)
        )

    @cached_property
    def values(self) -> KnownValues:
        """What is known of values before they are deployed."""
        return KnownValues(self.template)

    @cached_property
    def arns(self) -> Arns:
        """Whose ARNs stand in the template."""
        return Arns(self.template)

    @cached_property
    def sources(self) -> tuple[EventConnection, ...]:
        """What Lambda polls for the functions."""
        return tuple(connections_of(self.functions, self.template, self.arns))

    @cached_property
    def scripts(self) -> tuple[Path, ...]:
        """The scripts that build or deploy, beside the template and in the root."""
        folders = dict.fromkeys((self.root, self.folder))
        return tuple(dict.fromkeys(file for folder in folders for file in scripts_in(folder)))

    @cached_property
    def script_lines(self) -> tuple[Line, ...]:
        """The lines of those, and of scripts beside layers and code."""
        places = [one.code for one in self.functions]
        places += [one.content for one in self.layers.values()]
        below = (one for one in places if one is not None and self.root in one.parents)
        folders = dict.fromkeys(folder for one in below for folder in (one, one.parent))
        beside = (file for folder in folders for file in scripts_in(folder))
        files = dict.fromkeys((*self.scripts, *beside))
        return tuple(line for file in files for line in commands_of(file))

    @cached_property
    def ignored(self) -> frozenset[str]:
        """The names that git ignores, as patterns; without those of all modules."""
        folders = (self.root, self.folder, *(one.code for one in self.functions))
        files = (one / ".gitignore" for one in folders if one is not None)
        data = b"\n".join(bytes_of(one) or b"" for one in files)
        lines = data.decode("utf-8", "replace").splitlines()
        names = {line.strip().rstrip("/").rpartition("/")[2] for line in lines}
        return frozenset(name for name in names if name.strip("*.py") and not name.startswith("#"))

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions that are deployed as zip files, in the order of the file."""
        found = [Function.of(self, one) for one in self.template.of_type(*FUNCTIONS)]
        return tuple(one for one in found if one.properties.get("PackageType") != "Image")

    @cached_property
    def layers(self) -> dict[str, Layer]:
        """The layers by logical id, in the order of the file."""
        return {one.logical_id: Layer.of(self, one) for one in self.template.layers}

    @cached_property
    def shared_layer(self) -> SharedLayer | None:
        """The layer with the repository's shared code, None where there is none."""
        return shared_layer(self.template, self.repository)

    @cached_property
    def users(self) -> dict[str, tuple[Function, ...]]:
        """The functions that each layer of the template is attached to, by its logical id."""
        using: dict[str, list[Function]] = {name: [] for name in self.layers}
        for function in self.functions:
            for layer in function.layers:
                using[layer.logical_id].append(function)
        return {name: tuple(found) for name, found in using.items()}

    def resource(self, logical_id: str) -> Resource | None:
        """Any resource, None where there is no such thing."""
        return self.template.resource(logical_id)

    def place(self, uri: Data) -> Path | None:
        """The absolute path of a local folder or file, whether it is there or not.

        Args:
            uri: The value of a ``CodeUri``, ``ContentUri`` or ``Code``.

        Returns:
            None for anything else: an address in S3, an intrinsic function.
        """
        text = self.values.known(uri)
        if not isinstance(text, str) or not text or "://" in text or "\0" in text:
            return None
        places = [folder / text for folder in self.folders]
        return next((place for place in places[:-1] if place.exists()), places[-1])

    def built(self, logical_id: str) -> Path | None:
        """What `sam build` made of a function or layer; None where it did not."""
        place = self.folder / BUILD / logical_id
        return place if place.is_dir() else None

    def shown(self, path: Path) -> str:
        """A path as people write it: from the repository's root, with slashes."""
        resolved = path.resolve()
        try:
            together = Path(os.path.commonpath((resolved, self.root)))
        except ValueError:  # on Windows, on another drive
            return resolved.as_posix()
        if together == Path(together.anchor):
            return resolved.as_posix()
        return Path(os.path.relpath(resolved, self.root)).as_posix()


def _root(folder: Path) -> Path:
    above = [folder, *folder.parents]
    found = (one for one in above if any((one / mark).exists() for mark in _ROOT_MARKS))
    return next(found, folder)


def facts_of(filename: str | None) -> Application | None:
    """What is known of the template in a file; None where it is none or cannot be read.

    Args:
        filename: Its path, None for a template that comes through a pipe: nothing is
            known of the folders around it.
    """
    if not filename:
        return None
    try:
        return Application.of(Path(filename))
    except ScaffoldError:
        return None
