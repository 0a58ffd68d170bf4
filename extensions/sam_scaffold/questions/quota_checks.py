"""Checks of the length of names and of a function's environment variables.

A reference counts as one character, the least that it can be: an error here occurs in every stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..aws import limits
from ..sam.model.globals_merge import is_intrinsic, joined
from ..sam.model.intrinsics import Data
from ..sam.model.template import FUNCTION, Template

_LONGEST = {
    FUNCTION: ("FunctionName", limits.FUNCTION_NAME_CHARACTERS),
    "AWS::Serverless::LayerVersion": ("LayerName", limits.LAYER_NAME_CHARACTERS),
    "AWS::IAM::Role": ("RoleName", limits.ROLE_NAME_CHARACTERS),
    "AWS::SQS::Queue": ("QueueName", limits.QUEUE_NAME_CHARACTERS),
}
"""The property with the name of a generated resource, and its maximum length, by type."""

_REFERENCE = re.compile(r"\$\{[^}]*\}")


def name_length_problem(added: Template) -> str:
    """Return an error if a name in a component is too long.

    Args:
        added: Its snippet, as a separate template.
    """
    for resource in added.of_type(*_LONGEST):
        key, most = _LONGEST[resource.type]
        for text in _texts(resource.properties.get(key)):
            if len(_REFERENCE.sub("x", text)) > most:
                return f"the {key} {text!r} has more than {most} characters. Choose a shorter name."
    return ""


def environment_size_problem(template: Template, added: Template) -> str:
    """Return an error if a function's environment variables are larger than Lambda allows.

    Args:
        template: The SAM template, with variables in Globals.
        added: The function's snippet, as a separate template.
    """
    inherited = _variables(template.globals_function.get("Environment"))
    for function in added.functions:
        variables = joined(inherited, _variables(function.own.get("Environment")))
        size = sum(_size(name, value) for name, value in dict(_items(variables)).items())
        if size > limits.ENVIRONMENT_BYTES:
            return (
                f"the environment variables, with those of Globals, have {size} bytes, but "
                f"Lambda allows {limits.ENVIRONMENT_BYTES}. Store long values in an "
                "AWS::SSM::Parameter of the template, and give -d uses=<Parameter>:read."
            )
    return ""


def _variables(environment: Data) -> Data:
    return environment.get("Variables", {}) if isinstance(environment, dict) else {}


def _items(variables: Data) -> Iterator[tuple[str, Data]]:
    if isinstance(variables, Mapping) and not is_intrinsic(variables):
        yield from variables.items()


def _size(name: str, value: Data) -> int:
    text = str(value) if isinstance(value, str | int | float) else "x"
    return len(name.encode()) + len(text.encode())


def _texts(value: Data) -> list[str]:
    """Return the possible values of a name, with references in braces."""
    match value:
        case str():
            return [value]
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text), *_]}:
            return [text]
        case {"Fn::If": [_, *branches]}:
            return [text for branch in branches for text in _texts(branch)]
        case {"Fn::Join": [str(between), [*parts]]}:
            return [between.join((_texts(part) or ["${}"])[0] for part in parts)]
        case _:
            return []
