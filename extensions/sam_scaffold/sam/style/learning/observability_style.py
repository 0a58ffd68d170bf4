"""Learn how a template is run: how long logs are kept, and where alarms go."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from ...model.intrinsics import Data, mentioned, references
from ...model.names import words
from ...model.template import Resource, Template

ALARM = "AWS::CloudWatch::Alarm"
LOG_GROUP = "AWS::Logs::LogGroup"
TOPIC = "AWS::SNS::Topic"

NEVER_DELETED = 0
"""Days that stand for logs that stay: no log group, or one without RetentionInDays."""

# Where Lambda writes without a LoggingConfig:
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
_LAMBDAS = re.compile(r"/aws/lambda\b(?!-)")
_ALARMING = ("alarm", "alert")


def operations_style(template: Template) -> dict[str, Any]:
    """The days that logs are kept, and the topic that alarms notify."""
    found = {"log_retention": _log_retention(template), "alarm_topic": _alarm_topic(template)}
    return {key: value for key, value in found.items() if value is not None}


def _log_retention(template: Template) -> int | None:
    """The commonest retention, `NEVER_DELETED` unless half of the functions have a group."""
    if not template.functions:
        return None
    groups = template.of_type(LOG_GROUP)
    configured = [_configured(template, one.own, groups) for one in template.functions]
    named = [one for one in groups if one not in configured and _is_lambdas(one)]
    covered = len(named) + sum(one is not None for one in configured)
    if 2 * covered < len(template.functions):
        return NEVER_DELETED
    own = [one for one in groups if one in named or one in configured]
    known = [days for one in own if (days := _days(template, one)) is not None]
    return Counter(known).most_common(1)[0][0] if known else None


def _configured(
    template: Template, properties: dict[str, Data], groups: list[Resource]
) -> Resource | None:
    """The log group that a function's LoggingConfig refers to, by Ref or by its name."""
    config = properties.get("LoggingConfig", template.globals_function.get("LoggingConfig"))
    wanted = config.get("LogGroup") if isinstance(config, dict) else None
    if wanted is None:
        return None
    names = references(wanted)
    return next(
        (
            one
            for one in groups
            if one.logical_id in names or one.properties.get("LogGroupName") == wanted
        ),
        None,
    )


def _is_lambdas(group: Resource) -> bool:
    return _LAMBDAS.search(json.dumps(group.properties.get("LogGroupName"))) is not None


def _days(template: Template, group: Resource) -> int | None:
    """The days that a log group keeps, None where that is not known here."""
    stated = template.resolved(group.properties.get("RetentionInDays", NEVER_DELETED))
    return int(stated) if str(stated).isdecimal() else None


def _alarm_topic(template: Template) -> str:
    """The topic that most alarms notify, the first of those that tie.

    Without alarms it is the one that is called so. One with a condition may not be there.
    """
    topics = [one.logical_id for one in template.of_type(TOPIC) if not one.condition]
    alarms = [name for name, kind in template.resources.items() if kind == ALARM]
    if not alarms:
        return next((one for one in topics if _is_alarming(one)), "")
    notified = Counter(
        name
        for alarm in alarms
        for name in set(references(template.property_of(alarm, "AlarmActions")))
    )
    return max((one for one in topics if notified[one]), key=lambda one: notified[one], default="")


def _is_alarming(logical_id: str) -> bool:
    return any(word.startswith(_ALARMING) for word in words(logical_id))


def alarms_of_function(template: Template, logical_id: str) -> tuple[str, ...]:
    """List the alarms that watch a function, or that end its gradual deployment.

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
        one.logical_id
        for one in template.of_type(ALARM)
        if one.logical_id in stopping or _watches(one, logical_id, name)
    )


def _watches(alarm: Resource, logical_id: str, name: Data) -> bool:
    """Tell whether a dimension of an alarm refers to a function, or has its name."""
    watched = [alarm.properties.get("Dimensions"), alarm.properties.get("Metrics")]
    if logical_id in mentioned(watched):
        return True
    return isinstance(name, str) and f'"Value": {json.dumps(name)}' in json.dumps(watched)
