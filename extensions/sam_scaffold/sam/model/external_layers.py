"""Layers that another stack or account made, and that a template has as parameters.

A function can only have layers of its own region, so a parameter holds what is left of the ARN
without partition and region: ``017000801446:layer:AWSLambdaPowertoolsPythonV3-...:7``. Put
together it is the ARN in every region that the stack is deployed to.
"""

from __future__ import annotations

import re

from ...aws.limits import LAYER_NAME_CHARACTERS
from ...document import NodeKind
from ...document.yaml_document import section
from .intrinsics import Data
from .template import Template

PARAMETER = "Parameter"
"""What is recorded in place of a type where a function's layer is one of these."""

_HEAD = "arn:${AWS::Partition}:lambda:${AWS::Region}:"

_LAYER = re.compile(rf"\d{{12}}:layer:[A-Za-z0-9_-]{{1,{LAYER_NAME_CHARACTERS}}}:\d+")
"""https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html"""

_ARN = re.compile(
    r"arn:(?:aws[a-z-]*|\$\{AWS::Partition\}):lambda:"
    rf"(?:[a-z]{{2}}(?:-[a-z]+)+-\d|\$\{{AWS::Region\}}):(?P<layer>{_LAYER.pattern})"
)

_REFERENCE = re.compile(re.escape(_HEAD) + r"\$\{(\w+)\}")


def arn_problem(arn: str) -> str:
    """Why a text is no ARN of a layer's version; that of a layer alone is none."""
    if _ARN.fullmatch(arn):
        return ""
    return (
        f"{arn!r} is no ARN of a layer's version; write it as in "
        "arn:aws:lambda:${AWS::Region}:123456789012:layer:NAME:1."
    )


def layer_of(arn: str) -> str:
    """What a parameter holds of an ARN without a problem: account, name and version."""
    found = _ARN.fullmatch(arn)
    return found["layer"] if found else ""


def outside_layers(template: Template) -> dict[str, str]:
    """The parameters of a template that hold a layer, with their defaults."""
    parameters = section(template.document, "Parameters")
    if parameters is None or parameters.kind is not NodeKind.MAPPING:
        return {}
    names = [key.resolved().value for key, _ in parameters.pairs()]
    defaults = {name: template.default_of(name) for name in names}
    return {
        name: default
        for name, default in defaults.items()
        if isinstance(default, str) and _LAYER.fullmatch(default)
    }


def reference_to(parameter: str) -> Data:
    """What a function states to have the layer of a parameter."""
    return {"Fn::Sub": f"{_HEAD}${{{parameter}}}"}


def name_of(reference: Data) -> str:
    """What a layer is called where somebody refers to it; one from outside as its ARN says."""
    value = next(iter(reference.values()), "") if isinstance(reference, dict) else reference
    first = value[0] if isinstance(value, list) and value else value
    return parameter_of(reference) or str(first).rpartition(":layer:")[2]


def parameter_of(reference: Data) -> str:
    """The parameter of such a reference, empty where it is none."""
    text = reference.get("Fn::Sub") if isinstance(reference, dict) else None
    found = _REFERENCE.fullmatch(text) if isinstance(text, str) else None
    return found[1] if found else ""
