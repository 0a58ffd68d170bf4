"""Paths of references between resources."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.model.dependency_cycles import dependency_path
from sam_scaffold.sam.model.template import Template

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Environment: {Variables: {CONFIG: !Ref ConfigTable}}}
Resources:
  ConfigTable: {Type: AWS::DynamoDB::Table}
  Uploads:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !Sub "${AWS::StackName}-${Prefix}"}
  Archive: {Type: AWS::S3::Bucket}
  Thumbnailer:
    Type: AWS::Serverless::Function
    Properties:
      Role: !GetAtt ThumbnailerRole.Arn
      Events: {Put: {Type: S3, Properties: {Bucket: !Ref Archive}}}
  ThumbnailerRole:
    Type: AWS::IAM::Role
    Properties: {Policies: [{Resource: !Sub "${Uploads.Arn}/*"}]}
  First: {Type: A::B::C, Properties: {Other: !Ref Second}}
  Second: {Type: A::B::C, Properties: {Other: !Ref First}}
"""
SNIPPET = """
Resources:
  Sizer:
    Type: AWS::Serverless::Function
    Properties:
      Environment: {Variables: {NEXT: !Ref Thumbnailer, LOOP: !Ref First}}
      Events: {Put: {Type: S3, Properties: {Bucket: !Ref Own}}}
  Own: {Type: AWS::S3::Bucket}
"""
TEMPLATES = [
    Template(name, Document.parse(name, text.encode()))
    for name, text in (("template.yaml", TEMPLATE), ("the snippet", SNIPPET))
]


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        pytest.param("Thumbnailer", ["Sizer", "Thumbnailer"], id="next"),
        pytest.param(
            "Uploads", ["Sizer", "Thumbnailer", "ThumbnailerRole", "Uploads"], id="by-others"
        ),
        pytest.param("ConfigTable", ["Sizer", "ConfigTable"], id="by-globals"),
        pytest.param("Own", [], id="own-events-are-no-need"),
        pytest.param("Archive", [], id="events-of-others-are-no-need"),
        pytest.param("Nowhere", [], id="not-there"),
    ],
)
def test_shortest_path_from_a_function(end: str, expected: list[str]) -> None:
    assert dependency_path("Sizer", end, TEMPLATES) == expected


def test_search_ends_in_a_cycle_of_others() -> None:
    assert dependency_path("First", "Uploads", TEMPLATES) == []


def test_no_path_from_a_missing_resource() -> None:
    assert dependency_path("Nowhere", "Uploads", TEMPLATES) == []
