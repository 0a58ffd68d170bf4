"""`merge`: the plumbing, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import (
    TEMPLATE,
    Repository,
    only_adds,
    refusal,
    shop,
    succeeded,
)

SNIPPET = """\
Parameters:
  Stage:
    Type: String
    Default: dev

Conditions:
  IsProd: !Equals [!Ref Stage, prod]

Resources:
  # Work to do.
  WorkQueue:
    Type: AWS::SQS::Queue
    Condition: IsProd

Outputs:
  WorkQueueUrl:
    Value: !Ref WorkQueue
"""
PATHS = ("Parameters.Stage", "Conditions.IsProd", "Resources.WorkQueue", "Outputs.WorkQueueUrl")


def workshop(root: Path, **files: str | bytes) -> Repository:
    return Repository(root, {"work.yaml": SNIPPET, "a.yaml": TEMPLATE, "b.yaml": TEMPLATE, **files})


def test_snippet_goes_into_every_template_and_out_again(tmp_path: Path) -> None:
    repository = workshop(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.process("merge", "work.yaml", "a.yaml", "b.yaml"))
    for name in ("a.yaml", "b.yaml"):
        assert only_adds(TEMPLATE.encode(), repository.read(name))
        for path in PATHS:
            section, key = path.split(".")
            assert key in repository.data(name)[section]
            assert f"added {path} to {name}" in done.out
    merged = repository.snapshot()
    assert set(merged) == set(before)
    again = succeeded(repository.run("merge", "work.yaml", "a.yaml", "b.yaml"))
    assert "nothing to do" in again.out
    assert repository.snapshot() == merged
    removed = succeeded(repository.run("merge", "--remove", "work.yaml", "a.yaml", "b.yaml"))
    assert "removed Resources.WorkQueue from a.yaml" in removed.out
    assert repository.snapshot() == before
    assert (
        "nothing to do"
        in succeeded(repository.here("merge", "--remove", "work.yaml", "a.yaml")).out
    )


def test_check_says_whether_it_is_in_and_writes_nothing(tmp_path: Path) -> None:
    repository = workshop(tmp_path)
    before = repository.snapshot()
    done = repository.run("merge", "--check", "work.yaml", "a.yaml")
    assert done.code == 1
    assert done.err.startswith("error: ")
    assert "Resources.WorkQueue" in done.err
    assert "a.yaml: Resources.WorkQueue missing" in done.out
    assert repository.snapshot() == before
    succeeded(repository.here("merge", "work.yaml", "a.yaml"))
    done = succeeded(repository.here("merge", "--check", "work.yaml", "a.yaml"))
    assert "a.yaml: Resources.WorkQueue in" in done.out
    assert repository.here("merge", "--check", "work.yaml", "a.yaml", "b.yaml").code == 1


def test_check_sees_what_was_edited(tmp_path: Path) -> None:
    repository = workshop(tmp_path)
    succeeded(repository.here("merge", "work.yaml", "a.yaml"))
    repository.write(
        "a.yaml", repository.text("a.yaml").replace("Condition: IsProd", "Condition: Other")
    )
    done = repository.here("merge", "--check", "work.yaml", "a.yaml")
    assert done.code == 1
    assert "Resources.WorkQueue different" in done.out


def test_all_templates_or_none(tmp_path: Path) -> None:
    clash = TEMPLATE.replace("  HttpLayer:", "  WorkQueue: {Type: Other}\n  HttpLayer:", 1)
    repository = workshop(tmp_path, **{"b.yaml": clash})
    before = repository.snapshot()
    line = refusal(repository.here("merge", "work.yaml", "a.yaml", "b.yaml"))
    assert "b.yaml:13:3" in line
    assert "Resources.WorkQueue" in line
    assert repository.snapshot() == before


def test_component_remembers_what_was_applied_and_keeps_edits(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "orders"))
    words = ("functions/orders/resource.yaml", "template.yaml")
    edited = repository.text().replace("MemorySize: 256", "MemorySize: 1024   # measured")
    repository.write("template.yaml", edited)
    before = repository.snapshot()
    done = succeeded(repository.here("merge", *words))
    assert "edited since" in done.out
    assert repository.snapshot() == before
    assert "edited since" in succeeded(repository.here("merge", "--check", *words)).out
    line = refusal(repository.here("merge", "--remove", *words))
    assert "OrdersFunction" in line
    assert repository.snapshot() == before


def test_component_that_was_deleted_stays_deleted(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "orders"))
    repository.write("template.yaml", TEMPLATE)
    done = succeeded(repository.here("merge", "functions/orders/resource.yaml", "template.yaml"))
    assert "deleted since" in done.out
    assert repository.text() == TEMPLATE


def test_removing_a_component_forgets_what_was_applied(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    words = ("functions/orders/resource.yaml", "template.yaml")
    own = ("-d", "trigger=sqs", "-d", "alarms=none")
    succeeded(repository.here("add", "function", "orders", *own))
    merged = repository.snapshot()
    succeeded(repository.here("merge", "--remove", *words))
    assert repository.text() == TEMPLATE
    assert ".scaffold/functions/orders/applied.yaml" not in repository.files()
    succeeded(repository.here("merge", *words))
    assert repository.snapshot() == merged


def test_section_on_one_line_is_told_of(tmp_path: Path) -> None:
    text = "Transform: AWS::Serverless-2016-10-31\nResources: {}\n"
    repository = workshop(tmp_path, **{"a.yaml": text})
    done = succeeded(repository.here("merge", "work.yaml", "a.yaml"))
    assert "a.yaml:2:" in done.out
    assert "one line" in done.out


def test_snippet_in_json_and_template_in_json(tmp_path: Path) -> None:
    snippet = '{"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}'
    template = '{\n  "Resources": {\n    "A": {\n      "Type": "X"\n    }\n  }\n}\n'
    repository = workshop(tmp_path, **{"q.json": snippet, "t.json": template})
    succeeded(repository.here("merge", "q.json", "t.json", "a.yaml"))
    assert '"Q": {\n' in repository.text("t.json")
    assert only_adds(template.encode(), repository.read("t.json"))
    assert "\n  Q:\n    Type: AWS::SQS::Queue\n" in repository.text("a.yaml")


def test_the_same_template_twice_is_merged_once(tmp_path: Path) -> None:
    repository = workshop(tmp_path)
    succeeded(repository.here("merge", "work.yaml", "a.yaml", "./a.yaml", "a.yaml"))
    assert repository.text("a.yaml").count("WorkQueue:") == 1


REFUSED = {
    "snippet-missing": (["nope.yaml", "a.yaml"], ["nope.yaml"], 1),
    "template-missing": (["work.yaml", "nope.yaml"], ["nope.yaml"], 1),
    "snippet-is-folder": (["folder", "a.yaml"], ["folder"], 1),
    "template-is-folder": (["work.yaml", "folder"], ["folder", "is a folder"], 1),
    "no-template": (["work.yaml"], ["TEMPLATE"], 2),
    "nothing": ([], ["SNIPPET"], 2),
    "option": (["--chek", "work.yaml", "a.yaml"], ["--chek", "--check"], 2),
    "conflict-marker": (["conflict.yaml", "a.yaml"], ["conflict.yaml:2", "conflict"], 1),
    "no-section": (["text.yaml", "a.yaml"], ["text.yaml:1:1", "'Resource'", "Resources"], 1),
    "empty": (["empty.yaml", "a.yaml"], ["empty.yaml"], 1),
    "anchor": (["anchor.yaml", "a.yaml"], ["anchor.yaml:2", "anchor"], 1),
    "twice": (["twice.yaml", "a.yaml"], ["twice.yaml:3", "Resources.A", "twice"], 1),
    "not-yaml": (["broken.yaml", "a.yaml"], ["broken.yaml:2", "YAML"], 1),
    "not-utf-8": (["latin.yaml", "a.yaml"], ["latin.yaml", "UTF-8"], 1),
}
BAD: dict[str, str | bytes] = {
    "folder/x": "x",
    "conflict.yaml": "Resources:\n<<<<<<< ours\n  A: {}\n=======\n  B: {}\n>>>>>>> theirs\n",
    "text.yaml": "Resource:\n  A: {}\n",
    "empty.yaml": "",
    "anchor.yaml": "Resources:\n  A: &a {Type: X}\n",
    "twice.yaml": "Resources:\n  A: {}\n  A: {}\n",
    "broken.yaml": "Resources: [\n",
    "latin.yaml": b"Resources:\n  A: {Type: \xfc}\n",
}


@pytest.mark.parametrize(("words", "named", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_merged_is_refused_in_one_line(
    words: list[str], named: list[str], code: int, tmp_path: Path
) -> None:
    repository = workshop(tmp_path, **BAD)
    before = repository.snapshot()
    done = repository.here("merge", *words)
    line = refusal(done)
    for name in named:
        assert name in line
    assert done.code == code
    assert repository.snapshot() == before


def test_check_and_remove_exclude_each_other(tmp_path: Path) -> None:
    repository = workshop(tmp_path)
    succeeded(repository.here("merge", "work.yaml", "a.yaml"))
    before = repository.snapshot()
    done = repository.here("merge", "--remove", "--check", "work.yaml", "a.yaml")
    assert done.code == 2
    assert "--check" in refusal(done)
    assert repository.snapshot() == before


def test_component_is_merged_into_another_template_as_well(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "function", "orders"))
    record = repository.text(".scaffold/functions/orders/applied.yaml")
    repository.write("other.yaml", TEMPLATE)
    done = succeeded(repository.here("merge", "functions/orders/resource.yaml", "other.yaml"))
    assert "added Resources.OrdersFunction to other.yaml" in done.out
    succeeded(repository.here("merge", "--remove", "functions/orders/resource.yaml", "other.yaml"))
    assert repository.text("other.yaml") == TEMPLATE
    assert repository.text(".scaffold/functions/orders/applied.yaml") == record


def test_check_needs_no_right_to_write(tmp_path: Path) -> None:
    repository = workshop(tmp_path)
    succeeded(repository.here("merge", "work.yaml", "a.yaml"))
    (tmp_path / "a.yaml").chmod(0o444)
    succeeded(repository.here("merge", "--check", "work.yaml", "a.yaml"))
