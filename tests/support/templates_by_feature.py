"""Small SAM templates, each with one feature that merging has to get right."""

from __future__ import annotations

_HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\n"

_QUEUE = "  Queue:\n    Type: AWS::SQS::Queue\n"

TEMPLATES = {
    "plain": _HEAD + "Resources:\n" + _QUEUE + "\nOutputs:\n  Url:\n    Value: !Ref Queue\n",
    "no-blank-lines": _HEAD + "Resources:\n" + _QUEUE + "  Topic:\n    Type: AWS::SNS::Topic\n",
    "blank-lines": _HEAD + "Resources:\n" + _QUEUE + "\n  Topic:\n    Type: AWS::SNS::Topic\n",
    "empty-section-with-comment": _HEAD + "Resources:\n  # nothing yet\n\nOutputs:\n  A: {Value: 1}\n",
    "comment-after-last-entry": _HEAD + "Resources:\n" + _QUEUE + "  # the end\n# Outputs\nOutputs:\n  A: {Value: 1}\n",
    "comment-at-the-end": _HEAD + "Resources:\n" + _QUEUE + "\n# vim: set ft=yaml:\n",
    "trailing-comment": _HEAD + "Resources: # all\n  Queue: # the only one\n    Type: AWS::SQS::Queue # fifo?\n",
    "trailing-white-space": _HEAD + "Resources:  \n  Queue:   \n    Type: AWS::SQS::Queue  \n   \n",
    "white-space-deeper-than-entries": _HEAD + "Resources:\n" + _QUEUE + "            \n\nOutputs:\n  A: {Value: 1}\n",
    "blank-lines-at-the-end": _HEAD + "Resources:\n" + _QUEUE + "\n\n\n",
    "literal-at-the-end": _HEAD + "Resources:\n  F:\n    Type: X\n    Code: |\n      def f():\n        pass\n\n",
    "literal-with-white-space-line": _HEAD + "Resources:\n  F:\n    Code: |\n      a\n        \n\nOutputs:\n  A: {Value: 1}\n",
    "kept-literal-at-the-end": _HEAD + "Resources:\n  F:\n    Code: |+\n      a\n\n\n",
    "kept-literal-before-section": _HEAD + "Resources:\n  F:\n    Code: |+\n      a\n\nOutputs:\n  A: {Value: 1}\n",
    "stripped-folded-at-the-end": _HEAD + "Resources:\n  F:\n    Text: >-\n      a\n      b\n",
    "literal-with-indicator": _HEAD + "Resources:\n  F:\n    Text: |2\n        a\n      b\n",
    "multi-line-plain-scalar": _HEAD + "Resources:\n  F:\n    Text: one\n      two\n      three\n",
    "multi-line-quoted-scalar": _HEAD + 'Resources:\n  F:\n    Text: "one\n      two\n\n      three"\n',
    "four-columns": _HEAD + "Resources:\n    Queue:\n        Type: X\n        P:\n            A: 1\n            L:\n                - 1\n",
    "sequences-at-key": _HEAD + "Resources:\n  Queue:\n    Type: X\n    L:\n    - 1\n    M:\n    - A: 1\n      B: 2\n",
    "mixed-sequences": _HEAD + "Resources:\n  Q:\n    L:\n    - 1\n    M:\n      - 1\n    N:\n      - - 1\n        - 2\n",
    "anchors": _HEAD + "Resources:\n  A: &a\n    Type: X\n    P: &p {B: 1}\n  B:\n    <<: *a\n    Q: *p\n",
    "alias-at-the-end": _HEAD + "Resources:\n  A: &a\n    Type: X\n  B: *a\n",
    "duplicate-keys": _HEAD + "Resources:\n  A:\n    Type: X\n  A:\n    Type: Y\n",
    "document-markers": "---\n" + _HEAD + "Resources:\n" + _QUEUE + "...\n",
    "directive": "%YAML 1.1\n---\n" + _HEAD + "Resources:\n" + _QUEUE,
    "quoted-keys": _HEAD + "\"Resources\":\n  'Queue':\n    \"Type\": X\n",
    "flow-resources": _HEAD + "Resources: {\n  Queue: {Type: X},\n  Topic: {Type: Y}\n}\n",
    "flow-resources-trailing-comma": _HEAD + "Resources: {\n  Queue: {Type: X},\n}\n",
    "unicode": _HEAD + "Resources:\n  Queue:\n    Type: X\n    D: Bücher für 東京 😀\n# – ende\n",
    "intrinsics": _HEAD + "Resources:\n  Q:\n    P: !If\n      - C\n      - !Sub\n        - \"${a}\"\n        - a: !GetAtt B.C\n      - !Ref AWS::NoValue\n",
    "fn-transform": _HEAD + "Resources:\n  Fn::Transform:\n    Name: AWS::Include\n    Parameters: {Location: s3://a/b}\n  'Fn::ForEach::X':\n    - I\n    - [a]\n    - Q${I}: {Type: X}\n",
    "json": '{\n  "Transform": "AWS::Serverless-2016-10-31",\n  "Resources": {\n    "Queue": {\n      "Type": "AWS::SQS::Queue"\n    }\n  }\n}\n',
    "json-with-tabs": '{\n\t"Transform": "AWS::Serverless-2016-10-31",\n\t"Resources": {\n\t\t"Queue": {\n\t\t\t"Type": "X"\n\t\t}\n\t}\n}\n',
    "yaml-in-json-style": '{\n  Transform: AWS::Serverless-2016-10-31, # a comment\n  Resources: {\n    Queue: {Type: X, P: !Ref Y}\n  }\n}\n',
}  # fmt: skip
"""Insertion adds whole lines to each of these."""

