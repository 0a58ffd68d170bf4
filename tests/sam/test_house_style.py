"""The house style: the standard, a recorded one, and those of whole templates."""

from __future__ import annotations

import json
from pathlib import Path

from houses import function, globals_, house, resource

from sam_scaffold.document import Document
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.model.template_files import load_template
from sam_scaffold.sam.style.house_style import HouseStyle
from sam_scaffold.sam.style.learning.learned_style import learn
from sam_scaffold.transaction.repository_view import RepositoryView


def test_the_standard_without_functions() -> None:
    assert house() == HouseStyle()


def test_a_recorded_style_is_the_same() -> None:
    learned = house(
        function(
            "OrdersFunction",
            "./src/orders",
            Tags={"A": {"Ref": "B"}},
            Role={"Fn::GetAtt": ["OrdersRole", "Arn"]},
            VpcConfig={"SubnetIds": [{"Ref": "Subnet"}]},
        ),
        resource("OrdersRole", "AWS::IAM::Role", RoleName="orders", Path="/desk/"),
        resource("AlarmsTopic", "AWS::SNS::Topic"),
        Globals=globals_(Runtime="python3.13", Tracing="Active"),
    )
    assert (learned.iam, learned.role_name, learned.role_properties) == (
        "role",
        "{kebab}",
        {"Path": "/desk/"},
    )
    recorded = json.loads(json.dumps(learned.to_dict()))
    assert HouseStyle.from_dict(recorded) == learned
    assert HouseStyle.from_dict({**recorded, "unknown": 1}) == learned
    assert HouseStyle.from_dict({}) == HouseStyle()


YAML = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  OrderRouterFunction: &router
    Type: AWS::Serverless::Function
    Properties: &usual
      FunctionName: !Sub "${Stage}-order-router"
      CodeUri: ./functions/order_router/
      Handler: lambda_handler.lambda_handler
      Runtime: python3.13
      Architectures: [arm64]
  Fn::ForEach::Rest: [X, [a, b], {}]
  RiskMonitorFunction:
    Type: AWS::Serverless::Function
    Properties:
      <<: *usual
      FunctionName: !Sub "${Stage}-risk-monitor"
      CodeUri: ./functions/risk_monitor/
"""


def test_yaml_with_anchors_and_short_forms() -> None:
    template = Template("template.yaml", Document.parse("template.yaml", YAML.encode()))
    learned = learn(template, RepositoryView(Path("/nowhere")))
    assert learned == HouseStyle(
        function_dir="functions/{snake}",
        layout="flat",
        code_uri_prefix="./",
        runtime="python3.13",
        architecture="arm64",
        build_method=False,
        function_name={"Fn::Sub": "${Stage}-{kebab}"},
        log_retention=0,
        alarms="none",
        on_failure="none",
        log_level=False,
        shared_code=False,
    )


TRADING = Path(__file__).parents[2] / "examples" / "trading"


def test_the_example_repository() -> None:
    repository = RepositoryView(TRADING)
    learned = learn(load_template(repository, "template.yaml"), repository)
    assert (learned.iam, learned.role_id) == ("role", "{pascal}ExecutionRole")
    assert (learned.role_name, learned.role_properties) == (None, {})
    assert learned.environment == {"SERVICE_NAME": "{kebab}"}
    assert (learned.tracing, learned.vpc, learned.log_retention) == (True, None, 0)
    assert learned.alarm_topic == "NotificationsTopic"
    assert (learned.powertools_layer, learned.powertools_inherited) == (None, False)
    assert learned.globals == {
        "Environment": {"Variables": {"LOG_LEVEL": {"Ref": "LogLevel"}, "STAGE": {"Ref": "Stage"}}},
        "Tracing": "Active",
    }
