"""Point a function of a template at its own folder, by splices that leave all else as it is."""

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
    """The values that a function's block has afterwards.

    Attributes:
        code_uri: Its folder from the template's own, spelled as it is to stand there.
        handler: Its Handler, None where that stays.
        layers: Logical ids of layers that come behind its own, where it lacks them.
        parent_packages: Dotted packages that its folder's content is laid into,
            ``"pkg.own"``; empty where its content is the artifact.
    """

    code_uri: str
    handler: str | None
    layers: tuple[str, ...]
    parent_packages: str = ""


def settled(document: Document, logical_id: str, settings: Settings) -> Document:
    """Let a function's block say where its code is, how it is entered and built.

    Of the template only CodeUri (Code of ``AWS::Lambda::Function``, which `sam build` builds from
    a local folder likewise: measured, SAM CLI 1.170), Handler, Layers and Metadata of this one
    function change, and what others take of it by an alias or merge key is theirs as before.

    Refused is: an image; InlineCode; a CodeUri that is an intrinsic function, an address in S3 or
    a zip file; a Handler that is an intrinsic function; Layers that are one, own or in Globals,
    or that hold the layer under a condition; a sixth layer; a makefile build, and with parent
    packages any that is not pip's; ``aws:asset:path``; a key that stands twice; Properties that
    are an alias; a value that others take; a comment that would go.

    Args:
        document: The template.
        logical_id: The function's key in Resources.
        settings: What its block says afterwards.

    Returns:
        The document itself where the block says all that already.

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
    """List what is done one after the other, each with the template that the last one left."""
    handler, packages = settings.handler, settings.parent_packages
    return [
        lambda one: _text(one, one.code_key, settings.code_uri),
        *([partial(_text, key=_HANDLER, text=handler)] if handler is not None else []),
        *(partial(with_layer, layer=layer) for layer in settings.layers),
        *(partial(with_parent, key=one, packages=packages, moves=moves) for one in KEYS),
    ]


def _after(target: FunctionBlock, steps: Sequence[_Step]) -> Document:
    """Take steps, several at once where the later ones have nothing to see of those before.

    Each change of a template is verified by parsing all of it, which is most of the work.

    Raises:
        ScaffoldError: One cannot be done, or not alone.
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
    """Take one step.

    Raises:
        ScaffoldError: It cannot be done, or not alone.
    """
    try:
        return step(target)
    except EditError as error:
        raise target.refusal(
            f"{target.logical_id} cannot be changed without touching more ({error}); write its "
            "properties a line each, and comments above them"
        ) from None


def _is_other_value(splice: Splice) -> bool:
    """Return whether a change exchanges one scalar on its line, and moves nothing around it."""
    kinds = [signature[0] for signature in splice.signatures]
    return splice.last == splice.first + 1 and kinds == ["scalar"] and "\n" not in splice.text


def _are_idle(target: FunctionBlock, steps: Sequence[_Step]) -> bool:
    """Return whether steps have nothing to do."""
    try:
        return not any(_splices(target, step) for step in steps)
    except ScaffoldError:
        return False


def _refuse_code(target: FunctionBlock) -> Data:
    """Return where the code is said to be now.

    Raises:
        ScaffoldError: That is no local folder, or the function is of another kind.
    """
    name, key = target.logical_id, target.code_key
    properties = target.properties
    if properties.get("PackageType") == "Image" or "ImageUri" in properties:
        raise target.refusal(f"{name} is a container image, which has no {key}; leave it out")
    if "InlineCode" in properties:
        raise target.refusal(f"{name} has InlineCode; put that into a file of its own first")
    value = properties.get(key, target.globals.get(key))
    if value is None:
        return value
    if not isinstance(value, str):
        raise target.refusal(f"{key} of {name} is {_kind(value)}, no folder; write the path of one")
    if "://" in value or value.endswith(_ARCHIVES):
        raise target.refusal(f"{key} of {name} is {value}, no folder; write the path of one")
    return value


_ARCHIVES = (".zip", ".jar")


def _kind(value: Data) -> str:
    """Say what a value is that is no text."""
    if isinstance(value, dict) and "ZipFile" in value:
        return "inline (ZipFile)"
    return str(next(iter(value))) if is_function(value) else "an address in S3"


def _text(target: FunctionBlock, key: str, text: str) -> list[Splice]:
    """Let a property of a function be a text."""
    document, inside = target.document, target.inside
    stated = target.properties.get(key, target.globals.get(key))
    if stated == text:
        return []
    if stated is not None and not isinstance(stated, str):
        kind = next(iter(stated)) if is_function(stated) else "no text"
        raise target.refusal(f"{key} of {target.logical_id} is {kind}; write it as plain text")
    pair = None if inside is None else pairs.own_pair(document, inside, key)
    if inside is not None and pair is not None:
        return [pairs.replaced_text(document, inside, pair, text)]
    usual = pairs.END if key == _HANDLER else (False, _HANDLER)
    return [target.added(pairs.entry(key, text), usual)]


def _refuse_spread(target: FunctionBlock, after: Document) -> None:
    """Refuse a change that others would take part in by an alias or a merge key.

    Raises:
        ScaffoldError: Something else means something else.
    """
    own = ("Resources", target.logical_id)
    new = dict(_meanings(after))
    for place, value in dict(_meanings(target.document)).items():
        if place != own and new.get(place) != value:
            raise target.refusal(
                f"{'.'.join(place)} takes what {target.logical_id} says by an alias, and would "
                "change, too; let it say its own first"
            )


def _meanings(document: Document) -> Iterator[tuple[tuple[str, ...], Data]]:
    """Read what each entry of each section means."""
    for key, value in document.root.pairs():
        below = value.resolved()
        if below.kind is NodeKind.MAPPING:
            for name, one in below.pairs():
                yield (key.value, name.resolved().value), to_data(one)
        else:
            yield (key.value,), to_data(below)
