"""Learning of the layer with Powertools for AWS Lambda (Python)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from ....transaction.repository_view import RepositoryView
from ...model.code_folders import folder_of
from ...model.external_layers import external_layers, reference_to
from ...model.intrinsics import Data, references
from ...model.layer_resource import LayerResource
from ...model.template import Template
from ..name_patterns import tally

DISTRIBUTION = "aws-lambda-powertools"
PACKAGE = "aws_lambda_powertools"

OLDEST = Version("2.43")
"""The oldest version that generated handlers can use (measured: they import and start with 2.43.1
and 3.0.0, but not with 2.0.0 and 1.31.1, which have no ``process_partial_response``).
"""

_RELEASES = ("2.43.1", *(f"3.{minor}.0" for minor in range(100)), "4.0.0")
"""Versions that a range may allow."""

_EXTRAS = {"parser": ("pydantic", "pydantic"), "tracer": ("aws-xray-sdk", "aws_xray_sdk")}
"""The extras that generated handlers use, with the distribution and package that each adds."""

_VERSIONED = re.compile(r":layer:AWSLambdaPowertoolsPythonV\d")
"""The published layers of version 2 and later."""

_LAYER_NAME = ":layer:AWSLambdaPowertoolsPython"
"""The layers that AWS publishes, each for a version of Python and an architecture:
https://docs.aws.amazon.com/powertools/python/latest/#lambda-layer
"""


def powertools_style(template: Template, repository: RepositoryView) -> dict[str, Any]:
    """Learn the reference of a new function to the layer, unless Globals have it.

    Args:
        template: The template; its own layers have priority over layers that AWS publishes.
        repository: Its repository, which has the content of layers.
    """
    inherited = template.globals_function.get("Layers")
    own = {
        layer.logical_id: lacks
        for layer in template.layers
        if (lacks := _lacks(layer, template, repository)) is not None
    }
    external = [
        reference_to(parameter)
        for parameter, layer in external_layers(template).items()
        if _VERSIONED.search(f":{layer}")
    ]
    given = [name for name in references(inherited) if name in own]
    if _recent(inherited) or given:
        return {"powertools_inherited": True, **_without(own[given[0]] if given else ())}
    if own:
        best = min(own, key=lambda name: len(own[name]))
        return {"powertools_layer": {"Ref": best}, **_without(own[best])}
    if external:
        return {"powertools_layer": external[0]}
    votes = tally([_recent(function.own.get("Layers")) for function in template.functions])
    return {"powertools_layer": votes[0][0]} if votes else {}


def _without(lacks: tuple[str, ...]) -> dict[str, Any]:
    return {"powertools_lacks": lacks} if lacks else {}


def _recent(layers: Data) -> list[Data]:
    """Return the references to AWS's layer in a version that generated handlers can use."""
    return [layer for layer in published(layers) if _VERSIONED.search(_arn(layer))]


def published(layers: Data) -> list[Data]:
    """Return the references to AWS's layer in a Layers property: ARNs, as text or with Sub."""
    listed = layers if isinstance(layers, list) else []
    return [layer for layer in listed if _LAYER_NAME in _arn(layer)]


def _arn(layer: Data) -> str:
    text = layer.get("Fn::Sub") if isinstance(layer, dict) else layer
    if isinstance(text, list) and text:
        text = text[0]
    return text if isinstance(text, str) else ""


def _lacks(
    layer: LayerResource, template: Template, repository: RepositoryView
) -> tuple[str, ...] | None:
    """Return the extras that a layer lacks; None if it lacks Powertools, or has an old version.

    The layer lists Powertools in its requirements, or has the package in its ``python`` folder.
    """
    folder = folder_of(template, layer.content_uri)
    if not folder:
        return None
    manifest = repository.read(f"{folder}/requirements.txt") or b""
    listed = {
        canonicalize_name(requirement.name): requirement
        for requirement in _requirements(manifest.decode("utf-8", "replace"))
    }
    powertools = listed.get(canonicalize_name(DISTRIBUTION))
    if powertools is None and not repository.is_dir(f"{folder}/python/{PACKAGE}"):
        return None
    if powertools is not None and not is_recent(powertools):
        return None
    extras = set() if powertools is None else powertools.extras
    return tuple(
        extra
        for extra, (distribution, package) in _EXTRAS.items()
        if extras.isdisjoint({extra, "all"})
        and distribution not in listed
        and not repository.is_dir(f"{folder}/python/{package}")
    )


def is_recent(requirement: Requirement) -> bool:
    """Return whether a requirement may resolve to a version that generated handlers can use."""
    stated = [specifier.version for specifier in requirement.specifier]
    named = [version for version in stated if not version.endswith("*")]
    known = [Version(text) for text in (*named, *_RELEASES) if _is_version(text)]
    return any(requirement.specifier.contains(found) for found in known if found >= OLDEST)


def _is_version(text: str) -> bool:
    """Return whether a text is a version, as ``===`` allows any text."""
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _requirements(manifest: str) -> Iterator[Requirement]:
    """Yield the requirements in a requirements.txt, without options, paths and hashes.

    https://pip.pypa.io/en/stable/reference/requirements-file-format/
    """
    for line in manifest.splitlines():
        text = line.split(" #", 1)[0].split(" --", 1)[0].rstrip("\\ \t")
        try:
            yield Requirement(text)
        except InvalidRequirement:
            continue
