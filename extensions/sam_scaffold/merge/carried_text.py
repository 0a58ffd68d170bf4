"""Parts of a snippet that are written anew, in the template's notation.

Where a template has another notation than the snippet, a part is written from its plain data.
Data holds CloudFormation's functions and YAML's own plain types, and nothing else: a part with
more in it is refused, and the text written is read again and compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document, Node, NodeKind, Signature
from ..document.yaml_tree import parse
from ..errors import ScaffoldError
from ..sam.model.intrinsics import SHORT_FORMS, Data, to_data

_CORE = "tag:yaml.org,2002:"

_CARRIED = {
    NodeKind.SCALAR: frozenset(
        f"{_CORE}{name}" for name in ("str", "null", "bool", "int", "float")
    ),
    NodeKind.SEQUENCE: frozenset((f"{_CORE}seq",)),
    NodeKind.MAPPING: frozenset((f"{_CORE}map",)),
}
"""Tags for which data has a type; those of CloudFormation's functions are other, short ones.

Any other short tag has no long form.
"""


def written_anew(document: Document, node: Node, text: str) -> tuple[Signature, ...]:
    """Return the meaning of a value that was written anew, which must be the same as before.

    Args:
        document: The snippet.
        node: The value in it.
        text: A mapping with a single entry, whose value is written anew.

    Returns:
        The signatures of the entry.

    Raises:
        ScaffoldError: The new text does not mean all that the old one does.
    """
    for part in node.walk():
        if problem := _lost(part):
            raise ScaffoldError(
                f"{document.position(part.start)}: {problem} cannot be carried over into the "
                "template's notation; write the entry in lines and with indentation, not in "
                "brackets, or leave that out."
            )
    root, signatures = parse(document.name, text)
    if _shown(to_data(root.items[1])) != _shown(to_data(node)):
        raise ScaffoldError(
            f"{document.position(node.start)}: this would mean something else in the template's "
            "notation; write it in a simpler way, with text in quotes."
        )
    return tuple(signatures[1:-1])


def _shown(value: Data) -> str:
    """Return a value as text with all types, as True equals 1 and NaN does not equal itself."""
    return repr(_with_lists(value))


def _with_lists(value: Data) -> Data:
    """Return a value in which each GetAtt has the form that JSON has, too."""
    if isinstance(value, list):
        return [_with_lists(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Fn::GetAtt"} and isinstance(value["Fn::GetAtt"], str):
        return {"Fn::GetAtt": value["Fn::GetAtt"].split(".", 1)}
    return {key: _with_lists(below) for key, below in value.items()}


def _lost(node: Node) -> str:
    """Return what data would lose of a node itself, empty if nothing."""
    tag = node.tag
    short = tag is not None and tag[:1] == "!" and (tag == "!" or tag[1:] in SHORT_FORMS)
    if tag is not None and not short and tag not in _CARRIED[node.kind]:
        return f"the tag {_as_written(tag)}"
    return _lost_of_keys([key for key, _ in node.pairs()]) if node.kind is NodeKind.MAPPING else ""


def _as_written(tag: str) -> str:
    if tag.startswith("!"):
        return tag
    return tag.replace(_CORE, "!!", 1) if tag.startswith(_CORE) else f"!<{tag}>"


def _lost_of_keys(keys: Sequence[Node]) -> str:
    """Return what data would lose of a mapping's keys, which are text there."""
    seen: set[str] = set()
    for key in keys:
        if key.kind is not NodeKind.SCALAR:
            return "a key that is a mapping or a list"
        if key.tag not in (None, "!", f"{_CORE}str"):
            return "the tag of a key"
        if key.value in seen:
            return f"the key {key.value}, which appears twice,"
        if not key.style and not key.tag and _is_more_than_text(key):
            return f"the key {key.value}, which is not text without quotes,"
        seen.add(key.value)
    return ""


def _is_more_than_text(key: Node) -> bool:
    """Return whether a plain key is read as a number, a boolean or null, and would change."""
    value = to_data(key)
    return not isinstance(value, str) and str(value) != key.value
