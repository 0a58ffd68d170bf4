"""A SAM template as the rules see it: its functions, layers and event sources, with files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..dependencies.requirements.requirements_file import bytes_of
from ..errors import ScaffoldError
from ..sam.iam.arns import Arns
from ..sam.model.shared_layer import SharedLayer, shared_layer
from ..sam.model.template import FUNCTIONS
from ..sam.model.template_files import parsed
from ..transaction.files import read
from .event_connection import EventConnection, connections_of
from .function import Function
from .layer import Layer
from .scripts import Line, commands_of, scripts_in
from .template_on_disk import TemplateOnDisk

_ROOT_MARKS = (".git", ".scaffold")


@dataclass(frozen=True, eq=False)
class Application(TemplateOnDisk):
    """A template and the files around it; each fact is computed on demand, once."""

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

    @cached_property
    def arns(self) -> Arns:
        """The resources to which the ARNs in the template belong."""
        return Arns(self.template)

    @cached_property
    def sources(self) -> tuple[EventConnection, ...]:
        """The event sources that Lambda polls for the functions."""
        return tuple(connections_of(self.functions, self.template, self.arns))

    @cached_property
    def scripts(self) -> tuple[Path, ...]:
        """The scripts that build or deploy, next to the template and in the root."""
        folders = dict.fromkeys((self.root, self.folder))
        return tuple(dict.fromkeys(file for folder in folders for file in scripts_in(folder)))

    @cached_property
    def script_lines(self) -> tuple[Line, ...]:
        """The lines of those scripts, and of scripts in and next to folders of code and layers."""
        paths = [function.code for function in self.functions]
        paths += [layer.content for layer in self.layers.values()]
        inside = (path for path in paths if path is not None and self.root in path.parents)
        folders = dict.fromkeys(folder for path in inside for folder in (path, path.parent))
        more = (file for folder in folders for file in scripts_in(folder))
        files = dict.fromkeys((*self.scripts, *more))
        return tuple(line for file in files for line in commands_of(file))

    @cached_property
    def ignored(self) -> frozenset[str]:
        """The patterns of names that git ignores, except those that match every module."""
        folders = (self.root, self.folder, *(function.code for function in self.functions))
        files = (folder / ".gitignore" for folder in folders if folder is not None)
        data = b"\n".join(bytes_of(file) or b"" for file in files)
        lines = data.decode("utf-8", "replace").splitlines()
        names = {line.strip().rstrip("/").rpartition("/")[2] for line in lines}
        return frozenset(name for name in names if name.strip("*.py") and not name.startswith("#"))

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions that are deployed as zip files, in the order of the file."""
        stated = self.template.functions_of(*FUNCTIONS)
        zipped = (function for function in stated if not function.is_image)
        return tuple(Function.of(self, function, self.layers) for function in zipped)

    @cached_property
    def layers(self) -> dict[str, Layer]:
        """The layers by logical id, in the order of the file."""
        return {layer.logical_id: Layer.of(self, layer) for layer in self.template.layers}

    @cached_property
    def shared_layer(self) -> SharedLayer | None:
        """The layer with the repository's shared code, None if there is none."""
        return shared_layer(self.template, self.repository)

    @cached_property
    def users(self) -> dict[str, tuple[Function, ...]]:
        """The functions to which each layer is attached, by the layer's logical id."""
        using: dict[str, list[Function]] = {name: [] for name in self.layers}
        for function in self.functions:
            for layer in function.layers:
                using[layer.logical_id].append(function)
        return {name: tuple(found) for name, found in using.items()}


def _root(folder: Path) -> Path:
    above = [folder, *folder.parents]
    roots = (root for root in above if any((root / mark).exists() for mark in _ROOT_MARKS))
    return next(roots, folder)


def facts_of(filename: str | None) -> Application | None:
    """Return the application of a template; None if the file is not a template, or not readable.

    Args:
        filename: Its path, None for a template that is read from a pipe: there are no files
            around it.
    """
    if not filename:
        return None
    try:
        return Application.of(Path(filename))
    except ScaffoldError:
        return None
