"""Findings in templates that a change has added."""

from __future__ import annotations

from pathlib import Path

import pytest
from migrated_shop import HEAD, write

from sam_scaffold.migration.proof.lint_check import new_findings

pytestmark = pytest.mark.slow

QUEUE = "  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      Colour: red\n"
FUNCTION = """\
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.main
      CodeUri: {code}
"""
MAIN = "import nothing\n\n\ndef main(event, context): ...\n"


def test_a_finding_that_moved_is_not_new(tmp_path: Path) -> None:
    before = write(tmp_path / "a", {"t.yaml": HEAD + FUNCTION.format(code="old/") + QUEUE})
    after = write(tmp_path / "b", {"t.yaml": HEAD + QUEUE + FUNCTION.format(code="new/x/")})
    write(before, {"old/app.py": MAIN})
    write(after, {"new/x/app.py": f"# A line more.\n{MAIN}"})
    assert new_findings(before, after) == ()


def test_what_only_the_change_brings_is_new(tmp_path: Path) -> None:
    text = HEAD + FUNCTION.format(code="code/")
    before = write(tmp_path / "a", {"t.yaml": text + QUEUE, "code/app.py": MAIN})
    more = QUEUE.replace("Queue:\n", "Other:\n")
    wrong = text.replace("app.main", "lost.main")
    after = write(tmp_path / "b", {"t.yaml": wrong + QUEUE + more, "code/app.py": MAIN})
    found = {
        (finding.function, finding.what.split(" ")[1]) for finding in new_findings(before, after)
    }
    assert ("Other", "E3002") in found
    assert ("F", "E9103") in found
    assert "Queue" not in {name for name, _ in found}


def test_a_template_that_is_broken_is_new(tmp_path: Path) -> None:
    before = write(tmp_path / "a", {"t.yaml": HEAD + QUEUE})
    after = write(tmp_path / "b", {"t.yaml": f"{HEAD}{QUEUE}  x: [\n"})
    assert new_findings(before, after) != ()


def test_the_repositorys_configuration_counts_and_the_folder_is_kept(tmp_path: Path) -> None:
    ignoring = {".cfnlintrc": "ignore_checks: [E3002]\n"}
    before = write(
        tmp_path / "a", {"t.yaml": f"{HEAD}  T:\n    Type: AWS::SNS::Topic\n", **ignoring}
    )
    after = write(tmp_path / "b", {"t.yaml": HEAD + QUEUE, **ignoring})
    here = Path.cwd()
    assert new_findings(before, after) == ()
    assert Path.cwd() == here
