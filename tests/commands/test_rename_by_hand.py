"""`rename` of adopted functions, after which they deploy and every handler is found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from by_hand import HEAD, by_hand, function
from handlers_by_hand import OTHER, function_of, handlers
from repositories import Repository, succeeded

from sam_scaffold.document import Document
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.translation.translation import translation_of

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
