"""Validation of settings for event sources in Amazon MSK and Amazon MQ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TOPIC = re.compile(r"(?!\.\.?$)[A-Za-z0-9._-]{1,249}")
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"""

_QUEUE = re.compile(r"\S(?:.{0,998}\S)?")
_VIRTUAL_HOST = re.compile(r"[A-Za-z0-9._/*:-]{1,200}")
"""https://docs.aws.amazon.com/lambda/latest/api/API_SourceAccessConfiguration.html"""

_REFERENCE = re.compile(r"\$\{[A-Za-z0-9]+\}")
_HEAD = r"arn:(?:aws[a-z-]*|\$\{AWS::Partition\}):"
_PLACE = r"(?:[a-z]{2}(?:-[a-z]+)+-\d|\$\{AWS::Region\}):(?:\d{12}|\$\{AWS::AccountId\})"
_SOURCE = re.compile(_HEAD + r"(?:kafka:" + _PLACE + r":cluster/\S+|mq:" + _PLACE + r":broker:\S+)")
_SECRET = re.compile(_HEAD + r"secretsmanager:" + _PLACE + r":secret:\S+")


def topic_problem(topic: str) -> str:
    """Return an error if a text is not a valid name of a Kafka topic."""
    if _TOPIC.fullmatch(str(topic)):
        return ""
    return (
        f"{topic!r} is not a valid topic: 1 to 249 letters, digits, dots, underscores and hyphens. "
        "Write one like orders."
    )


def queue_problem(queue: str) -> str:
    """Return an error if a text is not a valid name of a broker's queue."""
    if _QUEUE.fullmatch(str(queue)):
        return ""
    return f"{queue!r} is not a valid queue: 1 to 1,000 characters. Write one like orders."


def virtual_host_problem(virtual_host: str) -> str:
    """Return an error if a text is not a valid virtual host of RabbitMQ."""
    if _VIRTUAL_HOST.fullmatch(str(virtual_host)):
        return ""
    return (
        f"{virtual_host!r} is not a valid virtual host: 1 to 200 letters, digits and . _ / * : -. "
        "Write / for the default one."
    )


def source_arn_problem(arn: str) -> str:
    """Return an error if a text is not a valid ARN of a cluster or broker."""
    if _REFERENCE.fullmatch(str(arn)) or _SOURCE.fullmatch(str(arn)):
        return ""
    return (
        f"{arn!r} is not a valid ARN of an MSK cluster or MQ broker. Write one like "
        "arn:aws:kafka:${AWS::Region}:${AWS::AccountId}:cluster/NAME/UUID, or ${Name} for a "
        "parameter that holds it."
    )


def secret_arn_problem(arn: str) -> str:
    """Return an error if a text is not a valid ARN of a secret."""
    if _REFERENCE.fullmatch(str(arn)) or _SECRET.fullmatch(str(arn)):
        return ""
    return (
        f"{arn!r} is not a valid ARN of a secret. Write one like "
        "arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:NAME-AbCdEf, or ${Name} "
        "for a secret of the template or a parameter that holds the ARN."
    )


def arn_text(value: Any) -> str:
    """Return the answer for an ARN in a template, empty if no answer renders it.

    Args:
        value: A text, ``{"Ref": "Name"}`` or ``{"Fn::Sub": "text"}``.
    """
    match value:
        case str(text) | {"Fn::Sub": str(text)}:
            return text
        case {"Ref": str(name)}:
            return f"${{{name}}}"
    return ""


def access_answers(stated: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the answers that render an event's SourceAccessConfigurations, None if none do."""
    found = dict(_configurations(stated.get("SourceAccessConfigurations")))
    secret = found.pop("BASIC_AUTH", "")
    virtual_host = found.pop("VIRTUAL_HOST", None)
    if found or secret_arn_problem(secret):
        return None
    if virtual_host is None:
        return {"secret_arn": secret, "engine": "activemq"}
    if virtual_host_problem(virtual_host):
        return None
    return {"secret_arn": secret, "engine": "rabbitmq", "virtual_host": virtual_host}


def _configurations(stated: Any) -> Iterator[tuple[str, str]]:
    for configuration in stated if isinstance(stated, list) else ():
        if isinstance(configuration, dict):
            yield str(configuration.get("Type")), arn_text(configuration.get("URI"))
