"""`invoke` from the command line: its build, its output, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_environment import environment
from lambdas import ends, logical_id, python, repository
from repositories import Done, Repository, refusal, shop, succeeded

from generated.toolchain import NO_SAM, tool

FUNCTIONS = ("echo", "layered", "unlayered", "strict", "sleepy", "waiting", "refused")

REPORT = re.compile(
    r"REPORT Duration: \d+\.\d\d ms  (Init Duration: \d+\.\d\d ms  )?"
    r"Memory Size: 128 MB(  Max Memory Used: \d+ MB)?"
)


@pytest.fixture(scope="module")
def tools() -> None:
    """Return a folder with the tools to build and to run."""
    python()
    if tool("sam") is None:
        pytest.skip(NO_SAM)


@pytest.fixture(scope="module")
def shared(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Repository:  # noqa: ARG001
    """Return a repository whose functions the first test builds for all."""
    root = repository(tmp_path_factory.mktemp("invoke"), *FUNCTIONS)
    root.write(".aws-sam/build/template.yaml", "what sam build made\n")
    return root


def started(repository: Repository, *words: str) -> subprocess.Popen[str]:
    """Start the command as a process, with `sam` on its PATH."""
    sam = tool("sam")
    assert sam is not None
    path = os.pathsep.join([str(Path(sam).parent), os.environ["PATH"]])
    return subprocess.Popen(
        [sys.executable, "-m", "sam_scaffold", "invoke", *words],
        cwd=repository.root,
        env=environment(PATH=path, SAM_CLI_TELEMETRY="0", AWS_REGION="eu-west-1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def invoke(repository: Repository, *words: str, stdin: str = "") -> Done:
    """Run the command."""
    with started(repository, *words) as process:
        out, err = process.communicate(stdin, timeout=120)
    return Done(process.returncode, out, err)


def report(done: Done) -> str:
    """Return the last line before the reason of a failure."""
    lines = [line for line in done.err.splitlines() if not line.startswith("error: ")]
    return lines[-1]


@pytest.mark.slow
def test_result_goes_to_standard_output(shared: Repository) -> None:
    done = succeeded(invoke(shared, "echo", "--event", "-", stdin='{"text": "ü"}'))
    found = json.loads(done.out)
    assert found["event"] == {"text": "ü"}
    assert found["variables"]["TABLE"] == "Table"
    assert done.out.startswith('{\n  "event": {\n    "text": "ü"\n  },\n')
    assert REPORT.fullmatch(report(done))


@pytest.mark.slow
def test_second_time_nothing_is_built(shared: Repository) -> None:
    succeeded(invoke(shared, "EchoFunction"))
    folder = shared.root / ".aws-sam/sam-scaffold/template.yaml/EchoFunction/build"
    before = folder.stat().st_ino
    done = succeeded(invoke(shared, "echo"))
    assert json.loads(done.out)["event"] == {}
    assert len(done.err.splitlines()) == 1
    assert folder.stat().st_ino == before
    assert shared.text(".aws-sam/build/template.yaml") == "what sam build made\n"


@pytest.mark.slow
def test_layers_are_built_and_merged(shared: Repository) -> None:
    done = succeeded(invoke(shared, "layered"))
    assert json.loads(done.out)[:3] == ["first", "second", "raw"]
    assert done.err.splitlines()[0] == "Building LayeredFunction with sam build."


@pytest.mark.slow
def test_variables_of_a_file(shared: Repository, tmp_path: Path) -> None:
    for data in ({"STAGE": "mine", "NEW": "1"}, {"EchoFunction": {"STAGE": "mine", "NEW": "1"}}):
        path = tmp_path / "env.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        done = succeeded(invoke(shared, "echo", "--env", str(path)))
        found = json.loads(done.out)["variables"]
        assert (found["STAGE"], found["NEW"], found["TEAM"]) == ("mine", "1", "us")


@pytest.mark.slow
def test_failure_is_an_object_a_report_and_a_line(shared: Repository) -> None:
    done = invoke(shared, "strict", "--event", "-", stdin='{"order": 7}')
    assert done.code == 1
    found = json.loads(done.out)
    assert (found["errorType"], found["errorMessage"]) == ("ValueError", "order 7 is bad")
    assert "[ERROR] ValueError: order 7 is bad" in done.err
    assert REPORT.fullmatch(report(done))
    last = done.err.splitlines()[-1]
    assert last == "error: StrictFunction failed: ValueError: order 7 is bad"


@pytest.mark.slow
def test_refused_credentials_that_were_made_up_are_named(shared: Repository) -> None:
    done = invoke(shared, "refused")
    assert done.code == 1
    (hint,) = [line for line in done.err.splitlines() if line.startswith("warning: ")]
    assert hint.startswith(
        "warning: no credentials were found, so RefusedFunction had placeholders"
    )
    assert REPORT.fullmatch(report(done))


@pytest.mark.slow
def test_missing_layer_is_lambdas_import_error(shared: Repository) -> None:
    done = invoke(shared, "unlayered")
    assert done.code == 1
    assert json.loads(done.out) == {
        "errorMessage": "Unable to import module 'app': No module named 'raw'",
        "errorType": "Runtime.ImportModuleError",
        "requestId": "",
        "stackTrace": [],
    }


@pytest.mark.slow
def test_timeout_is_the_templates(shared: Repository) -> None:
    done = invoke(shared, "sleepy", "--event", "-", stdin="60")
    assert done.code == 1
    assert json.loads(done.out)["errorType"] == "Sandbox.Timedout"
    assert "going to sleep\n" in done.err
    assert report(done).startswith("REPORT Duration: 1000.00 ms  ")


@pytest.mark.slow
@pytest.mark.usefixtures("tools")
def test_sample_event_of_a_generated_function(tmp_path: Path) -> None:
    generated = shop(tmp_path)
    succeeded(generated.here("add", "function", "orders", "-d", "trigger=none"))
    sample = next(tmp_path.rglob("events/none.json"))
    sample.write_text('{"sample": 1}', encoding="utf-8")
    handler = next(tmp_path.rglob("lambda_handler.py"))
    handler.write_text("def lambda_handler(event, context): return event\n", encoding="utf-8")
    assert json.loads(succeeded(invoke(generated, "orders")).out) == {"sample": 1}


@pytest.mark.slow
def test_function_ends_with_the_command(shared: Repository) -> None:
    with started(shared, "waiting") as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if line.startswith("I am "))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, "", "error: interrupted.")
    assert ends(int(line.split()[-1]))


@pytest.mark.slow
def test_failing_build_is_one_line(shared: Repository, tmp_path: Path) -> None:
    copy = Repository(tmp_path / "copy", {})
    shutil.copytree(shared.root, copy.root, dirs_exist_ok=True)
    copy.write("functions/echo/requirements.txt", "no package of this name\n")
    done = invoke(copy, "echo")
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[0] == "Building EchoFunction with sam build."
    (line,) = done.err.splitlines()[1:]
    assert line.startswith("error: sam build EchoFunction: PythonPipBuilder:ResolveDependencies")


REFUSALS = {
    "unknown": (("ecko",), "'ecko' is not a function of template.yaml. Did you mean echo?"),
    "event-missing": (("echo", "--event", "none.json"), "none.json cannot be read"),
    "event-broken": (("echo", "--event", "broken.json"), "broken.json:1:2: not valid JSON"),
    "env-broken": (("echo", "--env", "broken.json"), "broken.json:1:2: not valid JSON"),
    "env-missing": (("echo", "--env", "none.json"), "none.json cannot be read"),
    "template-missing": (("echo", "--template-file", "x.yaml"), "x.yaml does not exist"),
    "directory-missing": (("echo", "-C", "nowhere"), "nowhere is not a folder"),
}


@pytest.mark.parametrize(("words", "named"), REFUSALS.values(), ids=REFUSALS.keys())
def test_bad_input_is_refused_in_one_line(
    words: tuple[str, ...], named: str, tmp_path: Path
) -> None:
    root = repository(tmp_path, "echo")
    root.write("broken.json", "{broken}")
    before = root.snapshot()
    assert named in refusal(root.here("invoke", *words))
    assert root.snapshot() == before


def test_other_runtime_is_refused(tmp_path: Path) -> None:
    root = repository(tmp_path, "echo")
    root.write(
        "template.yaml", root.text().replace("python3.12\n    Handler", "nodejs22.x\n    Handler")
    )
    line = refusal(root.here("invoke", "echo"))
    assert line.startswith(f"error: {logical_id('echo')} of template.yaml has the runtime nodejs")
