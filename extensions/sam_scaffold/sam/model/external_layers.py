"""External layers: layers of other stacks or accounts, whose versions are parameters.

A function can only have layers of its own region. Therefore a parameter has the layer's ARN without
partition and region: ``017000801446:layer:AWSLambdaPowertoolsPythonV3-...:7``. References to it add
the partition and the region of the stack.
"""

from __future__ import annotations

import re

from ...aws.limits import LAYER_NAME_CHARACTERS
from ...document import NodeKind
from ...document.yaml_document import section
from .intrinsics import Data
from .template import Template

PARAMETER = "Parameter"
"""Recorded in place of a resource's type if a function's layer is external."""

_HEAD = "arn:${AWS::Partition}:lambda:${AWS::Region}:"

_LAYER = re.compile(rf"\d{{12}}:layer:[A-Za-z0-9_-]{{1,{LAYER_NAME_CHARACTERS}}}:\d+")
"""https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html"""

_ARN = re.compile(
    r"arn:(?:aws[a-z-]*|\$\{AWS::Partition\}):lambda:"
    rf"(?:[a-z]{{2}}(?:-[a-z]+)+-\d|\$\{{AWS::Region\}}):(?P<layer>{_LAYER.pattern})"
)

_REFERENCE = re.compile(re.escape(_HEAD) + r"\$\{(\w+)\}")


def arn_problem(arn: str) -> str:
    """Return why a text is not the ARN of a layer version; empty if it is."""
    if _ARN.fullmatch(arn):
        return ""
    return (
        f"{arn!r} is not a valid ARN of a layer version. Use the form "
        "arn:aws:lambda:${AWS::Region}:123456789012:layer:NAME:1."
    )


def layer_of(arn: str) -> str:
    """Return the value of the parameter for a valid ARN: its account, name and version."""
    found = _ARN.fullmatch(arn)
    return found["layer"] if found else ""


def external_layers(template: Template) -> dict[str, str]:
    """Return the parameters of a template that are external layers, with their defaults."""
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
    """Return the entry of a function's Layers for the external layer of a parameter."""
    return {"Fn::Sub": f"{_HEAD}${{{parameter}}}"}


def name_of(reference: Data) -> str:
    """Return the name of a layer for messages: its logical id, its parameter, or NAME:VERSION."""
    value = next(iter(reference.values()), "") if isinstance(reference, dict) else reference
    first = value[0] if isinstance(value, list) and value else value
    return parameter_of(reference) or str(first).rpartition(":layer:")[2]


def parameter_of(reference: Data) -> str:
    """Return the parameter of a reference to an external layer; empty for other values."""
    text = reference.get("Fn::Sub") if isinstance(reference, dict) else None
    found = _REFERENCE.fullmatch(text) if isinstance(text, str) else None
    return found[1] if found else ""
