"""Results and errors of SAM's translator."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest
import yaml
from samtranslator.translator.translator import Translator

from sam_scaffold.document import Document
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.translation.translation import (
    Translation,
    TranslationError,
    quoted,
    translation_of,
)

FUNCTION = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: python3.13}
    Properties:
      Handler: app.lambda_handler
      Runtime: python3.13
"""


def translated(text: str, region: str = "eu-west-1") -> Translation:
    data = dedent(text).encode()
    return translation_of(Template("template.yaml", Document.parse("template.yaml", data)), region)


def resources(text: str, region: str = "eu-west-1") -> dict[str, Any]:
    found = translated(text, region)
    assert found.template is not None, found
    made: dict[str, Any] = found.template["Resources"]
    return made


@pytest.mark.parametrize(
    "code",
    ["", "CodeUri: worker/", "CodeUri: !Ref Code", "CodeUri: s3://mine/code.zip"],
    ids=["none", "a folder", "a parameter", "S3"],
)
def test_code_gets_an_address_in_s3(code: str) -> None:
    made = resources(FUNCTION + (f"      {code}\n" if code else ""))
    assert set(made["Worker"]["Properties"]["Code"]) == {"S3Bucket", "S3Key"}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("      InlineCode: pass\n", {"ZipFile": "pass"}),
        ("      CodeUri: {Bucket: mine, Key: code.zip}\n",
         {"S3Bucket": "mine", "S3Key": "code.zip"}),
    ],
    ids=["inline", "S3 as a mapping"],
)  # fmt: skip
def test_code_with_an_address_is_not_changed(lines: str, code: dict[str, str]) -> None:
    assert resources(FUNCTION + lines)["Worker"]["Properties"]["Code"] == code


def test_an_image_built_from_a_dockerfile_gets_an_address() -> None:
    made = resources("""\
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Worker:
            Type: AWS::Serverless::Function
            Metadata: {Dockerfile: Dockerfile}
            Properties: {PackageType: Image}
        """)
    assert "ImageUri" in made["Worker"]["Properties"]["Code"]


LOCAL = {
    "layer": ("LayerVersion", "ContentUri: layers/http/", "AWS::Lambda::LayerVersion"),
    "layer without a word": ("LayerVersion", "LayerName: http", "AWS::Lambda::LayerVersion"),
    "state machine": (
        "StateMachine", "DefinitionUri: flow.asl.json", "AWS::StepFunctions::StateMachine",
    ),
    "api": ("Api", "{StageName: prod, DefinitionUri: api.yaml}", "AWS::ApiGateway::RestApi"),
    "http api": ("HttpApi", "DefinitionUri: api.yaml", "AWS::ApiGatewayV2::Api"),
    "application": ("Application", "Location: other.yaml", "AWS::CloudFormation::Stack"),
    "application of a parameter": (
        "Application", "Location: !Ref Other", "AWS::CloudFormation::Stack",
    ),
    "application of the repository": (
        "Application",
        "Location: {ApplicationId: arn:aws:x:us-east-1:1:applications/a, SemanticVersion: 1.0.0}",
        "AWS::CloudFormation::Stack",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "properties", "made"), LOCAL.values(), ids=LOCAL.keys())
def test_local_and_external_files_need_no_access_to_aws(
    kind: str, properties: str, made: str
) -> None:
    found = resources(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  One:\n"
        f"    Type: AWS::Serverless::{kind}\n    Properties:\n      {properties}\n"
    )
    assert made in {resource["Type"] for resource in found.values()}


def test_origins_are_known_and_leave_no_trace() -> None:
    found = translated(FUNCTION + "      Events:\n        Tick:\n          Type: Schedule\n"
                       "          Properties: {Schedule: rate(1 hour)}\n")  # fmt: skip
    assert found.origins == dict.fromkeys(
        ("Worker", "WorkerRole", "WorkerTick", "WorkerTickPermission"), "Worker"
    )
    assert "Metadata" not in yaml.safe_dump(found.template)


def test_managed_policies_have_the_partition_of_the_region() -> None:
    text = FUNCTION + "      Policies: [AWSLambdaExecute]\n"
    for region, partition in (("eu-west-1", "aws"), ("cn-north-1", "aws-cn")):
        role = resources(text, region)["WorkerRole"]["Properties"]
        assert f"arn:{partition}:iam::aws:policy/AWSLambdaExecute" in role["ManagedPolicyArns"]


