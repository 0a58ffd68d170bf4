"""Learning of a style by majority from the functions and layers of a template.

Each public function returns the attributes of a `HouseStyle` that it has learned; for those that it
leaves out, the standard values apply.
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
    is_logical_id,
    is_majority,
    layer_samples,
    majority_shape,
    most_common_shape,
    shared_layer_sample,
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
"""The properties in Globals that determine the properties of a new function."""

_ALWAYS = ("Runtime", "Architectures")
_HANDLER = re.compile(r"([A-Za-z_]\w*[/.])+[A-Za-z_]\w*")
_FOR_MODULES = ("snake", "kebab", "camel")

T = TypeVar("T")


def platform_style(template: Template) -> dict[str, Any]:
    """Learn runtime, architecture, Globals, and properties that functions have in spite of Globals.

    Globals determine the values, unless every function overrides them.
    """
    everywhere = template.globals_function
    explicit = tuple(key for key in _ALWAYS if _is_explicit(template, key))
    inherited = [FunctionResource("", FUNCTION, {}, {}, everywhere)]
    runtimes = [
        runtime
        for function in (template.functions if "Runtime" in explicit else inherited)
        if is_python(runtime := runtime_of(template, function.own))
    ]
    latest_first = sorted(runtimes, key=minor_version, reverse=True)
    architectures = [
        architecture
        for function in (template.functions if "Architectures" in explicit else inherited)
        if (architecture := architecture_of(template, function, "x86_64")) in ("x86_64", "arm64")
    ]
    found = {
        "globals": {key: everywhere[key] for key in GLOBALS if key in everywhere},
        "explicit": explicit,
        "runtime": _most_common(latest_first),
        "architecture": _most_common(architectures),
    }
    return {key: value for key, value in found.items() if value is not None}


def function_style(template: Template, samples: Sequence[StyleSample]) -> dict[str, Any]:
    """Learn logical ids, folders, handler, names and tags of functions.

    Args:
        template: The template.
        samples: The functions to learn from.
    """
    zipped = [sample for sample in samples if sample.properties.get("PackageType") != "Image"]
    in_python = [
        sample for sample in zipped if may_be_python(runtime_of(template, sample.properties))
    ]
    has_method = ["BuildMethod" in sample.metadata for sample in in_python]
    found = {
        "logical_id": _logical_id(samples, FUNCTION_SUFFIXES, FUNCTION_WORDS),
        "handler": _handler(in_python, template.globals_function.get("Handler")),
        "function_name": _name(samples, "FunctionName"),
        "tags": _tags(samples),
        "build_method": is_majority(has_method) if in_python else None,
        # The folder of a single function in another language is not a convention for Python.
        **_folders(samples if in_python or len(zipped) > 1 else []),
    }
    return {key: value for key, value in found.items() if value is not None}


def layer_style(template: Template, shared: SharedLayer | None) -> dict[str, Any]:
    """Learn logical ids, folders and names of layers; from the shared layer if it is the only one.

    Args:
        template: The template.
        shared: Its shared layer.
    """
    own = shared.logical_id if shared else ""
    others = [layer for layer in template.layers if layer.logical_id != own]
    samples = layer_samples(others)
    if not others:
        samples = [shared_layer_sample(layer) for layer in template.layers]
    folder = _own_folder(_folder_ballots(samples))
    found = {
        "layer_id": _logical_id(samples, LAYER_SUFFIXES, LAYER_WORDS) if others else None,
        "layer_name": _name(samples, "LayerName"),
        # A folder of shared code next to the template is not a convention for other layers.
        "content_dir": folder if others or "/" in str(folder) else None,
    }
    return {key: value for key, value in found.items() if value is not None}


def is_shared_first(template: Template, shared: SharedLayer | None) -> bool:
    """Return whether most functions with several layers list the shared one first."""
    if shared is None:
        return False
    lists = [references(function.own.get("Layers")) for function in template.functions]
    several = [names for names in lists if shared.logical_id in names and len(set(names)) > 1]
    return is_majority([names[0] == shared.logical_id for names in several])


def _is_explicit(template: Template, key: str) -> bool:
    """Return whether a new function has a property even if Globals have it."""
    functions = template.functions
    if key not in template.globals_function:
        # Lambda has a default architecture, which a repository may rely on.
        stated = [key in function.own for function in functions]
        return key == "Runtime" or not functions or is_majority(stated)
    inherited = template.resolved(template.globals_function[key])
    if key == "Runtime" and isinstance(inherited, str) and not is_python(inherited):
        return True
    return bool(functions) and all(key in function.own for function in functions)


def _most_common(values: Iterable[T]) -> T | None:
    """Return the most common value; the first of several."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _logical_id(
    samples: Sequence[StyleSample], suffixes: Sequence[str], generic: Collection[str]
) -> Data | None:
    """Return the shape of most logical ids; else the suffix that most have.

    If only one sample has a word besides its name, the word belongs to that sample: a function
    ``PayAuthorizer`` in a folder ``pay`` does not mean that other ids end in ``Authorizer``.

    Args:
        samples: The functions, or the layers.
        suffixes: The possible suffixes of their ids.
        generic: The words for their kind.
    """
    ballots = [
        shapes(sample.logical_id, sample.folder_name) if sample.folder_name else []
        for sample in samples
    ]
    by_suffix = [_by_suffix(sample.logical_id, suffixes) for sample in samples]
    accepted = [
        [shape for shape in ballot if is_logical_id(shape)] or with_suffix
        for ballot, with_suffix in zip(ballots, by_suffix, strict=True)
    ]
    votes = tally(accepted)
    usual = (shape for shape, count in votes if count > 1 or _is_bare_id(shape, generic))
    return next(usual, None) or most_common_shape(by_suffix)


