"""Learning of the retention of logs and the topic of alarms."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from ...model.intrinsics import Data, mentioned, references
from ...model.names import words
from ...model.resource_types import ALARM, LOG_GROUP, TOPIC
from ...model.template import Resource, Template

NEVER_DELETED = 0
"""The retention of logs without a log group in the template, or without RetentionInDays."""

# The log groups of Lambda without a LoggingConfig:
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
_LAMBDAS = re.compile(r"/aws/lambda\b(?!-)")
_ALARMING = ("alarm", "alert")


def observability_style(template: Template) -> dict[str, Any]:
    """Learn the days that logs are kept, and the topic that alarms notify."""
    found = {"log_retention": _log_retention(template), "alarm_topic": _alarm_topic(template)}
    return {key: value for key, value in found.items() if value is not None}


def _log_retention(template: Template) -> int | None:
    """Return the most common retention; `NEVER_DELETED` if most functions have no log group."""
    if not template.functions:
        return None
    groups = template.of_type(LOG_GROUP)
    configured = [_configured(template, function.own, groups) for function in template.functions]
    named = [group for group in groups if group not in configured and _is_lambdas(group)]
    covered = len(named) + sum(group is not None for group in configured)
    if 2 * covered < len(template.functions):
        return NEVER_DELETED
    own = [group for group in groups if group in named or group in configured]
    known = [days for group in own if (days := _days(template, group)) is not None]
    return Counter(known).most_common(1)[0][0] if known else None


def _configured(
    template: Template, properties: dict[str, Data], groups: list[Resource]
) -> Resource | None:
    """Return the log group in a function's LoggingConfig, which refers to it or has its name."""
    config = properties.get("LoggingConfig", template.globals_function.get("LoggingConfig"))
    wanted = config.get("LogGroup") if isinstance(config, dict) else None
    if wanted is None:
        return None
    names = references(wanted)
    return next(
        (
            group
            for group in groups
            if group.logical_id in names or group.properties.get("LogGroupName") == wanted
        ),
        None,
    )


def _is_lambdas(group: Resource) -> bool:
    return _LAMBDAS.search(json.dumps(group.properties.get("LogGroupName"))) is not None


def _days(template: Template, group: Resource) -> int | None:
    """Return the retention of a log group in days; None if it is unknown."""
    stated = template.resolved(group.properties.get("RetentionInDays", NEVER_DELETED))
    return int(stated) if str(stated).isdecimal() else None


def _alarm_topic(template: Template) -> str:
    """Return the topic that most alarms notify; the first of several.

    Without alarms, it is a topic with such a name. A topic with a condition may not exist.
    """
    topics = [topic.logical_id for topic in template.of_type(TOPIC) if not topic.condition]
    alarms = [name for name, kind in template.resources.items() if kind == ALARM]
    if not alarms:
        return next((topic for topic in topics if _is_alarming(topic)), "")
    notified = Counter(
        name
        for alarm in alarms
        for name in set(references(template.property_of(alarm, "AlarmActions")))
    )
    used = [topic for topic in topics if notified[topic]]
    return max(used, key=lambda topic: notified[topic], default="")


def _is_alarming(logical_id: str) -> bool:
    return any(word.startswith(_ALARMING) for word in words(logical_id))


def alarms_of_function(template: Template, logical_id: str) -> tuple[str, ...]:
    """Return the alarms on a function, or that roll back its gradual deployment.

    Args:
        template: The SAM template.
        logical_id: The function's key in Resources.

    Returns:
        Their logical ids, in the order of the template.
    """
    name = template.property_of(logical_id, "FunctionName")
    preference = template.property_of(logical_id, "DeploymentPreference")
    stopping = references(preference or template.globals_function.get("DeploymentPreference"))
    return tuple(
        alarm.logical_id
        for alarm in template.of_type(ALARM)
        if alarm.logical_id in stopping or _watches(alarm, logical_id, name)
    )


def _watches(alarm: Resource, logical_id: str, name: Data) -> bool:
    """Return whether a dimension of an alarm refers to a function, or is its name."""
    watched = [alarm.properties.get("Dimensions"), alarm.properties.get("Metrics")]
    if logical_id in mentioned(watched):
        return True
    return isinstance(name, str) and f'"Value": {json.dumps(name)}' in json.dumps(watched)
