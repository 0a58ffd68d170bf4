"""`rename` of adopted functions, after which they deploy and every handler is found."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from by_hand import HEAD, by_hand, function
from repositories import Repository, succeeded

from sam_scaffold.document import Document
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.translation.translation import translation_of


def handlers(found: Repository) -> dict[str, bool]:
    """Return for each function whether the module of its handler exists."""
    there = {}
    for name, resource in found.data()["Resources"].items():
        properties: Any = resource.get("Properties", {})
        if "Handler" in properties:
            module = re.split(r"[./]", properties["Handler"])[:-1]
            path = PurePosixPath(properties["CodeUri"], *module)
            files = (f"{path}.py", f"{path}/__init__.py")
            there[name] = any((found.root / file).is_file() for file in files)
    return there


OTHER = function("OtherFunction", "src/", "handlers.other.handler")
FROM_OWN = {"parcels/util.py": "from parcels import handler\n"}

HANDLERS: dict[str, tuple[str, list[str], dict[str, str], str]] = {
    "called-like-its-folder": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py"],
        {},
        "packets/packets.py",
    ),
    "in-a-folder-of-another-name": (
        function("ParcelsFunction", "code/", "parcels.handler"),
        ["code/parcels.py"],
        {},
        "code/packets.py",
    ),
    "in-a-package": (
        function("ParcelsFunction", "functions/parcels/", "parcels.app.handler"),
        ["functions/parcels/parcels/__init__.py", "functions/parcels/parcels/app.py"],
        {},
        "functions/packets/packets/app.py",
    ),
    "a-package-itself": (
        function("ParcelsFunction", "functions/parcels/", "parcels.handler"),
        ["functions/parcels/parcels/__init__.py"],
        {},
        "functions/packets/packets/__init__.py",
    ),
    "deep-and-in-several-parts": (
        function("ParcelsFunction", "parcels/", "parcels.api.parcels.handler"),
        ["parcels/parcels/api/parcels.py", "parcels/parcels/api/__init__.py"],
        {},
        "packets/packets/api/packets.py",
    ),
    "with-slashes": (
        function("ParcelsFunction", "parcels/", "sub/parcels.handler"),
        ["parcels/sub/parcels.py"],
        {},
        "packets/sub/packets.py",
    ),
    "part-of-a-module-s-name": (
        function("ParcelsFunction", "parcels/", "handle_parcels.handler"),
        ["parcels/handle_parcels.py"],
        {},
        "packets/handle_packets.py",
    ),
    "part-of-a-longer-word": (
        function("ParcelsFunction", "parcels/", "superparcels.handler"),
        ["parcels/superparcels.py"],
        {},
        "packets/superparcels.py",
    ),
    "name-of-the-function": (
        function("ParcelsFunction", "parcels/", "app.parcels"),
        ["parcels/app.py"],
        {},
        "packets/app.py",
    ),
    "module-and-function": (
        function("ParcelsFunction", "parcels/", "parcels.parcels"),
        ["parcels/parcels.py"],
        {},
        "packets/packets.py",
    ),
    "shared-folder": (
        function("ParcelsFunction", "src/", "handlers.handle_parcels.handler") + OTHER,
        ["src/handlers/handle_parcels.py", "src/handlers/other.py"],
        {},
        "src/handlers/handle_parcels.py",
    ),
    "the-code-of-another-below": (
        function("ParcelsFunction", "code/", "parcels.handler")
        + function("OtherFunction", "code/other/", "app.handler"),
        ["code/parcels.py", "code/other/app.py"],
        {},
        "code/parcels.py",
    ),
    "imported": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py"],
        FROM_OWN,
        "packets/parcels.py",
    ),
    "patched": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py"],
        {"parcels/test_it.py": 'def test_it(mocker):\n    mocker.patch("parcels.boto3")\n'},
        "packets/parcels.py",
    ),
    "copied-by-make": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py"],
        {"parcels/Makefile": "build:\n\tcp parcels.py out\n"},
        "packets/parcels.py",
    ),
    "new-name-taken": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/parcels.py", "parcels/packets.py"],
        {},
        "packets/parcels.py",
    ),
    "not-there": (
        function("ParcelsFunction", "parcels/", "parcels.handler"),
        ["parcels/app.py"],
        {},
        "packets/app.py",
    ),
    "beside-the-template": (
        function("ParcelsFunction", ".", "parcels.handler"),
        ["parcels.py"],
        {},
        "packets.py",
    ),
    "no-package-beside-a-module": (
        function("ParcelsFunction", "code/", "parcels.handler"),
        ["code/parcels.py"],
        {"code/parcels/data.json": "{}"},
        "code/packets.py",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("template", "files", "texts", "expected"), HANDLERS.values(), ids=HANDLERS.keys()
)
def test_a_handler_changes_only_together_with_its_module(
    template: str, files: list[str], texts: dict[str, str], expected: str, tmp_path: Path
) -> None:
    found = by_hand(tmp_path / "r", HEAD + template, *files, **texts)
    before = handlers(found)
    called = function_of(found, "ParcelsFunction").rpartition(".")[2]
    succeeded(found.here("rename", "parcels", "packets"))
    after = handlers(found)
    assert after.pop("PacketsFunction") == before.pop("ParcelsFunction")
    assert after == before
    assert function_of(found, "PacketsFunction").rpartition(".")[2] == called
    assert expected in found.files()
    assert len([path for path in found.files() if path.endswith(".py")]) == len(files) + len(
        [path for path in texts if path.endswith(".py")]
    )
    assert "packets: up to date" in succeeded(found.here("status")).out


def function_of(found: Repository, logical_id: str) -> str:
    return str(found.properties(logical_id)["Handler"])


def test_a_name_in_the_id_alone_is_none_of_the_handler(tmp_path: Path) -> None:
    template = HEAD + function("HandlerFunction", "api/", "app.main.handler")
    found = by_hand(tmp_path / "r", template, "api/app/main.py")
    name = found.here("list").out.split()
    old = next(word for word in ("handler", "handler_function", "api") if word in name)
    succeeded(found.here("rename", old, "packets"))
    assert list(handlers(found).values()) == [True]
    assert found.text().count("app.main.handler") == 1


MADE_OF_IT = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    Environment:
      Variables:
        PARCELS: !Sub "${AWS::Region}-parcels"
Resources:
  ParcelsFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/parcels/
      Handler: app.handler
      AutoPublishAlias: live
      FunctionUrlConfig: {AuthType: NONE}
      DeploymentPreference:
        Type: AllAtOnce
        Hooks: {PreTraffic: !Ref HookFunction}
      Events:
        Get: {Type: HttpApi, Properties: {Path: /parcels, Method: get, ApiId: !Ref Http}}
        Daily: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
  ParcelsFunctionTwo:
    Type: AWS::Serverless::Function
    DependsOn: [ParcelsFunction, ParcelsFunctionRole]
    Connectors:
      Other:
        Properties: {Destination: [{Id: ParcelsTable}], Permissions: [Read]}
    Properties:
      CodeUri: functions/two/
      Handler: app.handler
      Environment:
        Variables:
          ARN: !GetAtt ParcelsFunction.Arn
          LONG: {"Fn::GetAtt": [ParcelsFunction, Arn]}
          URL: !GetAtt ParcelsFunctionUrl.FunctionUrl
          ALIAS: !Ref ParcelsFunctionAliaslive
          ALSO: !Ref ParcelsFunction.Alias
          RULE: !GetAtt ParcelsFunctionDaily.Arn
          MIXED: !Sub
            - "${ParcelsFunction}/${ParcelsFunctionRole.Arn}/${own}/${ParcelsFunctionTwoRole}"
            - own: !Ref ParcelsFunction.Version
  HookFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/hook/
      Handler: app.handler
      Policies:
        - LambdaInvokePolicy: {FunctionName: !Ref ParcelsFunction}
  ParcelsTable:
    Type: AWS::Serverless::SimpleTable
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flow.asl.json
      DefinitionSubstitutions: {ParcelsFunctionArn: !GetAtt ParcelsFunction.Arn}
      Policies:
        - LambdaInvokePolicy: {FunctionName: !Ref ParcelsFunction}
  Http:
    Type: AWS::Serverless::HttpApi
  Rest:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      DefinitionBody:
        openapi: 3.0.1
        paths:
          /parcels:
            get:
              x-amazon-apigateway-integration:
                type: aws_proxy
                uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/${ParcelsFunction.Arn}/x"
  Permission:
    Type: AWS::Lambda::Permission
    DependsOn: ParcelsFunctionAliaslive
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref ParcelsFunctionAliaslive
      Principal: s3.amazonaws.com
Outputs:
  ParcelsFunctionRole:
    Value: !GetAtt ParcelsFunctionRole.Arn
"""

