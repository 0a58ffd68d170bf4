"""Literal environment variables: what Lambda refuses, and what has no place in a template."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any

from ..document.characters import surrogate_problem
from .secret_values import looks_secret

MOST_BYTES = 4096
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+")

_RESERVED = frozenset(
    (
        "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    )
)  # fmt: skip
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, but for the two
that begin with an underscore, which no name of one's own does.
"""


def environment_problem(environment: Any, taken: Container[str] = ()) -> str:
    """Why literal environment variables cannot stand in a SAM template.

    Args:
        environment: The answer: values by name.
        taken: Variables that lead to what the function is connected to.
    """
    if not isinstance(environment, Mapping):
        return f"{environment!r} is no mapping; write -d environment='{{NAME: value}}'."
    for name, value in environment.items():
        if problem := _name_problem(name) or _value_problem(name, value):
            return problem
        if name in taken:
            return f"{name} leads to what the function is connected to; take another name."
    size = sum(len(f"{name}{literal(value)}".encode()) for name, value in environment.items())
    if size > MOST_BYTES:
        return f"{size} bytes of variables, and Lambda allows {MOST_BYTES}; keep them elsewhere."
    return ""


def literal(value: Any) -> str:
    """A value as the text that the function reads."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _name_problem(name: Any) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return (
            f"{name!r} is no name of an environment variable (letters, digits, _, two at least, "
            "a letter first); write one like MAX_ITEMS."
        )
    if name in _RESERVED:
        return f"{name} is Lambda's own variable; take another name."
    return ""


def _value_problem(name: str, value: Any) -> str:
    if value is None or not isinstance(value, str | int | float):
        return (
            f"{name}: {value!r} is no literal; write text (in quotes if YAML takes it for more), "
            "a number, true or false."
        )
    if problem := surrogate_problem(str(value)):
        return f"{name}: {problem}"
    if "\0" in str(value):
        return f"{name} holds the character NUL, which no variable of a process can; leave it out."
    # A switch is not a secret, whatever its name; a number counts as its text.
    if not isinstance(value, bool) and looks_secret(name, literal(value)):
        return (
            f"{name} looks like a secret, and a template is read by many; put it into an "
            "AWS::SecretsManager::Secret of the template and give -d uses=<Secret>:read."
        )
    return ""
