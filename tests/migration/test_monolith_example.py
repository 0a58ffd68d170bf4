"""The example that is taken apart in the documents is a monolith, and a clean one."""

from __future__ import annotations

import pytest
from command_environment import ROOT
from repositories import Repository

EXAMPLE = ROOT / "examples" / "monolith"
TEMPLATES = ("template.yaml", "trades.yaml")
FUNCTION = "AWS::Serverless::Function"


@pytest.mark.parametrize("template", TEMPLATES)
def test_cfn_lint_says_nothing(template: str) -> None:
    cfnlint = pytest.importorskip("cfnlint")
    text = (EXAMPLE / template).read_text(encoding="utf-8")
    assert [match.message for match in cfnlint.lint(text, regions=["eu-west-1"])] == []


def test_ten_functions_ship_all_of_it() -> None:
    repository = Repository(EXAMPLE, {})
    places = [
        repository.properties(logical_id, template)["CodeUri"]
        for template in TEMPLATES
        for logical_id, resource in repository.data(template)["Resources"].items()
        if resource["Type"] == FUNCTION
    ]
    assert places == ["./"] * 10
