"""Text of an answers file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..components.answers_file import write_answers
from ..components.given_data import with_data


def answers_text(
    answers: Mapping[str, Any], address: Mapping[str, str], made: Mapping[str, Any]
) -> str:
    """Return answers as YAML, sorted by name.

    The order in an answer stays, because an update renders the answer again.

    Args:
        answers: The answers that Copier records.
        address: The template's address and version, in place of those of a copy in a cache.
        made: Answers that name the resources added with the component, None for those to omit.
    """
    omitted = {key for key, value in made.items() if value is None or key not in answers}
    recorded = {**with_data(answers), **address, **made}
    return write_answers(
        {key: _plain(value) for key, value in sorted(recorded.items()) if key not in omitted}
    )


def _plain(value: Any) -> Any:
    """Return a value with plain mappings, as PyYAML writes other mappings differently."""
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(below) for below in value] if isinstance(value, list) else value
