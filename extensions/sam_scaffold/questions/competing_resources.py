"""What else has to do with the resources that a function is connected to, and may be in its way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..aws.event_sources.table import POLLED_EVENTS, POLLED_TYPES
from ..sam.events.routes import API_PROPERTIES, HTTP_API, REST_API
from ..sam.model.intrinsics import Data, mentioned
from ..sam.model.template import FUNCTIONS, Resource, Template

_MAPPING = "AWS::Lambda::EventSourceMapping"
_PIPE = "AWS::Pipes::Pipe"

_MANAGED_KEY = "alias/aws/sns"
"""Its policy lets no CloudWatch in, and nobody can change it:
https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
"""


def neighbour_cautions(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    """Say what others do with the source and the topic of a function.

    Args:
        template: The SAM template without the function.
        answers: All answers of the function.

    Yields:
        A line each, with a way out.
    """
    facts = answers["component"]
    source, topic = template.resource(facts["source"]), template.resource(facts["alarm_topic"])
    kind = None if source is None else POLLED_TYPES.get(source.type)
    is_exclusive = kind is not None and kind.duties.is_exclusive
    pollers = _pollers(template, facts["source"]) if is_exclusive else []
    if pollers:
        yield (
            f"{', '.join(pollers)} works off the messages of {facts['source']}, too, and each of "
            "them comes to one of the two alone; give -d source=new, or let a topic tell both."
        )
    if answers["alarms"] and topic and topic.properties.get("KmsMasterKeyId") == _MANAGED_KEY:
        yield (
            f"{topic.logical_id} is encrypted with {_MANAGED_KEY}, which CloudWatch may not use, "
            "so that no alarm arrives; give it a key of your own, or another -d alarm_topic."
        )


def open_route(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    """Say that anybody may call the route of a new function, and not those of others.

    Args:
        template: The SAM template without the function.
        answers: All answers of the function.

    Yields:
        A line, or none.
    """
    source = template.resource(answers["component"]["source"])
    if source and (guarded := _guarded_routes(template, source)):
        owner, auth = next(iter(guarded.items()))
        yield (
            f"{source.logical_id} lets anybody call the new route, as its Auth has no "
            f"DefaultAuthorizer; the route of {owner} has Auth: {auth}, and the new one needs it, "
            "too, unless it is meant for everybody."
        )


def _pollers(template: Template, queue: str) -> list[str]:
    """The functions and pipes that take messages from a queue, by logical id."""
    found = [
        one.logical_id
        for one in template.of_type(*FUNCTIONS)
        if any(queue in mentioned(_polled(event)) for event in _events(one.properties))
    ]
    for one in template.of_type(_MAPPING, _PIPE):
        key = "EventSourceArn" if one.type == _MAPPING else "Source"
        if queue in mentioned(one.properties.get(key)):
            found.append(one.logical_id)
    return found


def _guarded_routes(template: Template, api: Resource) -> dict[str, str]:
    """The authorizers that routes of an API name themselves, by function, as it gives them none.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapifunctionauth.html
    """
    auth = api.properties.get("Auth")
    has_own = isinstance(auth, dict) and "DefaultAuthorizer" in auth
    if api.type not in (HTTP_API, REST_API) or has_own:
        return {}
    found: dict[str, str] = {}
    for one in template.functions:
        for event in _events(one.own):
            stated = event.get("Properties") if isinstance(event, dict) else None
            properties = stated if isinstance(stated, dict) else {}
            named = [properties.get(key) for key in API_PROPERTIES.values()]
            own = properties.get("Auth")
            if api.logical_id in mentioned(named) and isinstance(own, dict):
                authorizer = own.get("Authorizer", "NONE")
                if authorizer != "NONE":
                    found.setdefault(one.logical_id, f"{{Authorizer: {authorizer}}}")
    return found


def _events(properties: Mapping[str, Data]) -> list[Data]:
    events = properties.get("Events")
    return list(events.values()) if isinstance(events, dict) else []


def _polled(event: Data) -> Data:
    """Return the ARN of what Lambda polls for an event, None where it polls nothing."""
    kind = POLLED_EVENTS.get(str(event.get("Type"))) if isinstance(event, dict) else None
    properties = event.get("Properties") if isinstance(event, dict) else None
    return properties.get(kind.property) if kind and isinstance(properties, dict) else None
