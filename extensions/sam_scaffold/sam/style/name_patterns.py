"""Shapes of values: values in which placeholders replace a component's own name.

The value ``{"Fn::Sub": "${Stage}-order-router"}`` of the function ``order_router`` has the shape
``{"Fn::Sub": "${Stage}-{kebab}"}``. Filled with the name of another function, the shape is that
function's value in the same style. A shape is plain data: ``{snake}``, ``{kebab}``, ``{camel}`` and
``{pascal}`` are spellings of the name, and ``{brace}`` is an opening brace where the text itself
contains one of these.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Sequence
from functools import partial

from ..model.intrinsics import Data
from ..model.names import camel, kebab, pascal, snake, words

SPELLINGS = {"snake": snake, "kebab": kebab, "camel": camel, "pascal": pascal}
BY_LIKELIHOOD = ("kebab", "snake", "camel")
"""Spellings in names of AWS, the likeliest first: they decide for names of one word."""

_KINDS = "|".join([*SPELLINGS, "brace"])
_PLACEHOLDER = re.compile(rf"\{{({_KINDS})\}}")
_BRACE = re.compile(rf"\{{(?=(?:{_KINDS})\}})")
_VARIABLE = re.compile(r"(\$\{[^}]*\})")

# The arguments of these are names of other resources, which do not change with the component.
REFERENCES = frozenset(
    {"Ref", "Condition", "Fn::GetAtt", "Fn::ImportValue", "Fn::FindInMap", "Fn::Transform"}
)


def shapes(value: Data, name: str, order: Sequence[str] = BY_LIKELIHOOD) -> list[Data]:
    """Return the shapes that a value may have, the likeliest first.

    If the name has one word, it is the same text in snake, kebab and camel. Then each of them
    results in a shape, and components with longer names decide the vote.

    Args:
        value: A property's value.
        name: The component's own name in snake_case.
        order: snake, kebab and camel, the likeliest first.

    Returns:
        Nothing if the value does not contain the name: other components would have the same value.
    """
    found: list[Data] = []
    for hypothesis in order if "_" not in name else order[:1]:
        hits: list[str] = []
        kinds = ("pascal", *order) if "_" in name else ("pascal", hypothesis)
        spelled = [(kind, SPELLINGS[kind](name)) for kind in kinds]
        shape = _each(value, partial(_replaced, spelled=spelled, hits=hits))
        if hits and shape not in found:
            found.append(shape)
    return found


def literal(value: Data) -> Data:
    """Return the shape of a value that does not depend on the name."""
    if isinstance(value, str):
        return _BRACE.sub("{brace}", value)
    return _each(value, literal)


def with_placeholder(logical_id: str, name: str) -> str:
    """Return the shape of an id in which the name has an unusual spelling.

    ``EC2ReportFunction`` of ``ec2_report`` has the shape ``{pascal}Function``.

    Args:
        logical_id: The id, or its shape.
        name: The component's own name in snake_case.

    Returns:
        The shape; filled with the same name, it may result in another id. An id without the name
        is returned as it is.
    """
    own, every = name.split("_"), words(logical_id)
    if _PLACEHOLDER.search(logical_id):
        return logical_id
    for start in range(len(logical_id)):
        for end in range(start + 1, len(logical_id) + 1):
            before, found, after = logical_id[:start], logical_id[start:end], logical_id[end:]
            if words(found) == own and [*words(before), *own, *words(after)] == every:
                return f"{before}{{{'camel' if found[0].islower() else 'pascal'}}}{after}"
    return logical_id


def fill(shape: Data, name: str) -> Data:
    """Return the value of a shape for a name in snake_case."""
    if isinstance(shape, str):
        return _PLACEHOLDER.sub(lambda match: _spelled(match[1], name), shape)
    if isinstance(shape, dict):
        return {key: fill(below, name) for key, below in shape.items()}
    if isinstance(shape, list):
        return [fill(below, name) for below in shape]
    return shape


def _spelled(kind: str, name: str) -> str:
    return "{" if kind == "brace" else SPELLINGS[kind](name)


def tally(candidates: Sequence[Sequence[Data]]) -> list[tuple[Data, int]]:
    """Return each shape with the number of its votes, the most common first.

    Shapes with the same number are in the order of the file.

    Args:
        candidates: The possible shapes of each component's value; it votes for each of them.
    """
    votes: dict[str, tuple[Data, int]] = {}
    for ballot in candidates:
        for key, shape in {json.dumps(shape, sort_keys=True): shape for shape in ballot}.items():
            first, count = votes.get(key, (shape, 0))
            votes[key] = (first, count + 1)
    return sorted(votes.values(), key=lambda vote: -vote[1])


def _each(value: Data, text: Callable[[str], Data]) -> Data:
    """Replace the strings in data, except in references."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_each(below, text) for below in value]
    if not isinstance(value, dict):
        return value
    return {key: _below(key, below, text) for key, below in value.items()}


def _below(key: str, value: Data, text: Callable[[str], Data]) -> Data:
    if key in REFERENCES:
        return literal(value)
    if key == "Fn::If" and isinstance(value, list) and value:
        return [literal(value[0]), *_each(value[1:], text)]
    return _each(value, text)


def _replaced(text: str, spelled: Sequence[tuple[str, str]], hits: list[str]) -> str:
    """Replace the name in a text, except in the variables of a Sub."""
    return outside_variables(text, lambda part: _named(part, spelled, hits))


def outside_variables(text: str, shaped: Callable[[str], str]) -> str:
    """Return the shape of a text, in which the variables of a Sub stay as they are.

    Args:
        text: The text.
        shaped: Returns the shape of a text without variables.
    """
    if "${" not in text:
        return shaped(text)
    parts = _VARIABLE.split(text)
    variables = [*map(literal, parts[1::2]), ""]
    pairs = zip(map(shaped, parts[::2]), variables, strict=True)
    return "".join(part for pair in pairs for part in pair)


def _named(text: str, spelled: Sequence[tuple[str, str]], hits: list[str]) -> str:
    matching = [spelling for spelling in spelled if spelling[1] in text]
    if not matching:
        return str(literal(text))
    (kind, word), *rest = matching
    parts = _split(text, word, *_BOUNDARIES[kind])
    hits += [kind] * (len(parts) - 1)
    return f"{{{kind}}}".join(_named(part, rest, hits) for part in parts)


def _split(text: str, word: str, before: frozenset[str], after: frozenset[str]) -> list[str]:
    """Split a text at a word, if the characters around it are not in the given sets."""
    # Without a pattern: compiling one for each name and spelling takes longer than its use.
    parts, start, at = [], 0, text.find(word)
    while at >= 0:
        end = at + len(word)
        if text[at - 1 : at] not in before and text[end : end + 1] not in after:
            parts.append(text[start:at])
            start = end
        at = text.find(word, end)
    return [*parts, text[start:]]


_UPPER = frozenset(string.ascii_uppercase)
_LOWER = frozenset(string.ascii_lowercase + string.digits)
_BOUNDARIES = {
    "pascal": (_UPPER, _LOWER),
    "snake": (_UPPER | _LOWER, _UPPER | _LOWER),
    "kebab": (_UPPER | _LOWER, _UPPER | _LOWER),
    "camel": (_UPPER | _LOWER, _LOWER),
}