SHARED = """\
Transform: AWS::Serverless-2016-10-31
x-needs: &needs [OtherFunction, ParcelsFunctionRole]
Resources:
  OtherFunction:
    Type: AWS::Serverless::Function
    Properties: &common
      Runtime: python3.12
      Timeout: 20
      Handler: app.handler
      CodeUri: functions/other/
      Environment: &environment {Variables: {A: &arn !Ref OtherTable}}
  ParcelsFunction:
    Type: AWS::Serverless::Function
    Properties: &parcels
      <<: *common
      CodeUri: functions/parcels/
      Environment:
        Variables: {SERVICE: parcels}
  LastFunction:
    Type: AWS::Serverless::Function
    DependsOn: *needs
    Properties:
      <<: [*parcels, *common]
      CodeUri: functions/last/
      Environment: {Variables: {A: *arn, OTHER: !GetAtt ParcelsFunction.Arn}}
  OtherTable:
    Type: AWS::Serverless::SimpleTable
"""

JSON = json.dumps(
    {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "ParcelsFunction": {
                "Type": "AWS::Serverless::Function",
                "Metadata": {"BuildMethod": "makefile"},
                "Properties": {
                    "CodeUri": "functions/parcels/",
                    "Handler": "parcels.handler",
                    "Runtime": "python3.12",
                    "FunctionName": {"Fn::Sub": "${AWS::StackName}-parcels"},
                },
            },
            "Permission": {
                "Type": "AWS::Lambda::Permission",
                "DependsOn": ["ParcelsFunctionRole"],
                "Properties": {
                    "Action": "lambda:InvokeFunction",
                    "FunctionName": {"Fn::GetAtt": ["ParcelsFunction", "Arn"]},
                    "Principal": {"Fn::Sub": "${ParcelsFunctionRole.Arn}"},
                },
            },
        },
    },
    indent=2,
)

