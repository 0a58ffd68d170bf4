"""The handler of a function that was written by hand and gets another name.

Its module may be named after the function. It is renamed with the function, unless other code
is in its folder or the function's own code contains the module's name. Otherwise, the module
and its Handler in the SAM template keep their names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from ..components.component_record import ComponentRecord
from ..sam.model.code_folders import code_folders
from ..sam.model.template_files import parsed
from ..sam.style.name_patterns import fill, literal
from ..transaction.paths import is_below
from .batch import Components
from .removal import files_below, own_folders
from .rerender import Version


@dataclass(frozen=True, slots=True)
class HandlerFile:
    """A module that is renamed.

    Attributes:
        folder: The folder of the code, as it is called before.
        old: The parts of its name: ``("handlers", "orders")``.
        new: The same afterwards.
        is_package: Whether it is a folder.
    """

    folder: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    is_package: bool

    @classmethod
    def of(cls, components: Components, folder: str, old: str, new: str) -> HandlerFile | None:
        """Find a module of a folder by its name in a handler, None where it is not there."""
        was, now = (tuple(re.split(r"[./]", name)) for name in (old, new))
        read, path = components.overlay.read, posixpath.join(folder, *was)
        is_package = read(f"{path}/__init__.py") is not None
        if not is_package and read(f"{path}.py") is None:
            return None
        return cls(folder, was, now, is_package)

    @property
    def file(self) -> str:
        """Return the path of its file, as it is called before."""
        path = posixpath.normpath(posixpath.join(self.folder, *self.old))
        return f"{path}/__init__.py" if self.is_package else f"{path}.py"

    def moved(self, path: str) -> str:
        """Return the new path of a file, which may be the module or be in one of its folders."""
        if not is_below(path, self.folder) or path == self.folder:
            return path
        parts = list(PurePosixPath(path).relative_to(self.folder).parts)
        names = list(zip(self.old, self.new, strict=True))
        if not self.is_package:
            names[-1] = (f"{names[-1][0]}.py", f"{names[-1][1]}.py")
        for at, (was, now) in enumerate(names):
            is_file = at == len(parts) - 1
            if at >= len(parts) or parts[at] != was or is_file == (was in self.old):
                break
            parts[at] = now
        return str(PurePosixPath(self.folder, *parts))

    @property
    def changed(self) -> set[str]:
        """Return the parts of its name that do not stay."""
        return {was for was, now in zip(self.old, self.new, strict=True) if was != now}


@dataclass(frozen=True, slots=True)
class Handler:
    """A handler after a rename.

    Attributes:
        shape: Its shape in the style that the answers record.
        module: Its module, None where it stays.
    """

    shape: str
    module: HandlerFile | None = None


def handler_of(
    components: Components, instance: ComponentRecord, old: Version, recorded: Mapping[str, Any]
) -> Handler | None:
    """Return a function's handler after a rename.

    Args:
        components: The repository.
        instance: The function.
        old: How it was rendered.
        recorded: Its answers, with its new name.

    Returns:
        None where the handler is generated, or not called after the function.
    """
    if instance.kind != "function":
        return None
    facts = old.rendered.component
    handler, shape = str(facts["handler"]), str(recorded["house"].get("handler", ""))
    folder = posixpath.normpath(str(facts["code_dir"]))
    generated = posixpath.join(folder, str(facts["handler_path"])) in old.files
    if generated or fill(shape, recorded["name"]) == handler:
        return None
    stays = Handler(str(literal(handler)))
    name, _, function = handler.rpartition(".")
    shape = shape.rpartition(".")[0]
    module = HandlerFile.of(components, folder, name, str(fill(shape, recorded["name"])))
    if module is None or not _is_own(components, instance, old, module.folder):
        return stays
    taken = replace(module, old=module.new).file
    if components.overlay.view.exists(taken) or _says(components, old, module):
        return stays
    return Handler(f"{shape}.{literal(function)}", module)


def _is_own(components: Components, instance: ComponentRecord, old: Version, folder: str) -> bool:
    """Return whether a function has its own Handler, and no other code is in its folder."""
    facts = old.rendered.component
    past, own = components.past(instance), str(facts["logical_id"])
    own = own if past is None else past.renamed.get(own, own)
    data = components.overlay.read(instance.template_file) or b""
    template = parsed(instance.template_file, data)
    if own not in template.resources:
        return False
    if template.property_of(own, "Handler") != facts["handler"]:
        return False
    others = [code for name, code in code_folders(template).items() if name != own]
    return not any(is_below(other, folder) or is_below(folder, other) for other in others)


def _says(components: Components, old: Version, module: HandlerFile) -> bool:
    """Return whether a file of the function says the module's name, so that it would miss it."""
    words = "|".join(sorted(map(re.escape, module.changed)))
    saying = re.compile(
        rf"^\s*(?:from|import)\b.*\b(?:{words})\b"
        rf"|(?<![\w-])(?:{words})(?:\.py\b|/\w)"
        rf"|[\"'](?:{words})\.\w"
        rf"|import_module\([\"'](?:{words})\b",
        re.MULTILINE,
    )
    overlay = components.overlay
    files = files_below(overlay.repository, own_folders(old))
    texts = [overlay.read(path) or b"" for path in files]
    return any(saying.search(text.decode("utf-8", "replace")) for text in texts)
