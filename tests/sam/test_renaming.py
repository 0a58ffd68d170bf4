"""Renaming of logical ids in all references of a template, and nowhere else."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.writing.renaming import renaming, with_generated

NEW_IDS = {"Queue": "Inbox", "Queue2": "Outbox"}


def renamed(text: str, new_ids: dict[str, str] | None = None) -> str:
    document = Document.parse("template.yaml", text.encode())
    return document.apply(renaming(document, NEW_IDS if new_ids is None else new_ids)).text


PLACES = {
    "key": ("Resources:\n  Queue: {}\n", "Resources:\n  Inbox: {}\n"),
    "quoted-key": ('Resources:\n  "Queue": {}\n', 'Resources:\n  "Inbox": {}\n'),
    "ref": ("A: !Ref Queue\n", "A: !Ref Inbox\n"),
    "ref-quoted": ('A: !Ref "Queue"\n', 'A: !Ref "Inbox"\n'),
    "ref-long": ("A: {Ref: Queue}\n", "A: {Ref: Inbox}\n"),
    "ref-json": ('{"A": {"Ref": "Queue"}}\n', '{"A": {"Ref": "Inbox"}}\n'),
    "attribute": ("A: !GetAtt Queue.Arn\n", "A: !GetAtt Inbox.Arn\n"),
    "attribute-list": ("A: !GetAtt [Queue, Arn]\n", "A: !GetAtt [Inbox, Arn]\n"),
    "attribute-long": ("Fn::GetAtt: [Queue, Arn]\n", "Fn::GetAtt: [Inbox, Arn]\n"),
    "attribute-long-text": ("Fn::GetAtt: Queue.Arn\n", "Fn::GetAtt: Inbox.Arn\n"),
    "sub": ("A: !Sub ${Queue.Arn}/${Queue}\n", "A: !Sub ${Inbox.Arn}/${Inbox}\n"),
    "sub-quoted": ('A: !Sub "${Queue}"\n', 'A: !Sub "${Inbox}"\n'),
    "sub-block": ("A: !Sub |\n  ${Queue}\n  Queue\n", "A: !Sub |\n  ${Inbox}\n  Queue\n"),
    "sub-list": ("A: !Sub ['${Queue}${B}', {B: !Ref Queue}]\n",
                 "A: !Sub ['${Inbox}${B}', {B: !Ref Inbox}]\n"),
    "sub-long": ("Fn::Sub: ['${Queue}', {}]\n", "Fn::Sub: ['${Inbox}', {}]\n"),
    "depends": ("DependsOn: Queue\n", "DependsOn: Inbox\n"),
    "depends-list": ("DependsOn: [Queue, A]\n", "DependsOn: [Inbox, A]\n"),
    "connector": ("Source:\n  Id: Queue\n", "Source:\n  Id: Inbox\n"),
    "connector-list": ("Destination: {Id: Queue}\n", "Destination: {Id: Inbox}\n"),
    "deep": ("A: [{B: !If [C, !Ref Queue, 1]}]\n", "A: [{B: !If [C, !Ref Inbox, 1]}]\n"),
    "longer": ("A: [!Ref Queue2, !Ref Queue]\n", "A: [!Ref Outbox, !Ref Inbox]\n"),
    "anchored": ("A: &a !Ref Queue\nB: *a\n", "A: &a !Ref Inbox\nB: *a\n"),
    "comments": ("# Queue\nA: !Ref Queue # Queue\n", "# Queue\nA: !Ref Inbox # Queue\n"),
    "ref-of-sam": ("A: !Ref Queue.Alias\n", "A: !Ref Inbox.Alias\n"),
    "anchored-like-it": ("A: &Queue !Ref Queue\nB: *Queue\n", "A: &Queue !Ref Inbox\nB: *Queue\n"),
    "depends-alias": ("X: &q [Queue]\nDependsOn: *q\n", "X: &q [Inbox]\nDependsOn: *q\n"),
    "ref-alias": ("X: &q Queue\nA: {Ref: *q}\n", "X: &q Inbox\nA: {Ref: *q}\n"),
    "connectors": ("Source: [{Id: Queue}, {Id: A}]\n", "Source: [{Id: Inbox}, {Id: A}]\n"),
    "crlf": ("A: !Ref Queue\r\nB: 1\r\n", "A: !Ref Inbox\r\nB: 1\r\n"),
    "swapped": ("A: [!Ref Queue, !Ref Inbox]\n", "A: [!Ref Inbox, !Ref Inbox]\n"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLACES.values(), ids=PLACES.keys())
def test_reference_is_renamed(text: str, expected: str) -> None:
    assert renamed(text) == expected


INTERFACE = """\
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label: {default: Queue}
        Parameters: [A, Queue]
    ParameterLabels:
      Queue: {default: Queue}
"""


def test_parameters_are_renamed_in_the_interface_of_the_console() -> None:
    expected = INTERFACE.replace("A, Queue", "A, Inbox").replace("Queue: {", "Inbox: {")
    assert renamed(INTERFACE) == expected


LEFT = {
    "text": "A: Queue\n",
    "key-elsewhere": "Outputs:\n  Queue: {Value: 1}\n",
    "key-of-a-resource": "Resources:\n  A: {Properties: {Queue: 1}}\n",
    "longer-name": "A: [!Ref QueueX, !GetAtt XQueue.Arn, !Sub '${QueueX} ${XQueue}']\n",
    "own-variable": "A: !Sub ['${Queue}', {Queue: 1}]\n",
    "literal": "A: !Sub '${!Queue}'\n",
    "text-of-a-sub": "A: !Sub Queue\n",
    "attribute-s-name": "A: !GetAtt Other.Queue\n",
    "id-of-no-connector": "Rules: {Id: Queue}\n",
    "import": "A: !ImportValue Queue\n",
    "condition": "A: {Condition: Queue}\n",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT.keys())
def test_other_text_is_not_renamed(text: str) -> None:
    assert renamed(text) == text


def test_two_ids_may_change_places() -> None:
    text = "Resources:\n  A: {X: !Ref B}\n  B: {X: !GetAtt A.Arn}\n"
    expected = "Resources:\n  B: {X: !Ref A}\n  A: {X: !GetAtt B.Arn}\n"
    assert renamed(text, {"A": "B", "B": "A"}) == expected


def test_without_ids_there_are_no_splices() -> None:
    document = Document.parse("t", b"A: !Ref Queue\n")
    assert renaming(document, {}) == []


MADE = """\
Parameters: {OrdersFunctionUrl: {Type: String}}
Resources:
  OrdersFunction: {Type: AWS::Serverless::Function}
  OrdersFunctionTwo: {Type: AWS::Serverless::Function}
  OrdersQueue: {Type: AWS::SQS::Queue}
  A:
    DependsOn: [OrdersFunctionAliaslive, OrdersFunctionTwoRole]
    Properties:
      - !GetAtt OrdersFunctionRole.Arn
      - !Sub "${OrdersFunctionHttpApiPermission} ${OrdersFunctionUrl}"
      - !Ref OrdersFunction.Version
      - !Ref OrdersQueuePolicy
"""


def test_resources_that_sam_generates_are_renamed_too() -> None:
    document = Document.parse("template.yaml", MADE.encode())
    new_ids = {"OrdersFunction": "DeskFunction", "OrdersQueue": "DeskQueue"}
    assert with_generated(document, new_ids) == {
        **new_ids,
        "OrdersFunctionAliaslive": "DeskFunctionAliaslive",
        "OrdersFunctionHttpApiPermission": "DeskFunctionHttpApiPermission",
        "OrdersFunctionRole": "DeskFunctionRole",
    }
