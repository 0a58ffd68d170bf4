"""Cache of the code that Jinja compiles from the template's files and questions."""

from __future__ import annotations

import atexit
import hashlib
import marshal
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ..transaction.files import cache_folder, write_cache
from .copier_environment import RenderRequest

_LOADED: dict[tuple[str, str, str], CodeType] = {}
"""Code that this process has read, by the cache's folder, the file's key and its checksum."""


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's cache in files; code that cannot be written is compiled again the next time."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read the code of a file, once a process."""
        key = (self.directory, bucket.key, bucket.checksum)
        bucket.code = _LOADED.get(key)
        if bucket.code is None:
            super().load_bytecode(bucket)
            if bucket.code is not None:
                _LOADED[key] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the code of a file, if possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates(request: RenderRequest) -> CompiledTemplates | None:
    """Return the cache for a version whose files keep their path, None for others.

    The path is part of the key, and Copier clones a template to another path for each run.

    Args:
        request: The command's request; with plain Copier, which clones, it is empty.
    """
    if not request.recorded:
        return None
    folder = cache_folder("jinja")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return CompiledTemplates(str(folder))


class CompiledTexts(dict[str, CodeType]):
    """Code of the texts of copier.yml, kept in a file between processes.

    Attributes:
        file: The file.
    """

    def __init__(self, file: Path) -> None:
        """Read the file, if it exists and is complete."""
        super().__init__()
        self.file = file
        with suppress(OSError, ValueError, EOFError, TypeError):
            self.update(marshal.loads(file.read_bytes()))  # noqa: S302 - the user's own cache
        self._kept = len(self)

    def keep(self) -> None:
        """Write the file if there is new code, and if possible."""
        if len(self) == self._kept:
            return
        write_cache(self.file, marshal.dumps(dict(self)))
        self._kept = len(self)


_TEXTS: dict[Path, CompiledTexts] = {}
"""The files that this process has read."""

_UNKEPT: dict[str, CodeType] = {}
"""Code that only this process keeps; all environments compile the same text to equal code."""


def compiled_texts(request: RenderRequest, environment: Environment) -> dict[str, CodeType]:
    """Return the code of the texts of copier.yml, by text; code that is added to it is kept.

    A commit never changes, and neither does the code that Jinja compiles from its texts.

    Args:
        request: The command's request.
        environment: The environment with which Copier renders, from the folder of a commit.
    """
    if "_commit" not in request.recorded:
        return _UNKEPT
    folder = cache_folder("jinja")
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    places = getattr(environment.loader, "searchpath", ())
    versions = (*places, jinja2.__version__, sys.implementation.cache_tag, sys.hexversion)
    key = hashlib.sha256(repr(versions).encode()).hexdigest()
    file = folder / f"texts_{key[:32]}.cache"
    if file not in _TEXTS:
        _TEXTS[file] = CompiledTexts(file)
        atexit.register(_TEXTS[file].keep)
    return _TEXTS[file]
