"""Inference of the trigger for the event of a hand-written function."""

from __future__ import annotations

from typing import Any

from ..aws.event_sources.broker_settings import arn_text, source_arn_problem
from ..aws.event_sources.definition import EventSource
from ..aws.event_sources.table import EVENT_SOURCES
from ..components.request_path import request_path_problem
from ..components.trigger import ELSEWHERE
from ..sam.events.accepted_sources import accepts
from ..sam.model.intrinsics import Data, as_boolean
from ..sam.model.template import Template
from .inference import Surroundings

Found = dict[str, Any]


def trigger_answers(around: Surroundings, properties: dict[str, Data]) -> Found:
    """Return the answers about a function's trigger, nothing if it has none or several.

    Args:
        around: The SAM template, and the existing triggers.
        properties: The function's properties.
    """
    events = properties.get("Events")
    url = properties.get("FunctionUrlConfig")
    if isinstance(url, dict):
        signed = not events and url.get("AuthType") == "AWS_IAM"
        return {"trigger": "function_url", "enabled": True} if signed else {}
    if not isinstance(events, dict) or len(events) != 1:
        return {}
    event = next(iter(events.values()))
    stated = event.get("Properties") if isinstance(event, dict) else None
    if not isinstance(stated, dict):
        return {}
    kinds = [kind for kind in EVENT_SOURCES.values() if kind.name in around.triggers]
    matching = (kind for kind in kinds if kind.events[:1] == (event.get("Type"),))
    found = (_answers(around.template, kind, stated) for kind in matching)
    return next(filter(None, found), {})


def _answers(template: Template, kind: EventSource, stated: dict[str, Data]) -> Found:
    """Return the answers that result in an event of a kind, nothing if none do."""
    source = _source(template, kind, stated)
    settings = (setting for setting in kind.settings if setting.property)
    own = {setting.question: setting.answer(stated) for setting in settings}
    read = kind.read(stated)
    if source is None or read is None or None in own.values():
        return {}
    if request_path_problem(read.get("path", "/")):
        return {}
    return {"trigger": kind.name, "enabled": _is_enabled(stated), **source, **own, **read}


def _is_enabled(stated: dict[str, Data]) -> bool:
    return as_boolean(stated.get("Enabled")) is not False and stated.get("State") != "DISABLED"


def _source(template: Template, kind: EventSource, stated: dict[str, Data]) -> Found | None:
    """Return the answers about the source of an event, None if none result in it."""
    if not kind.property:
        return {}
    value = stated.get(kind.property, kind.unnamed)
    if kind.unnamed and value == kind.unnamed:
        return {"source": kind.unnamed}
    resource = template.resource(_referred(value, kind.attribute))
    if resource is not None:
        is_accepted = accepts(kind, resource) and not resource.condition
        return {"source": resource.logical_id} if is_accepted else None
    arn = arn_text(value)
    by_arn = any(setting.question == "source_arn" for setting in kind.settings)
    return {"source": ELSEWHERE, "source_arn": arn} if by_arn and _is_arn(arn) else None


def _is_arn(text: str) -> bool:
    return not source_arn_problem(text)


def _referred(value: Data, attribute: str) -> str:
    """Return the logical id that a value refers to, by an attribute or without one."""
    if not attribute:
        name = value.get("Ref") if isinstance(value, dict) else None
        return name if isinstance(name, str) else ""
    parts = value.get("Fn::GetAtt") if isinstance(value, dict) else None
    text = parts if isinstance(parts, str) else ".".join(map(str, parts or ()))
    name, _, rest = text.partition(".")
    return name if rest == attribute else ""
