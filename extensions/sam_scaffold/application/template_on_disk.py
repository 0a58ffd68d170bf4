"""A template and the files around it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..sam.model.intrinsics import Data
from ..sam.model.known_values import KnownValues
from ..sam.model.template import Resource, Template
from ..transaction.repository_view import RepositoryView

BUILD = Path(".aws-sam", "build")
"""The folder of `sam build`, next to the template unless an option names another."""


@dataclass(frozen=True, eq=False)
class TemplateOnDisk:
    """A template with the folders that its paths refer to.

    Attributes:
        file: The template's absolute path.
        root: The repository's root: the nearest folder above with a ``.git`` or
            ``.scaffold``; without one, the template's folder.
        template: The template, as the SAM CLI reads it.
        stage: A staging folder, whose files hide those of the root.
    """

    file: Path
    root: Path
    template: Template
    stage: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder that the template's paths are relative to."""
        return self.file.parent

    @property
    def folders(self) -> tuple[Path, ...]:
        """That folder, after the same folder in the stage if there is one."""
        if self.stage is None:
            return (self.folder,)
        return self.stage / self.folder.relative_to(self.root), self.folder

    @cached_property
    def repository(self) -> RepositoryView:
        """The repository with the stage over it; read only."""
        return (
            RepositoryView(self.root)
            if self.stage is None
            else RepositoryView(self.stage, self.root)
        )

    @cached_property
    def values(self) -> KnownValues:
        """The values of the template that are known before a deployment."""
        return KnownValues(self.template)

    def resource(self, logical_id: str) -> Resource | None:
        """Return a resource of any type, None if there is none with that name."""
        return self.template.resource(logical_id)

    def place(self, uri: Data) -> Path | None:
        """Return the absolute path of a local folder or file, whether it exists or not.

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
        """Return the folder of `sam build` for a function or layer, None if it does not exist."""
        place = self.folder / BUILD / logical_id
        return place if place.is_dir() else None

    def shown(self, path: Path) -> str:
        """Return a path for messages: from the repository's root, with slashes."""
        resolved = path.resolve()
        try:
            together = Path(os.path.commonpath((resolved, self.root)))
        except ValueError:  # on Windows, on another drive
            return resolved.as_posix()
        if together == Path(together.anchor):
            return resolved.as_posix()
        return Path(os.path.relpath(resolved, self.root)).as_posix()
