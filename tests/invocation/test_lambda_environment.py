"""Environment variables of a function, and of `--env`."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lambdas import ARTIFACT

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.invocation.lambda_environment import (
    environment,
    placed,
    read_overrides,
    region_of,
)


def test_lambdas_own() -> None:
    found = environment(ARTIFACT, {"PATH": "/bin", "AWS_DEFAULT_REGION": "eu-west-1"})
    stream = found.pop("AWS_LAMBDA_LOG_STREAM_NAME")
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}", stream)
    assert found == {
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_SESSION_TOKEN": "local",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_REGION": "eu-west-1",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_LAMBDA_FUNCTION_NAME": "shop-orders",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": "Text",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/shop-orders",
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:2000",
        "LANG": "en_US.UTF-8",
        "PATH": "/bin",
        "TZ": ":UTC",
        "_HANDLER": "app.handler",
        "TABLE": "Table",
        "LEVEL": "INFO",
    }


def test_of_the_caller_come_credentials_and_endpoints_alone() -> None:
    caller = {
        "AWS_ACCESS_KEY_ID": "mine",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_ENDPOINT_URL": "http://localhost:5000",
        "AWS_ENDPOINT_URL_SQS": "http://localhost:5001",
        "AWS_PROFILE": "work",
        "PYTHONPATH": "/home/me",
        "HOME": "/home/me",
        "TABLE": "of the shell",
    }
    found = environment(ARTIFACT, caller)
    assert {name: found.get(name) for name in caller} == {
        **caller,
        "AWS_PROFILE": None,
        "PYTHONPATH": None,
        "HOME": None,
        "TABLE": "Table",
    }
    assert "AWS_SESSION_TOKEN" not in found


@pytest.mark.parametrize(
    ("caller", "region"),
    [
        ({"AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"}, "a"),
        ({"AWS_REGION": "", "AWS_DEFAULT_REGION": "b"}, "b"),
        ({}, "us-east-1"),
    ],
)
def test_region(caller: dict[str, str], region: str) -> None:
    assert region_of(caller) == region
    assert environment(ARTIFACT, caller)["AWS_REGION"] == region


def test_overrides_count_most() -> None:
    found = environment(ARTIFACT, {}, {"TABLE": "Other", "AWS_REGION": "eu-north-1", "NEW": "1"})
    assert (found["TABLE"], found["AWS_REGION"], found["NEW"]) == ("Other", "eu-north-1", "1")


def test_logging_of_the_function() -> None:
    logging = {"LogFormat": "JSON", "ApplicationLogLevel": "DEBUG", "LogGroup": "/shop"}
    found = environment(replace(ARTIFACT, logging=logging), {})
    assert found["AWS_LAMBDA_LOG_FORMAT"] == "JSON"
    assert found["AWS_LAMBDA_LOG_LEVEL"] == "DEBUG"
    assert found["AWS_LAMBDA_LOG_GROUP_NAME"] == "/shop"


def folders(**variables: str) -> dict[str, str]:
    return placed(
        variables, task=Path("/t"), opt=Path("/o"), home=Path("/h"), runtime=Path("/r")
    )  # fmt: skip


def test_folders_of_the_sandbox() -> None:
    assert folders(PATH="/bin", LD_LIBRARY_PATH="/lib") == {
        "HOME": "/h",
        "LAMBDA_RUNTIME_DIR": "/r",
        "LAMBDA_TASK_ROOT": "/t",
        "LD_LIBRARY_PATH": "/t:/t/lib:/o/lib:/lib",
        "PATH": "/bin:/o/bin",
    }


def test_own_python_path_names_folders_of_this_machine() -> None:
    own = "/opt/python:/var/task/lib:/opt:/optional:/mnt/opt:/var/tasks:/var/task"
    expected = "/o/python:/t/lib:/o:/optional:/mnt/opt:/var/tasks:/t"
    assert folders(PYTHONPATH=own)["PYTHONPATH"] == expected


FILES: dict[str, tuple[Any, dict[str, str]]] = {
    "flat": ({"A": "1", "B": 2, "C": True, "D": None}, {"A": "1", "B": "2", "C": "true", "D": ""}),
    "flat-json": ({"WEIGHTS": [1, 2]}, {"WEIGHTS": "[1, 2]"}),
    "empty": ({}, {}),
    "by-logical-id": ({"OrdersFunction": {"A": "1"}, "Other": {"A": "2"}}, {"A": "1"}),
    "by-function-name": ({"shop-orders": {"A": "1"}}, {"A": "1"}),
    "parameters": (
        {"Parameters": {"A": "all", "B": "all"}, "OrdersFunction": {"A": "own"}},
        {"A": "own", "B": "all"},
    ),
    "of-others": ({"Other": {"A": "1"}}, {}),
}


@pytest.mark.parametrize(("data", "expected"), FILES.values(), ids=FILES.keys())
def test_file_of_variables(data: Any, expected: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "env.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read_overrides(path, ARTIFACT) == expected


@pytest.mark.parametrize(
    ("data", "named"),
    [([1], "JSON object"), ({"A": "1", "OrdersFunction": {"A": "2"}}, "OrdersFunction")],
    ids=["list", "mixed"],
)
def test_file_of_another_form_is_refused(data: Any, named: str, tmp_path: Path) -> None:
    path = tmp_path / "env.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ScaffoldError) as caught:
        read_overrides(path, ARTIFACT)
    assert str(path) in str(caught.value)
    assert named in str(caught.value)
