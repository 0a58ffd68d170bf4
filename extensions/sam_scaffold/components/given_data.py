"""Answers that are given as YAML or JSON, parsed to exactly the data that was typed.

Copier reads YAML 1.1, in which ``12:30`` is 750, ``1.10`` is 1.1, ``no`` is false, and U+0085 is
folded to a space. Therefore these answers reach us as text, and are parsed here: a scalar without
quotes is the text itself, and CloudFormation's short forms are intrinsic functions, in quotes, too:
JSON and most shells need quotes around them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import yaml

from ..document.characters import NOT_RAW
from ..document.expansion import DEEP, LARGE, MOST_BYTES, expansion_problem
from ..errors import ScaffoldError
from ..sam.model.intrinsics import SHORT_FORMS, Data, is_function, long_form

NOT_YAML = "not valid YAML. Put it in quotes, or write it like {NAME: value} or [one, two]"


class GivenError(ScaffoldError):
    """Raised when a text is not a valid answer; its message completes "VALUE is ..."."""


class Plain(str):
    """A scalar that was given without quotes."""

    __slots__ = ()


def with_data(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers, with data in place of text for those that are read here.

    Args:
        answers: Answers by question. Recorded answers are already data.

    Raises:
        GivenError: A text cannot be read.
    """
    return {key: data_of(key, value) for key, value in answers.items()}


def data_of(key: str, answer: Any) -> Any:
    """Return the data of an answer.

    Args:
        key: Its question.
        answer: Text, or recorded data.

    Raises:
        GivenError: A text cannot be read.
    """
    if key not in READ_HERE:
        return answer
    if isinstance(answer, str):
        return READ_HERE[key](_read(answer))
    return _with_functions(answer) if READ_HERE[key] is texts else answer


def texts(value: Any) -> Data:
    """Return data whose scalars are written as given: numbers, Booleans, text and null.

    Raises:
        GivenError: An intrinsic function in quotes cannot be read.
    """
    return _with_functions(_with_scalars(value, _as_text))


def values(value: Any) -> Data:
    """Return data to which Lambda or SNS compares an event: numbers, Booleans, null, text.

    Raises:
        GivenError: A number would be written differently, or there is an intrinsic function,
            whose value is not known before the deployment.
    """
    return _with_scalars(value, _as_value, functions=False)


READ_HERE: Mapping[str, Callable[[Any], Data]] = {
    "environment": texts,
    "permissions": texts,
    "pattern": values,
    "filter_policy": values,
}
"""Questions whose answers are read here, and the conversion of their scalars."""

_NULLS = ("", "~", "null", "Null", "NULL")

_NUMBER = re.compile(
    r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|0b[01]+"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|-?Infinity|NaN",
    re.ASCII,
)
"""A number in JSON, YAML 1.1 or YAML 1.2, except ``12:30`` and ``1_000`` of YAML 1.1."""

_WHOLE = re.compile(r"(0|-?[1-9]\d{0,39})", re.ASCII)
_DECIMAL = re.compile(r"-?(0|[1-9]\d*)\.\d+", re.ASCII)


def _written(plain: Plain) -> Data:
    """Return the number or Boolean that is written as it was given, None if it is neither."""
    if plain in ("true", "false"):
        return plain == "true"
    if _WHOLE.fullmatch(plain):
        return int(plain)
    return number if _DECIMAL.fullmatch(plain) and repr(number := float(plain)) == plain else None


def _as_text(plain: Plain) -> Data:
    if plain in _NULLS:
        return None
    written = _written(plain)
    return str(plain) if written is None else written


def _as_value(plain: Plain) -> Data:
    if plain in _NULLS:
        return None
    if (written := _written(plain)) is not None:
        return written
    if plain.lower() in ("true", "false"):
        return plain.lower() == "true"
    if not _NUMBER.fullmatch(plain):
        return str(plain)
    raise GivenError(
        f"ambiguous: {plain[:_SHOWN]} is a number that would be written differently. Write the "
        f'number in its shortest form, or as text: "{plain[:_SHOWN]}"'
    )


_SHOWN = 40
"""Characters of a number that a message repeats."""


