"""Credentials of a function, and warnings about placeholder credentials."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from .invocation_result import InvocationResult

_NAMES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_PLACEHOLDERS = dict.fromkeys(_NAMES, "local")
_PROFILES = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")

_REFUSED = re.compile(
    r"\b(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|AuthFailure"
    r"|InvalidToken)\b|security token included in the request is invalid"
)
"""Errors of AWS services for unknown credentials:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html
"""

_EXPORT = 'eval "$(aws configure export-credentials --profile {profile} --format env)"'
"""https://docs.aws.amazon.com/cli/latest/reference/configure/export-credentials.html"""


def credentials(caller: Mapping[str, str]) -> dict[str, str]:
    """Return the caller's credentials, or placeholders if there are none: clients require some.

    Args:
        caller: The environment of the command.
    """
    if "AWS_ACCESS_KEY_ID" in caller:
        return {name: caller[name] for name in _NAMES if name in caller}
    return _PLACEHOLDERS


def profile_doubts(variables: Mapping[str, str], caller: Mapping[str, str]) -> Iterator[str]:
    """Yield a warning if the caller uses a profile, which the function does not see.

    Args:
        variables: The function's variables.
        caller: The environment of the command.
    """
    profile = next((caller[name] for name in _PROFILES if caller.get(name)), "")
    if profile and _are_placeholders(variables):
        export = _EXPORT.format(profile=profile)
        yield (
            f"the function does not see the profile {profile}, and has placeholder credentials. "
            f"To pass on the profile's credentials, run {export} first."
        )


def refusal_hints(
    logical_id: str, variables: Mapping[str, str], outcome: InvocationResult
) -> Iterator[str]:
    """Yield a hint if AWS rejected the placeholder credentials.

    Args:
        logical_id: The function's key in Resources.
        variables: Its variables.
        outcome: The result of the invocation.
    """
    output = f"{json.dumps([outcome.error, outcome.result])}{outcome.logs}"
    if _are_placeholders(variables) and _REFUSED.search(output):
        yield (
            f"no credentials were found, so {logical_id} had placeholders, which AWS rejects. "
            f"Set {_NAMES[0]} and {_NAMES[1]} ({_EXPORT.format(profile='NAME')}), or "
            "AWS_ENDPOINT_URL to the address of an emulator."
        )


def _are_placeholders(variables: Mapping[str, str]) -> bool:
    return all(variables.get(name) == value for name, value in _PLACEHOLDERS.items())
