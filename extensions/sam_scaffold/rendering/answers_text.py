"""The text of an answers file, as the template's own writes it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from ..components.answers_file import write_answers
from ..components.given_data import with_data
from ..questions.copier_environment import RECORDED_VARIABLE


@pass_context
def as_recorded(context: Context, answers: Mapping[str, Any]) -> str:
    """The answers as YAML by name, with the template's own address where copier has a cache's.

    What an answer holds keeps its order: it is rendered again in an update.
    """
    address = json.loads(os.environ.get(RECORDED_VARIABLE) or "{}")
    made = context["component"].get("recorded", {})
    gone = {key for key, value in made.items() if value is None or key not in answers}
    recorded = {**with_data(answers), **address, **made}
    return write_answers(
        {key: _plain(value) for key, value in sorted(recorded.items()) if key not in gone}
    )


def _plain(value: Any) -> Any:
    """A value with plain mappings: other libraries make PyYAML read its own sort of them."""
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(below) for below in value] if isinstance(value, list) else value
