"""Learn a style by majority from the functions and layers that stand in a template.

Each function here returns the fields of a `HouseStyle` that it has learned; what it leaves
out stays the standard's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ....aws.runtimes import minor_version
from ...model.function_resource import FunctionResource
from ...model.function_runtime import architecture_of, is_python, may_be_python, runtime_of
from ...model.intrinsics import Data, references
from ...model.names import words
from ...model.shared_layer import SharedLayer
from ...model.template import FUNCTION, Template
from ..locations import FUNCTION_SUFFIXES, FUNCTION_WORDS, LAYER_SUFFIXES, LAYER_WORDS, stem_of
from ..name_patterns import fill, literal, shapes, tally
from .style_samples import (
    Ballot,
    StyleSample,
    agreed,
    elected,
    is_logical_id,
    layer_members,
    most_say,
    shared_member,
)

GLOBALS = (
    "Runtime",
    "Architectures",
    "Timeout",
    "MemorySize",
    "EphemeralStorage",
    "ReservedConcurrentExecutions",
    "Handler",
    "Layers",
    "Tags",
    "CodeUri",
    "Environment",
    "EventInvokeConfig",
    "LoggingConfig",
    "Tracing",
    "VpcConfig",
    "PermissionsBoundary",
    "RolePath",
)
"""The properties in Globals that decide what a function writes itself."""

_ALWAYS = ("Runtime", "Architectures")
_HANDLER = re.compile(r"([A-Za-z_]\w*[/.])+[A-Za-z_]\w*")
_FOR_MODULES = ("snake", "kebab", "camel")

T = TypeVar("T")


def platform_style(template: Template) -> dict[str, Any]:
    """Runtime and architecture, what Globals set, and what functions state all the same.

    Globals decide, unless every function overrides them.
    """
    everywhere = template.globals_function
    explicit = tuple(key for key in _ALWAYS if _is_explicit(template, key))
    inherited = [FunctionResource("", FUNCTION, {}, {}, template.globals_function)]
    runtimes = [
        runtime
        for one in (template.functions if "Runtime" in explicit else inherited)
        if is_python(runtime := runtime_of(template, one.own))
    ]
    architectures = [
        architecture
        for one in (template.functions if "Architectures" in explicit else inherited)
        if (architecture := architecture_of(template, one, "x86_64")) in ("x86_64", "arm64")
    ]
    found = {
        "globals": {key: everywhere[key] for key in GLOBALS if key in everywhere},
        "explicit": explicit,
        "runtime": _most(
            sorted(runtimes, key=minor_version, reverse=True)
        ),  # of two that tie, the later
        "architecture": _most(architectures),
    }
    return {key: value for key, value in found.items() if value is not None}


def function_style(template: Template, members: Sequence[StyleSample]) -> dict[str, Any]:
    """Ids, folders, handler, names and tags of functions.

    Args:
        template: The template that they stand in.
        members: The functions that say what a new one looks like.
    """
    zipped = [one for one in members if one.properties.get("PackageType") != "Image"]
    speakers = [one for one in zipped if may_be_python(runtime_of(template, one.properties))]
    found = {
        "logical_id": _logical_id(members, FUNCTION_SUFFIXES, FUNCTION_WORDS),
        "handler": _handler(speakers, template.globals_function.get("Handler")),
        "function_name": _name(members, "FunctionName"),
        "tags": _tags(members),
        "build_method": most_say(["BuildMethod" in one.metadata for one in speakers])
        if speakers
        else None,
        # Where one function in another language lies says nothing of where Python's shall.
        **_folders(members if speakers or len(zipped) > 1 else []),
    }
    return {key: value for key, value in found.items() if value is not None}


def layer_style(template: Template, shared: SharedLayer | None) -> dict[str, Any]:
    """Ids, folders and names of layers; of the shared one where there is no other."""
    own = shared.logical_id if shared else ""
    others = [one for one in template.layers if one.logical_id != own]
    members = layer_members(others)
    if not others:
        members = [shared_member(one) for one in template.layers]
    folder = _own_folder(_folder_ballots(members))
    found = {
        "layer_id": _logical_id(members, LAYER_SUFFIXES, LAYER_WORDS) if others else None,
        "layer_name": _name(members, "LayerName"),
        # Shared code beside the template is one of a kind there.
        "content_dir": folder if others or "/" in str(folder) else None,
    }
    return {key: value for key, value in found.items() if value is not None}


def is_shared_first(template: Template, shared: SharedLayer | None) -> bool:
    """Whether most functions with several layers state the shared one first."""
    if shared is None:
        return False
    lists = [references(one.own.get("Layers")) for one in template.functions]
    several = [names for names in lists if shared.logical_id in names and len(set(names)) > 1]
    return most_say([names[0] == shared.logical_id for names in several])


def _is_explicit(template: Template, key: str) -> bool:
    """Whether a new function states a property, whatever Globals say."""
    functions = template.functions
    if key not in template.globals_function:
        # Lambda has a default architecture, and a house may leave it at that.
        stated = [key in one.own for one in functions]
        return key == "Runtime" or not functions or most_say(stated)
    inherited = template.resolved(template.globals_function[key])
    if key == "Runtime" and isinstance(inherited, str) and not is_python(inherited):
        return True
    return bool(functions) and all(key in one.own for one in functions)


def _most(values: Iterable[T]) -> T | None:
    """The most common value, the first of those that tie."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _logical_id(
    members: Sequence[StyleSample], suffixes: Sequence[str], generic: Collection[str]
) -> Data | None:
    """The shape of most ids, else the ending that most have.

    Words beside the name that one member alone has are its own: a function ``PayAuthorizer``
    in a folder ``pay`` says nothing of the next one.

    Args:
        members: The functions, or the layers.
        suffixes: What their ids may end in.
        generic: The words that say what all of them are.
    """
    ballots = [
        shapes(one.logical_id, one.folder_name) if one.folder_name else [] for one in members
    ]
    endings = [_by_ending(one.logical_id, suffixes) for one in members]
    accepted = [
        [shape for shape in ballot if is_logical_id(shape)] or ending
        for ballot, ending in zip(ballots, endings, strict=True)
    ]
    votes = tally(accepted)
    usual = (shape for shape, count in votes if count > 1 or _is_bare_id(shape, generic))
    return next(usual, None) or elected(endings)


