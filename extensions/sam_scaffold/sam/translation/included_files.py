"""What CloudFormation puts into a template before SAM's translator sees it.

Nested transforms run first, from the deepest outward, then those that ``Transform`` lists:
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
"""What ``AWS::LanguageExtensions`` alone knows, and replaces before SAM's turn:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-languageextensions.html
"""


def with_includes(value: Data, folder: Path | None) -> Data:
    """Put the files of ``AWS::Include`` into data, as far as they lie beside the template.

    `sam package` uploads such a file, and CloudFormation puts it in the transform's place. A
    file cannot bring another one:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html

    Args:
        value: A template, or a part of one.
        folder: The template's folder, None where that is not known.

    Returns:
        A new value, in which each transform stays whose outcome is known in AWS alone.
    """
    if isinstance(value, list):
        return [with_includes(one, folder) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: with_includes(one, folder) for key, one in value.items() if key != TRANSFORM}
    if TRANSFORM not in value:
        return kept
    content = _content(value[TRANSFORM], folder)
    if content is None or (kept and not isinstance(content, dict)):
        return {**kept, TRANSFORM: value[TRANSFORM]}
    return {**kept, **content} if kept else content


def _content(transform: Data, folder: Path | None) -> Data:
    """The data of the file that a transform includes, None where that is not known."""
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


def is_open(value: Data) -> bool:
    """Tell whether data holds what CloudFormation alone replaces before SAM's turn."""
    if isinstance(value, list):
        return any(map(is_open, value))
    if not isinstance(value, dict):
        return False
    own = any(str(key) == TRANSFORM or str(key).startswith(_EXTENSIONS) for key in value)
    return own or any(map(is_open, value.values()))


def open_resources(resources: Mapping[str, Data]) -> Collection[str]:
    """Return the resources that are not all there yet, and those that belong together with one.

    Args:
        resources: The section Resources as data.
    """
    found = {name for name, one in resources.items() if is_open(one)}
    named = {other for name in found for other in mentioned(resources[name])}
    naming = {name for name, one in resources.items() if found and found & set(mentioned(one))}
    return found | naming | (named & set(resources))
