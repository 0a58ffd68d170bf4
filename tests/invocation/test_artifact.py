"""A function with its code, layers and settings, read from a template, built or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.invocation import Artifact

HEAD = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Seconds: {Type: Number, Default: 60}
  Unknown: {Type: Number}
  Some: {Type: CommaDelimitedList, Default: "HttpLayer, RawLayer"}
Conditions:
  Never: !Equals [a, b]
Globals:
  Function:
    Runtime: python3.12
    Handler: app.handler
    Timeout: 10
    Layers: [!Ref SharedLayer]
    Architectures: [x86_64]
    Environment:
      Variables: {LEVEL: INFO, TEAM: us}
Resources:
  SharedLayer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/shared/}}
  HttpLayer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/http.zip}}
  RawLayer: {Type: AWS::Lambda::LayerVersion, Properties: {Content: ./layers/raw}}
  AwayLayer: {Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b, S3Key: k}}}
  Queue: {Type: AWS::SQS::Queue}
  F:
    Type: AWS::Serverless::Function
"""

FILES = ("code/app.py", "layers/shared/a.py", "layers/http.zip", "layers/raw/python/b.py")


def artifact(root: Path, properties: str, head: str = HEAD, code: str = "CodeUri") -> Artifact:
    """The function F with some properties; nothing is built.

    A value of its CodeUri among them takes the place of the usual one.
    """
    usual = "" if f"{code}: " in properties else f"{code}: code, "
    template = f"{head}    Properties: {{{usual}{properties}}}\n"
    files = {name: "" for name in FILES if not (root / name).exists()}
    Repository(root, {"template.yaml": template, **files})
    return Artifact.of(root / "template.yaml", "F", "eu-west-1")


def test_globals_are_joined_with_its_own(tmp_path: Path) -> None:
    found = artifact(
        tmp_path,
        "Timeout: 20, Layers: [!Ref HttpLayer], Architectures: [arm64], MemorySize: 512,"
        "Environment: {Variables: {LEVEL: DEBUG, QUEUE: !Ref Queue, ON: true}}",
    )
    assert found == Artifact(
        logical_id="F",
        name="F",
        code=tmp_path / "code",
        inline="",
        layers=(tmp_path / "layers/shared", tmp_path / "layers/http.zip"),
        absent_layers=(),
        handler="app.handler",
        runtime="python3.12",
        architecture="arm64",
        timeout=20,
        memory=512,
        variables={"LEVEL": "DEBUG", "TEAM": "us", "QUEUE": "Queue", "ON": "true"},
        logging={},
    )


def test_only_variable_of_a_name_like_a_function(tmp_path: Path) -> None:
    found = artifact(tmp_path, "Environment: {Variables: {RefreshToken: x}}")
    assert found.variables == {"LEVEL": "INFO", "TEAM": "us", "RefreshToken": "x"}


def test_lambdas_own_defaults(tmp_path: Path) -> None:
    head = HEAD.replace("    Timeout: 10\n", "").replace("    Architectures: [x86_64]\n", "")
    found = artifact(tmp_path, "Tracing: Active", head)
    assert (found.timeout, found.memory, found.architecture) == (3, 128, "x86_64")


def test_parameters_count_by_their_defaults(tmp_path: Path) -> None:
    found = artifact(tmp_path, 'Timeout: !Ref Seconds, FunctionName: !Sub "${AWS::StackName}-f"')
    assert (found.timeout, found.name) == (60, "local-f")
    assert artifact(tmp_path, "Timeout: !Ref Unknown").timeout == 3


LAYERS = {
    "condition": ("[!If [Never, !Ref HttpLayer, !Ref RawLayer]]", ["shared", "raw"]),
    "no-value": ("[!If [Never, !Ref HttpLayer, !Ref AWS::NoValue]]", ["shared"]),
    "list-parameter": ("!Ref Some", ["http.zip", "raw"]),
}


@pytest.mark.parametrize(("layers", "expected"), LAYERS.values(), ids=LAYERS.keys())
def test_layers(layers: str, expected: list[str], tmp_path: Path) -> None:
    found = artifact(tmp_path, f"Layers: {layers}")
    assert [path.name for path in found.layers] == expected


def test_layers_in_aws_are_left_out(tmp_path: Path) -> None:
    arn = "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3:7"
    found = artifact(tmp_path, f'Layers: ["{arn}", !Ref HttpLayer]')
    assert found.absent_layers == (arn,)
    assert [path.name for path in found.layers] == ["shared", "http.zip"]


def test_inline_code(tmp_path: Path) -> None:
    found = artifact(tmp_path, "InlineCode: 'def handler(e, c): return 1'", code="InlineCode")
    assert found.inline == "def handler(e, c): return 1"


def test_function_of_plain_cloudformation(tmp_path: Path) -> None:
    head = HEAD.replace("AWS::Serverless::Function", "AWS::Lambda::Function")
    plain = "Runtime: python3.13, Handler: a.b"
    found = artifact(tmp_path, plain, head, "Code")
    assert (found.code, found.runtime, found.layers) == (tmp_path / "code", "python3.13", ())
    inline = artifact(tmp_path, f"{plain}, Code: {{ZipFile: 'x = 1'}}", head, "Code")
    assert inline.inline == "x = 1"


REFUSALS = {
    "runtime": ("Runtime: nodejs22.x", "nodejs22.x"),
    "image": ("PackageType: Image", "container image"),
    "handler": ("Handler: ''", "Handler"),
    "code-in-s3": ("CodeUri: s3://bucket/key", "s3://bucket/key"),
    "code-missing": ("CodeUri: functions/none/", "functions/none/ does not exist"),
    "layer-in-s3": ("Layers: [!Ref AwayLayer]", "AwayLayer"),
}


@pytest.mark.parametrize(("properties", "named"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_cannot_run_is_refused(properties: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError) as caught:
        artifact(tmp_path, properties)
    assert str(caught.value).startswith("F of template.yaml ")
    assert named in str(caught.value)


def test_what_is_no_function_is_refused(tmp_path: Path) -> None:
    artifact(tmp_path, "Timeout: 1")
    with pytest.raises(ScaffoldError, match="Queue is not a function"):
        Artifact.of(tmp_path / "template.yaml", "Queue")


BEYOND = {
    "VpcConfig: {SubnetIds: [a], SecurityGroupIds: [b]}": "the network is this machine's",
    "FileSystemConfigs: [{Arn: a, LocalMountPath: /mnt/a}]": "nothing is mounted",
    "SnapStart: {ApplyOn: PublishedVersions}": "no snapshot is taken",
    "FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM}": "the result is not",
    "Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /opt/run}}": "/opt/run does not start it",
    "EphemeralStorage: {Size: 1024}": "its disk is this machine's",
}


@pytest.mark.parametrize(("properties", "said"), BEYOND.items())
def test_what_there_is_in_aws_alone(properties: str, said: str, tmp_path: Path) -> None:
    (found,) = artifact(tmp_path, properties).beyond
    assert found.startswith(said)


@pytest.mark.parametrize(
    "properties",
    ["SnapStart: {ApplyOn: None}", "VpcConfig: !If [Never, {SubnetIds: [a]}, !Ref AWS::NoValue]",
     "FunctionUrlConfig: {AuthType: NONE}"],
)  # fmt: skip
def test_what_there_is_here_too(properties: str, tmp_path: Path) -> None:
    assert artifact(tmp_path, properties).beyond == ()
