"""The alarms of a template on a function."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from sam_scaffold.sam.model.template_files import load_template
from sam_scaffold.sam.style.learning.observability_style import alarms_of_function
from sam_scaffold.transaction.repository_view import RepositoryView

ALARMS = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties: {FunctionName: orders, DeploymentPreference: {Alarms: [!Ref Stopping]}}
      OrdersAudit:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: audit/}
      ByRef:
        Type: AWS::CloudWatch::Alarm
        Properties: {Dimensions: [{Name: FunctionName, Value: !Ref Orders}]}
      BySub:
        Type: AWS::CloudWatch::Alarm
        Properties: {Dimensions: [{Name: FunctionName, Value: !Sub "${Orders}"}]}
      ByName:
        Type: AWS::CloudWatch::Alarm
        Properties: {Dimensions: [{Name: FunctionName, Value: orders}]}
      ByMetric:
        Type: AWS::CloudWatch::Alarm
        Properties:
          Metrics:
            - Id: errors
              MetricStat:
                Metric: {Dimensions: [{Name: FunctionName, Value: !Ref Orders}]}
      Stopping:
        Type: AWS::CloudWatch::Alarm
        Properties: {Dimensions: [{Name: QueueName, Value: failed}]}
      OfAudit:
        Type: AWS::CloudWatch::Alarm
        Properties: {Dimensions: [{Name: FunctionName, Value: !Ref OrdersAudit}]}
"""


@pytest.mark.parametrize(
    ("function", "alarms"),
    [
        ("Orders", ("ByRef", "BySub", "ByName", "ByMetric", "Stopping")),
        ("OrdersAudit", ("OfAudit",)),
    ],
)
def test_an_alarm_is_on_the_function_that_it_refers_to(
    function: str, alarms: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "template.yaml").write_text(textwrap.dedent(ALARMS), encoding="utf-8")
    template = load_template(RepositoryView(tmp_path), "template.yaml")
    assert alarms_of_function(template, function) == alarms
