"""The credentials that a function gets, and what to say where they are made up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from .invocation_result import InvocationResult

_NAMES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_MADE_UP = dict.fromkeys(_NAMES, "local")
_PROFILES = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")

_REFUSED = re.compile(
    r"\b(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|AuthFailure"
    r"|InvalidToken)\b|security token included in the request is invalid"
)
"""What AWS's services answer to credentials that they do not know:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html
"""

_EXPORT = 'eval "$(aws configure export-credentials --profile {profile} --format env)"'
"""https://docs.aws.amazon.com/cli/latest/reference/configure/export-credentials.html"""


def credentials(caller: Mapping[str, str]) -> dict[str, str]:
    """Return the caller's credentials, else some that no account has: a client needs any.

    Args:
        caller: The environment of the command.
    """
    if "AWS_ACCESS_KEY_ID" in caller:
        return {name: caller[name] for name in _NAMES if name in caller}
    return _MADE_UP


def profile_doubts(variables: Mapping[str, str], caller: Mapping[str, str]) -> Iterator[str]:
    """Yield that a profile does not reach the function, where the caller counts on one.

    Args:
        variables: The function's variables.
        caller: The environment of the command.
    """
    profile = next((caller[name] for name in _PROFILES if caller.get(name)), "")
    if profile and _are_made_up(variables):
        export = _EXPORT.format(profile=profile)
        yield (
            f"the function does not see the profile {profile}, and gets made-up credentials; to "
            f"hand its credentials on, run {export} first."
        )


def refusal_hints(
    logical_id: str, variables: Mapping[str, str], outcome: InvocationResult
) -> Iterator[str]:
    """Yield that the credentials were made up, where AWS refused them.

    Args:
        logical_id: The function's key in Resources.
        variables: Its variables.
        outcome: What became of the event.
    """
    said = f"{json.dumps([outcome.error, outcome.result])}{outcome.logs}"
    if _are_made_up(variables) and _REFUSED.search(said):
        yield (
            f"no credentials were found, so that {logical_id} got made-up ones, which AWS refuses; "
            f"set {_NAMES[0]} and {_NAMES[1]} ({_EXPORT.format(profile='NAME')}), or "
            "AWS_ENDPOINT_URL to the address of a stand-in."
        )


def _are_made_up(variables: Mapping[str, str]) -> bool:
    return all(variables.get(name) == value for name, value in _MADE_UP.items())
