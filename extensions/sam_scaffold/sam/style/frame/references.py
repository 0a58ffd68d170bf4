"""Renaming of resources in the references of plain data."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...model.intrinsics import Data

_VARIABLE = re.compile(r"(?<=\$\{)(\w+)(?=[.}])")


def with_ids(value: Data, new_ids: Mapping[str, str]) -> Data:
    """Return data whose references name other resources.

    Args:
        value: A resource, or a part of one, with intrinsic functions in their long form.
        new_ids: New logical ids by old ones.
    """
    if isinstance(value, list):
        return [with_ids(item, new_ids) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _below(key, below, new_ids) for key, below in value.items()}


def _below(key: str, value: Data, new_ids: Mapping[str, str]) -> Data:
    if key in ("Ref", "DependsOn") and isinstance(value, str):
        return new_ids.get(value, value)
    if key == "DependsOn" and isinstance(value, list):
        return [new_ids.get(str(name), name) for name in value]
    if key == "Fn::GetAtt" and isinstance(value, list) and value:
        return [new_ids.get(str(value[0]), value[0]), *value[1:]]
    if key == "Fn::GetAtt" and isinstance(value, str):
        name, dot, attribute = value.partition(".")
        return new_ids.get(name, name) + dot + attribute
    if key == "Fn::Sub" and isinstance(value, str):
        return _VARIABLE.sub(lambda match: new_ids.get(match[1], match[1]), value)
    if key == "Fn::Sub" and isinstance(value, list) and value:
        return [_below(key, value[0], new_ids), *with_ids(value[1:], new_ids)]
    return with_ids(value, new_ids)
