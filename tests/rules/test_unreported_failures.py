"""W9404: failures of a batch that a handler returns, and that Lambda does not read."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from rules import fixed, lint

RULE = "W9404"
ASKS = "FunctionResponseTypes: [ReportBatchItemFailures]"
RETURNS = "def handler(event, context):\n    return {'batchItemFailures': failed(event)}\n"
SQS = "{Type: SQS, Properties: {Queue: !GetAtt Orders.Arn}}"


def template(*events: str) -> str:
    lines = "".join(f"        E{number}: {event}\n" for number, event in enumerate(events))
    return f"""\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Types: {{Type: CommaDelimitedList, Default: ReportBatchItemFailures}}
Resources:
  Router:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: router/
      Events:
{lines}\
  Orders:
    Type: AWS::SQS::Queue
"""


def says(folder: Path, code: str, *events: str) -> int:
    return len(lint(folder, RULE, template(*(events or (SQS,))), {"router/app.py": code}))


REPORT = {
    "mapping": RETURNS,
    "variable": "def handler(event, context):\n    result = {'batchItemFailures': []}\n"
    "    result['batchItemFailures'].append({'itemIdentifier': 'a'})\n    return result\n",
    "set later": "def handler(event, context):\n    result = {}\n"
    "    result['batchItemFailures'] = failed(event)\n    return result\n",
    "keyword": "def handler(event, context):\n    return dict(batchItemFailures=failed(event))\n",
    "class": "def handler(event, context):\n    return Response(batchItemFailures=failed(event))\n",
    "helper": "def work(event):\n    return {'batchItemFailures': failed(event)}\n\n\n"
    "def handler(event, context):\n    return work(event)\n",
    "partial response": "from aws_lambda_powertools.utilities.batch import process_partial_response"
    "\n\n\ndef handler(event, context):\n    return process_partial_response(event=event)\n",
    "asynchronous": "from aws_lambda_powertools.utilities import batch\n\n\n"
    "def handler(event, context):\n    return batch.async_process_partial_response(event=event)\n",
    "processor": "from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, "
    "batch_processor\n\nprocessor = BatchProcessor(event_type=EventType.SQS)\n\n\n"
    "@batch_processor(record_handler=print, processor=processor)\n"
    "def handler(event, context):\n    return processor.response()\n",
    "either": "def handler(event, context):\n"
    "    return {'batchItemFailures': failed(event)} if event else None\n",
}

NOT = {
    "nothing": "def handler(event, context): ...",
    "none ever": "def handler(event, context):\n    return {'batchItemFailures': []}\n",
    "logged": "def handler(event, context):\n    print({'batchItemFailures': failed(event)})\n",
    "raised": "def handler(event, context):\n    result = run(event)\n"
    "    if result['batchItemFailures']:\n        raise ValueError\n    return result\n",
    "another function": "def other(event):\n    return {'batchItemFailures': failed(event)}\n\n\n"
    "def handler(event, context):\n    return None\n",
    "calls itself": "def handler(event, context):\n    return handler(event, context)\n",
    "for another kind": "from aws_lambda_powertools.utilities.batch import EventType\n\n"
    "PROCESSOR = BatchProcessor(event_type=EventType.KinesisDataStreams)\n\n\n"
    "def handler(event, context):\n    return process_partial_response(event, PROCESSOR)\n",
}


@pytest.mark.parametrize("code", REPORT.values(), ids=REPORT)
def test_finds_failures_that_are_returned(code: str, tmp_path: Path) -> None:
    assert says(tmp_path, code) == 1


@pytest.mark.parametrize("code", NOT.values(), ids=NOT)
def test_says_nothing_where_none_are_returned(code: str, tmp_path: Path) -> None:
    assert says(tmp_path, code) == 0


def test_follows_a_function_into_another_module(tmp_path: Path) -> None:
    files = {
        "router/app.py": "from work import run\n\nhandler = lambda event, _: run(event)\n",
        "router/work.py": "def run(event):\n    return {'batchItemFailures': failed(event)}\n",
    }
    (found,) = lint(tmp_path, RULE, template(SQS), files)
    assert found.message.startswith("Router returns batchItemFailures, but E0 ignores")
    assert found.path[-2:] == ("Properties", "FunctionResponseTypes")


ASKED = {
    "asks": f"{{Type: SQS, Properties: {{Queue: !GetAtt Orders.Arn, {ASKS}}}}}",
    "parameter": "{Type: SQS, Properties: {Queue: !GetAtt Orders.Arn, "
    "FunctionResponseTypes: !Ref Types}}",
    "condition": "{Type: SQS, Properties: {Queue: !GetAtt Orders.Arn, "
    "FunctionResponseTypes: !If [A, [], [ReportBatchItemFailures]]}}",
    "topic": "{Type: SNS, Properties: {Topic: !Ref Topic}}",
    "broker": "{Type: MSK, Properties: {Stream: arn, Topics: [a], StartingPosition: LATEST}}",
}


@pytest.mark.parametrize("event", ASKED.values(), ids=ASKED)
def test_says_nothing_of_sources_that_ask_or_cannot(event: str, tmp_path: Path) -> None:
    assert says(tmp_path, RETURNS, event) == 0


KINESIS = "{Type: Kinesis, Properties: {Stream: arn:a, StartingPosition: LATEST}}"
DYNAMODB = "{Type: DynamoDB, Properties: {Stream: arn:a, StartingPosition: LATEST}}"


@pytest.mark.parametrize("event", [KINESIS, DYNAMODB])
def test_finds_streams(event: str, tmp_path: Path) -> None:
    assert says(tmp_path, RETURNS, event) == 1


def test_finds_the_one_that_does_not_ask(tmp_path: Path) -> None:
    found = lint(tmp_path, RULE, template(ASKED["asks"], SQS), {"router/app.py": RETURNS})
    assert ["E1" in finding.path for finding in found] == [True]


def test_says_nothing_of_code_that_tells_its_sources_apart(tmp_path: Path) -> None:
    code = (
        "def handler(event, context):\n    if event['Records'][0]['eventSource'] == KINESIS:\n"
        "        return None\n    return {'batchItemFailures': failed(event)}\n"
    )
    assert says(tmp_path, code, ASKED["asks"], KINESIS) == 0
    assert says(tmp_path, code, SQS) == 1


def test_finds_mappings(tmp_path: Path) -> None:
    mapping = """\
Mapping:
  Type: AWS::Lambda::EventSourceMapping
  Properties:
    FunctionName: !Ref Router
    EventSourceArn: !GetAtt Orders.Arn
"""
    text = template("{Type: Api, Properties: {Path: /, Method: get}}") + indent(mapping, "  ")
    (found,) = lint(tmp_path, RULE, text, {"router/app.py": RETURNS})
    assert found.path == ("Resources", "Mapping", "Properties", "FunctionResponseTypes")
    assert "but Mapping ignores" in found.message


def test_fixes_by_adding_the_response_type(tmp_path: Path) -> None:
    event = "\n          Type: SQS\n          Properties:\n            Queue: !GetAtt Orders.Arn"
    after = fixed(tmp_path, RULE, template(event), {"router/app.py": RETURNS})
    assert "FunctionResponseTypes:" in after
    assert lint(tmp_path, RULE, after, {"router/app.py": RETURNS}) == []


def test_fixes_nothing_that_is_set_otherwise(tmp_path: Path) -> None:
    event = "{Type: SQS, Properties: {Queue: !GetAtt Orders.Arn, FunctionResponseTypes: []}}"
    before = template(event)
    assert fixed(tmp_path, RULE, before, {"router/app.py": RETURNS}) == before
