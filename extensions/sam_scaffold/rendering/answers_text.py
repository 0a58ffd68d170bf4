"""Text of an answers file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..components.answers_file import write_answers
from ..components.given_data import with_data


def answers_text(
    answers: Mapping[str, Any], address: Mapping[str, str], made: Mapping[str, Any]
) -> str:
    """Return answers as YAML by name.

    What an answer holds keeps its order: it is rendered again in an update.

    Args:
        answers: The answers that copier remembers.
        address: The template's own address, in place of that of a copy in a cache.
        made: Answers that name what is made with the component, None for those left out.
    """
    gone = {key for key, value in made.items() if value is None or key not in answers}
    recorded = {**with_data(answers), **address, **made}
    return write_answers(
        {key: _plain(value) for key, value in sorted(recorded.items()) if key not in gone}
    )


def _plain(value: Any) -> Any:
    """Return a value with plain mappings: other libraries make PyYAML read their own."""
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(below) for below in value] if isinstance(value, list) else value
