"""The template's files as Jinja has compiled them, kept in the user's cache."""

from __future__ import annotations

import json
import os
from contextlib import suppress

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ..questions.copier_environment import RECORDED_VARIABLE
from ..transaction.files import cache_folder


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's own cache; what cannot be kept is compiled again the next time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one file, where there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates() -> CompiledTemplates | None:
    """The cache of a version whose files stay where they are.

    Compiling them takes a tenth of the command (measured). What copier cloned for one run
    lies elsewhere the next time, and is not worth keeping.
    """
    if not json.loads(os.environ.get(RECORDED_VARIABLE) or "{}"):
        return None
    folder = cache_folder("jinja")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return CompiledTemplates(str(folder))
