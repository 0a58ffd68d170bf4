"""Warnings about other users of a function's event source, alarm topic or API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..aws.event_sources.table import POLLED_EVENTS, POLLED_TYPES
from ..components.alarms import NONE
from ..sam.events.routes import API_PROPERTIES, HTTP_API, REST_API, has_definition
from ..sam.model.intrinsics import Data, mentioned
from ..sam.model.template import FUNCTIONS, Resource, Template

_MAPPING = "AWS::Lambda::EventSourceMapping"
_PIPE = "AWS::Pipes::Pipe"

_MANAGED_KEY = "alias/aws/sns"
"""Its key policy does not allow CloudWatch, and cannot be changed:
https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
"""


def neighbour_cautions(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    """Warn of other consumers of a function's queue, and of an alarm topic that cannot work.

    Args:
        template: The SAM template without the function.
        answers: All answers of the function.

    Yields:
        A line for each, with a solution.
    """
    facts = answers["component"]
    source, topic = template.resource(facts["source"]), template.resource(facts["alarm_topic"])
    kind = None if source is None else POLLED_TYPES.get(source.type)
    is_exclusive = kind is not None and kind.duties.is_exclusive
    pollers = _pollers(template, facts["source"]) if is_exclusive else []
    if pollers:
        yield (
            f"{', '.join(pollers)} also processes messages of {facts['source']}, and each "
            "message is delivered to only one consumer. Give -d source=new, or publish the "
            "messages to a topic."
        )
    if facts["alarms"] != NONE and topic and topic.properties.get("KmsMasterKeyId") == _MANAGED_KEY:
        yield (
            f"{topic.logical_id} is encrypted with {_MANAGED_KEY}, which CloudWatch is not "
            "allowed to use, so alarms do not arrive. Encrypt it with a customer managed key, "
            "or give another -d alarm_topic."
        )


def definition_lines(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line if the API of a new route has a definition to which SAM adds no routes.

    Args:
        template: The SAM template without the function.
        answers: All answers.
    """
    api = template.resource(answers["component"]["source"])
    if api is not None and "path" in answers and has_definition(api):
        yield (
            f"{api.logical_id} has a definition to which SAM adds no routes. Add "
            f"{answers['method'].upper()} {answers['path']} to it, as for the other functions."
        )


def open_route(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    """Warn of a new route without authorization in an API whose other routes have it.

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
            f"{source.logical_id} requires no authorization for the new route, as its Auth "
            f"has no DefaultAuthorizer, but the route of {owner} has Auth: {auth}. Add it to the "
            "new route, unless the route is public."
        )


def _pollers(template: Template, queue: str) -> list[str]:
    """Find the functions, mappings and pipes that poll a queue, by logical id."""
    found = [
        function.logical_id
        for function in template.of_type(*FUNCTIONS)
        if any(queue in mentioned(_polled(event)) for event in _events(function.properties))
    ]
    for poller in template.of_type(_MAPPING, _PIPE):
        key = "EventSourceArn" if poller.type == _MAPPING else "Source"
        if queue in mentioned(poller.properties.get(key)):
            found.append(poller.logical_id)
    return found


def _guarded_routes(template: Template, api: Resource) -> dict[str, str]:
    """Find the authorizers of routes, by function, if their API has no default authorizer.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapifunctionauth.html
    """
    auth = api.properties.get("Auth")
    has_own = isinstance(auth, dict) and "DefaultAuthorizer" in auth
    if api.type not in (HTTP_API, REST_API) or has_own:
        return {}
    found: dict[str, str] = {}
    for function in template.functions:
        for event in _events(function.own):
            stated = event.get("Properties") if isinstance(event, dict) else None
            properties = stated if isinstance(stated, dict) else {}
            named = [properties.get(key) for key in API_PROPERTIES.values()]
            own = properties.get("Auth")
            if api.logical_id in mentioned(named) and isinstance(own, dict):
                authorizer = own.get("Authorizer", "NONE")
                if authorizer != "NONE":
                    found.setdefault(function.logical_id, f"{{Authorizer: {authorizer}}}")
    return found


def _events(properties: Mapping[str, Data]) -> list[Data]:
    events = properties.get("Events")
    return list(events.values()) if isinstance(events, dict) else []


def _polled(event: Data) -> Data:
    """Return the ARN of the source that Lambda polls for an event, None if it polls none."""
    kind = POLLED_EVENTS.get(str(event.get("Type"))) if isinstance(event, dict) else None
    properties = event.get("Properties") if isinstance(event, dict) else None
    return properties.get(kind.property) if kind and isinstance(properties, dict) else None
