"""Runtimes that Lambda does not have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules import lint
from sam_scaffold.rules import unknown_runtime

RULE = "E9301"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknown_runtime, "today", lambda: date(2026, 11, 28))


def function(runtime: str, kind: str = "AWS::Serverless::Function", sections: str = "") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Good: {{Type: String, Default: python3.13}}
          Bad: {{Type: String, Default: python3.99}}
          Open: {{Type: String}}
        {sections}
        Resources:
          Orders:
            Type: {kind}
            Properties: {{Handler: app.lambda_handler, {runtime}}}
          Refunds:
            Type: {kind}
            Properties: {{Handler: app.lambda_handler, {runtime}}}
        """


KNOWN = {
    "python": "Runtime: python3.14",
    "deprecated": "Runtime: python2.7",
    "newest": "Runtime: nodejs26.x",
    "customer-managed": "Runtime: custom",
    "none": "Timeout: 3",
    "parameter": "Runtime: !Ref Good",
    "parameter-without-default": "Runtime: !Ref Open",
    "condition": "Runtime: !If [IsNew, python3.99, python3.12]",
    "mapping": "Runtime: !FindInMap [Runtimes, prod, orders]",
    "placeholder": "Runtime: '{{cookiecutter.runtime}}'",
    "constant": "Runtime: PYTHON3_VERSION",
    "image": "PackageType: Image, Runtime: python3.99",
}


@pytest.mark.parametrize("runtime", KNOWN.values(), ids=KNOWN)
def test_is_silent(runtime: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, function(runtime)) == []


def test_leaves_lambdas_own_functions_to_cfn_lint(tmp_path: Path) -> None:
    template = function("Runtime: python3.99", "AWS::Lambda::Function")
    assert lint(tmp_path, RULE, template) == []


@pytest.mark.parametrize(
    ("runtime", "message"),
    [
        ("python3.5", "no runtime python3.5. Use an existing one, such as python3.1"),
        ("python2.8", "no runtime python2.8. Use an existing one, such as python3.1"),
        ("nodejs99.x", "no runtime nodejs99.x. Use an existing one, such as nodejs2"),
        ("Python3.12", "no runtime Python3.12. Use an existing one, such as python3.12"),
        ("nodejs24", "no runtime nodejs24. Use an existing one, such as nodejs24.x"),
        ("python", "no runtime python. Use an existing one, such as python3.14"),
        ("cobol85", "no runtime cobol85. Use an existing one."),
        ("python3.21", "Orders: python3.21 is newer than python3.15, "),
        ("python4.0", "Correct it, or update cfn-lint if Lambda has it."),
        ("!Ref Bad", "python3.99 is newer than python3.15, the newest Python runtime"),
    ],
)
def test_names_it_and_one_that_is_there(runtime: str, message: str, tmp_path: Path) -> None:
    first, second = lint(tmp_path, RULE, function(f"Runtime: {runtime}"))
    assert message in first.message
    assert first.path == ("Resources", "Orders", "Properties", "Runtime")
    assert second.message.startswith("Refunds: ")


def test_says_it_once_of_globals(tmp_path: Path) -> None:
    inherited = "Globals: {Function: {Runtime: python3.99}}"
    [found] = lint(tmp_path, RULE, function("Timeout: 3", sections=inherited))
    assert found.path == ("Globals", "Function", "Runtime")
    assert found.line == 7
