"""A component's snippet is merged in the template's names, and recorded in its own."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.component_snippet import ComponentSnippet, digest, digest_at
from sam_scaffold.merge.last_applied import LastApplied
from sam_scaffold.merge.snippet_merge import merge

NAME = "functions/orders/resource.yaml"
SNIPPET = """\
Resources:
  # Work.
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: 1
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Failed.Arn
  # What failed.
  Failed:
    Type: AWS::SQS::Queue
"""
RENAMED = SNIPPET.replace("Failed", "Lost")


def document(text: str) -> Document:
    return Document.parse("template.yaml", text.encode())


def tracked(template: str, past: LastApplied | None, snippet: str = SNIPPET) -> ComponentSnippet:
    return ComponentSnippet.of(NAME, snippet.encode(), past, document(template), tuple)


def test_first_merge_has_no_base() -> None:
    found = tracked("Resources: {}\n", None)
    assert found.base is None
    assert found.job.base is None
    assert found.new_ids == {}
    record = found.record(merge(document("Resources: {}\n"), found.job.snippet), document("{}"))
    assert record == LastApplied(SNIPPET.encode())


def test_renamed_resource_is_merged_under_its_new_name() -> None:
    newer = SNIPPET.replace("DelaySeconds: 1", "DelaySeconds: 2")
    found = tracked(RENAMED, LastApplied(SNIPPET.encode()), newer)
    assert found.new_ids == {"Failed": "Lost"}
    assert found.job.snippet.keys("Resources") == ["Queue", "Lost"]
    assert found.base is not None
    assert found.base.keys("Resources") == ["Queue", "Lost"]
    merged = merge(document(RENAMED), found.job.snippet, found.job.base)
    assert merged.document.text == RENAMED.replace("DelaySeconds: 1", "DelaySeconds: 2")
    record = found.record(merged, document(RENAMED))
    assert record == LastApplied(newer.encode(), {"Failed": "Lost"})


def test_known_name_is_kept_and_may_change_again() -> None:
    past = LastApplied(SNIPPET.encode(), {"Failed": "Lost"})
    assert tracked(RENAMED, past).new_ids == {"Failed": "Lost"}
    assert tracked(SNIPPET.replace("Failed", "Gone"), past).new_ids == {"Failed": "Gone"}
    assert tracked(SNIPPET, past).new_ids == {}


def test_claimed_is_asked_only_if_something_is_lost() -> None:
    def fail() -> set[str]:
        raise AssertionError

    past = LastApplied(SNIPPET.encode())
    assert ComponentSnippet.of(NAME, SNIPPET.encode(), past, document(SNIPPET), fail).new_ids == {}


CONFLICT = SNIPPET.replace("DelaySeconds: 1", "DelaySeconds: 7")
NEWER = SNIPPET.replace("DelaySeconds: 1", "DelaySeconds: 2").replace("# Work.", "# More.")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_open_conflict_keeps_what_was_applied_before(line_end: str) -> None:
    newer = NEWER.replace("\n", line_end)
    found = tracked(CONFLICT, LastApplied(SNIPPET.encode()), newer)
    merged = merge(document(CONFLICT), found.job.snippet, found.job.base)
    assert [conflict.name for conflict in merged.conflicts] == [
        "Resources.Queue.Properties.DelaySeconds"
    ]
    record = found.record(merged, document(CONFLICT))
    assert record.data == newer.replace("DelaySeconds: 2", "DelaySeconds: 1").encode()
    again = tracked(merged.document.text, record, newer)
    repeated = merge(merged.document, again.job.snippet, again.job.base)
    assert [conflict.path for conflict in repeated.conflicts] == [
        conflict.path for conflict in merged.conflicts
    ]
    assert repeated.changed == ()


def test_open_conflict_of_a_renamed_resource_is_recorded_in_the_first_name() -> None:
    there = RENAMED.replace(
        "Queue:\n    Type: AWS::SQS::Queue\n    Pro", "Queue:\n    Type: Q\n    Pro"
    )
    newer = SNIPPET.replace("  Queue:\n    Type: AWS::SQS::Queue", "  Queue:\n    Type: X")
    found = tracked(there, LastApplied(SNIPPET.encode()), newer)
    merged = merge(document(there), found.job.snippet, found.job.base)
    assert [conflict.name for conflict in merged.conflicts] == ["Resources.Queue"]
    assert found.record(merged, document(there)) == LastApplied(
        SNIPPET.encode(), {"Failed": "Lost"}
    )


def test_digest_of_what_was_adopted_follows_an_update_alone() -> None:
    newer = SNIPPET.replace("DelaySeconds: 1", "DelaySeconds: 2")
    path = "Resources.Queue"
    for there, same in ((SNIPPET, True), (SNIPPET.replace("Type: AWS", "Type: aws", 1), False)):
        adopted = {path: digest_at(document(SNIPPET), path)}
        found = tracked(there, LastApplied(SNIPPET.encode(), {}, adopted), newer)
        merged = merge(document(there), found.job.snippet, found.job.base)
        record = found.record(merged, document(there))
        assert (record.adopted[path] == digest_at(merged.document, path)) is same


def test_section_that_is_gone_is_forgotten() -> None:
    text = f"Outputs: {{A: {{Value: 1}}}}\n{SNIPPET}"
    found = tracked(text, LastApplied(SNIPPET.encode(), opened=("Outputs", "Parameters")))
    merged = merge(document(text), found.job.snippet, found.job.base)
    assert found.record(merged, document(text)).opened == ("Outputs",)


def test_digest_is_of_what_an_entry_means() -> None:
    text = "Resources:\n  A: {Type: X, Value: !Ref B}\n"
    other = 'Resources:\n  A:\n    Value: {Ref: B}\n    "Type": X\n'
    assert digest_at(document(text), "Resources.A") == digest_at(document(other), "Resources.A")
    assert digest_at(document(text), "Resources.A") == digest({"Type": "X", "Value": {"Ref": "B"}})
    assert digest_at(document(text), "Resources.B") == "none"


@pytest.mark.parametrize("data", ["", "Resources: [\n"], ids=["empty", "broken"])
def test_broken_past_is_told_by_the_name_of_its_file(data: str) -> None:
    with pytest.raises(ScaffoldError, match=r"^\.scaffold/orders/applied\.yaml"):
        tracked(SNIPPET, LastApplied(data.encode(), name=".scaffold/orders/applied.yaml"))
