import json

import pytest

from sam_scaffold.document import Document
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.sam.model.function_resource import FunctionResource
from sam_scaffold.sam.model.layer_resource import LayerResource
from sam_scaffold.sam.model.template import FUNCTION, Resource, Template


def parse(text: str) -> Template:
    return Template("template.yaml", Document.parse("template.yaml", text.encode()))


USUAL = """\
Globals:
  Function: {Runtime: python3.12}
Parameters:
  Runtime: {Type: String, Default: python3.13}
Resources:
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties: &usual
      Handler: app.handler
      Layers: [!Ref Shared]
    Metadata:
      BuildMethod: python3.12
  Again:
    Type: AWS::Serverless::Function
    Properties:
      <<: *usual
      Timeout: 3
  Container:
    Type: AWS::Serverless::Function
    Properties: {PackageType: Image}
  Shared:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: layers/shared}
  Old:
    Type: 'AWS::Lambda::LayerVersion'
  Queue:
    Type: AWS::SQS::Queue
"""


def test_functions_and_layers_are_found_by_type() -> None:
    template = parse(USUAL)
    usual = {"Handler": "app.handler", "Layers": [{"Ref": "Shared"}]}
    inherited = {"Runtime": "python3.12"}
    assert template.functions == [
        FunctionResource(
            "OrdersFunction", FUNCTION, usual, {"BuildMethod": "python3.12"}, inherited
        ),
        FunctionResource("Again", FUNCTION, {**usual, "Timeout": 3}, {}, inherited),
    ]
    assert template.layers == [
        LayerResource(
            "Shared", "AWS::Serverless::LayerVersion", {"ContentUri": "layers/shared"}, {}
        ),
        LayerResource("Old", "AWS::Lambda::LayerVersion", {}, {}),
    ]
    assert list(template.resources)[-1] == "Queue"
    assert template.resources["Queue"] == "AWS::SQS::Queue"
    assert template.globals_function == {"Runtime": "python3.12"}
    assert template.default_of("Runtime") == "python3.13"
    assert template.default_of("Missing") is None


def test_json_means_the_same() -> None:
    resource = {"Type": "AWS::Serverless::Function", "Properties": {"Timeout": 3}}
    template = parse(json.dumps({"Resources": {"A": resource}}, indent=2))
    assert template.functions == [FunctionResource("A", FUNCTION, {"Timeout": 3}, {})]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A: 1", id="no sections"),
        pytest.param("Resources:\nGlobals:", id="empty sections"),
        pytest.param(
            "Resources: 3\nGlobals: [a]\nParameters: x", id="sections that are no mappings"
        ),
        pytest.param("Resources: !Include x", id="tag on a section"),
        pytest.param("Resources:\n  A:\n  B: []\n  C: text", id="resources that are no mappings"),
        pytest.param("Resources:\n  A: {Type: [x]}", id="type that is a list"),
        pytest.param("Resources:\n  Fn::ForEach::A:\n    - X\n    - [a]\n    - {}", id="for each"),
        pytest.param("Resources:\n  Fn::Transform: {Name: AWS::Include}", id="transform"),
        pytest.param("Globals:\n  Function: text", id="globals that are text"),
        pytest.param("Parameters:\n  P: text", id="parameter that is text"),
    ],
)
def test_odd_templates_are_read_as_far_as_possible(text: str) -> None:
    template = parse(text)
    assert (template.functions, template.layers, template.globals_function) == ([], [], {})
    assert all(kind == "" for kind in template.resources.values())
    assert template.default_of("P") is None


@pytest.mark.parametrize("body", ["", "\n    Properties: text", "\n    Properties: !Ref X"])
def test_a_function_without_usable_properties_has_none(body: str) -> None:
    text = "Resources:\n  A:\n    Type: AWS::Serverless::Function" + body
    assert parse(text).functions == [FunctionResource("A", FUNCTION, {}, {})]


def test_a_duplicate_section_is_refused() -> None:
    with pytest.raises(ScaffoldError, match="appears twice"):
        _ = parse("Resources: {}\nResources: {}").functions


ROLES = """\
Resources:
  Usual:
    Type: AWS::IAM::Role
    Properties: &usual
      Path: /desk/
      Policies: [{PolicyName: a}]
  Own:
    Type: AWS::IAM::Role
    Condition: IsMain
    Properties:
      <<: *usual
      RoleName: !Sub "${AWS::StackName}-own"
  Alarms: {Type: AWS::SNS::Topic, Condition: {Fn::Not: [x]}}
  Untyped: {Properties: {Path: /}}
"""


def test_resources_of_some_types_in_the_order_of_the_file() -> None:
    template = parse(ROLES)
    usual = {"Path": "/desk/", "Policies": [{"PolicyName": "a"}]}
    own = {**usual, "RoleName": {"Fn::Sub": "${AWS::StackName}-own"}}
    roles = [
        Resource("Usual", "AWS::IAM::Role", usual, ""),
        Resource("Own", "AWS::IAM::Role", own, "IsMain"),
    ]
    alarms = Resource("Alarms", "AWS::SNS::Topic", {}, "")
    assert template.of_type("AWS::IAM::Role") == roles
    assert template.of_type("AWS::SNS::Topic", "AWS::IAM::Role") == [*roles, alarms]
    assert template.of_type("AWS::SQS::Queue") == template.of_type() == []


def test_a_resource_is_found_by_its_key() -> None:
    template = parse(ROLES)
    assert template.resource("Untyped") == Resource("Untyped", "", {"Path": "/"}, "")
    assert template.resource("Own") is template.of_type("AWS::IAM::Role")[1]
    assert template.resource("Missing") is None


def test_a_single_property_of_a_resource() -> None:
    template = parse(ROLES)
    assert template.property_of("Usual", "Path") == "/desk/"
    assert template.property_of("Own", "Path") == "/desk/"
    assert template.property_of("Own", "RoleName") == {"Fn::Sub": "${AWS::StackName}-own"}
    assert template.property_of("Usual", "RoleName") is None
    assert template.property_of("Alarms", "Path") is None


def test_a_reference_to_a_parameter_means_its_default() -> None:
    template = parse(USUAL)
    assert template.resolved({"Ref": "Runtime"}) == "python3.13"
    assert template.resolved({"Ref": "Queue"}) is None
    assert template.resolved("python3.12") == "python3.12"
    assert template.resolved({"Fn::Sub": "${Runtime}"}) == {"Fn::Sub": "${Runtime}"}


MERGED = """\
Resources:
  General: &general
    Type: AWS::Serverless::Function
    Condition: IsLive
    Properties: &usual {Handler: app.handler, CodeUri: src/general}
  Upload:
    <<: *general
    Properties:
      <<: *usual
      CodeUri: src/upload
  Twin:
    <<: [*general]
    Type: AWS::Lambda::Function
  Plain:
    <<: {}
    Type: AWS::SQS::Queue
"""


def test_resources_with_a_merge_key_have_its_entries() -> None:
    template = parse(MERGED)
    usual = {"Handler": "app.handler", "CodeUri": "src/general"}
    own = {**usual, "CodeUri": "src/upload"}
    assert template.resource("Upload") == Resource(
        "Upload", "AWS::Serverless::Function", own, "IsLive"
    )
    assert template.resource("Twin") == Resource("Twin", "AWS::Lambda::Function", usual, "IsLive")
    assert template.resource("Plain") == Resource("Plain", "AWS::SQS::Queue", {}, "")
    assert template.property_of("Upload", "CodeUri") == "src/upload"
