"""A built function runs as in Lambda: its paths, variables, limits, and the words of errors."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from lambdas import FUNCTIONS, build, ends, lives, logical_id, python, repository

from sam_scaffold.invocation import Artifact, InvocationResult, Sandbox, invoke
from sam_scaffold.invocation.lambda_environment import environment
from sam_scaffold.invocation.logs import KEPT

pytestmark = pytest.mark.slow

CALLER = {"PATH": os.environ["PATH"], "AWS_REGION": "eu-west-1", "SECRET_OF_MINE": "x"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All functions, built at once."""
    root = tmp_path_factory.mktemp("lambdas")
    repository(root, *FUNCTIONS)
    return build(root)


def artifact(template: Path, name: str) -> Artifact:
    return Artifact.of(template, logical_id(name), "eu-west-1")


def outcome(template: Path, name: str, event: Any = None, **overrides: str) -> InvocationResult:
    function = artifact(template, name)
    return invoke(function, event, environment(function, CALLER, overrides), python())


def error(template: Path, name: str, event: Any = None) -> dict[str, Any]:
    found = outcome(template, name, event)
    assert found.result is None
    assert found.error is not None, found
    return found.error


def test_event_is_answered(template: Path) -> None:
    found = outcome(template, "echo", {"order": 7, "text": "ü"})
    assert found.error is None
    assert found.result["event"] == {"order": 7, "text": "ü"}
    assert found.result["name"] == "EchoFunction"
    assert found.result["arn"] == "arn:aws:lambda:eu-west-1:123456789012:function:EchoFunction"
    assert found.result["memory"] == "128"
    assert 2000 < found.result["remaining"] <= 3000
    assert found.result["request_id"]
    assert 0 < found.duration_ms < 3000
    assert found.init_ms is not None
    assert 5 < found.peak_mb < 128


def test_variables_are_lambdas_and_the_templates(template: Path) -> None:
    variables = outcome(template, "echo", STAGE="mine", NEW="new").result["variables"]
    wanted = {
        "AWS_LAMBDA_FUNCTION_NAME": "EchoFunction",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/EchoFunction",
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
        "LAMBDA_TASK_ROOT": str(template.parent.resolve() / "EchoFunction"),
        "_HANDLER": "app.handler",
        "TZ": ":UTC",
        "TABLE": "Table",
        "LOG_LEVEL": "DEBUG",
        "TEAM": "us",
        "STAGE": "mine",
        "NEW": "new",
    }
    assert {name: variables.get(name) for name in wanted} == wanted
    assert "SECRET_OF_MINE" not in variables
    assert variables["HOME"] != os.environ["HOME"]


def test_layers_are_merged(template: Path) -> None:
    *names, place = outcome(template, "layered").result
    assert names == ["first", "second", "raw"]
    assert place.endswith("/opt/python/raw.py")


def test_missing_layer_is_an_import_error(template: Path) -> None:
    assert error(template, "unlayered") == {
        "errorMessage": "Unable to import module 'app': No module named 'raw'",
        "errorType": "Runtime.ImportModuleError",
        "requestId": "",
        "stackTrace": [],
    }


def test_packages_of_the_developer_are_not_there(template: Path) -> None:
    message = error(template, "developer")["errorMessage"]
    assert message == "Unable to import module 'app': No module named 'pytest'"


def test_path_is_in_lambdas_order(template: Path) -> None:
    found = outcome(template, "brought").result
    assert found["region"] == "eu-west-1"
    task, packages, layers, runtime, *rest = found["path"]
    assert task == str(template.parent.resolve() / "BroughtFunction")
    assert packages.endswith("/opt/python/lib/python3.12/site-packages")
    assert layers.endswith("/opt/python")
    assert runtime == str(python().parents[1] / "lib" / "python3.12" / "site-packages")
    assert any(path.endswith("/lib/python3.12") for path in rest)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("coroutine", "Runtime.MarshalError", "type coroutine is not JSON"),
        ("generator", "Runtime.MarshalError", "type generator is not JSON"),
        ("instance", "Runtime.MarshalError", "type handler is not JSON"),
        ("alone", "TypeError", "takes 1 positional argument but 2 were given"),
    ],
)
def test_handlers_that_lambda_cannot_call(template: Path, name: str, kind: str, said: str) -> None:
    found = error(template, name, {})
    assert found["errorType"] == kind
    assert said in found["errorMessage"]


