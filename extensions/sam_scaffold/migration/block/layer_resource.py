"""The layer that brings several functions' shared code: a new one, or the one that is there."""

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
    """The platforms that a layer for several functions has to be compatible with.

    Attributes:
        runtimes: Their runtimes, the one that most have first.
        architectures: Their architectures; nothing where the template states none.
    """

    runtimes: tuple[str, ...]
    architectures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewLayer:
    """The values that a new shared code layer states.

    Attributes:
        content_uri: Its folder from the template's own, spelled as it is to stand there.
        platforms: What it is compatible with.
        parent_packages: Dotted packages that the folder's content is laid into below
            ``/opt/python``; empty where it comes there as it is.
    """

    content_uri: str
    platforms: Platforms
    parent_packages: str = ""


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """The shared code layer that a template has.

    Attributes:
        logical_id: Its key in Resources.
        content: Folder of the repository whose content comes to ``/opt/python``, links in it
            followed; empty where it cannot be used.
        problem: Why nothing can be put there, with the way out; empty where something can.
    """

    logical_id: str
    content: str
    problem: str = ""


def platforms_of(template: Template, functions: Sequence[str]) -> Platforms:
    """Find what a layer for some functions has to be compatible with.

    Args:
        template: The template.
        functions: Their logical ids.
    """
    found = [one for one in template.functions_of(*FUNCTIONS) if one.logical_id in functions]
    runtimes = [str(one) for one in (_runtime(template, each) for each in found) if is_python(one)]
    stated = [architecture_of(template, one) for one in found]
    is_stated = any(stated) or any(_ARCHITECTURES in layer.properties for layer in template.layers)
    architectures = [one or _DEFAULT_ARCHITECTURE for one in stated] if is_stated else []
    return Platforms(_by_number(runtimes), _by_number(architectures))


def with_shared_layer(document: Document, new: NewLayer, house: HouseStyle) -> Document:
    """Add the one shared code layer to a template that has none.

    Its versions are retained, as a version of a function goes on with the version of the layer
    that it was published with. ``BuildArchitecture`` stands where `sam build` would warn without
    it; for a layer without requirements nothing else depends on it (measured, SAM CLI 1.170).

    Raises:
        ScaffoldError: The name is taken, or the template cannot be changed safely.
    """
    return merge(document, Snippet.parse(SHARED_ID, _text(new, house).encode())).document


def _text(new: NewLayer, house: HouseStyle) -> str:
    """Write the layer as a snippet."""
    architectures = new.platforms.architectures
    metadata: dict[str, Data] = {"BuildMethod": new.platforms.runtimes[0]}
    if architectures and _DEFAULT_ARCHITECTURE not in architectures:
        metadata["BuildArchitecture"] = architectures[0]
    if new.parent_packages:
        metadata["BuildProperties"] = {
            "ParentPackageMode": "explicit",
            "ParentPackages": new.parent_packages,
        }
    name = fill(house.layer_name, _NAME)
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
    """Find the shared code layer that a template has, and whether more code can be put into it.

    It can where `sam build` copies its folder below ``python/``, and where it takes the folder as
    it is and that has a ``python/``: `sam package` follows links there, too, and so does
    ``sam local`` (measured, SAM CLI 1.170).

    Args:
        template: The template.
        repository: The repository that it lies in.
        functions: Logical ids of the functions that get it.

    Returns:
        None where there is none, so that a new one can be added.
    """
    if problem := _taken(template):
        return SharedPlace(SHARED_ID, "", problem)
    shared = shared_layer(template, repository)
    if shared is None:
        return None
    layer = next(one for one in template.layers if one.logical_id == shared.logical_id)
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
    """Say why the layer's name is not free, nothing where it is or a layer has it."""
    if SHARED_ID in template.names_of("Parameters"):
        return (
            f"{SHARED_ID} is a parameter of {template.path}, so its content lies elsewhere; call "
            "it otherwise"
        )
    kind = template.resources.get(SHARED_ID, LAYERS[0])
    if kind not in LAYERS:
        return f"{SHARED_ID} is no layer but {kind or 'without a type'}; call it otherwise"
    return ""


def _is_built(layer: LayerResource) -> bool:
    """Return whether `sam build` puts its content below ``python/``."""
    return str(layer.metadata.get("BuildMethod")).startswith("python3")


def _build_problem(layer: LayerResource) -> str:
    name, method = layer.logical_id, layer.metadata.get("BuildMethod")
    if method == "makefile":
        return f"{name} is built by a Makefile, which names its files itself; add them there"
    if method is not None and not _is_built(layer):
        return f"{name} has BuildMethod {method}, which builds no Python; call it otherwise"
    build = layer.metadata.get("BuildProperties")
    if isinstance(build, dict) and "ParentPackageMode" in build:
        return f"{name} lays its content into packages (ParentPackageMode); take that out"
    return ""


def _content_problem(
    layer: LayerResource, folder: str, content: str, repository: RepositoryView
) -> str:
    name, uri = layer.logical_id, layer.content_uri
    if not isinstance(uri, str):
        kind = next(iter(uri)) if is_function(uri) else "no path"
        return f"the content of {name} is {kind}; name a folder of the repository there"
    if "://" in uri or uri.endswith(".zip"):
        return f"the content of {name} is {uri}, no folder; name one of the repository there"
    if not folder:
        return f"the content of {name} is {uri}, outside the repository; name a folder in it"
    if not repository.is_dir(content):
        way = "" if _is_built(layer) else ", or give the layer a BuildMethod of Python"
        return f"{name} has no folder {content}; make it{way}"
    return ""


def _condition_problem(layer: Resource | None) -> str:
    if layer is None or not layer.condition:
        return ""
    return (
        f"{layer.logical_id} exists only under the condition {layer.condition}; take its "
        "Condition away"
    )


def _platform_problem(layer: LayerResource, platforms: Platforms) -> str:
    """Say why a layer is not for some functions by what it states."""
    wanted: Mapping[str, tuple[str, ...]] = {
        _RUNTIMES: platforms.runtimes,
        _ARCHITECTURES: platforms.architectures,
    }
    for key, needed in wanted.items():
        stated = layer.properties.get(key)
        if not isinstance(stated, list) or not all(isinstance(one, str) for one in stated):
            continue
        lacking = [one for one in needed if one not in stated]
        if lacking and stated:
            return (
                f"{layer.logical_id} is for {', '.join(stated)} and not for {lacking[0]}; add "
                f"that to its {key}"
            )
    return ""


def _runtime(template: Template, function: FunctionResource) -> Data:
    if function.type == FUNCTION:
        return runtime_of(template, function.own)
    return template.resolved(function.own.get("Runtime"))


def _by_number(values: Sequence[str]) -> tuple[str, ...]:
    """List each value once, the most frequent first."""
    return tuple(sorted(dict.fromkeys(values), key=lambda one: -values.count(one)))
