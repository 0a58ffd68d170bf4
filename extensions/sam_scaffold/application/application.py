"""A SAM template as rules see it: its functions and layers, and where they lie on disk."""

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
    """What is known of one template; all of it on demand, and once."""

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
        found = (one for one in self.template.functions_of(*FUNCTIONS) if not one.is_image)
        return tuple(Function.of(self, one, self.layers) for one in found)

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