def test_handler_that_is_not_there(template: Path) -> None:
    found = error(template, "nameless")
    assert found["errorType"] == "Runtime.HandlerNotFound"
    assert found["errorMessage"] == "Handler 'handlr' missing on module 'app'"


def test_handler_that_raises(template: Path) -> None:
    found = outcome(template, "strict", {"order": 7})
    assert found.error is not None
    assert found.error["errorType"] == "ValueError"
    assert found.error["errorMessage"] == "order 7 is bad"
    assert [line.split(", in ")[1].split("\n")[0] for line in found.error["stackTrace"]] == [
        "handler",
        "check",
    ]
    assert "[ERROR] ValueError: order 7 is bad\nTraceback (most recent call last):\n" in found.logs
    assert "\r" not in found.logs
    assert "\u00a0" not in found.logs


def test_module_that_raises(template: Path) -> None:
    found = error(template, "early")
    assert (found["errorType"], found["errorMessage"]) == ("KeyError", "'NOT_THERE'")


def test_function_that_takes_too_long(template: Path) -> None:
    started = time.monotonic()
    found = outcome(template, "sleepy", 60)
    assert time.monotonic() - started < 10
    assert found.error is not None
    assert found.error["errorType"] == "Sandbox.Timedout"
    assert found.error["errorMessage"].endswith(" Error: Task timed out after 1.00 seconds")
    assert found.logs == "going to sleep\n"
    assert found.duration_ms == pytest.approx(1000)


@pytest.mark.parametrize(
    ("event", "how"),
    [
        (3, "Runtime exited with error: exit status 3"),
        (0, "Runtime exited without providing a reason"),
        ("kill", "Runtime exited with error: signal: killed"),
    ],
    ids=["sys.exit", "os._exit", "signal"],
)
def test_function_that_ends(event: int | str, how: str, template: Path) -> None:
    found = outcome(template, "ending", event)
    assert found.error is not None
    assert found.error["errorType"] == "Runtime.ExitError"
    assert found.error["errorMessage"].endswith(f" Error: {how}")
    assert found.logs == "the end is near\n"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_function_that_needs_more_memory(template: Path) -> None:
    function = artifact(template, "hungry")
    with Sandbox(function, environment(function, CALLER), python()) as sandbox:
        fits = sandbox.invoke(50)
        assert fits.result == 1
        assert 50 < fits.peak_mb < 128
        exceeds = sandbox.invoke(200)
        assert exceeds.error is not None
        assert exceeds.error["errorType"] == "Runtime.ExitError"
        assert exceeds.error["errorMessage"].endswith("signal: killed")
        assert exceeds.peak_mb == 128


def test_memory_is_not_that_of_the_caller(template: Path) -> None:
    ours = bytearray(200 * 1024 * 1024)
    assert outcome(template, "counting").peak_mb < 100
    assert ours


