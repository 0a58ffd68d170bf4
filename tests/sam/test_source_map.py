"""Positions of the parts of a template."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.model.source_map import TOP, SourceMap, Span

TEXT = """\
# é
Resources:
  Queue: &queue
    Type: AWS::SQS::Queue
    Properties: {DelaySeconds: 3, "Name": !Sub "a"}
  Other: *queue
  Worker:
    Layers:
      - !Ref One
      - !If [IsMain, !Ref Two, !GetAtt Three.Arn]
"""


@pytest.mark.parametrize(
    ("path", "span"),
    [
        ((), TOP),
        (("Parameters",), TOP),
        (("Resources",), Span(2, 1, 2, 10)),
        (("Resources", "Queue", "Properties", "DelaySeconds"), Span(5, 18, 5, 30)),
        (("Resources", "Queue", "Properties", "Name", "Fn::Sub"), Span(5, 35, 5, 41)),
        (("Resources", "Queue", "Properties", "Missing", "More"), Span(5, 5, 5, 15)),
        (("Resources", "Other", "Type"), Span(4, 5, 4, 9)),
        (("Resources", "Worker", "Layers", 0), Span(9, 9, 9, 17)),
        (("Resources", "Worker", "Layers", 0, "Ref"), Span(9, 9, 9, 17)),
        (("Resources", "Worker", "Layers", 1, "Fn::If", 2, "Fn::GetAtt"), Span(10, 32, 10, 49)),
        (("Resources", "Worker", "Layers", 7), Span(8, 5, 8, 11)),
        (("Resources", "Worker", "Layers", "x"), Span(8, 5, 8, 11)),
    ],
    ids=lambda value: "/".join(map(str, value)) if type(value) is tuple else None,
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_span_of_a_path(path: tuple[str | int, ...], span: Span, newline: str) -> None:
    data = TEXT.replace("\n", newline).encode()
    assert SourceMap(Document.parse("template.yaml", data)).of(path) == span
