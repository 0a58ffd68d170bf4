"""What AWS takes of a name and of a function's environment, counted before it is written.

References count as one character, the least that they can come to: what is refused here fails
in every stack.
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
"""The names that generated resources state, and their longest, by type."""

_REFERENCE = re.compile(r"\$\{[^}]*\}")


def name_length_problem(added: Template) -> str:
    """Say which name of a component is too long.

    Args:
        added: Its snippet, as a template of its own.
    """
    for resource in added.of_type(*_LONGEST):
        key, most = _LONGEST[resource.type]
        for text in _texts(resource.properties.get(key)):
            if len(_REFERENCE.sub("x", text)) > most:
                return f"the {key} {text!r} has over {most} characters; take a shorter name."
    return ""


def environment_size_problem(template: Template, added: Template) -> str:
    """Say that a function would have more environment variables than Lambda takes.

    Args:
        template: The SAM template, whose Globals count.
        added: The function's snippet, as a template of its own.
    """
    inherited = _variables(template.globals_function.get("Environment"))
    for function in added.functions:
        variables = joined(inherited, _variables(function.own.get("Environment")))
        size = sum(_size(name, value) for name, value in dict(_items(variables)).items())
        if size > limits.ENVIRONMENT_BYTES:
            return (
                f"the environment variables, with those of Globals, have {size} bytes, and Lambda "
                f"takes {limits.ENVIRONMENT_BYTES}; put long values into an AWS::SSM::Parameter "
                "of the template and give -d uses=<Parameter>:read."
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
    """Return what a name may come to, with references in braces: of a choice each branch."""
    match value:
        case str():
            return [value]
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text), *_]}:
            return [text]
        case {"Fn::If": [_, *branches]}:
            return [text for one in branches for text in _texts(one)]
        case {"Fn::Join": [str(between), [*parts]]}:
            return [between.join((_texts(part) or ["${}"])[0] for part in parts)]
        case _:
            return []
