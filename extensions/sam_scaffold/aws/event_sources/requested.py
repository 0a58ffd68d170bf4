"""Event sources that invoke synchronously: a caller waits for the response.

AWS does not retry a request; a caller that repeats it does so deliberately.
"""

from __future__ import annotations

from collections.abc import Mapping

from .definition import Answers, Data, EventSource, InvocationModel

IMPLICIT = "implicit"
"""The answer for the API that SAM adds for events that name none."""

METHODS = ("get", "post", "put", "patch", "delete", "any")
"""The methods that a route of an API may have here."""


def _route_answers(stated: Mapping[str, Data]) -> Answers | None:
    """Return the answers for the route of an event, without validation of its path."""
    path, method = stated.get("Path"), str(stated.get("Method")).lower()
    return {"path": path, "method": method} if isinstance(path, str) and method in METHODS else None


HTTP_API = EventSource(
    name="http_api",
    invocation=InvocationModel.SYNCHRONOUS,
    events=("HttpApi",),
    noun="HTTP API without a DefinitionUri",
    types={"AWS::Serverless::HttpApi": ""},
    has={"DefinitionUri": False},
    property="ApiId",
    unnamed=IMPLICIT,
    repeats=False,
    names_function=True,
    read=_route_answers,
)

REST_API = EventSource(
    name="rest_api",
    invocation=InvocationModel.SYNCHRONOUS,
    events=("Api",),
    # SAM silently adds no routes to an API with a definition (measured, 1.115).
    noun="REST API without a DefinitionBody or DefinitionUri",
    types={"AWS::Serverless::Api": ""},
    has={"DefinitionBody": False, "DefinitionUri": False},
    property="RestApiId",
    unnamed=IMPLICIT,
    repeats=False,
    names_function=True,
    read=_route_answers,
)

FUNCTION_URL = EventSource(
    name="function_url", invocation=InvocationModel.SYNCHRONOUS, repeats=False
)

NONE = EventSource(name="none", invocation=InvocationModel.SYNCHRONOUS, repeats=False)
"""Callers that invoke the function by its name."""

REQUESTED = (HTTP_API, REST_API, FUNCTION_URL, NONE)