def _by_ending(logical_id: str, suffixes: Sequence[str]) -> Ballot:
    """The shape of an id whose parts are not known; without an ending it is no evidence."""
    stem, suffix = stem_of(logical_id, suffixes)
    return [("{camel}" if stem[:1].islower() else "{pascal}") + suffix] if suffix else []


def _is_bare_id(shape: Data, generic: Collection[str]) -> bool:
    """Whether an id has nothing beside the name but words that say what all of them are."""
    return set(generic) >= set(words(re.sub(r"\{\w+\}", "_", str(shape))))


def _own_folder(ballots: Sequence[Ballot]) -> Data | None:
    """The shape of the folder that is a member's own, None where that is no habit.

    Of two that tie, the folder that lies higher is the more general one.
    """
    votes = tally(ballots)
    votes.sort(key=lambda vote: (-vote[1], str(vote[0]).count("/")))
    return next((shape for shape, count in votes if _is_habit(shape, count, len(ballots))), None)


def _is_habit(shape: Data, count: int, voters: int) -> bool:
    """Whether a folder's shape is one to follow.

    What stands beside the name in a folder's own name (``index_documents``) may be a
    part of that one name, unless most members have it.
    """
    bare = re.fullmatch(r"(.*/)?\{\w+\}", str(shape)) is not None
    return bare or (2 * count > voters and count > 1)


def _folder_ballots(members: Sequence[StyleSample]) -> list[Ballot]:
    """For each member the shapes of its folder, none where that is nobody's own."""
    used = Counter(one.location.parents for one in members if one.location)
    return [_folder_ballot(one, used) for one in members]


def _folder_ballot(member: StyleSample, used: Mapping[str, int]) -> Ballot:
    location = member.location
    if location is None or not member.folder_name:
        return []
    parents = location.parents.split("/") if location.parents else []
    if used[location.parents] == 1:
        parents = _general(parents, member)
    own = shapes(location.folder, member.folder_name, _FOR_MODULES)
    return ["/".join([*map(str, map(literal, parents)), str(shape)]) for shape in own]


def _general(parents: list[str], member: StyleSample) -> list[str]:
    """The folders above a member's own, without those that say what it alone is.

    ``src`` of ``PayAuthorizer`` in ``src/authorizers/pay``.
    """
    generic = FUNCTION_WORDS | LAYER_WORDS
    beside = set(words(member.logical_id)) - set(member.folder_name.split("_")) - generic
    end = len(parents)
    while end and {word.removesuffix("s") for word in words(parents[end - 1])} & beside:
        end -= 1
    return parents[:end]


def _folders(members: Sequence[StyleSample]) -> dict[str, Any]:
    ballots = _folder_ballots(members)
    shape = _own_folder(ballots)
    voted = zip(members, ballots, strict=True)
    alike = [one for one, ballot in voted if shape is None or shape in ballot]
    locations = [one.location for one in alike if one.location]
    colocated = shape is None or bool(_most(one.colocated for one in locations))
    return {
        "function_dir": shape,
        "layout": "colocated" if colocated else "flat",
        "code_uri_prefix": _most(one.prefix for one in locations),
        "code_uri_suffix": _most(one.suffix for one in locations),
    }


def _handler(members: Sequence[StyleSample], inherited: Data) -> Data | None:
    ballots = []
    for one in members:
        handler = one.properties.get("Handler", inherited)
        if one.folder_name and isinstance(handler, str):
            ballots.append(one.shapes_or_literal(handler, _FOR_MODULES))
    return elected(ballots, lambda shape: _HANDLER.fullmatch(fill(shape, "a_b")) is not None)


def _name(members: Sequence[StyleSample], key: str) -> Data | None:
    """The shape of FunctionName or LayerName, None where most have none."""
    named = [one for one in members if one.properties.get(key) is not None]
    if 2 * len(named) < len(members):
        return None
    return elected([one.shapes(one.properties[key]) for one in named])


def _tags(members: Sequence[StyleSample]) -> Data | None:
    """The shape of Tags that more than half of the functions have in common."""
    tagged = [one for one in members if isinstance(one.properties.get("Tags"), dict)]
    ballots = [one.shapes_or_literal(one.properties["Tags"]) for one in tagged]
    return agreed(ballots, len(members))