REFUSED = {
    "of a resource": (
        FUNCTION + "      AutoPublishAlias: !Sub live\n",
        TranslationError("Worker", "", "'AutoPublishAlias' must be a string"),
    ),
    "of an event source": (
        FUNCTION + "      Events:\n        Feed:\n          Type: Kinesis\n"
        "          Properties: {Stream: arn:aws:kinesis:eu-west-1:123456789012:stream/s}\n",
        TranslationError("Worker", "Feed", "Missing required property 'StartingPosition'."),
    ),
    "of the template": (
        FUNCTION.replace("Resources:", "Globals: {Function: {Colour: red}}\nResources:"),
        TranslationError("", "", "'Globals' section is invalid."),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_errors_of_the_translator(text: str, why: TranslationError) -> None:
    found = translated(text)
    assert found.template is None
    (refusal,) = found.errors
    assert (refusal.logical_id, refusal.event) == (why.logical_id, why.event)
    assert refusal.message.startswith(why.message)


def test_an_error_of_a_layer_has_its_logical_id() -> None:
    text = """\
        Transform: AWS::Serverless-2016-10-31
        Resources:
          One:
            Type: AWS::Serverless::LayerVersion
            Properties: {ContentUri: [a]}
        """
    (refusal,) = translated(text).errors
    assert refusal.logical_id == "One"


DEPLOYED = {
    "a name": ("{Type: String}", "AutoPublishAlias: !Ref P"),
    "one of a choice": ("{Type: String, AllowedValues: [live]}", "AutoPublishAlias: !Ref P"),
}


@pytest.mark.parametrize(("parameter", "stated"), DEPLOYED.values(), ids=DEPLOYED.keys())
def test_values_of_a_deployment_are_not_errors(parameter: str, stated: str) -> None:
    text = f"{FUNCTION}      {stated}\nParameters:\n  P: {parameter}\n"
    found = translated(text)
    assert found.errors == ()
    assert found.problem == "its translation depends on the values of parameters"


def test_an_error_with_all_values_of_parameters_is_reported() -> None:
    text = f"{FUNCTION}      AutoPublishAlias: !Ref P\nParameters:\n  P: {{Type: String}}\n"
    other = "  Other:\n    Type: AWS::Serverless::Function\n    Properties: {PackageType: Image}\n"
    (refusal,) = translated(text.replace("Parameters:", f"{other}Parameters:")).errors
    assert refusal.logical_id == "Other"


UNKNOWN = {
    "no transform": ("Resources: {}", "no Transform"),
    "a macro": ("Transform: [AWS::Serverless-2016-10-31, Ours]\nResources: {}", "macro Ours"),
    "a loop": (FUNCTION + "  Fn::ForEach::More: [A, [b], {}]\n", "Fn::ForEach::More"),
    "no resources": ("Transform: AWS::Serverless-2016-10-31", "no Resources"),
}


@pytest.mark.parametrize(("text", "why"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_problems_without_a_result(text: str, why: str) -> None:
    found = translated(text)
    assert (found.template, found.errors) == (None, ())
    assert why in found.problem


def test_a_failure_of_the_translator_is_not_an_error_of_the_template(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise TypeError("no such form")

    monkeypatch.setattr(Translator, "translate", broken)
    found = translated(f"{FUNCTION}# another one\n")
    assert (found.template, found.errors) == (None, ())
    assert found.problem == "SAM's translator failed (TypeError: no such form)"


def test_language_extensions_are_left_to_cfn_lint() -> None:
    text = FUNCTION.replace(
        "AWS::Serverless-2016-10-31", "[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]"
    )
    found = translated(text).template
    assert found is not None
    assert found["Transform"] == "AWS::LanguageExtensions"


def test_the_source_is_not_changed() -> None:
    template = Template("t.yaml", Document.parse("t.yaml", FUNCTION.encode()))
    before = template.resource("Worker")
    assert translation_of(template, "eu-west-1") is translation_of(template, "eu-west-1")
    assert template.resource("Worker") == before


def test_properties_and_values_are_quoted() -> None:
    message = "Property 'A.B' of [c] is none; property Ddd, and 'not this' nor \"that\"."
    assert quoted(message) == ("A.B", "c", "Ddd")
