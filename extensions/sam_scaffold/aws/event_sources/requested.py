"""The sources that invoke synchronously: a caller waits for the response.

A request comes once: a caller who repeats one does so knowingly, and AWS retries none.
"""

from __future__ import annotations

from collections.abc import Mapping

from .definition import Answers, Data, EventSource, InvocationModel

METHODS = ("get", "post", "put", "patch", "delete", "any")
"""The methods that a route of an API may have here."""


def _route_answers(stated: Mapping[str, Data]) -> Answers | None:
    """Return the route of an event; whether a handler can have the path is not asked here."""
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
    repeats=False,
    names_function=True,
    read=_route_answers,
)

REST_API = EventSource(
    name="rest_api",
    invocation=InvocationModel.SYNCHRONOUS,
    events=("Api",),
    # SAM adds no routes to a definition of its own, and says nothing (measured, 1.115).
    noun="REST API without a definition of its own",
    types={"AWS::Serverless::Api": ""},
    has={"DefinitionBody": False, "DefinitionUri": False},
    property="RestApiId",
    repeats=False,
    names_function=True,
    read=_route_answers,
)

FUNCTION_URL = EventSource(
    name="function_url", invocation=InvocationModel.SYNCHRONOUS, repeats=False
)

NONE = EventSource(name="none", invocation=InvocationModel.SYNCHRONOUS, repeats=False)
"""Callers that name the function itself."""

REQUESTED = (HTTP_API, REST_API, FUNCTION_URL, NONE)
