"""`check` on odd templates and other files: findings, and never a crash."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checks import found
from repositories import Repository

JUNK = {
    "empty": "",
    "blank": "\n\n",
    "a list": "- a\n- b\n",
    "a text": "hello",
    "null": "null\n",
    "tabs": "Resources:\n\tQueue:\n\t\tType: AWS::SQS::Queue\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "a key twice": "Transform: AWS::Serverless-2016-10-31\nResources: {}\nResources: {}\n",
    "binary": b"\x00\x01\x02\xff",
    "not UTF-8": b"Description: caf\xe9\nResources: {}\n",
    "unclosed": "Resources: {",
}


@pytest.mark.parametrize("content", JUNK.values(), ids=JUNK.keys())
def test_junk_is_a_finding(content: str | bytes, tmp_path: Path) -> None:
    done = Repository(tmp_path, {"junk.yaml": content}).here("check", "junk.yaml")
    assert done.code == 1
    assert done.out.startswith("junk.yaml:")
    assert done.err == ""


ODD = {
    "no resources": "{}",
    "resources of nothing": "{Resources: }",
    "a list of resources": "{Resources: [a]}",
    "a resource of nothing": "{Resources: {Worker: }}",
    "a resource without a type": "{Resources: {Worker: {Properties: {}}}}",
    "a function of nothing": "{Resources: {Worker: {Type: 'AWS::Serverless::Function'}}}",
    "properties as a list": (
        "{Resources: {Worker: {Type: 'AWS::Serverless::Function', Properties: [a]}}}"
    ),
    "events as a list": (
        "{Resources: {Worker: {Type: 'AWS::Serverless::Function', Properties: "
        "{InlineCode: x, Handler: a.b, Runtime: python3.13, Events: [a]}}}}"
    ),
    "globals as a list": "{Globals: [a], Resources: {Queue: {Type: 'AWS::SQS::Queue'}}}",
    "metadata as a list": (
        "{Resources: {Queue: {Type: 'AWS::SQS::Queue', Metadata: [a], "
        "Properties: {VisibilityTimeout: x}}}}"
    ),
    "parameters of nothing": "{Parameters: , Resources: {Queue: {Type: 'AWS::SQS::Queue'}}}",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_template_breaks_nothing(text: str, tmp_path: Path) -> None:
    odd = text.replace("{", "{Transform: 'AWS::Serverless-2016-10-31', ", 1)
    done = Repository(tmp_path, {"template.json": odd}).here("check", "template.json")
    assert done.code == (0 if "globals" in odd else 1), done.out
    assert "this should not have happened" not in done.err


def test_json_is_looked_at_as_yaml_is(tmp_path: Path) -> None:
    properties = {"InlineCode": "x", "Handler": "a.b", "Runtime": "python3.13", "Timeout": 1000}
    data = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {"Worker": {"Type": "AWS::Serverless::Function", "Properties": properties}},
    }
    for indent in (None, 2, "\t"):
        shop = Repository(tmp_path, {"template.json": json.dumps(data, indent=indent)})
        assert found(shop) == [("E3717", 10 if indent else 1)]
