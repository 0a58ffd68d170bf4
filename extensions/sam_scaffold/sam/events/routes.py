"""The routes of an API: which function answers which requests.

SAM's translator refuses the same method and path twice. What a DefinitionBody holds it
leaves as it is, without a word, and the new function is never called (both measured,
translator 1.115).
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

API_PROPERTIES = {event: one.property for one in (ON_REST_API, ON_HTTP_API) for event in one.events}
"""The property of an event that names its API, by the event's type."""

_OWNERS = (FUNCTION, "AWS::Serverless::StateMachine")
_VARIABLE = re.compile(r"\{[^}]*\}")
_ANY = frozenset(("*", "x-amazon-apigateway-any-method"))
_INTEGRATION = "x-amazon-apigateway-integration"


@dataclass(frozen=True)
class Route:
    """Requests that somebody answers.

    Attributes:
        api: The API's logical id.
        method: The method in lower case; ``"any"`` stands for those without a route.
        path: ``"/orders/{id}"``.
        owner: Who answers: a logical id.
    """

    api: str
    method: str
    path: str
    owner: str

    @property
    def requests(self) -> tuple[str, str, str]:
        """What routes for the same requests have in common: a variable's name is nothing."""
        return self.api, self.method, _VARIABLE.sub(_without_name, self.path)


def route_problem(template: Template, snippet: Template) -> str:
    """Why an API of a template cannot send requests to a snippet's function.

    Args:
        template: The SAM template.
        snippet: What is added to it, or comes into the place of what has its name there.
    """
    added = [*_of_events(snippet)]
    owners = {one.owner for one in added}
    found = [*_of_events(template), *_of_definitions(template)]
    theirs = [one for one in found if one.owner not in owners]
    for own in added:
        api = template.resource(own.api)
        if problem := _definition_problem(api):
            return problem
        for other in theirs:
            if own.requests == other.requests:
                return (
                    f"{other.owner} answers {own.method.upper()} {other.path} of {own.api} already;"
                    " give another -d path=PATH or -d method=METHOD."
                )
        if api is not None and api.type == REST_API and (problem := _name_problem(own, theirs)):
            return problem
    return ""


def _without_name(variable: re.Match[str]) -> str:
    return "{+}" if variable[0].endswith("+}") else "{}"


def _of_events(template: Template) -> Iterator[Route]:
    """What the Events of functions ask for; what is no literal is left out."""
    for owner in template.of_type(*_OWNERS):
        for event in mapping_of(owner.properties.get("Events")).values():
            found = mapping_of(event)
            properties = mapping_of(found.get("Properties"))
            named = properties.get(API_PROPERTIES.get(str(found.get("Type")), ""))
            api = named.get("Ref") if isinstance(named, dict) else named
            path = properties.get("Path")
            if isinstance(api, str) and isinstance(path, str):
                yield Route(api, _method(properties.get("Method", "any")), path, owner.logical_id)


def _of_definitions(template: Template) -> Iterator[Route]:
    """What APIs say themselves; SAM adds a function where they name none."""
    for api in template.of_type(HTTP_API, REST_API):
        for path, methods in mapping_of(_paths(api)).items():
            for method, said in mapping_of(methods).items():
                if _INTEGRATION in mapping_of(said):
                    yield Route(api.logical_id, _method(method), path, api.logical_id)


def _definition_problem(api: Resource | None) -> str:
    """Why SAM does not add routes to an API that is there."""
    if api is None or not api.properties.get("DefinitionBody") or isinstance(_paths(api), dict):
        return ""
    return (
        f"{api.logical_id} has a DefinitionBody without paths that SAM can add to; write its paths "
        "there, or give -d source=new."
    )


def _name_problem(own: Route, others: Sequence[Route]) -> str:
    """Whether a REST API has another name for a variable of a path.

    It refuses that when it is deployed: "A sibling of this resource already has a variable
    path part -- only one is allowed".
    """
    for other in others:
        pairs = zip(own.path.split("/"), other.path.split("/"), strict=False)
        mine, its = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
        if own.api == other.api and _VARIABLE.fullmatch(mine) and _VARIABLE.fullmatch(its):
            return (
                f"{own.path} has {mine} where {other.path} of {other.owner} has {its}, and "
                f"{own.api} takes one of them alone, as a REST API; name it {its} in -d path, too."
            )
    return ""


def _paths(api: Resource) -> Data:
    return mapping_of(api.properties.get("DefinitionBody")).get("paths")


def _method(stated: Data) -> str:
    method = str(stated).lower()
    return "any" if method in _ANY else method
