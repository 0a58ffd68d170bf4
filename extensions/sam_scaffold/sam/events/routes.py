"""Routes of APIs: the requests that each function answers.

SAM's translator rejects a second route with the same method and path, unless the first is in a
DefinitionBody: then it silently keeps the first, and the new function is never invoked (both
measured, translator 1.115).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...aws.event_sources.requested import HTTP_API as ON_HTTP_API
from ...aws.event_sources.requested import REST_API as ON_REST_API
from ..model.intrinsics import Data, mapping_of
from ..model.template import FUNCTION, Resource, Template

REST_API = "AWS::Serverless::Api"
HTTP_API = "AWS::Serverless::HttpApi"

API_PROPERTIES = {
    event: source.property for source in (ON_REST_API, ON_HTTP_API) for event in source.events
}
"""The property of an event that names its API, by the event's type."""

IMPLICIT_APIS = {"Api": "ServerlessRestApi", "HttpApi": "ServerlessHttpApi"}
"""The APIs that SAM adds for events that name none, by the event's type:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

_OWNERS = (FUNCTION, "AWS::Serverless::StateMachine")
_VARIABLE = re.compile(r"\{[^}]*\}")
_ANY = frozenset(("*", "x-amazon-apigateway-any-method"))
_INTEGRATION = "x-amazon-apigateway-integration"


@dataclass(frozen=True)
class Route:
    """The requests with one method and path to an API.

    Attributes:
        api: The API's logical id.
        method: The method in lower case, or ``"any"``.
        path: ``"/orders/{id}"``.
        owner: The logical id of the function, state machine or API that answers.
    """

    api: str
    method: str
    path: str
    owner: str

    @property
    def requests(self) -> tuple[str, str, str]:
        """A key that routes for the same requests share, without the names of variables."""
        return self.api, self.method, _VARIABLE.sub(_without_name, self.path)


def route_problem(template: Template, snippet: Template) -> str:
    """Return why an API cannot send requests to a snippet's function; empty if it can.

    Args:
        template: The SAM template.
        snippet: The resources to add to it, or to replace those with the same logical ids.
    """
    added = [*_of_events(snippet)]
    owners = {route.owner for route in added}
    found = [*_of_events(template), *_of_definitions(template)]
    others = [route for route in found if route.owner not in owners]
    for own in added:
        api = template.resource(own.api)
        if not has_routes(template, own.api) and (problem := _definition_problem(api)):
            return problem
        for other in others:
            if own.requests == other.requests:
                return (
                    f"{other.owner} already answers {own.method.upper()} {other.path} of {own.api}."
                    " Choose another -d path=PATH or -d method=METHOD."
                )
        if api is not None and api.type == REST_API and (problem := _name_problem(own, others)):
            return problem
    return ""


def has_routes(template: Template, api: str) -> bool:
    """Return whether functions of a template have events of an API.

    Args:
        template: The SAM template.
        api: The API's logical id, or one of `IMPLICIT_APIS`.
    """
    return any(route.api == api for route in _of_events(template))


def has_definition(api: Resource) -> bool:
    """Return whether an API has a definition to which SAM adds no routes.

    Args:
        api: A resource of any type.
    """
    if api.type == REST_API and "DefinitionBody" in api.properties:
        return True  # SAM keeps it as it is (measured, translator 1.115)
    return "DefinitionUri" in api.properties or bool(_definition_problem(api))


def _without_name(variable: re.Match[str]) -> str:
    return "{+}" if variable[0].endswith("+}") else "{}"


def _of_events(template: Template) -> Iterator[Route]:
    """Yield the routes in the Events of functions, without paths that are not literals."""
    for owner in template.of_type(*_OWNERS):
        for event in mapping_of(owner.properties.get("Events")).values():
            found = mapping_of(event)
            properties = mapping_of(found.get("Properties"))
            named = properties.get(API_PROPERTIES.get(str(found.get("Type")), ""))
            api = named.get("Ref") if isinstance(named, dict) else named
            if named is None:
                api = IMPLICIT_APIS.get(str(found.get("Type")))
            path = properties.get("Path")
            if isinstance(api, str) and isinstance(path, str):
                yield Route(api, _method(properties.get("Method", "any")), path, owner.logical_id)


def _of_definitions(template: Template) -> Iterator[Route]:
    """Yield the routes in the DefinitionBody of APIs; SAM adds the others to it."""
    for api in template.of_type(HTTP_API, REST_API):
        for path, methods in mapping_of(_paths(api)).items():
            for method, stated in mapping_of(methods).items():
                if _INTEGRATION in mapping_of(stated):
                    yield Route(api.logical_id, _method(method), path, api.logical_id)


def _definition_problem(api: Resource | None) -> str:
    """Return why SAM cannot add routes to an existing API; empty if it can."""
    if api is None or not api.properties.get("DefinitionBody") or isinstance(_paths(api), dict):
        return ""
    return (
        f"the DefinitionBody of {api.logical_id} has no literal paths that SAM can add a route to. "
        "Add its paths there, or use -d source=new."
    )


def _name_problem(own: Route, others: Sequence[Route]) -> str:
    """Return why a REST API rejects the name of a variable in a path; empty if it does not.

    It rejects a second name at deployment: "A sibling of this resource already has a variable path
    part -- only one is allowed".
    """
    for other in others:
        pairs = zip(own.path.split("/"), other.path.split("/"), strict=False)
        mine, its = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
        if own.api == other.api and _VARIABLE.fullmatch(mine) and _VARIABLE.fullmatch(its):
            return (
                f"{own.path} has {mine} where {other.path} of {other.owner} has {its}, but in a "
                f"REST API such as {own.api}, both need the same name. Use {its} in -d path."
            )
    return ""


def _paths(api: Resource) -> Data:
    return mapping_of(api.properties.get("DefinitionBody")).get("paths")


def _method(stated: Data) -> str:
    method = str(stated).lower()
    return "any" if method in _ANY else method
