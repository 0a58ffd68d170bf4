"""Values of a SAM template as plain data, with intrinsic functions in their long form.

The long form (``{"Fn::Sub": "..."}``) is the only one that JSON templates have, too:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from ...document import Node, NodeKind, plain_data
from ...document.merge_keys import is_merge_key

Data = plain_data.Data

INTRINSICS_WITHOUT_PREFIX = ("Ref", "Condition")
"""Intrinsic functions whose long form does not begin with ``Fn::``."""

SHORT_FORMS = frozenset(
    (
        *INTRINSICS_WITHOUT_PREFIX, "And", "Base64", "Cidr", "Equals", "FindInMap", "GetAtt",
        "GetAZs", "If", "ImportValue", "Join", "Length", "Not", "Or", "Select", "Split", "Sub",
        "ToJsonString", "Transform",
    )
)  # fmt: skip
"""Intrinsic functions that have a short form, without its ``!``:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""


def long_form(name: str) -> str:
    """Return the key of an intrinsic function's long form.

    Args:
        name: The name in its short form, without the ``!``.
    """
    return name if name in INTRINSICS_WITHOUT_PREFIX else f"Fn::{name}"


def is_function(value: Data) -> bool:
    """Return whether a value is an intrinsic function of CloudFormation."""
    return isinstance(value, dict) and len(value) == 1 and next(iter(value)) in _LONG_FORMS


_LONG_FORMS = frozenset(map(long_form, SHORT_FORMS))


def is_computed(properties: dict[str, Data]) -> bool:
    """Return whether an intrinsic function returns the properties of a resource."""
    return any(key.startswith("Fn::") for key in properties)


def mapping_of(value: Data) -> dict[str, Data]:
    """Return a value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def to_data(node: Node) -> Data:
    """Convert a node to plain data, with intrinsic functions in their long form.

    Aliases and merge keys (``<<``) are resolved. Dates remain text, as CloudFormation reads them.
    """
    node = node.resolved()
    if node.tag is not None and node.tag.startswith("!") and len(node.tag) > 1:
        return _intrinsic(node.tag[1:], _untagged(node))
    return _untagged(node)


def references(value: Data) -> list[str]:
    """Return the logical ids and parameters that a value refers to by Ref, in order, at any depth.

    Args:
        value: A property's value, such as ``[{"Ref": "HttpLayer"}, ...]``.
    """
    if isinstance(value, list):
        return [name for below in value for name in references(below)]
    if not isinstance(value, dict):
        return []
    found: list[str] = []
    for key, below in value.items():
        found += [below] if key == "Ref" and isinstance(below, str) else references(below)
    return found


def mentioned(value: Data) -> list[str]:
    """Return what a value refers to by Ref, GetAtt or the variables of a Sub, at any depth.

    Args:
        value: A property's value, or all properties of a resource.
    """
    if isinstance(value, list):
        return [name for below in value for name in mentioned(below)]
    if not isinstance(value, dict):
        return []
    return [name for key, below in value.items() for name in _referred(key, below)]


def _referred(key: str, value: Data) -> list[str]:
    text = value[0] if isinstance(value, list) and value else value
    if key == "Ref" and isinstance(text, str):
        return [text]
    if key == "Fn::GetAtt" and isinstance(text, str):
        return [text.split(".")[0]]
    variables = _VARIABLE.findall(text) if key == "Fn::Sub" and isinstance(text, str) else []
    return [*variables, *mentioned(value)]


_VARIABLE = re.compile(r"\$\{(\w+)[.}]")


def alternatives(value: Data) -> list[Data]:
    """Return all values that a value may have, or its list may contain, under any conditions.

    Args:
        value: A value, or a list of them, in which ``Fn::If`` may choose at any depth.

    Returns:
        Each branch in order, without ``AWS::NoValue``; nested lists are flattened.
    """
    match value:
        case {"Fn::If": [_, then, otherwise]}:
            return [*alternatives(then), *alternatives(otherwise)]
        case {"Ref": "AWS::NoValue"}:
            return []
        case list():
            return [found for item in value for found in alternatives(item)]
    return [value]


def as_boolean(value: Data) -> bool | None:
    """Return the value of a property of type Boolean, which may be text in CloudFormation.

    Args:
        value: The property's value: ``True``, ``"true"``, ``{"Fn::If": ...}``.

    Returns:
        None if only the deployment determines it.
    """
    return {"true": True, "false": False}.get(str(value).lower())


def _untagged(node: Node) -> Data:
    if node.kind is NodeKind.SCALAR:
        return _scalar(node)
    if node.kind is NodeKind.SEQUENCE:
        return [to_data(item) for item in node.items]
    own = {
        key.resolved().value: to_data(value) for key, value in node.pairs() if not is_merge_key(key)
    }
    return {**inherited(node), **own}


def inherited(node: Node) -> dict[str, Data]:
    """Return the entries that a mapping gets by merge keys, including those that it overrides."""
    merged: dict[str, Data] = {}
    for below in [to_data(value) for key, value in node.pairs() if is_merge_key(key)]:
        for mapping in below if isinstance(below, list) else [below]:
            merged = {**(mapping if isinstance(mapping, dict) else {}), **merged}
    return merged


def _intrinsic(name: str, value: Data) -> Data:
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {long_form(name): value}


@cache
def resolver() -> Any:
    """Return the loader that decides which plain text is a number, boolean or null in YAML 1.1."""
    return yaml.SafeLoader("")


def _scalar(node: Node) -> Data:
    text = node.value
    if (node.style != "" and node.tag is None) or (node.tag or "").startswith("!"):
        return text
    tag = node.tag or resolver().resolve(yaml.ScalarNode, text, (True, False))
    if tag in _CONVERTED:
        try:
            return getattr(resolver(), _CONVERTED[tag])(yaml.ScalarNode(tag, text))
        except ValueError:
            return text
    return text


_CONVERTED = {
    "tag:yaml.org,2002:null": "construct_yaml_null",
    "tag:yaml.org,2002:bool": "construct_yaml_bool",
    "tag:yaml.org,2002:int": "construct_yaml_int",
    "tag:yaml.org,2002:float": "construct_yaml_float",
}
