"""cfn-lint with our rules: what breaks in it, and which rules look at what SAM makes."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from sam_scaffold.checking.linting import Linter
from sam_scaffold.checking.output_rules import EXCLUDED
from sam_scaffold.rules import RULES

SAM = "Transform: AWS::Serverless-2016-10-31\n"
TEXT = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n"


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter()


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "template.yaml").write_text(TEXT)


class Broken(CloudFormationLintRule):  # type: ignore[misc] # cfn-lint comes without types
    id = "E7999"

    def match(self, cfn: Template) -> list[RuleMatch]:
        raise TypeError(cfn.filename)


def said(linter: Linter, file: str = "template.yaml") -> list[str]:
    job = linter.job(file)
    assert job is not None
    return [match.rule.id for match in job.source()]


def test_a_rule_of_cfn_lints_that_breaks_is_no_finding(caplog: pytest.LogCaptureFixture) -> None:
    linter = Linter()
    linter.rules["E7999"] = Broken()
    with caplog.at_level(logging.WARNING):
        assert said(linter) == []
    assert [record.getMessage() for record in caplog.records] == [
        "template.yaml: cfn-lint's rule E7999 failed and was skipped."
    ]


def test_a_rule_of_ours_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    linter = Linter()
    monkeypatch.setattr(linter.rules["E9101"], "match", Broken().match)
    assert said(linter) == ["E0002"]


def test_a_template_that_cfn_lint_breaks_on_is_a_finding(linter: Linter) -> None:
    Path("template.yaml").write_text(f"{SAM}Parameters:\n{TEXT}")  # measured, cfn-lint 1.58
    assert "E0001" in said(linter)


@pytest.mark.parametrize("name", ["a[1].yaml", "a*.yaml", "a b.yaml", "é.yaml"])
def test_any_name_is_a_name(name: str, linter: Linter) -> None:
    Path(name).write_text("Resources:\n  Queue: {}\n")
    assert said(linter, name) == ["E3001"]


def test_what_sam_makes_is_for_cfn_lints_rules_without_those_that_see_nothing_there(
    linter: Linter,
) -> None:
    job = linter.job("template.yaml")
    assert job is not None
    assert set(linter.rules) - set(job.output_rules) == {*RULES, *EXCLUDED}


def test_the_region_is_that_of_the_configuration(linter: Linter) -> None:
    Path(".cfnlintrc").write_text("regions: [eu-central-1, us-east-1]\n")
    job = linter.job("template.yaml")
    assert job is not None
    assert job.region == "eu-central-1"
