"""Hand-written functions, and the answers that are inferred from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from command_environment import ROOT
from houses import function, template

from sam_scaffold.adoption.infer_function import infer_function
from sam_scaffold.adoption.inference import Surroundings
from sam_scaffold.components.component_facts import component
from sam_scaffold.components.trigger import Trigger, trigger_names
from sam_scaffold.transaction.repository_view import RepositoryView

Answers = dict[str, Any]

PLATFORM = {"Handler": "app.handler", "Runtime": "python3.12"}


def around(*resources: Any, root: Path = Path("/nowhere"), **sections: Any) -> Surroundings:
    """Return a SAM template with these resources and other sections."""
    return Surroundings(
        template(*resources, **sections), RepositoryView(root), frozenset(trigger_names(ROOT))
    )


def all_derived(found: Surroundings, logical_id: str = "OrdersFunction") -> list[Answers]:
    """Yield all answers that a function may have, the most specific first."""
    chosen = next(
        function for function in found.template.functions if function.logical_id == logical_id
    )
    return infer_function(found, chosen)


def derived(found: Surroundings, logical_id: str = "OrdersFunction") -> Answers:
    """Return the answers without trigger and alarms, which are always the last ones."""
    return all_derived(found, logical_id)[-1]


def of_one(*others: Any, uri: Any = "functions/orders/", **properties: Any) -> Answers:
    """Return those of the function `OrdersFunction` with some properties, among other resources."""
    return derived(around(function("OrdersFunction", uri, **{**PLATFORM, **properties}), *others))


def facts(answers: Answers) -> Answers:
    """Derive the facts from answers."""
    return component({"resources": [], **answers}, Trigger()).data()
