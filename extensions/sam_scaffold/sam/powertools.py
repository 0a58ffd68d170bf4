"""Learn which layer brings Powertools for AWS Lambda (Python)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from .layers import content_uri, folder_of
from .outside_layers import outside_layers, reference_to
from .repository import Repository
from .shapes import tally
from .template import Layer, Template
from .values import Data, references

DISTRIBUTION = "aws-lambda-powertools"
PACKAGE = "aws_lambda_powertools"

_LAYER_NAME = ":layer:AWSLambdaPowertoolsPython"
"""The layers that AWS publishes, each for a version of Python and an architecture:
https://docs.aws.amazon.com/powertools/python/latest/#lambda-layer
"""


def powertools_style(template: Template, repository: Repository) -> dict[str, Any]:
    """How a new function refers to the layer, unless it gets it from Globals.

    Args:
        template: The template; its own layer comes before one that AWS publishes.
        repository: Its repository, to look into layers.
    """
    inherited = template.globals_function.get("Layers")
    own = [one.logical_id for one in template.layers if _brings_it(one, template, repository)]
    outside = outside_layers(template)
    named = [reference_to(one) for one, layer in outside.items() if _LAYER_NAME in f":{layer}"]
    if published(inherited) or not set(own).isdisjoint(references(inherited)):
        return {"powertools_inherited": True}
    if own or named:
        return {"powertools_layer": {"Ref": own[0]} if own else named[0]}
    votes = tally([published(one.properties.get("Layers")) for one in template.functions])
    return {"powertools_layer": votes[0][0]} if votes else {}


def published(layers: Data) -> list[Data]:
    """The references to AWS's layer in a Layers property: an ARN, or a Sub that makes one."""
    return [one for one in layers if _LAYER_NAME in _arn(one)] if isinstance(layers, list) else []


def _arn(layer: Data) -> str:
    text = layer.get("Fn::Sub") if isinstance(layer, dict) else layer
    if isinstance(text, list) and text:
        text = text[0]
    return text if isinstance(text, str) else ""


def _brings_it(layer: Layer, template: Template, repository: Repository) -> bool:
    """Whether a layer installs it when it is built, or has it below ``python``."""
    folder = folder_of(template, content_uri(layer))
    if not folder:
        return False
    manifest = repository.read(f"{folder}/requirements.txt") or b""
    if DISTRIBUTION in _distributions(manifest.decode("utf-8", "replace")):
        return True
    return repository.is_dir(f"{folder}/python/{PACKAGE}")


def _distributions(manifest: str) -> Iterator[str]:
    """What a requirements.txt names; options, paths and hashes are passed over.

    https://pip.pypa.io/en/stable/reference/requirements-file-format/
    """
    for line in manifest.splitlines():
        text = line.split(" #", 1)[0].split(" --", 1)[0].rstrip("\\ \t")
        try:
            yield canonicalize_name(Requirement(text).name)
        except InvalidRequirement:
            continue
