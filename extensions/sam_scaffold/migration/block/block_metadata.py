"""Say in a function's Metadata which packages `sam build` lays its code into."""

from __future__ import annotations

from collections.abc import Mapping

from ...document import Node, NodeKind, Splice
from ...document.flow_edit import EditError
from ...sam.model.intrinsics import Data, is_function
from . import pairs
from .function_block import FunctionBlock

_METADATA, _BUILD = "Metadata", "BuildProperties"
_MODE, _PARENTS = "ParentPackageMode", "ParentPackages"
KEYS = (_MODE, _PARENTS)
"""Keys that SAM CLI 1.145 and newer reads, and that pip's build alone follows (1.170)."""

_ASSET = "aws:asset:"
"""Beginning of the keys that a CDK app writes; the SAM CLI puts ``aws:asset:path`` in the place
of the property that it is for (`resource_metadata_normalizer`, 1.170).
"""


def refuse_build(target: FunctionBlock, packages: str) -> None:
    """Refuse a function whose folder is not built as one of Python code.

    Raises:
        ScaffoldError: Another tool or a Makefile says what comes into its artifact.
    """
    name, metadata = target.logical_id, target.metadata
    if any(str(key).startswith(_ASSET) for key in metadata):
        raise target.refusal(f"{name} is made by a CDK app ({_ASSET}path); change the app instead")
    method = metadata.get("BuildMethod")
    if method == "makefile":
        raise target.refusal(
            f"{name} is built by a Makefile, which names its files itself; take its BuildMethod "
            "out first"
        )
    if not packages:
        return
    if method is not None and not str(method).startswith("python3"):
        raise target.refusal(
            f"{name} has BuildMethod {method}, which knows no {_PARENTS}; choose another layout"
        )
    if metadata.get("SkipBuild"):
        raise target.refusal(f"{name} has SkipBuild, so that nothing reads {_PARENTS}; take it out")


def with_parent(target: FunctionBlock, key: str, packages: str, *, moves: bool) -> list[Splice]:
    """Give one of `KEYS` its value, or take it out where a function gets another folder.

    Args:
        target: The function.
        key: One of `KEYS`; the first brings the other along where there is none yet.
        packages: The packages, ``"pkg.own"``, or nothing.
        moves: Whether its folder is another one than before.

    Raises:
        ScaffoldError: What is there is not written out.
        EditError: More than that would change.
    """
    wanted = {_MODE: "explicit", _PARENTS: packages} if packages else {}
    stated = target.metadata.get(_BUILD) or {}
    if not isinstance(stated, dict) or is_function(stated):
        raise target.refusal(
            f"{_BUILD} of {target.logical_id} is not written out; write it as a mapping"
        )
    if stated.get(key) == wanted.get(key) or not (packages or moves):
        return []
    return [_changed(target, key, wanted, stated)]


def _changed(
    target: FunctionBlock, key: str, wanted: Mapping[str, str], stated: Mapping[str, Data]
) -> Splice:
    document, resource = target.document, target.resource
    pair = pairs.own_pair(document, resource, _METADATA)
    if pair is None:
        kept = {one: value for one, value in stated.items() if one not in KEYS}
        whole = {**target.metadata, _BUILD: {**kept, **wanted}}
        new = pairs.entry(_METADATA, whole)
        return pairs.inserted(document, resource, new, target.blocks(), (True, "Type"))
    metadata = _written_out(target, pair[1], _METADATA)
    below = pairs.own_pair(document, metadata, _BUILD)
    if below is None:
        if stated:
            raise _by_merge_key(target, _BUILD)
        return pairs.inserted(document, metadata, pairs.entry(_BUILD, dict(wanted)), (), pairs.END)
    build = _written_out(target, below[1], _BUILD)
    found = pairs.own_pair(document, build, key)
    if key in wanted and found is not None:
        return pairs.replaced_text(document, build, found, wanted[key])
    if key in wanted:
        return pairs.inserted(document, build, pairs.entry(key, wanted[key]), (), pairs.END)
    if found is None:
        raise _by_merge_key(target, key)
    for mapping, one in ((build, found), (metadata, below), (resource, pair)):
        if len(mapping.items) > 2:  # noqa: PLR2004 - a key and its value
            return pairs.deleted(document, mapping, one)
    raise EditError("nothing would be left of it")


def _written_out(target: FunctionBlock, node: Node, key: str) -> Node:
    if node.kind is NodeKind.ALIAS or not pairs.is_mapping(node):
        raise target.refusal(
            f"{key} of {target.logical_id} is not written out; write it as a mapping"
        )
    return node


def _by_merge_key(target: FunctionBlock, key: str) -> Exception:
    return target.refusal(
        f"{key} of {target.logical_id} comes by a merge key (<<); write it out there"
    )