def _by_suffix(logical_id: str, suffixes: Sequence[str]) -> Ballot:
    """Return the shape of an id by its suffix only; none without a suffix."""
    stem, suffix = stem_of(logical_id, suffixes)
    return [("{camel}" if stem[:1].islower() else "{pascal}") + suffix] if suffix else []


def _is_bare_id(shape: Data, generic: Collection[str]) -> bool:
    """Return whether an id has only words for its kind besides the name."""
    return set(generic) >= set(words(re.sub(r"\{\w+\}", "_", str(shape))))


def _own_folder(ballots: Sequence[Ballot]) -> Data | None:
    """Return the shape of a sample's own folder; None without a convention.

    Of two shapes with the same number of votes, the less deep one is the more general one.
    """
    votes = tally(ballots)
    votes.sort(key=lambda vote: (-vote[1], str(vote[0]).count("/")))
    return next(
        (shape for shape, count in votes if _is_convention(shape, count, len(ballots))), None
    )


def _is_convention(shape: Data, count: int, voters: int) -> bool:
    """Return whether the shape of a folder is a convention.

    Words besides the name in a folder's own name (``index_documents``) may belong to that name,
    unless most samples have them.
    """
    bare = re.fullmatch(r"(.*/)?\{\w+\}", str(shape)) is not None
    return bare or (2 * count > voters and count > 1)


def _folder_ballots(samples: Sequence[StyleSample]) -> list[Ballot]:
    """Return the shapes of each sample's folder; none for a folder that samples share."""
    used = Counter(sample.location.parents for sample in samples if sample.location)
    return [_folder_ballot(sample, used) for sample in samples]


def _folder_ballot(sample: StyleSample, used: Mapping[str, int]) -> Ballot:
    location = sample.location
    if location is None or not sample.folder_name:
        return []
    parents = location.parents.split("/") if location.parents else []
    if used[location.parents] == 1:
        parents = _general_parents(parents, sample)
    own = shapes(location.folder, sample.folder_name, _FOR_MODULES)
    return ["/".join([*map(str, map(literal, parents)), str(shape)]) for shape in own]


def _general_parents(parents: list[str], sample: StyleSample) -> list[str]:
    """Return the folders above a sample's own, without those with words of this sample only.

    They are ``src`` for ``PayAuthorizer`` in ``src/authorizers/pay``.
    """
    generic = FUNCTION_WORDS | LAYER_WORDS
    specific = set(words(sample.logical_id)) - set(sample.folder_name.split("_")) - generic
    end = len(parents)
    while end and {word.removesuffix("s") for word in words(parents[end - 1])} & specific:
        end -= 1
    return parents[:end]


def _folders(samples: Sequence[StyleSample]) -> dict[str, Any]:
    ballots = _folder_ballots(samples)
    shape = _own_folder(ballots)
    voted = zip(samples, ballots, strict=True)
    matching = [sample for sample, ballot in voted if shape is None or shape in ballot]
    locations = [sample.location for sample in matching if sample.location]
    colocated = shape is None or bool(_most_common(place.colocated for place in locations))
    return {
        "function_dir": shape,
        "layout": "colocated" if colocated else "flat",
        "code_uri_prefix": _most_common(place.prefix for place in locations),
        "code_uri_suffix": _most_common(place.suffix for place in locations),
    }


def _handler(samples: Sequence[StyleSample], inherited: Data) -> Data | None:
    ballots = []
    for sample in samples:
        handler = sample.properties.get("Handler", inherited)
        if sample.folder_name and isinstance(handler, str):
            ballots.append(sample.shapes_or_literal(handler, _FOR_MODULES))
    return most_common_shape(
        ballots, lambda shape: _HANDLER.fullmatch(fill(shape, "a_b")) is not None
    )


def _name(samples: Sequence[StyleSample], key: str) -> Data | None:
    """Return the shape of FunctionName or LayerName; None if most do not have it."""
    named = [sample for sample in samples if sample.properties.get(key) is not None]
    if 2 * len(named) < len(samples):
        return None
    return most_common_shape([sample.shapes(sample.properties[key]) for sample in named])


def _tags(samples: Sequence[StyleSample]) -> Data | None:
    """Return the shape of Tags that more than half of the functions have in common."""
    tagged = [sample for sample in samples if isinstance(sample.properties.get("Tags"), dict)]
    ballots = [sample.shapes_or_literal(sample.properties["Tags"]) for sample in tagged]
    return majority_shape(ballots, len(samples))