def test_memory_where_there_is_no_proc(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sam_scaffold.invocation.process_table.memory", lambda _: 0)
    monkeypatch.setattr("sys.platform", "darwin")
    assert outcome(template, "counting").peak_mb > 0


def test_logs_come_as_they_are_written(template: Path) -> None:
    function, heard = artifact(template, "chatty"), list[str]()
    found = invoke(function, {}, environment(function, CALLER), python(), heard.append)
    assert found.result is None
    assert found.error is None
    assert found.logs == "".join(heard)
    printed, to_stderr, logged, rest = found.logs.split("\n")
    assert (printed, to_stderr, rest) == ("printed: ü", "to stderr", "without an end")
    assert logged.startswith("[INFO]\t")
    assert logged.endswith("\tlogged")


def test_started_once_for_several_events(template: Path) -> None:
    function = artifact(template, "counting")
    with Sandbox(function, environment(function, CALLER), python()) as sandbox:
        found = [sandbox.invoke({}) for _ in range(3)]
    assert [invocation.result for invocation in found] == [1, 2, 3]
    assert [invocation.init_ms is None for invocation in found] == [False, True, True]


def test_started_again_after_an_end(template: Path) -> None:
    function = artifact(template, "sleepy")
    with Sandbox(function, environment(function, CALLER), python()) as sandbox:
        assert sandbox.invoke(60).error is not None
        again = sandbox.invoke(0)
    assert again.result == "slept"
    assert again.init_ms is not None


def test_lives_on_after_an_error(template: Path) -> None:
    function = artifact(template, "strict")
    with Sandbox(function, environment(function, CALLER), python()) as sandbox:
        sandbox.invoke({"order": 1})
        again = sandbox.invoke({"order": 2})
    assert again.init_ms is None
    assert again.error is not None
    assert again.error["errorMessage"] == "order 2 is bad"


def test_result_that_is_no_json(template: Path) -> None:
    assert error(template, "unsayable")["errorType"] == "Runtime.MarshalError"


def test_module_with_a_name_of_the_standard_library(template: Path) -> None:
    assert outcome(template, "calendar").result == "ours"


def test_what_it_started_ends_with_it(template: Path) -> None:
    assert ends(outcome(template, "parent").result)


def test_what_left_its_group_ends_with_it(template: Path) -> None:
    assert ends(outcome(template, "daemon").result)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ends it with its parent")
def test_it_ends_with_whoever_is_killed(template: Path, tmp_path: Path) -> None:
    function = artifact(template, "waiting")
    code = (
        "import pickle, sys; from sam_scaffold.invocation import invoke;"
        "function, variables, python = pickle.load(open('job', 'rb'));"
        "invoke(function, {}, variables, python, lambda text: print(text, end='', flush=True))"
    )
    job = (function, environment(function, CALLER), python())
    (tmp_path / "job").write_bytes(pickle.dumps(job))
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        pid = int(caller.stdout.readline().removeprefix("I am "))
        assert lives(pid)
        caller.kill()
    assert ends(pid)


def test_a_flood_of_logs_is_passed_on_and_not_kept(template: Path) -> None:
    function, heard = artifact(template, "flood"), Counter[str]()
    found = invoke(function, 5, environment(function, CALLER), python(), heard.update)
    assert heard["\n"] == 5
    assert sum(heard.values()) == 5 * 900_001
    assert len(found.logs) == KEPT
    assert found.result == "x" * 5_000_000


def test_a_result_that_is_too_large_is_an_error_as_in_lambda(template: Path) -> None:
    found = error(template, "flood", 7)
    assert found["errorType"] == "Function.ResponseSizeTooLarge"
    assert "6291556 bytes" in found["errorMessage"]


def test_a_long_stack_trace_is_an_error_like_others(template: Path) -> None:
    assert error(template, "endless")["errorType"] == "RecursionError"


def test_two_that_answer_on_one_connection_are_an_outcome(template: Path) -> None:
    found = outcome(template, "copied")
    assert found.error is None or found.error["errorType"].startswith("Runtime.")


def test_build_is_not_changed(template: Path) -> None:
    before = _files(template.parent)
    assert outcome(template, "layered").error is None
    assert _files(template.parent) == before


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_own_python_path_stands_for_the_layers(template: Path) -> None:
    function = artifact(template, "layered")
    variables = environment(function, CALLER, {"PYTHONPATH": "/opt/python:/var/task/lib"})
    assert invoke(function, {}, variables, python()).result[:3] == ["first", "second", "raw"]
    variables = environment(function, CALLER, {"PYTHONPATH": "/elsewhere"})
    found = invoke(function, {}, variables, python())
    assert found.error is not None
    assert "No module named 'ours'" in found.error["errorMessage"]
