"""Literal environment variables: what Lambda refuses, and what has no place in a template."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from linting import refused

from sam_scaffold.components.variables import environment_problem, literal, taken_problem


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"MAX_ITEMS": 5, "RATE": 0.5, "DRY_RUN": True, "URL": "https://example.com", "EMPTY": ""},
        {"ab": "lower", "A1": "digit", "A_": "underscore", "Z" * 200: "long"},
        {"LOG_LEVEL": "DEBUG", "TZ": "Europe/Berlin", "PYTHONPATH": "/var/task/lib"},
    ],
    ids=["none", "values", "names", "not-reserved"],
)
def test_variables_that_are_fine(environment: dict[str, Any]) -> None:
    assert environment_problem(environment) == ""


@pytest.mark.parametrize("environment", ["A1=x", ["A1"], 3, None, True], ids=str)
def test_what_is_no_mapping_is_shown_how_to_write_one(environment: Any) -> None:
    problem = environment_problem(environment)
    assert repr(environment) in problem
    assert "-d environment='{NAME: value}'" in problem


@pytest.mark.parametrize(
    "name",
    ["A", "", "1A", "_A1", "A-B", "A.B", "A B", "Ä1", "A1\n", 12, None, True],
    ids=repr,
)
def test_what_is_no_name_is_named(name: Any) -> None:
    problem = environment_problem({name: "x"})
    assert repr(name) in problem
    assert "MAX_ITEMS" in problem


NAMES = [
    "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR", "_HANDLER",
    "_X_AMZN_TRACE_ID", "TZ", "PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "AWS_LAMBDA_EXEC_WRAPPER",
    "AWS_XRAY_CONTEXT_MISSING", "LOG_LEVEL", "AWS_STS_REGIONAL_ENDPOINTS",
]  # fmt: skip


def test_lambda_s_own_variables_are_refused() -> None:
    function = {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "python3.12",
            "Handler": "index.handler",
            "Role": "arn:aws:iam::123456789012:role/x",
            "Code": {"ZipFile": "pass"},
            "Environment": {"Variables": dict.fromkeys(NAMES, "x")},
        },
    }
    ours = {name for name in NAMES if environment_problem({"FINE": "x", name: "x"})}
    assert {path[-1] for path in refused({"F": function})} == ours
    assert "reserved by Lambda" in environment_problem({"AWS_REGION": "eu-west-1"})


def test_what_leads_to_a_connection_is_not_overwritten() -> None:
    table = {"LEDGER_TABLE": {"Ref": "LedgerTable"}}
    problem = taken_problem({"LEDGER_TABLE": "other"}, table)
    assert "LEDGER_TABLE" in problem
    assert "another name" in problem
    assert taken_problem({"LEDGER_TABLE": "other"}, {"ORDERS_QUEUE_URL": "x"}) == ""
    assert taken_problem(table, table) == ""


@pytest.mark.parametrize(
    "text",
    ["null", "[a, b]", "{a: b}", "2030-01-01", "2030-01-01T06:00:00Z", "!!binary aGk="],
)
def test_what_is_no_literal_is_named(text: str) -> None:
    """YAML takes more for a value than text: quotes help."""
    value = yaml.safe_load(text)
    problem = environment_problem({"SETTING": value})
    assert f"SETTING: {'null' if value is None else repr(value)} is not a literal" in problem
    assert "quotes" in problem
    assert environment_problem({"SETTING": text}) == ""


def test_secrets_are_sent_to_secrets_manager_and_not_repeated() -> None:
    value = "AK" + "IA" + "A2B3C4D5E6F7G2H3"
    problem = environment_problem({"SETTING": value})
    assert "SETTING looks like a secret" in problem
    assert "AWS::SecretsManager::Secret" in problem
    assert "-d uses=<Secret>:read" in problem
    assert value not in problem
    assert "\n" not in problem
    assert "DB_PASSWORD" in environment_problem({"DB_PASSWORD": "swordfish"})


@pytest.mark.parametrize("value", [True, False])
def test_switches_are_no_secrets(value: Any) -> None:
    assert environment_problem({"REQUIRE_PASSWORD": value}) == ""


@pytest.mark.parametrize("value", [48151623, 1234, 0, 0.5])
def test_numbers_count_as_their_text(value: Any) -> None:
    assert "looks like a secret" in environment_problem({"DB_PASSWORD": value})
    assert environment_problem({"MAX_ITEMS": value}) == ""


@pytest.mark.parametrize("value", ["a\ud83d", "\udcff", "a\0b"], ids=ascii)
def test_what_no_file_or_process_can_hold_is_named(value: str) -> None:
    problem = environment_problem({"SETTING": value})
    assert "SETTING" in problem
    assert problem.isprintable()


def test_all_of_it_is_four_kilobytes_at_most() -> None:
    most = {"NAME": "a " * 2046}
    assert sum(len(key) + len(value) for key, value in most.items()) == 4096
    assert environment_problem(most) == ""
    problem = environment_problem({"NAME": "a " * 2046 + "a"})
    assert "4097 bytes" in problem
    assert "4096" in problem


def test_bytes_are_counted_and_not_characters() -> None:
    assert "4097 bytes" in environment_problem({"N1": "ü " * 1365})


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (False, "false"), (1, "1"), (0.5, "0.5"), ("x", "x"), ("007", "007")],
)
def test_literals_are_the_text_that_the_function_reads(value: Any, text: str) -> None:
    assert literal(value) == text


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "DbPasswordParameter"},
        {"Ref": "A1b2C3d4E5f6G7h8A1b2C3d4E5f6G7h8A1b2"},
        {"Fn::GetAtt": ["Secret", "Arn"]},
        {"Fn::If": ["IsProd", {"Ref": "DbPassword"}, ""]},
        {"Fn::Sub": "{{resolve:secretsmanager:${Secret}}}"},
        {"Fn::ImportValue": {"Fn::Sub": "${Stage}-password"}},
    ],
)
def test_reference_to_a_secret_is_no_secret(value: Any) -> None:
    assert environment_problem({"DB_PASSWORD": value}) == ""


@pytest.mark.parametrize(
    "value",
    [{"Fn::If": ["IsProd", {"Ref": "DbPassword"}, "swordfish"]}, {"Fn::Sub": "swordfish"}],
)
def test_literal_secret_in_a_function_is_a_secret(value: Any) -> None:
    assert "DB_PASSWORD looks like a secret" in environment_problem({"DB_PASSWORD": value})


@pytest.mark.parametrize(
    ("value", "example"),
    [
        ({"Ref": ""}, "!Ref Name"),
        ({"Ref": ["A"]}, "!Ref Name"),
        ({"Fn::GetAtt": ["A"]}, "!GetAtt Name.Attribute"),
        ({"Fn::GetAtt": "A."}, "!GetAtt Name.Attribute"),
        ({"Fn::If": ["A", "b"]}, "!If [Condition, one, other]"),
        ({"Fn::Sub": ["a"]}, '!Sub "text-${Name}"'),
        ({"Fn::Join": "a"}, '!Join ["-", [one, other]]'),
        ({"Fn::ImportValue": ""}, "!ImportValue name"),
    ],
)
def test_malformed_function_is_shown_how_to_write_it(value: Any, example: str) -> None:
    problem = environment_problem({"SETTING": value})
    assert problem.startswith("SETTING: this is not a valid !")
    assert problem.endswith(f"Write it like {example}.")
