"""YAML or JSON text of plain data, as people write SAM templates."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Any

import yaml

from ...document.characters import NOT_RAW, json_text
from ..model.intrinsics import INTRINSICS_WITHOUT_PREFIX, Data, resolver

if TYPE_CHECKING:
    from ruamel.yaml.comments import TaggedScalar


def json_lines(key: str, value: Data, column: int, step: int, fill: str = " ") -> list[str]:
    """Return ``"Key": value`` as lines of JSON.

    Args:
        key: The key.
        value: Its value.
        column: Column of the key.
        step: Columns of a level.
        fill: The character to indent with; a tab counts as one column.
    """
    text = json_text({key: value}, fill * step)
    return [fill * (column - step) + line for line in text.split("\n")[1:-1]]


def sam_yaml(value: Data, column: int = 0) -> str:
    """Return data as YAML after a ``Key:``, with intrinsic functions in their short form.

    Args:
        value: The data.
        column: Column of the key.

    Returns:
        Text that begins with a space, or with a line break for a mapping or list.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and seldom needed

    writer = YAML()
    writer.width = 4096
    writer.indent(mapping=2, sequence=4, offset=2)
    buffer = StringIO()
    writer.dump({"_": _commented(value)}, buffer)
    first, *rest = buffer.getvalue().rstrip("\n").split("\n")
    pad = " " * column
    return "\n".join([first.removeprefix("_:"), *(pad + line for line in rest)]).rstrip(" ")


def key_text(key: str) -> str:
    """Return a key as it is written before its colon in YAML."""
    plain = _PLAIN_KEY.fullmatch(key) and not _ambiguous(key)
    return key if plain else json_text(key)


_PLAIN_KEY = re.compile(r"[A-Za-z0-9_](?:[\w./:-]*[\w./-])?")


def _commented(value: Data) -> Any:
    """Convert data to the types of ruamel.yaml, which can have tags."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq  # noqa: PLC0415

    if isinstance(value, dict):
        if len(value) == 1 and (short := _short(*next(iter(value.items())))) is not None:
            return short
        mapping = CommentedMap()
        for key, below in value.items():
            mapping[_text(key)] = _commented(below)
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq()
        sequence.extend(_commented(item) for item in value)
        return sequence
    return _text(value)


def _text(value: Any) -> Any:
    """Quote a text if it needs quotes; return any other value as it is."""
    return _quoted(value) if isinstance(value, str) and _ambiguous(value) else value


def _ambiguous(text: str) -> bool:
    """Return whether SAM, which reads YAML 1.1, would not read a plain text as text (``yes``)."""
    tag = resolver().resolve(yaml.ScalarNode, text, (True, False))
    return tag != _STRING or NOT_RAW.search(text) is not None


_STRING = "tag:yaml.org,2002:str"


def _quoted(text: str) -> Any:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415

    return DoubleQuotedScalarString(text)


def _short(key: str, value: Data) -> Any:
    """Return ``{"Fn::X": value}`` as ``!X value``; None if there is no such short form."""
    name = key.removeprefix("Fn::")
    if (name == key and key not in INTRINSICS_WITHOUT_PREFIX) or ":" in name:
        return None
    if key == "Condition" and not isinstance(value, str):
        return None
    if (
        name == "GetAtt"
        and isinstance(value, list)
        and all(isinstance(step, str) for step in value)
    ):
        value = ".".join(value)
    if isinstance(value, str):
        return _tagged_scalar(value, f"!{name}")
    below = _commented(value)
    if not hasattr(below, "yaml_set_ctag"):
        return None
    if below.tag.value:
        return None  # YAML does not allow two tags on a value: !Base64 !Sub
    from ruamel.yaml.tag import Tag  # noqa: PLC0415

    below.yaml_set_ctag(Tag(suffix=f"!{name}"))
    return below


def _tagged_scalar(value: str, tag: str) -> TaggedScalar:
    from ruamel.yaml.comments import TaggedScalar  # noqa: PLC0415

    # People quote text with ${...}; if quotes need escapes, ruamel.yaml decides.
    plain = not NOT_RAW.search(value) and ('"' in value or "\\" in value or "${" not in value)
    quoted = not (value and plain)
    return TaggedScalar(value, style='"' if quoted else None, tag=tag)
