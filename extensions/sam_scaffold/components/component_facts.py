"""Facts about a component of any kind, derived from its answers.

They depend only on the answers, which include the style of the repository. An update renders in
a folder without a repository, and has to get the same facts as the first rendering.
"""

from __future__ import annotations

from ..errors import ScaffoldError
from .app_component import app_facts
from .facts import ComponentFacts
from .function_component import function_facts, logical_id_problem
from .function_paths import Answers
from .function_style import style_of
from .layer_component import layer_facts
from .module_component import module_facts
from .shared_resources import KIND as RESOURCE
from .shared_resources import resource_facts
from .trigger import Trigger

_NO_TRIGGER = Trigger()


def component(answers: Answers, trigger: Trigger = _NO_TRIGGER) -> ComponentFacts:
    """Derive the facts that the template's files read.

    Args:
        answers: The answers by question, ``house`` as a dict.
        trigger: The trigger of a function; folders do not depend on it.

    Raises:
        ScaffoldError: The answers are inconsistent, or a name cannot be written to the template.
    """
    try:
        return _facts(answers, trigger)
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as error:
        problem = " ".join(f"{type(error).__name__} {error}".split())
        raise ScaffoldError(
            f"the recorded answers are inconsistent ({problem}). If they were not edited by hand, "
            "report this error with your command."
        ) from None


def _facts(answers: Answers, trigger: Trigger) -> ComponentFacts:
    if problem := logical_id_problem(answers):
        raise ScaffoldError(problem)
    if answers["kind"] == RESOURCE:
        return resource_facts(answers)
    style = style_of(answers)
    if answers["kind"] == "function":
        return function_facts(answers, style, trigger)
    return _OTHERS[answers["kind"]](answers, style)


_OTHERS = {"layer": layer_facts, "app": app_facts, "module": module_facts}
