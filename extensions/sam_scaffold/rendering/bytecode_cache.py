"""Cache of the template's files as Jinja has compiled them."""

from __future__ import annotations

from contextlib import suppress

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ..transaction.files import cache_folder
from .copier_environment import RenderRequest


class CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's own cache; what cannot be kept is compiled again the next time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one file, where there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates(request: RenderRequest) -> CompiledTemplates | None:
    """Return the cache of a version whose files stay at their path, None for others.

    What copier clones for one run has another path the next time, and is not worth keeping.

    Args:
        request: The command's request; plain copier, which clones, makes an empty one.
    """
    if not request.recorded:
        return None
    folder = cache_folder("jinja")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return CompiledTemplates(str(folder))
