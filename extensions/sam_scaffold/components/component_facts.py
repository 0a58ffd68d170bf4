"""Facts about a component of any kind, derived from its answers.

They depend on nothing but the answers, the house style among them: an update, which renders in
folders without a repository, gets the same facts as the first copy.
"""

from __future__ import annotations

from ..errors import ScaffoldError
from ..sam.style.house_style import HouseStyle
from .app_component import app_facts
from .facts import ComponentFacts
from .function_component import function_facts, logical_id_problem
from .function_paths import Answers
from .layer_component import layer_facts
from .module_component import module_facts
from .shared_resources import KIND as RESOURCE
from .shared_resources import resource_facts
from .trigger import Trigger

_NO_TRIGGER = Trigger()


def component(answers: Answers, trigger: Trigger = _NO_TRIGGER) -> ComponentFacts:
    """Derive the facts that the template's files need.

    Args:
        answers: The answers by question, ``house`` as its dict.
        trigger: The facts of a function's trigger; folders do not depend on it.

    Raises:
        ScaffoldError: They cannot be written into Python and YAML.
    """
    try:
        return _facts(answers, trigger)
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as error:
        problem = " ".join(f"{type(error).__name__} {error}".split())
        raise ScaffoldError(
            f"the recorded answers do not fit together ({problem}); if nobody has changed them by "
            "hand, please report it with your command."
        ) from None


def _facts(answers: Answers, trigger: Trigger) -> ComponentFacts:
    if problem := logical_id_problem(answers):
        raise ScaffoldError(problem)
    if answers["kind"] == RESOURCE:
        return resource_facts(answers)
    house = HouseStyle.from_dict(answers["house"])
    if answers["kind"] == "function":
        return function_facts(answers, house, trigger)
    return _OTHERS[answers["kind"]](answers, house)


_OTHERS = {"layer": layer_facts, "app": app_facts, "module": module_facts}
