"""The plan of a merge, which is printed before anything is applied."""

from __future__ import annotations

from threeway import snippet, template

from sam_scaffold.document import Document
from sam_scaffold.merge.entry_changes import SnippetMerge
from sam_scaffold.merge.snippet_merge import merge, plan_merge

BASE = """\
Resources:
  # Orders to work on.
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 30
      DelaySeconds: 1
      Tags: [{Key: a, Value: b}]
  Topic:
    Type: AWS::SNS::Topic
"""
THEIRS = """\
Resources:
  # Orders that wait.
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      MessageRetentionPeriod: 60
      Tags: [{Key: c, Value: d}, {Key: e, Value: f}]
  Table:
    Type: AWS::DynamoDB::Table
Outputs:
  Url:
    Value: !Ref Queue
"""
OURS = BASE.replace("DelaySeconds: 1", "DelaySeconds: 1\n      # mine\n      Mine: 1").replace(
    "[{Key: a, Value: b}]", "[ {Key: a, Value: b} ]"
)


def planned(ours: str, theirs: str, base: str | None = BASE) -> list[str]:
    document = template(ours)
    before = document.encode()
    job = SnippetMerge(snippet(theirs), None if base is None else snippet(base))
    plan = plan_merge(document, [job])
    result = plan.apply()
    assert document.encode() == before
    assert result.encode() == merge(document, job.snippet, job.base).document.encode()
    return plan.lines()


def test_a_plan_has_a_line_for_each_edit() -> None:
    assert planned(OURS, THEIRS) == [
        "remove Resources.Topic",
        "comment Resources.Queue",
        "delete Resources.Queue.Properties.DelaySeconds",
        "insert Resources.Queue.Properties.MessageRetentionPeriod",
        "replace Resources.Queue.Properties.VisibilityTimeout",
        f"exchange {', '.join(f'Resources.Queue.Properties.Tags.Key={key}' for key in 'ace')}",
        "add Resources.Table",
        "add Outputs.Url (opens Outputs)",
    ]


def test_a_plan_has_a_line_for_each_place_that_stays() -> None:
    ours = OURS.replace("VisibilityTimeout: 30", "VisibilityTimeout: 45").replace(
        "    Type: AWS::SNS::Topic\n", "    Type: AWS::SNS::Topic\n    # mine\n    Mine: 1\n"
    )
    assert planned(ours, THEIRS)[-2:] == [
        "keep Resources.Topic (your comment would be removed)",
        "keep Resources.Queue.Properties.VisibilityTimeout",
    ]


def test_a_plan_names_lines_that_change_although_entries_are_only_added() -> None:
    ours = "Resources: {Mine: {Type: M}}\n"
    assert planned(ours, THEIRS, base=None) == [
        "add Resources.Queue, Resources.Table (rewrites template.yaml:1:13)",
        "add Outputs.Url (opens Outputs)",
    ]


def test_nothing_is_planned_where_nothing_changed() -> None:
    assert planned(OURS, BASE) == []


def test_the_offsets_of_edits_are_those_after_the_removals() -> None:
    queue, _, topic = OURS.removeprefix("Resources:\n").partition("  Topic:")
    ours = template(f"Resources:\n  Topic:{topic}{queue}")
    plan = plan_merge(ours, [SnippetMerge(snippet(THEIRS), snippet(BASE))])
    (removal,) = plan.removals
    lean = ours.apply(removal.splices)
    assert lean.text == plan.lean.text
    (comment,) = plan.snippets[0].edits[0].splices
    assert lean.text[comment.start : comment.end].strip() == "# Orders to work on."


def test_removals_in_brackets_that_are_not_neighbours_are_stages() -> None:
    ours = Document.parse("t", b'{"Resources": {"A": {"T": 1}, "M": {"T": 2}, "B": {"T": 3}}}')
    base = snippet("Resources:\n  A: {T: 1}\n  B: {T: 3}\n  C: {T: 4}\n")
    theirs = snippet("Resources:\n  C: {T: 4}\n")
    plan = plan_merge(ours, [SnippetMerge(theirs, base)])
    assert plan.lines() == ["remove Resources.B", "remove Resources.A"]
    assert plan.apply().encode() == b'{"Resources": { "M": {"T": 2}}}'
