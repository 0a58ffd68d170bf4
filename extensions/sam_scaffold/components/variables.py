"""Environment variables with values: what Lambda rejects, and secrets, are refused."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from ..aws.limits import ENVIRONMENT_BYTES
from ..document.characters import surrogate_problem
from ..sam.model.intrinsics import Data, is_function
from .given_data import function_in
from .secret_values import looks_secret

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
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, except the two
that begin with an underscore, as no valid name does.
"""


def environment_problem(environment: Any, taken: Container[str] = ()) -> str:
    """Return an error if environment variables are not valid in a SAM template.

    Args:
        environment: The answer: values by name.
        taken: Variables that identify the resources to which the function is connected.
    """
    if not isinstance(environment, Mapping):
        return f"{environment!r} is not a mapping. Write -d environment='{{NAME: value}}'."
    for name, value in environment.items():
        if problem := _name_problem(name) or _value_problem(name, value):
            return problem
        if name in taken:
            return f"{name} identifies a resource that the function uses. Choose another name."
    texts = {
        name: "" if is_function(value) else literal(value) for name, value in environment.items()
    }
    size = sum(len(f"{name}{text}".encode()) for name, text in texts.items())
    if size > ENVIRONMENT_BYTES:
        return (
            f"The environment variables have {size} bytes, but Lambda allows {ENVIRONMENT_BYTES}. "
            "Store values elsewhere."
        )
    return ""


def stated(value: Any) -> Data:
    """Return a value as the SAM template states it: an intrinsic function, or text."""
    return value if is_function(value) else literal(value)


def literal(value: Any) -> str:
    """Return a value as the text that the function reads."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _name_problem(name: Any) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return (
            f"{name!r} is not a valid name of an environment variable: two or more letters, digits "
            "and _, beginning with a letter. Use a name such as MAX_ITEMS."
        )
    if name in _RESERVED:
        return f"{name} is reserved by Lambda. Choose another name."
    return ""


def _value_problem(name: str, value: Any) -> str:
    if is_function(value):
        return next(filter(None, (_text_problem(name, text) for text in _texts(value))), "")
    if value is None or not isinstance(value, str | int | float):
        return (
            f"{name}: {'null' if value is None else repr(value)} is not a literal. Write text (in "
            'quotes if YAML would parse it; empty text is "") or an intrinsic function.'
        )
    if function_in(text := literal(value)):
        return (
            f"{name}: {text} is an intrinsic function in quotes, which would be text. Remove the "
            "quotes."
        )
    if problem := _text_problem(name, text):
        return problem
    # A Boolean is not a secret, whatever its name; a number is checked as text.
    if text.lower() not in _SWITCHES and looks_secret(name, text):
        return _secret(name)
    return ""


def _text_problem(name: str, text: str) -> str:
    """Return an error if a text cannot be a value, or part of one."""
    if problem := surrogate_problem(text):
        return f"{name}: {problem}"
    if "\0" in text:
        return f"{name} contains the character NUL, which environment variables cannot. Remove it."
    return _secret(name) if looks_secret("", text) else ""


def _secret(name: str) -> str:
    return (
        f"{name} looks like a secret, which must not be in a template. Store it in an "
        "AWS::SecretsManager::Secret of the template, and give -d uses=<Secret>:read."
    )


_SWITCHES = ("true", "false", "yes", "no", "on", "off")


def _texts(value: Data) -> Iterator[str]:
    """Yield all texts in a value at any depth."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    else:
        yield str(value)
