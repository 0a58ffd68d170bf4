"""Protocol between the command and the template's extension: three environment variables.

Copier loads the extension, and has no parameter for it. An update runs the extension of an older
version in this process, and a later version will run this one. Therefore the names and formats of
the variables are a contract between versions.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY_VARIABLE = "SAM_SCAFFOLD_REPOSITORY"
"""Environment variable with the path of the repository below a staging folder."""

RECORDED_VARIABLE = "SAM_SCAFFOLD_RECORDED"
"""Environment variable with entries of answers files that replace those of Copier, as JSON."""

CHANGED_VARIABLE = "SAM_SCAFFOLD_CHANGED"
"""Environment variable with the keys of recorded answers that are changed, as a JSON list.

If it is set, a component is checked as if it were new, but its own files may exist.
"""

_VARIABLES = (REPOSITORY_VARIABLE, RECORDED_VARIABLE, CHANGED_VARIABLE)


@dataclass(frozen=True)
class RenderRequest:
    """Request of the command to the template's extension; with plain Copier, it is empty.

    Attributes:
        repository: The repository below the staging folder; None if the component is rendered
            from its answers only, or in the repository itself.
        recorded: Entries of the answers file that replace those of Copier, by name.
        changed: The keys of recorded answers that are changed, None if no answers are checked.
    """

    repository: Path | None = None
    recorded: Mapping[str, str] = field(default_factory=dict)
    changed: tuple[str, ...] | None = None

    def encode(self) -> dict[str, str]:
        """Return the request as environment variables."""
        found = {RECORDED_VARIABLE: json.dumps(dict(self.recorded))}
        if self.repository is not None:
            found[REPOSITORY_VARIABLE] = str(self.repository)
        if self.changed is not None:
            found[CHANGED_VARIABLE] = json.dumps(sorted(self.changed))
        return found

    @classmethod
    def decode(cls, variables: Mapping[str, str]) -> RenderRequest:
        """Read the request from environment variables.

        Args:
            variables: All environment variables, set by this version or another one.
        """
        repository = variables.get(REPOSITORY_VARIABLE)
        changed = variables.get(CHANGED_VARIABLE)
        return cls(
            repository=Path(repository) if repository else None,
            recorded=json.loads(variables.get(RECORDED_VARIABLE) or "{}"),
            changed=None if changed is None else tuple(json.loads(changed)),
        )


@contextmanager
def requested(request: RenderRequest) -> Iterator[None]:
    """Set the variables of a request, and remove those of an earlier one, while Copier runs.

    Args:
        request: The request.
    """
    before = dict(os.environ)
    for name in _VARIABLES:
        os.environ.pop(name, None)
    os.environ.update(request.encode())
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