ONE_LINE = {
    "empty-flow": _HEAD + "Resources: {}\n",
    "one-line-flow": _HEAD + "Resources: {Queue: {Type: X}}\nOutputs:\n  A: {Value: 1}\n",
    "one-line-json": '{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Q": {"Type": "X"}}}\n',
    "empty-section-without-newline": _HEAD + "Resources:",
}  # fmt: skip
"""Here one line has to change, as the section stands on it."""


AMBIGUOUS = {
    "empty-section-in-the-middle": _HEAD + "Outputs:\n\nResources:\n" + _QUEUE,
    "json-empty-resources": '{\n  "Transform": "AWS::Serverless-2016-10-31",\n  "Resources": {\n  }\n}\n',
    "missing-resources": _HEAD,
    "empty-section": _HEAD + "Resources:\n" + _QUEUE + "Outputs:\n",
    "json-without-resources": '{\n    "Transform": "AWS::Serverless-2016-10-31"\n}\n',
    "empty-flow-over-lines": _HEAD + "Resources: {\n}\n",
}  # fmt: skip
"""Here two files come to the same text; removing gives the likelier one."""


def crlf(text: str) -> bytes:
    """With the line ends of Windows."""
    return text.replace("\n", "\r\n").encode()


def bom(text: str) -> bytes:
    """With a byte order mark."""
    return b"\xef\xbb\xbf" + text.encode()


def stripped(text: str) -> bytes:
    """Without line ends at the end."""
    return text.rstrip("\n").encode()


def plain(text: str) -> bytes:
    """As it is."""
    return text.encode()


VARIANTS = {variant.__name__: variant for variant in (plain, crlf, bom, stripped)}

SNIPPET = b"""\
Resources:
  # The function comes first.
  ProbeFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/probe/
      Layers:
        - !Ref SharedCodeLayer
      Policies:
        - SQSSendMessagePolicy:
            # Least privilege.
            QueueName: !GetAtt ProbeQueue.QueueName
        - Statement:
            - Effect: Allow
              Action: "s3:*"
              Resource: !Sub
                - "arn:${bucket}"
                - bucket: !Ref Bucket
      InlineCode: |
        def f():
            x = 1

            return x

  # What wakes it.
  ProbeQueue:
    Type: AWS::SQS::Queue

  ProbeAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Dimensions: [{Name: QueueName, Value: !GetAtt ProbeQueue.QueueName}]
      AlarmDescription: >-
        Somebody
        should look.

Outputs:
  ProbeArn:
    Value: !GetAtt ProbeFunction.Arn
"""
"""A function with a queue, an alarm and an output, and what is hard to re-indent."""
