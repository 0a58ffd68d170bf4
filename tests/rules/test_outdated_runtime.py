"""Deprecated runtimes from a parameter, on which cfn-lint has no finding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules import lint
from sam_scaffold.rules import outdated_runtime

RULE = "W9302"
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outdated_runtime, "today", lambda: TODAY)


def function(
    default: str, runtime: str = "!Ref Runtime", kind: str = "AWS::Serverless::Function"
) -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Runtime: {{Type: String, Default: {default}}}
        Resources:
          Orders:
            Type: {kind}
            Properties: {{Handler: app.lambda_handler, Runtime: {runtime}}}
        """


@pytest.mark.parametrize(
    ("default", "message"),
    [
        ("python3.9", "is deprecated since 2025-12-15. Use python3.14."),
        ("python3.7", "is closed to new functions since 2024-01-09. Use python3.14."),
        ("python2.7", "is closed to updates of functions since 2022-05-30. Use python3.14."),
        ("nodejs16.x", "is deprecated since 2024-06-12. Use nodejs24.x."),
        ("provided.al2", "is deprecated since 2026-07-31. Use provided.al2023."),
        ("go1.x", "since 2024-02-08. Use a supported runtime."),
    ],
)
def test_says_since_when_and_where_to(default: str, message: str, tmp_path: Path) -> None:
    [found] = lint(tmp_path, RULE, function(default))
    assert found.message.startswith(f"Orders: {default}, the parameter's default, ")
    assert found.message.endswith(message)
    assert found.path == ("Resources", "Orders", "Properties", "Runtime")


@pytest.mark.parametrize("default", ["python3.11", "python3.15", "python3.99", "custom"])
def test_is_silent_on_what_is_supported_or_unknown(default: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, function(default)) == []


@pytest.mark.parametrize(
    ("runtime", "kind"),
    [
        pytest.param("python3.9", "AWS::Serverless::Function", id="written-out"),
        pytest.param("!Ref Runtime", "AWS::Lambda::Function", id="lambda"),
    ],
)
def test_leaves_the_rest_to_cfn_lint(runtime: str, kind: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, function("python3.9", runtime, kind)) == []


def test_says_it_once_of_globals(tmp_path: Path) -> None:
    template = """
        Transform: AWS::Serverless-2016-10-31
        Parameters:
          Runtime: {Type: String, Default: python3.9}
        Globals:
          Function:
            Runtime: !Ref Runtime
        Resources:
          Orders: {Type: AWS::Serverless::Function, Properties: {Handler: app.handler}}
          Refunds: {Type: AWS::Serverless::Function, Properties: {Handler: app.handler}}
        """
    [found] = lint(tmp_path, RULE, template)
    assert found.line == 7
