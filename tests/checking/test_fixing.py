"""Several fixes of a template: all that do not overlap, in as many rounds as necessary."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks import QUEUE, repository, template

from sam_scaffold.checking.fixing import Fixed, apply_fixes
from sam_scaffold.checking.linting import Linter
from sam_scaffold.document import Document, Splice
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.rules import RULES
from sam_scaffold.transaction import journal

EVENTS = """\
      Timeout: 60
      Events:
        Work:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            BatchSize: 50
        More:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            BatchSize: 60
"""
TEXT = template(QUEUE, function=EVENTS)


def fixed(root: Path, monkeypatch: pytest.MonkeyPatch, text: str = TEXT) -> tuple[Fixed, str]:
    shop = repository(root, text)
    monkeypatch.chdir(root)
    return apply_fixes(root, ["template.yaml"], Linter()), shop.text()


def test_all_are_fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done, text = fixed(tmp_path, monkeypatch)
    assert [finding.rule.id for finding in done.findings] == ["E9402", "E9402", "W9401"]
    assert not done.remaining.findings
    assert text.count("            MaximumBatchingWindowInSeconds: 1\n") == 2
    assert "VisibilityTimeout: 361\n" in text


def test_fixes_at_the_same_place_are_applied_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_line(_rule: object, _document: Document, _path: object) -> list[Splice]:
        return [Splice(0, 0, "# fixed\n", 0, 0)]

    monkeypatch.setattr(RULES["E9402"], "fix", first_line)
    done, text = fixed(tmp_path, monkeypatch)
    assert text.count("# fixed\n") == 2
    assert [finding.rule.id for finding in done.findings] == ["W9401"]  # the others are still there
    assert [finding.rule.id for finding in done.remaining.findings] == ["E9402", "E9402"]


def test_a_fix_that_is_not_valid_does_not_prevent_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_rule: object, _document: Document, _path: object) -> list[Splice]:
        return [Splice(0, 0, "More: 1\n", 0, 0)]

    monkeypatch.setattr(RULES["E9402"], "fix", wrong)
    done, text = fixed(tmp_path, monkeypatch)
    assert [finding.rule.id for finding in done.findings] == ["W9401"]
    assert text == TEXT.replace("180", "360")


def test_a_template_that_cannot_be_written_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise ScaffoldError("template.yaml cannot be written.")

    monkeypatch.setattr(journal, "commit", refuse)
    with pytest.raises(ScaffoldError):
        fixed(tmp_path, monkeypatch)
    assert (tmp_path / "template.yaml").read_text() == TEXT
