"""Credentials of an invoked function, and the warnings if they are fictitious."""

from __future__ import annotations

from typing import Any

import pytest

from sam_scaffold.invocation import InvocationResult
from sam_scaffold.invocation.credentials import credentials, profile_doubts, refusal_hints

OWN = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "secret"}
REFUSED = "An error occurred (UnrecognizedClientException) when calling the Scan operation"


def hints(variables: dict[str, str], error: Any = None, result: Any = None, logs: str = "") -> int:
    outcome = InvocationResult(result, error, logs, 1.0, None, 1)
    return len(list(refusal_hints("OrdersFunction", variables, outcome)))


def test_the_callers_are_handed_on() -> None:
    assert credentials({**OWN, "HOME": "/"}) == OWN
    token = {**OWN, "AWS_SESSION_TOKEN": "token"}
    assert credentials(token) == token


def test_made_up_ones_where_there_are_none() -> None:
    assert set(credentials({}).values()) == {"local"}


@pytest.mark.parametrize(
    "message",
    [
        REFUSED,
        "(InvalidClientTokenId) when calling the GetCallerIdentity operation",
        "(InvalidAccessKeyId) when calling the PutObject operation",
        "The security token included in the request is invalid.",
    ],
)
def test_the_refusal_of_made_up_ones_is_explained(message: str) -> None:
    assert hints(credentials({}), error={"errorMessage": message}) == 1
    assert hints(credentials({}), logs=message) == 1
    assert hints(credentials({}), result={"statusCode": 500, "body": message}) == 1


def test_the_line_names_what_to_set() -> None:
    (line,) = refusal_hints(
        "F", credentials({}), InvocationResult(None, None, REFUSED, 1.0, None, 1)
    )
    assert line.startswith("no credentials were found, so F had placeholders")
    assert all(word in line for word in ("AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "--profile"))


@pytest.mark.parametrize("error", [None, {"errorMessage": "'Records'"}])
def test_nothing_is_said_where_aws_refused_nothing(error: Any) -> None:
    assert hints(credentials({}), error=error, result={"ok": True}) == 0


def test_nothing_is_said_where_the_callers_own_were_refused() -> None:
    assert hints(credentials(OWN), error={"errorMessage": REFUSED}) == 0
    assert hints({**credentials({}), **OWN}, error={"errorMessage": REFUSED}) == 0


@pytest.mark.parametrize("name", ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"])
def test_a_profile_that_does_not_reach_the_function(name: str) -> None:
    (line,) = profile_doubts(credentials({}), {name: "dev"})
    assert "does not see the profile dev" in line
    assert "aws configure export-credentials --profile dev --format env" in line


def test_a_profile_beside_credentials_is_no_matter() -> None:
    assert list(profile_doubts(credentials(OWN), {**OWN, "AWS_PROFILE": "dev"})) == []
    assert list(profile_doubts(credentials({}), {"AWS_PROFILE": ""})) == []
