"""Environment variables with values: what Lambda rejects, and secrets, are refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..aws.limits import ENVIRONMENT_BYTES
from ..document.characters import surrogate_problem
from ..sam.model.intrinsics import Data, alternatives, is_function
from .secret_values import looks_secret

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+")

RESERVED = frozenset(
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


def environment_problem(environment: Any) -> str:
    """Return an error if environment variables are not valid in a SAM template.

    Args:
        environment: The answer: values by name.
    """
    if not isinstance(environment, Mapping):
        return f"{environment!r} is not a mapping. Write -d environment='{{NAME: value}}'."
    for name, value in environment.items():
        if problem := _name_problem(name) or _value_problem(name, value):
            return problem
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


def taken_problem(environment: Mapping[str, Data], taken: Mapping[str, Data]) -> str:
    """Return an error if a variable would replace one that identifies a connected resource.

    Args:
        environment: The answer: values by name.
        taken: The variables of the resources to which the function is connected.
    """
    for name, value in environment.items():
        if name in taken and taken[name] != value:
            return f"{name} identifies a resource that the function uses. Choose another name."
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
    if name in RESERVED:
        return f"{name} is reserved by Lambda. Choose another name."
    return ""


def _value_problem(name: str, value: Any) -> str:
    if is_function(value):
        return _function_problem(name, value)
    if value is None or not isinstance(value, str | int | float):
        return (
            f"{name}: {'null' if value is None else repr(value)} is not a literal. Write text (in "
            'quotes if YAML would parse it; empty text is "") or an intrinsic function.'
        )
    return _text_problem(name, literal(value)) or _named_secret(name, literal(value))


def _named_secret(name: str, text: str) -> str:
    """Return an error if a literal looks like a secret by the name of its variable."""
    # A Boolean is not a secret, whatever its name; a number is checked as text.
    return _secret(name) if text.lower() not in _SWITCHES and looks_secret(name, text) else ""


def _function_problem(name: str, value: dict[str, Data]) -> str:
    """Return an error if an intrinsic function is malformed, or returns a literal secret."""
    if problem := form_problem(value):
        return f"{name}: {problem}"
    problems = (
        *(_text_problem(name, text) for text in _texts(value)),
        *(_named_secret(name, text) for text in _literals(value)),
    )
    return next(filter(None, problems), "")


def form_problem(value: Data) -> str:
    """Return an error if a value is an intrinsic function whose argument is of another form."""
    if not is_function(value):
        return ""
    (key, below), *_ = value.items()
    is_valid, example = _FORMS.get(key, _ANY_FORM)
    if is_valid(below):
        return ""
    return f"this is not a valid {example.partition(' ')[0]}. Write it like {example}."


def _literals(value: Data) -> Iterator[str]:
    """Yield the texts that an intrinsic function may return, whatever the deployment."""
    for branch in alternatives(value):
        match branch:
            case str(text) | {"Fn::Sub": str(text)} if "${" not in text:
                yield text


def _is_named(below: Data) -> bool:
    return isinstance(below, str) and bool(below.strip())


def _is_attribute(below: Data) -> bool:
    parts = below.split(".", 1) if isinstance(below, str) else below
    return isinstance(parts, list) and len(parts) > 1 and all(map(bool, parts))


def _is_text_of_sub(below: Data) -> bool:
    match below:
        case [str(), dict()]:
            return True
    return isinstance(below, str)


def _is_list_of(*lengths: int) -> Callable[[Data], bool]:
    return lambda below: isinstance(below, list) and len(below) in lengths


_FORMS: Mapping[str, tuple[Callable[[Data], bool], str]] = {
    "Ref": (_is_named, "!Ref Name"),
    "Fn::GetAtt": (_is_attribute, "!GetAtt Name.Attribute"),
    "Fn::Sub": (_is_text_of_sub, '!Sub "text-${Name}"'),
    "Fn::If": (_is_list_of(3), "!If [Condition, one, other]"),
    "Fn::ImportValue": (lambda below: is_function(below) or _is_named(below), "!ImportValue name"),
    "Fn::Join": (_is_list_of(2), '!Join ["-", [one, other]]'),
    "Fn::Select": (_is_list_of(2), "!Select [0, [one, other]]"),
    "Fn::FindInMap": (_is_list_of(3, 4), "!FindInMap [Mapping, key, key]"),
}
"""What the argument of an intrinsic function must be, and an example of the whole."""

_ANY_FORM: tuple[Callable[[Data], bool], str] = (bool, "!Name value")


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


_REFERENCES = ("Ref", "Fn::GetAtt", "Fn::ImportValue", "Condition")
"""Intrinsic functions whose argument is a name, which is not secret."""


def _texts(value: Data) -> Iterator[str]:
    """Yield all texts in a value at any depth, except names to which it refers."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _REFERENCES or isinstance(item, dict):
                yield from _texts(item)
    else:
        yield str(value)
