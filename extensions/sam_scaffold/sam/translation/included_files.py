"""Transforms that CloudFormation runs before SAM's translator, and the files that they include.

Nested transforms run first, the deepest before the others, then those in ``Transform``:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from ...document import Document
from ...errors import ScaffoldError
from ...transaction.files import read
from ..model.intrinsics import Data, mentioned, to_data

TRANSFORM = "Fn::Transform"

_EXTENSIONS = ("Fn::ForEach", "Fn::Length", "Fn::ToJsonString")
"""Functions of ``AWS::LanguageExtensions``, which CloudFormation replaces before SAM's transform:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-languageextensions.html
"""


def with_includes(value: Data, folder: Path | None) -> Data:
    """Replace ``AWS::Include`` in data by the content of the included files, if they are local.

    `sam package` uploads such a file, and CloudFormation replaces the transform by its content. A
    file cannot include another one:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html

    Args:
        value: A template, or a part of one.
        folder: The template's folder; None if it is unknown.

    Returns:
        A new value; it still has the transforms whose result is only known in AWS.
    """
    if isinstance(value, list):
        return [with_includes(item, folder) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: with_includes(below, folder) for key, below in value.items() if key != TRANSFORM}
    if TRANSFORM not in value:
        return kept
    content = _content(value[TRANSFORM], folder)
    if content is None or (kept and not isinstance(content, dict)):
        return {**kept, TRANSFORM: value[TRANSFORM]}
    return {**kept, **content} if kept else content


def _content(transform: Data, folder: Path | None) -> Data:
    """Return the data of the file that a transform includes; None if it is unknown."""
    match transform:
        case {"Name": "AWS::Include", "Parameters": {"Location": str(place)}} if folder:
            pass
        case _:
            return None
    file = folder / place
    try:
        if "://" in place or not file.is_file():
            return None
        return to_data(Document.parse(place, read(file)).root)
    except (ScaffoldError, OSError, ValueError):
        return None


def has_transforms(value: Data) -> bool:
    """Return whether data contains transforms that only CloudFormation can run."""
    if isinstance(value, list):
        return any(map(has_transforms, value))
    if not isinstance(value, dict):
        return False
    own = any(str(key) == TRANSFORM or str(key).startswith(_EXTENSIONS) for key in value)
    return own or any(map(has_transforms, value.values()))


def incomplete_resources(resources: Mapping[str, Data]) -> Collection[str]:
    """Return the resources with transforms, and those that they refer to or that refer to them.

    Args:
        resources: The section Resources as data.
    """
    found = {name for name, resource in resources.items() if has_transforms(resource)}
    named = {other for name in found for other in mentioned(resources[name])}
    naming = {
        name for name, resource in resources.items() if found and found & set(mentioned(resource))
    }
    return found | naming | (named & set(resources))
