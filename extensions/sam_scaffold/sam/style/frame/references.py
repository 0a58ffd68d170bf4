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


def _below(key: str, value: Data, new_ids: Mapping[str, str]) -> Data:  # noqa: PLR0911 - a form each
    match key, value:
        case (("Ref" | "DependsOn"), str()):
            return new_ids.get(value, value)
        case "DependsOn", list():
            return [new_ids.get(str(name), name) for name in value]
        case "Fn::GetAtt", [str(name), *attributes]:
            return [new_ids.get(name, name), *attributes]
        case "Fn::GetAtt", str():
            name, dot, attribute = value.partition(".")
            return new_ids.get(name, name) + dot + attribute
        case "Fn::Sub", str():
            return _VARIABLE.sub(lambda found: new_ids.get(found[1], found[1]), value)
        case "Fn::Sub", [text, *variables]:
            return [_below(key, text, new_ids), *with_ids(variables, new_ids)]
    return with_ids(value, new_ids)
