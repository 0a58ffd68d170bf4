"""All answers for a function, as they are recorded by default."""

from __future__ import annotations

from typing import Any

from sam_scaffold.components.component_facts import component
from sam_scaffold.components.trigger import Trigger
from sam_scaffold.sam.style.house_style import HouseStyle

ANSWERS: dict[str, Any] = {
    "kind": "function",
    "name": "order_router",
    "template_file": "template.yaml",
    "description": "Order router",
    "trigger": "none",
    "publishes_to": "none",
    "uses": [],
    "packages": [],
    "package_layers": {},
    "resources": [],
    "layers": [],
    "advanced": False,
    "layout": "colocated",
    "shared_code": True,
    "powertools": False,
    "iam": "policies",
    "environment": {},
    "alarms": "standard",
    "alarm_topic": "new",
    "log_retention": 30,
    "tracing": False,
    "ephemeral_storage": 512,
    "reserved_concurrency": -1,
    "runtime": "python3.12",
    "architecture": "x86_64",
    "timeout": 30,
    "memory_size": 256,
}
"""All but ``house``; a test of the command holds it to what copier records."""


def facts(
    answers: dict[str, Any] | None = None, trigger: Trigger | None = None, **style: Any
) -> dict[str, Any]:
    """Derive the facts of a component.

    Args:
        answers: Answers that differ from those of everyone.
        trigger: The trigger's definition.
        style: The parts of the style that differ from the default.
    """
    given = {**ANSWERS, "house": HouseStyle(**style).to_dict(), **(answers or {})}
    return component(given, trigger or Trigger()).data()
