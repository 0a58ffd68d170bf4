"""Learn which layer brings Powertools for AWS Lambda (Python)."""

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
"""The oldest version that generated handlers run on (measured: they import and start with 2.43.1
and 3.0.0, and not with 2.0.0 and 1.31.1, which have no ``process_partial_response``).
"""

_RELEASES = ("2.43.1", *(f"3.{minor}.0" for minor in range(100)), "4.0.0")
"""What a range of versions may come to."""

_EXTRAS = {"parser": ("pydantic", "pydantic"), "tracer": ("aws-xray-sdk", "aws_xray_sdk")}
"""The extras that generated handlers use, with the distribution and package that each brings."""

_VERSIONED = re.compile(r":layer:AWSLambdaPowertoolsPythonV\d")
"""Of these layers those of version 2 and later."""

_LAYER_NAME = ":layer:AWSLambdaPowertoolsPython"
"""The layers that AWS publishes, each for a version of Python and an architecture:
https://docs.aws.amazon.com/powertools/python/latest/#lambda-layer
"""


def powertools_style(template: Template, repository: RepositoryView) -> dict[str, Any]:
    """How a new function refers to the layer, unless it gets it from Globals.

    Args:
        template: The template; its own layer comes before one that AWS publishes.
        repository: Its repository, to look into layers.
    """
    inherited = template.globals_function.get("Layers")
    own = {
        one.logical_id: lacks
        for one in template.layers
        if (lacks := _lacks(one, template, repository)) is not None
    }
    outside = external_layers(template)
    named = [reference_to(one) for one, layer in outside.items() if _VERSIONED.search(f":{layer}")]
    given = [one for one in references(inherited) if one in own]
    if _recent(inherited) or given:
        return {"powertools_inherited": True, **_without(own[given[0]] if given else ())}
    if own:
        best = min(own, key=lambda one: len(own[one]))
        return {"powertools_layer": {"Ref": best}, **_without(own[best])}
    if named:
        return {"powertools_layer": named[0]}
    votes = tally([_recent(one.own.get("Layers")) for one in template.functions])
    return {"powertools_layer": votes[0][0]} if votes else {}


def _without(lacks: tuple[str, ...]) -> dict[str, Any]:
    return {"powertools_lacks": lacks} if lacks else {}


def _recent(layers: Data) -> list[Data]:
    """The references to AWS's layer that have a version which generated handlers run on."""
    return [one for one in published(layers) if _VERSIONED.search(_arn(one))]


def published(layers: Data) -> list[Data]:
    """The references to AWS's layer in a Layers property: an ARN, or a Sub that makes one."""
    return [one for one in layers if _LAYER_NAME in _arn(one)] if isinstance(layers, list) else []


def _arn(layer: Data) -> str:
    text = layer.get("Fn::Sub") if isinstance(layer, dict) else layer
    if isinstance(text, list) and text:
        text = text[0]
    return text if isinstance(text, str) else ""


def _lacks(
    layer: LayerResource, template: Template, repository: RepositoryView
) -> tuple[str, ...] | None:
    """Which extras of it a layer lacks; None where it lacks Powertools, or has old ones.

    It installs them when it is built, or has them below ``python``.
    """
    folder = folder_of(template, layer.content_uri)
    if not folder:
        return None
    manifest = repository.read(f"{folder}/requirements.txt") or b""
    listed = {
        canonicalize_name(one.name): one
        for one in _requirements(manifest.decode("utf-8", "replace"))
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
    """Say whether a requirement may come to a version that generated handlers run on."""
    named = [one.version for one in requirement.specifier if not one.version.endswith("*")]
    known = [Version(one) for one in (*named, *_RELEASES) if _is_version(one)]
    return any(requirement.specifier.contains(one) for one in known if one >= OLDEST)


def _is_version(text: str) -> bool:
    """Whether a text is a version; ``===`` may stand before any text."""
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _requirements(manifest: str) -> Iterator[Requirement]:
    """What a requirements.txt names; options, paths and hashes are passed over.

    https://pip.pypa.io/en/stable/reference/requirements-file-format/
    """
    for line in manifest.splitlines():
        text = line.split(" #", 1)[0].split(" --", 1)[0].rstrip("\\ \t")
        try:
            yield Requirement(text)
        except InvalidRequirement:
            continue