LAYERS = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, Layers: [!Ref ParcelsLayer]}}
Resources:
  ParcelsLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {BuildMethod: makefile}
    Properties:
      ContentUri: layers/parcels
      CompatibleRuntimes: [python3.12]
  Api: {Type: AWS::Serverless::Function, Properties: {CodeUri: functions/api, Handler: app.handler}}
Outputs: {Layer: {Value: !Sub "${ParcelsLayer}"}}
"""

TEMPLATES = {"made-of-it": MADE_OF_IT, "shared": SHARED, "json": JSON, "layer": LAYERS}

FILES = (
    "functions/parcels/app.py", "functions/parcels/parcels.py", "functions/two/app.py",
    "functions/hook/app.py", "functions/other/app.py", "functions/last/app.py",
    "functions/api/app.py", "layers/parcels/tools.py",
)  # fmt: skip

MAKE = "build-ParcelsFunction build-ParcelsLayer:\n\tcp -r . $(ARTIFACTS_DIR)\n"


def translated(found: Repository, path: str) -> str:
    """Return the translated template, with the old names in place of the new ones."""
    template = Template(path, Document.parse(path, found.read(path)))
    seen = translation_of(template, "eu-west-1")
    assert seen.template is not None, (seen.errors, seen.problem)
    text = json.dumps(seen.template, sort_keys=True)
    text = text.replace("Packets", "Parcels").replace("packets", "parcels")
    return re.sub(r"(?<=[A-Za-z])[0-9a-f]{10}\b|\b[0-9a-f]{40}\b", "", text)  # digests of names


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_the_template_deploys_as_before_but_for_the_names(template: str, tmp_path: Path) -> None:
    make = {f"{path}/Makefile": MAKE for path in ("functions/parcels", "layers/parcels")}
    found = by_hand(tmp_path / "r", template, *FILES, **make)
    path = "template.json" if template == JSON else "template.yaml"
    before, there = translated(found, path), handlers(found) if path != "template.json" else {}
    done = succeeded(found.here("rename", "parcels", "packets"))
    text = found.text(path)
    assert "Packets" in text
    assert json.loads(translated(found, path)) == json.loads(before)
    if there:
        assert sorted(handlers(found).values()) == sorted(there.values())
    assert "has no target" not in done.err
    succeeded(found.here("rename", "packets", "parcels"))
    assert found.text(path) == template


@pytest.mark.parametrize(
    ("logical_id", "old", "new"),
    [
        ("ECSReportFunction", "ecs_report", "PodReportFunction"),
        ("EC2Report", "ec2_report", "PodReport"),
    ],
)
def test_an_id_that_spells_the_name_its_own_way_is_renamed(
    logical_id: str, old: str, new: str, tmp_path: Path
) -> None:
    others = function("Other", "src/", "app.handler")
    text = HEAD + function(logical_id, "src/", "app.handler") + others
    found = by_hand(tmp_path, text, "src/app.py")
    succeeded(found.here("rename", old, "pod_report"))
    assert set(found.data()["Resources"]) == {new, "Other"}
    succeeded(found.here("status"))


def test_what_an_earlier_version_took_for_the_name_is_not_followed(tmp_path: Path) -> None:
    template = HEAD + function("parcels", "src/", "handle_parcels.parcels") + OTHER
    files = ("src/handle_parcels.py", "src/handlers/other.py")
    found = by_hand(tmp_path / "r", template, *files)
    answers = ".scaffold/functions/parcels/answers.yml"
    recorded = found.text(answers)
    earlier = recorded.replace("handle_parcels.parcels", "handle_{snake}.{snake}")
    earlier = re.sub(r"(?m)^  logical_id: .*$", "  logical_id: '{kebab}'", earlier)
    assert earlier != recorded
    found.write(answers, earlier)
    succeeded(found.here("rename", "parcels", "light_packets"))
    assert function_of(found, "lightPackets") == "handle_parcels.parcels"
    assert "light_packets: up to date" in succeeded(found.here("status")).out


def test_code_that_is_one_file_stays_where_it_is(tmp_path: Path) -> None:
    template = HEAD + function("ParcelsFunction", "src/parcels.py", "parcels.handler")
    found = by_hand(tmp_path / "r", template, "src/parcels.py")
    succeeded(found.here("rename", "parcels", "packets"))
    assert found.properties("PacketsFunction")["CodeUri"] == "src/parcels.py"
    assert "src/parcels.py" in found.files()


def test_what_was_adopted_is_up_to_date_when_its_layer_has_another_name(tmp_path: Path) -> None:
    """Properties that the answers do not cover refer to the layer, too."""
    layer = (
        "  ToolsLayer:\n    Type: AWS::Serverless::LayerVersion\n"
        "    Properties: {ContentUri: layers/tools/, CompatibleRuntimes: [python3.12]}\n"
    )
    more = (
        "      Layers: [!Ref ToolsLayer]\n      Environment:\n"
        "        Variables: {TOOLS: !Ref ToolsLayer}\n"
    )
    plain = function("OtherFunction", "other/", "app.handler")
    other = plain + "      Environment:\n        Variables: {TOOLS: !Ref ToolsLayer}\n"
    text = HEAD + layer + function("ParcelsFunction", "parcels/", "app.handler") + more + other
    code = ("parcels/app.py", "other/app.py", "layers/tools/python/tools.py")
    repository = Repository(tmp_path, {"template.yaml": text, **dict.fromkeys(code, "")})
    succeeded(repository.here("adopt", "--all"))
    repository.commit()
    before = succeeded(repository.here("status")).out
    succeeded(repository.here("rename", "tools", "kit"))
    assert "KitLayer" in repository.text()
    after = succeeded(repository.here("status")).out
    assert after == before.replace("layer tools", "layer kit")
