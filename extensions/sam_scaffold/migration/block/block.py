"""Changes of a function's block in a template, which leave all other bytes unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from ...document import Document, NodeKind, Splice
from ...document.flow_edit import EditError
from ...errors import ScaffoldError
from ...sam.model.intrinsics import Data, is_function, to_data
from . import pairs
from .block_layers import with_layer
from .block_metadata import KEYS, refuse_build, with_parent
from .function_block import FunctionBlock

_HANDLER = "Handler"


@dataclass(frozen=True, slots=True)
class Settings:
    """New values of a function's block.

    Attributes:
        code_uri: Its folder relative to the template, as it is to be written.
        handler: Its Handler; None to keep it.
        layers: Logical ids of layers to append, unless it has them.
        parent_packages: Dotted parent packages of its code in the artifact, ``"pkg.own"``;
            empty for none.
    """

    code_uri: str
    handler: str | None
    layers: tuple[str, ...]
    parent_packages: str = ""


def with_settings(document: Document, logical_id: str, settings: Settings) -> Document:
    """Set the code folder, handler, layers and build of a function's block.

    Only CodeUri (Code of ``AWS::Lambda::Function``, which `sam build` also builds from a local
    folder: measured, SAM CLI 1.170), Handler, Layers and Metadata of this function change.
    Resources that use its values through an alias or merge key do not change.

    Refused are: an image; InlineCode; a CodeUri that is an intrinsic function, an S3 address or a
    zip file; a Handler that is an intrinsic function; Layers that are an intrinsic function, in
    the function or in Globals, or that have the layer under a condition; a sixth layer; a
    makefile build, and with parent packages any build except pip's; ``aws:asset:path``; a
    duplicate key; Properties that are an alias; a value that is used elsewhere through its
    anchor; a change that would lose a comment.

    Args:
        document: The template.
        logical_id: The function's key in Resources.
        settings: The new values of its block.

    Returns:
        The same document if the block already has these values.

    Raises:
        ScaffoldError: One of these, with the place and the way out.
    """
    target = FunctionBlock.of(document, logical_id)
    refuse_build(target, settings.parent_packages)
    moves = _refuse_code(target) != settings.code_uri
    changed = _after(target, _steps(settings, moves=moves))
    if changed is not document and document.aliased:
        _refuse_spread(target, changed)
    return changed


_Step = Callable[[FunctionBlock], list[Splice]]


def _steps(settings: Settings, *, moves: bool) -> list[_Step]:
    """List the successive steps, each of which gets the result of the one before."""
    handler, packages = settings.handler, settings.parent_packages
    return [
        lambda block: _text(block, block.code_key, settings.code_uri),
        *([partial(_text, key=_HANDLER, text=handler)] if handler is not None else []),
        *(partial(with_layer, layer=layer) for layer in settings.layers),
        *(partial(with_parent, key=key, packages=packages, moves=moves) for key in KEYS),
    ]


def _after(target: FunctionBlock, steps: Sequence[_Step]) -> Document:
    """Apply steps, several at once if they are independent.

    Each change of a template is verified by parsing all of it, which is most of the cost.

    Raises:
        ScaffoldError: One cannot be applied without other changes.
    """
    splices: list[Splice] = []
    for number, step in enumerate(steps, 1):
        found = _splices(target, step)
        splices += found
        if not all(map(_is_other_value, found)) and not _are_idle(target, steps[number:]):
            changed = target.document.apply(splices)
            return _after(FunctionBlock.of(changed, target.logical_id), steps[number:])
    return target.document.apply(splices) if splices else target.document


def _splices(target: FunctionBlock, step: _Step) -> list[Splice]:
    """Run one step.

    Raises:
        ScaffoldError: It cannot be applied without other changes.
    """
    try:
        return step(target)
    except EditError as error:
        raise target.refusal(
            f"{target.logical_id} cannot be changed without other changes ({error}); write each of "
            "its properties on a line of its own, with comments above"
        ) from None


def _is_other_value(splice: Splice) -> bool:
    """Return whether a change replaces one scalar on its line, and nothing else."""
    kinds = [signature[0] for signature in splice.signatures]
    return splice.last == splice.first + 1 and kinds == ["scalar"] and "\n" not in splice.text


def _are_idle(target: FunctionBlock, steps: Sequence[_Step]) -> bool:
    """Return whether steps have nothing to do."""
    try:
        return not any(_splices(target, step) for step in steps)
    except ScaffoldError:
        return False


def _refuse_code(target: FunctionBlock) -> Data:
    """Return the present code folder of a function.

    Raises:
        ScaffoldError: It is not a local folder, or the function has none.
    """
    name, key = target.logical_id, target.code_key
    properties = target.properties
    if properties.get("PackageType") == "Image" or "ImageUri" in properties:
        raise target.refusal(f"{name} is a container image, which has no {key}; omit it")
    if "InlineCode" in properties:
        raise target.refusal(f"{name} has InlineCode; move it to a file first")
    value = properties.get(key, target.globals.get(key))
    if value is None:
        return value
    if not isinstance(value, str):
        raise target.refusal(
            f"{key} of {name} is {_kind(value)}, not a folder; write the path of one"
        )
    if "://" in value or value.endswith(_ARCHIVES):
        raise target.refusal(f"{key} of {name} is {value}, not a folder; write the path of one")
    return value


_ARCHIVES = (".zip", ".jar")


def _kind(value: Data) -> str:
    """Describe a value that is not a string."""
    if isinstance(value, dict) and "ZipFile" in value:
        return "inline (ZipFile)"
    return str(next(iter(value))) if is_function(value) else "an address in S3"


def _text(target: FunctionBlock, key: str, text: str) -> list[Splice]:
    """Set a property of a function to a string."""
    document, inside = target.document, target.inside
    stated = target.properties.get(key, target.globals.get(key))
    if stated == text:
        return []
    if stated is not None and not isinstance(stated, str):
        kind = next(iter(stated)) if is_function(stated) else "not a string"
        raise target.refusal(f"{key} of {target.logical_id} is {kind}; write it as a plain string")
    pair = None if inside is None else pairs.own_pair(document, inside, key)
    if inside is not None and pair is not None:
        return [pairs.replaced_text(document, inside, pair, text)]
    usual = pairs.END if key == _HANDLER else (False, _HANDLER)
    return [target.added(pairs.entry(key, text), usual)]


def _refuse_spread(target: FunctionBlock, after: Document) -> None:
    """Refuse a change that affects others through an alias or a merge key.

    Raises:
        ScaffoldError: Another entry changes.
    """
    own = ("Resources", target.logical_id)
    new = dict(_meanings(after))
    for place, value in dict(_meanings(target.document)).items():
        if place != own and new.get(place) != value:
            raise target.refusal(
                f"{'.'.join(place)} uses values of {target.logical_id} through an alias, and would "
                "change, too; give it values of its own first"
            )


def _meanings(document: Document) -> Iterator[tuple[tuple[str, ...], Data]]:
    """Yield the value of each entry of each section."""
    for key, value in document.root.pairs():
        below = value.resolved()
        if below.kind is NodeKind.MAPPING:
            for name, entry in below.pairs():
                yield (key.value, name.resolved().value), to_data(entry)
        else:
            yield (key.value,), to_data(below)
