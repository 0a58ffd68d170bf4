"""Log group, alarms and alarm topic of a function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..sam.model.names import pascal
from ..sam.model.resource_types import ALARM
from ..sam.model.template import Resource
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .alarms import alarm_level
from .facts import Facts
from .function_paths import Answers
from .shared_resources import ALARMS_TOPIC
from .trigger import NEW

NEW_ALARM_TOPIC = pascal(ALARMS_TOPIC)
"""The logical id of the topic that all functions' alarms notify."""


@dataclass(frozen=True)
class Monitoring(Facts):
    """Log group, alarms and alarm topic of a function.

    Attributes:
        log_group: Logical id of its log group, empty if it has none of its own.
        alarms: Its alarms, one of `alarms.LEVELS`.
        has_source_alarm: Whether its event source has an alarm on what was not processed: an API
            on server errors, a queue on its dead-letter queue.
        alarm_topic: Logical id of the topic that its alarms notify.
    """

    log_group: str
    alarms: str
    has_source_alarm: bool
    alarm_topic: str


def log_group_id(name: str, style: HouseStyle) -> str:
    """Return the logical id of a function's log group.

    Args:
        name: The function's name in snake_case.
        style: The style of the repository.
    """
    return str(fill(style.log_group_id, name))


def monitoring(answers: Answers, style: HouseStyle, resources: Sequence[Resource]) -> Monitoring:
    """Return the log group and the alarms of a function.

    Args:
        answers: The answers by question.
        style: The style of the repository.
        resources: The resources that the answers name.
    """
    topic = answers.get("alarm_topic") or NEW
    # SAM merges the two: Globals may set the format, and each function its log group.
    given = style.globals.get("LoggingConfig") or {}
    own_group = answers["log_retention"] and "LogGroup" not in given
    return Monitoring(
        log_group=log_group_id(answers["name"], style) if own_group else "",
        alarms=alarm_level(answers.get("alarms")),
        has_source_alarm=any(resource.type == ALARM for resource in resources),
        alarm_topic=NEW_ALARM_TOPIC if topic == NEW else topic,
    )
