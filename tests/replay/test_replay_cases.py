"""The repositories of `make replay` are valid, and its cases are of functions that they have."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository, succeeded

from sam_scaffold.document import Document
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.translation.translation import translation_of

from .cases import HOUSES, TEMPLATE, Case, answer_text, cases
from .cut import as_data
from .scoring import score_of

KNOWN = sorted(folder.name for folder in HOUSES.iterdir() if folder.is_dir())
CASES = [case for house in KNOWN for case in cases(house)]


def name_of(case: Case) -> str:
    return f"{case.folder.name}/{case.name}"


def check_valid(text: str) -> None:
    """Check that cfn-lint and SAM have nothing to say about a template."""
    cfnlint = pytest.importorskip("cfnlint")
    assert cfnlint.lint(text, regions=["eu-west-1"]) == []
    template = Template(TEMPLATE, Document.parse(TEMPLATE, text.encode()))
    assert translation_of(template, "eu-west-1").errors == ()


@pytest.mark.parametrize("house", KNOWN)
def test_templates_are_valid(house: str) -> None:
    check_valid((HOUSES / house / TEMPLATE).read_text(encoding="utf-8"))


@pytest.mark.parametrize("house", KNOWN)
def test_what_is_written_is_valid(house: str, tmp_path: Path) -> None:
    case = next(cases(house))
    repository = Repository(tmp_path, case.files())
    succeeded(repository.run(*case.words))
    check_valid(repository.text(TEMPLATE))


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_authors_own_block_has_the_full_score(case: Case) -> None:
    assert case.author.members[0] == case.function
    score = score_of(case.author, case.author)
    assert (score.recall, score.excess) == (1.0, 0.0)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_case_lacks_the_function_and_its_code(case: Case) -> None:
    files = case.files()
    left = as_data(files[TEMPLATE])["Resources"]
    assert list(left) == [name for name in case.resources if name not in case.author.members]
    code = [path for path in case.folder.rglob("*.py") if path.parent.name != "__pycache__"]
    own = [path for path in code if path.relative_to(case.folder).as_posix() not in files]
    assert own
    assert len(own) < len(code)
    assert all(f"build-{case.function}:" not in text for text in files.values())


def test_answers_are_written_as_people_type_them() -> None:
    assert answer_text(["ATable:read", "BTable:write"]) == "ATable:read,BTable:write"
    assert answer_text({"A": "!Ref Name", "B": "text"}) == '{A: !Ref Name, B: "text"}'
    assert answer_text({"source": ["shop"]}) == '{source: ["shop"]}'
    assert answer_text([{"actions": ["a:B"], "resource": "!GetAtt A.Arn"}]) == (
        '[{actions: ["a:B"], resource: !GetAtt A.Arn}]'
    )
    assert answer_text(30) == "30"
