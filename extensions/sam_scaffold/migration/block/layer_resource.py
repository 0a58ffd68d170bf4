"""Shared code layer of a template, new or existing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...document import Document
from ...merge.snippet import Snippet
from ...merge.snippet_merge import merge
from ...sam.model.code_folders import folder_of
from ...sam.model.function_resource import FunctionResource
from ...sam.model.function_runtime import architecture_of, is_python, runtime_of
from ...sam.model.intrinsics import Data, is_function
from ...sam.model.layer_resource import LayerResource
from ...sam.model.shared_layer import SHARED_ID, shared_layer
from ...sam.model.template import FUNCTION, FUNCTIONS, LAYERS, Resource, Template
from ...sam.style.house_style import HouseStyle
from ...sam.style.name_patterns import fill
from ...sam.writing.notation import sam_yaml
from ...transaction.repository_view import RepositoryView

_NAME = "shared_code"
_DEFAULT_ARCHITECTURE = "x86_64"
_RUNTIMES, _ARCHITECTURES = "CompatibleRuntimes", "CompatibleArchitectures"


@dataclass(frozen=True, slots=True)
class Platforms:
    """Platforms with which a layer for several functions must be compatible.

    Attributes:
        runtimes: Their runtimes, the most frequent first.
        architectures: Their architectures; empty if the template states none.
    """

    runtimes: tuple[str, ...]
    architectures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewLayer:
    """Values of a new shared code layer.

    Attributes:
        content_uri: Its folder relative to the template, as it is to be written.
        platforms: Its compatible platforms.
        parent_packages: Dotted parent packages of its content below ``/opt/python``; empty
            for none.
    """

    content_uri: str
    platforms: Platforms
    parent_packages: str = ""


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """Existing shared code layer of a template.

    Attributes:
        logical_id: Its key in Resources.
        content: The folder of the repository that is ``/opt/python`` in Lambda, with links
            followed; empty if it cannot be used.
        problem: The reason why no code can be added, with the way out; empty if it can.
    """

    logical_id: str
    content: str
    problem: str = ""


def platforms_of(template: Template, functions: Sequence[str]) -> Platforms:
    """Find the platforms for a layer of some functions.

    Args:
        template: The template.
        functions: Their logical ids.
    """
    found = [
        function
        for function in template.functions_of(*FUNCTIONS)
        if function.logical_id in functions
    ]
    runtimes = [
        str(runtime)
        for runtime in (_runtime(template, each) for each in found)
        if is_python(runtime)
    ]
    stated = [architecture_of(template, function) for function in found]
    is_stated = any(stated) or any(_ARCHITECTURES in layer.properties for layer in template.layers)
    architectures = (
        [architecture or _DEFAULT_ARCHITECTURE for architecture in stated] if is_stated else []
    )
    return Platforms(_by_number(runtimes), _by_number(architectures))


def with_shared_layer(document: Document, new: NewLayer, style: HouseStyle) -> Document:
    """Add a shared code layer to a template that has none.

    Its versions are retained, as a published version of a function keeps its version of the
    layer. ``BuildArchitecture`` is set if `sam build` would warn without it; it has no other
    effect on a layer without requirements (measured, SAM CLI 1.170).

    Raises:
        ScaffoldError: The name is taken, or the template cannot be changed safely.
    """
    return merge(document, Snippet.parse(SHARED_ID, _text(new, style).encode())).document


def _text(new: NewLayer, style: HouseStyle) -> str:
    """Render the layer as a snippet."""
    architectures = new.platforms.architectures
    metadata: dict[str, Data] = {"BuildMethod": new.platforms.runtimes[0]}
    if architectures and _DEFAULT_ARCHITECTURE not in architectures:
        metadata["BuildArchitecture"] = architectures[0]
    if new.parent_packages:
        metadata["BuildProperties"] = {
            "ParentPackageMode": "explicit",
            "ParentPackages": new.parent_packages,
        }
    name = fill(style.layer_name, _NAME)
    properties: dict[str, Data] = {
        **({"LayerName": name} if name else {}),
        "Description": "Code that functions share",
        "ContentUri": new.content_uri,
        _RUNTIMES: list(new.platforms.runtimes),
        **({_ARCHITECTURES: list(architectures)} if architectures else {}),
        "RetentionPolicy": "Retain",
    }
    block = {"Type": LAYERS[0], "Metadata": metadata, "Properties": properties}
    return (
        "Resources:\n  # Code that several functions share, each of which has this layer.\n"
        f"  {SHARED_ID}:{sam_yaml(block, 2)}\n"
    )


def shared_layer_for(
    template: Template, repository: RepositoryView, functions: Sequence[str]
) -> SharedPlace | None:
    """Find the shared code layer of a template, and whether code can be added to it.

    It can if `sam build` copies its folder to ``python/``, or if the folder is packaged unchanged
    and has a ``python/``: `sam package` and ``sam local`` follow links there, too (measured, SAM
    CLI 1.170).

    Args:
        template: The template.
        repository: Its repository.
        functions: Logical ids of the functions that get the layer.

    Returns:
        None if there is none, so that a new one can be added.
    """
    if problem := _taken(template):
        return SharedPlace(SHARED_ID, "", problem)
    shared = shared_layer(template, repository)
    if shared is None:
        return None
    layer = next(
        resource for resource in template.layers if resource.logical_id == shared.logical_id
    )
    folder = folder_of(template, layer.content_uri)
    content = folder if _is_built(layer) else f"{folder}/python"
    resource = template.resource(layer.logical_id)
    problem = (
        _build_problem(layer)
        or _content_problem(layer, folder, content, repository)
        or _condition_problem(resource)
        or _platform_problem(layer, platforms_of(template, functions))
    )
    return SharedPlace(layer.logical_id, "" if problem else content, problem)


def _taken(template: Template) -> str:
    """Return why the layer's name is taken; empty if it is free or a layer's."""
    if SHARED_ID in template.names_of("Parameters"):
        return (
            f"{SHARED_ID} is a parameter of {template.path}, so its content is elsewhere; rename it"
        )
    kind = template.resources.get(SHARED_ID, LAYERS[0])
    if kind not in LAYERS:
        return f"{SHARED_ID} is not a layer ({kind or 'no type'}); rename it"
    return ""


def _is_built(layer: LayerResource) -> bool:
    """Return whether `sam build` copies its content to ``python/``."""
    return str(layer.metadata.get("BuildMethod")).startswith("python3")


def _build_problem(layer: LayerResource) -> str:
    name, method = layer.logical_id, layer.metadata.get("BuildMethod")
    if method == "makefile":
        return f"{name} is built by a Makefile, which selects its files itself; add them there"
    if method is not None and not _is_built(layer):
        return f"{name} has BuildMethod {method}, which does not build Python; rename it"
    build = layer.metadata.get("BuildProperties")
    if isinstance(build, dict) and "ParentPackageMode" in build:
        return f"{name} puts its content into packages (ParentPackageMode); remove that"
    return ""


def _content_problem(
    layer: LayerResource, folder: str, content: str, repository: RepositoryView
) -> str:
    name, uri = layer.logical_id, layer.content_uri
    if not isinstance(uri, str):
        kind = next(iter(uri)) if is_function(uri) else "not a path"
        return f"the content of {name} is {kind}; name a folder of the repository there"
    if "://" in uri or uri.endswith(".zip"):
        return f"the content of {name} is {uri}, not a folder; name one of the repository there"
    if not folder:
        return f"the content of {name} is {uri}, outside the repository; name a folder in it"
    if not repository.is_dir(content):
        way = "" if _is_built(layer) else ", or set the layer's BuildMethod to a Python runtime"
        return f"{name} has no folder {content}; create it{way}"
    return ""


def _condition_problem(layer: Resource | None) -> str:
    if layer is None or not layer.condition:
        return ""
    return (
        f"{layer.logical_id} exists only under the condition {layer.condition}; remove "
        "its Condition"
    )


def _platform_problem(layer: LayerResource, platforms: Platforms) -> str:
    """Return why a layer is incompatible with some functions; empty if it is compatible."""
    wanted: Mapping[str, tuple[str, ...]] = {
        _RUNTIMES: platforms.runtimes,
        _ARCHITECTURES: platforms.architectures,
    }
    for key, needed in wanted.items():
        stated = layer.properties.get(key)
        if not isinstance(stated, list) or not all(isinstance(value, str) for value in stated):
            continue
        missing = [value for value in needed if value not in stated]
        if missing and stated:
            return (
                f"{layer.logical_id} is for {', '.join(stated)}, not for {missing[0]}; add it to "
                f"its {key}"
            )
    return ""


def _runtime(template: Template, function: FunctionResource) -> Data:
    if function.type == FUNCTION:
        return runtime_of(template, function.own)
    return template.resolved(function.own.get("Runtime"))


def _by_number(values: Sequence[str]) -> tuple[str, ...]:
    """Return the distinct values, the most frequent first."""
    return tuple(sorted(dict.fromkeys(values), key=lambda value: -values.count(value)))
