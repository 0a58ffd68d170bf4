"""Several mends of a template: all that are in nobody's way, in as many rounds as it takes."""

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


def mended(root: Path, monkeypatch: pytest.MonkeyPatch, text: str = TEXT) -> tuple[Fixed, str]:
    shop = repository(root, text)
    monkeypatch.chdir(root)
    return apply_fixes(root, ["template.yaml"], Linter()), shop.text()


def test_all_are_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done, text = mended(tmp_path, monkeypatch)
    assert [one.rule.id for one in done.findings] == ["E9402", "E9402", "W9401"]
    assert not done.left.findings
    assert text.count("            MaximumBatchingWindowInSeconds: 1\n") == 2
    assert "VisibilityTimeout: 361\n" in text


def test_mends_at_the_same_place_come_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_line(_rule: object, _document: Document, _path: object) -> list[Splice]:
        return [Splice(0, 0, "# mended\n", 0, 0)]

    monkeypatch.setattr(RULES["E9402"], "fix", first_line)
    done, text = mended(tmp_path, monkeypatch)
    assert text.count("# mended\n") == 2
    assert [one.rule.id for one in done.findings] == ["W9401"]  # the others are still there
    assert [one.rule.id for one in done.left.findings] == ["E9402", "E9402"]


def test_a_mend_that_would_mean_something_else_keeps_no_other_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_rule: object, _document: Document, _path: object) -> list[Splice]:
        return [Splice(0, 0, "More: 1\n", 0, 0)]

    monkeypatch.setattr(RULES["E9402"], "fix", wrong)
    done, text = mended(tmp_path, monkeypatch)
    assert [one.rule.id for one in done.findings] == ["W9401"]
    assert text == TEXT.replace("180", "360")


def test_a_template_that_cannot_be_written_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise ScaffoldError("template.yaml cannot be written.")

    monkeypatch.setattr(journal, "commit", refuse)
    with pytest.raises(ScaffoldError):
        mended(tmp_path, monkeypatch)
    assert (tmp_path / "template.yaml").read_text() == TEXT