def _with_functions(value: Any) -> Any:
    """Return data in which intrinsic functions that are given as text are functions."""
    if isinstance(value, list):
        return [_with_functions(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _with_functions(item) for key, item in value.items()}
    return _function_or_text(value) if isinstance(value, str) and function_in(value) else value


def _function_or_text(text: str) -> Data:
    try:
        found = texts(_read(text))
    except GivenError:
        raise GivenError(
            f"not valid: {text[:_SHOWN]} is not a complete intrinsic function. Write it like !Ref "
            "Name, !GetAtt Name.Attribute or !If [Condition, one, other]"
        ) from None
    return found if is_function(found) else text


def _with_scalars(value: Any, scalar: Callable[[Plain], Data], *, functions: bool = True) -> Data:
    if isinstance(value, Plain):
        return scalar(value)
    if isinstance(value, list):
        return [_with_scalars(item, scalar, functions=functions) for item in value]
    if not isinstance(value, dict):
        return value
    if not functions and is_function(value):
        raise GivenError(
            f"not plain data: {next(iter(value))} is an intrinsic function. Write its value, or "
            "edit the function's resource.yaml"
        )
    return {
        str(key): _with_scalars(item, scalar, functions=functions) for key, item in value.items()
    }


# --- Reading ------------------------------------------------------------------


def _read(text: str) -> Any:
    """Parse a text; scalars without quotes become `Plain`."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise GivenError(f"not a valid value: {LARGE}")
    try:
        found = _json(text) if text.lstrip()[:1] in ("{", "[") else _NO_JSON
        if found is _NO_JSON:
            found = _yaml(text)
    except RecursionError:
        raise GivenError(f"not a valid value: {DEEP}") from None
    if problem := expansion_problem(found):
        raise GivenError(f"not a valid value: {problem}")
    return found


_NO_JSON = object()


def _json(text: str) -> Any:
    try:
        return json.loads(
            text, parse_int=Plain, parse_float=Plain, parse_constant=Plain,
            object_pairs_hook=_mapping,
        )  # fmt: skip
    except ValueError:
        return _NO_JSON


def _mapping(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """Return the mapping of pairs; refuse a key that occurs twice."""
    found: dict[Any, Any] = {}
    for key, value in pairs:
        if key in found:
            raise GivenError(f"ambiguous: the key {key} occurs twice. Remove one of them")
        found[key] = value
    return found


def _yaml(text: str) -> Any:
    """Parse YAML, and keep the characters that YAML 1.1 would fold."""
    stand_ins = _stand_ins(text)
    try:
        found = yaml.load(text.translate(stand_ins), Loader=_Loader)  # noqa: S506 - a safe one
    except yaml.MarkedYAMLError as error:
        if "Unicode character escape" in str(error.problem):
            raise GivenError(
                "not a valid value: YAML has no surrogate pairs. Write the character itself"
            ) from None
        raise GivenError(NOT_YAML) from None
    except yaml.YAMLError:
        raise GivenError(NOT_YAML) from None
    back = {ord(stand_in): chr(folded) for folded, stand_in in stand_ins.items()}
    return _translated(found, back) if back else found


def _stand_ins(text: str) -> dict[int, str]:
    """Return a character for private use for each one that YAML 1.1 would fold."""
    folded = sorted(set(NOT_RAW.findall(text.replace("\r\n", "\n"))))
    escaped = text.lower()
    free = (
        chr(code) for code in range(0xE000, 0xF900)
        if chr(code) not in text and f"\\u{code:x}" not in escaped
    )  # fmt: skip
    return {ord(character): stand_in for character, stand_in in zip(folded, free, strict=False)}


def _translated(value: Any, back: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        return type(value)(value.translate(back))
    if isinstance(value, list):
        return [_translated(item, back) for item in value]
    if isinstance(value, dict):
        return {_translated(key, back): _translated(item, back) for key, item in value.items()}
    return value


_PLAIN = "plain"
"""The tag of a scalar without quotes and without a tag."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Loader for text, mappings, lists and CloudFormation's short forms, and for nothing else."""

    yaml_implicit_resolvers: ClassVar[dict[Any, Any]] = {None: [(_PLAIN, re.compile(""))]}
    yaml_constructors: ClassVar[dict[Any, Any]] = {}
    yaml_multi_constructors: ClassVar[dict[Any, Any]] = {}


def _text(_loader: Any, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise GivenError(NOT_YAML)
    return str(node.value)


def _plain(loader: Any, node: yaml.Node) -> Plain:
    return Plain(_text(loader, node))


def _sequence(loader: Any, node: yaml.Node) -> list[Any]:
    if not isinstance(node, yaml.SequenceNode):
        raise GivenError(NOT_YAML)
    return [loader.construct_object(item, deep=True) for item in node.value]


def _pairs(loader: Any, node: yaml.Node) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        raise GivenError(NOT_YAML)
    found = []
    for key, value in node.value:
        name = loader.construct_object(key, deep=True)
        if not isinstance(name, str):
            raise GivenError(f"not valid: the key {name!r} is not a string. Put it in quotes")
        found.append((name, loader.construct_object(value, deep=True)))
    return _mapping(found)


def _short_form(loader: Any, name: str, node: yaml.Node) -> dict[str, Any]:
    if name not in SHORT_FORMS:
        raise GivenError(
            f"not valid: CloudFormation has no short form !{name}. Put text that begins with ! in "
            "quotes"
        )
    build: Callable[[Any, yaml.Node], Any] = _text
    if isinstance(node, yaml.CollectionNode):
        build = _pairs if isinstance(node, yaml.MappingNode) else _sequence
    value = build(loader, node)
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {long_form(name): value}


def _unknown(_loader: Any, node: yaml.Node) -> Any:
    tag = node.tag.replace("tag:yaml.org,2002:", "!!", 1)
    raise GivenError(f"not a valid value: a template cannot contain {tag}. Write the value itself")


_Loader.add_constructor(_PLAIN, _plain)
_Loader.add_constructor("tag:yaml.org,2002:str", _text)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)
_Loader.add_constructor("tag:yaml.org,2002:map", _pairs)
_Loader.add_multi_constructor("!", _short_form)
_Loader.add_constructor(None, _unknown)


# --- Text ---------------------------------------------------------------------

_FUNCTION = re.compile(
    rf"\s*(!({'|'.join(sorted(SHORT_FORMS))})(?![\w:])|\{{\s*[\"']?(Ref|Fn::\w+)[\"']?\s*:)"
)


def function_in(text: str) -> bool:
    """Return whether a text is an intrinsic function that is given as text."""
    return _FUNCTION.match(text) is not None
