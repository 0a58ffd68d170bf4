"""Properties of all rules, and that cfn-lint accepts them."""

from __future__ import annotations

import json
import re
import subprocess
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

pytest.importorskip("cfnlint")

from generated.toolchain import tool
from rules import lint_all, write_files
from sam_scaffold import rules
from sam_scaffold.rules import RULES
from sam_scaffold.rules._rule import Rule

BROKEN = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      OrderRouterFunction:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: functions/order_router/
          Handler: app.lambda_handler
          Runtime: python3.12
          Architectures: [arm64]
    """

# Templates contain nearly anything: a rule may have no finding in it, and never raises.
ODD = {
    "no-resources": "Transform: AWS::Serverless-2016-10-31",
    "resources-null": "Resources:",
    "resource-null": "Resources: {A: }",
    "resource-text": "Resources: {A: b}",
    "no-properties": "Resources: {A: {Type: AWS::Serverless::Function}}",
    "properties-null": "Resources: {A: {Type: AWS::Serverless::Function, Properties: }}",
    "properties-list": "Resources: {A: {Type: AWS::Serverless::Function, Properties: [b]}}",
    "for-each": """
        Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
        Resources:
          Fn::ForEach::Functions:
            - Name
            - [A, B]
            - ${Name}Function: {Type: AWS::Serverless::Function, Properties: {CodeUri: a/}}
        """,
}
VALUES: dict[str, Any] = {
    "null": None,
    "number": 5,
    "negative": -1,
    "text": "",
    "list": ["a", {"Ref": "B"}, 5, None],
    "list-of-lists": [["a"], {"a": ["b"]}],
    "empty-list": [],
    "empty-mapping": {},
    "mapping": {"Key": {"Ref": "B"}, "Type": 5, "Arn": []},
    "if": {"Fn::If": ["C", "a", {"Ref": "AWS::NoValue"}]},
    "ref-of-nothing": {"Ref": "Nothing"},
    "get-att-of-nothing": {"Fn::GetAtt": ["Nothing", "Arn"]},
    "get-att-of-number": {"Fn::GetAtt": 5},
    "get-att-of-list": {"Fn::GetAtt": [{"Ref": "A"}]},
    "sub-of-numbers": {"Fn::Sub": [1, 2]},
    "join": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, 5]]},
    "transform": {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "x"}}},
}
FUNCTION = (
    "Architectures", "CodeUri", "DeadLetterQueue", "EventInvokeConfig", "Events", "Handler",
    "InlineCode", "Layers", "PackageType", "Policies", "Role", "Runtime", "Timeout", "Tracing",
    "VpcConfig",
)  # fmt: skip
EVENT = ("BatchSize", "DestinationConfig", "MaximumBatchingWindowInSeconds", "Queue")
OTHERS = {
    "AWS::IAM::ManagedPolicy": ("PolicyDocument", "Roles"),
    "AWS::IAM::Role": ("ManagedPolicyArns", "Policies", "RoleName"),
    "AWS::Lambda::EventInvokeConfig": ("DestinationConfig", "FunctionName"),
    "AWS::Lambda::EventSourceMapping": ("BatchSize", "EventSourceArn", "FunctionName"),
    "AWS::Lambda::Function": ("Code", "DeadLetterConfig", "Layers", "Runtime", "TracingConfig"),
    "AWS::Lambda::Permission": ("FunctionName", "Principal"),
    "AWS::SQS::Queue": ("FifoQueue", "QueueName", "RedrivePolicy", "VisibilityTimeout"),
    "AWS::SQS::QueuePolicy": ("PolicyDocument", "Queues"),
    "AWS::Serverless::LayerVersion": (
        "CompatibleArchitectures", "CompatibleRuntimes", "ContentUri",
    ),
}  # fmt: skip


def with_odd(value: Any) -> str:
    """Return a template with one value wherever rules read, one place for each resource."""
    role = {"Fn::GetAtt": ["Role", "Arn"]}
    sound = {"Runtime": "python3.12", "Role": role}
    queue = {"Queue": {"Fn::GetAtt": ["Queue", "Arn"]}}
    events = {key: {"Type": "SQS", "Properties": {**queue, key: value}} for key in EVENT}
    functions: dict[str, Any] = {
        **{key: {**sound, key: value} for key in FUNCTION},
        **{f"Event{key}": {**sound, "Events": {"A": event}} for key, event in events.items()},
        "Event": {**sound, "Events": {"A": value}},
        "Bucket": {**sound, "Events": {"A": {"Type": "S3", "Properties": value}}},
        "All": value,
    }
    metadata = {"BuildMethod": value, "BuildProperties": value, "Scaffold": value}
    resources = {
        **{
            f"{name}Function": {"Type": "AWS::Serverless::Function", "Properties": properties}
            for name, properties in functions.items()
        },
        **{
            kind.rsplit("::", 1)[-1]: {"Type": kind, "Properties": dict.fromkeys(keys, value)}
            for kind, keys in OTHERS.items()
        },
        "Metadata": {"Type": "AWS::Serverless::Function", "Metadata": metadata},
        "OddMetadata": {"Type": "AWS::Serverless::LayerVersion", "Metadata": value},
    }
    inherited = {"Timeout": value, "Layers": value, "Environment": value}
    sections = {"Globals": {"Function": inherited}, "Resources": resources}
    return json.dumps({"Transform": "AWS::Serverless-2016-10-31", **sections})


@pytest.mark.parametrize("rule", RULES)
class TestRule:
    def test_has_an_id_of_ours(self, rule: str) -> None:
        assert re.fullmatch("[EWI]9[0-9]{3}", rule)

    def test_says_what_it_is_about(self, rule: str) -> None:
        found = RULES[rule]
        assert 0 < len(found.shortdesc) <= 60
        assert not found.shortdesc.endswith(".")
        assert found.description.endswith(".")
        assert found.source_url.startswith("https://")
        assert found.tags

    def test_has_a_test(self, rule: str) -> None:
        tests = Path(__file__).parent.glob("test_*.py")
        assert any(f'"{rule}"' in test.read_text(encoding="utf-8") for test in tests)


def test_no_two_rules_have_the_same_number() -> None:
    assert len({rule[1:] for rule in RULES}) == len(RULES)


def test_each_module_is_one_rule() -> None:
    names = [
        module.name for module in iter_modules(rules.__path__) if not module.name.startswith("_")
    ]
    modules = [import_module(f"sam_scaffold.rules.{name}") for name in names]
    found = [
        [
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, Rule)
            and value.__module__ == module.__name__
        ]
        for module in modules
    ]
    assert all(len(names) == 1 for names in found)
    assert {rule for names in found for rule in names} == set(RULES.values())


def test_cfn_lint_takes_them_all(tmp_path: Path) -> None:
    command = tool("cfn-lint")
    if command is None:
        pytest.skip("cfn-lint is not there")
    file = write_files(tmp_path, BROKEN)
    run = subprocess.run(
        [command, "--append-rules", "sam_scaffold.rules", "--list-rules"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(RULES) <= set(re.findall(r"\b[EWI]9[0-9]{3}\b", run.stdout))
    run = subprocess.run(
        [command, "--append-rules", "sam_scaffold.rules", "--format", "parseable", "--", file],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    [line] = [text for text in run.stdout.splitlines() if ":E9101:" in text]
    assert line.startswith(f"{file}:7:")
    assert "functions/order_router does not exist" in line


@pytest.mark.parametrize("template", ODD.values(), ids=ODD)
def test_no_rule_raises_on_an_odd_template(template: str, tmp_path: Path) -> None:
    lint_all(tmp_path, template)


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_rule_raises_on_an_odd_value(value: Any, tmp_path: Path) -> None:
    lint_all(tmp_path, with_odd(value))
