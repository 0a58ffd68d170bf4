"""Facts about the requested component, checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..components.component_facts import component
from ..components.facts import ComponentFacts
from ..components.function_component import FunctionFacts
from ..components.given_data import with_data
from ..components.root_answers import KIND as REPOSITORY
from ..components.stated_properties import with_given_answers
from .connected_style import with_connected
from .context import QuestionContext


def derived_facts(context: QuestionContext) -> ComponentFacts | None:
    """Derive the facts about a component from its answers; None for the file in the root.

    Raises:
        ScaffoldError: The answers are inconsistent, or a folder is outside the repository.
    """
    if context.kind == REPOSITORY:
        return None
    answers = with_data(context.answers)
    if context.kind == "function":
        template = context.template
        inherited = {} if template is None else template.globals_function
        answers["house"] = with_given_answers(answers["house"], context.answered, inherited)
        answers["house"] = with_connected(context, answers)
        found = component(answers, context.trigger)
    else:
        found = component(answers)
    context.view.check_inside([context.template_file, *found.folders])
    return _recording(found, answers) if isinstance(found, FunctionFacts) else found


def _recording(facts: FunctionFacts, answers: Mapping[str, Any]) -> FunctionFacts:
    """Return facts whose recorded answers contain the style, and permissions if there are any."""
    recording, made = facts.connections.recording, {"house": answers["house"]}
    if not answers.get("permissions"):  # a version without the question records the same
        made["permissions"] = None
    recorded = replace(recording, recorded={**recording.recorded, **made})
    return replace(facts, connections=replace(facts.connections, recording=recorded))
