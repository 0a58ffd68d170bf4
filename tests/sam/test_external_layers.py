"""External layers: ARNs, parameters with the part after the region, references."""

from __future__ import annotations

import pytest

from sam_scaffold.sam.model.external_layers import (
    arn_problem,
    external_layers,
    layer_of,
    parameter_of,
    reference_to,
)
from sam_scaffold.sam.model.template_files import parsed

BEHIND = "123456789012:layer:tools-3_1:42"

ARNS = {
    "sub": "arn:aws:lambda:${AWS::Region}:",
    "region": "arn:aws:lambda:ap-southeast-2:",
    "long-region": "arn:aws-us-gov:lambda:us-gov-east-1:",
    "partition": "arn:${AWS::Partition}:lambda:${AWS::Region}:",
}


@pytest.mark.parametrize("head", ARNS.values(), ids=ARNS.keys())
def test_the_parameter_has_the_part_after_the_region(head: str) -> None:
    assert arn_problem(head + BEHIND) == ""
    assert layer_of(head + BEHIND) == BEHIND


WRONG = {
    "nothing": "",
    "no-version": "arn:aws:lambda:eu-west-1:123456789012:layer:tools",
    "version-0-in-words": "arn:aws:lambda:eu-west-1:123456789012:layer:tools:latest",
    "service": "arn:aws:s3:eu-west-1:123456789012:layer:tools:1",
    "account": "arn:aws:lambda:eu-west-1:1234:layer:tools:1",
    "region": "arn:aws:lambda:europe:123456789012:layer:tools:1",
    "long-name": f"arn:aws:lambda:eu-west-1:123456789012:layer:{'x' * 141}:1",
    "more": f"arn:aws:lambda:eu-west-1:{BEHIND}\n",
}


@pytest.mark.parametrize("arn", WRONG.values(), ids=WRONG.keys())
def test_other_arns_are_refused(arn: str) -> None:
    assert arn_problem(arn).startswith(
        f"{arn!r} is not a valid ARN of a layer version. Use the form "
    )
    assert layer_of(arn) == ""


def test_parameters_are_recognised_by_their_defaults() -> None:
    text = (
        "Parameters:\n"
        f"  Tools: {{Type: String, Default: '{BEHIND}'}}\n"
        "  Stage: {Type: String, Default: test}\n"
        f"  Whole: {{Type: String, Default: 'arn:aws:lambda:eu-west-1:{BEHIND}'}}\n"
        "  Count: {Type: Number, Default: 3}\n"
        "  Open: {Type: String}\n"
    )
    assert external_layers(parsed("template.yaml", text.encode())) == {"Tools": BEHIND}


@pytest.mark.parametrize("text", ["Resources: {}\n", "Parameters: []\n", "Parameters:\n"])
def test_template_without_parameters_has_no_external_layers(text: str) -> None:
    assert external_layers(parsed("template.yaml", text.encode())) == {}


def test_reference_leads_back_to_its_parameter() -> None:
    assert parameter_of(reference_to("ToolsLayer")) == "ToolsLayer"
    others = ("x", None, {"Ref": "ToolsLayer"}, {"Fn::Sub": f"arn:aws:lambda:eu-west-1:{BEHIND}"})
    assert [parameter_of(other) for other in others] == [""] * 4
