"""Prompts of the command on a terminal, without --defaults."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from answers import ANSWERS
from command_environment import ROOT, commit, environment
from repositories import SHOP, TEMPLATE, WITHOUT_SHARED_LAYER, Repository, shop

from sam_scaffold.components.trigger import trigger_choices
from sam_scaffold.rendering.configuration import questions_of

if sys.platform == "win32":
    pytest.skip("pseudo terminals of POSIX", allow_module_level=True)

import fcntl
import pty
import struct
import termios

PATIENCE = 60.0
_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[a-zA-Z]|\][^\x07]*\x07|[=>()][A-Z0-9]?)")

ENTER = "\r"
DOWN = "\x1b[B"
CTRL_C = "\x03"
END_OF_LINES = "\x1b" + ENTER

QUESTIONS = questions_of(ROOT)
SQS = DOWN * list(trigger_choices(ROOT).values()).index("sqs") + ENTER
PACKAGES = "What does it import beyond"


class Terminal:
    """A command on a pseudo-terminal.

    Attributes:
        seen: The output since the last text that was expected.
        said: The whole output.
    """

    def __init__(self, repository: Repository, *words: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sam_scaffold", *words],
            cwd=repository.root,
            env=environment(TERM="xterm", PROMPT_TOOLKIT_NO_CPR="1"),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""
        self.said = ""

    def expect(self, text: str) -> None:
        """Wait until a text has appeared since the last one."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            if not self._read(deadline):
                pytest.fail(f"{text!r} did not appear in:\n{self.seen}")
        self.seen = self.seen.partition(text)[2]

    def answer(self, question: str, keys: str) -> None:
        """Wait for a question, then press keys."""
        self.expect(question)
        time.sleep(0.15)  # the prompt is drawn before it listens
        os.write(self.master, keys.encode())

    def end(self) -> tuple[int, str]:
        """Return the exit code, and the output since the last answer."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        code = self.process.wait(PATIENCE)
        os.close(self.master)
        return code, self.seen

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            self.process.kill()
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # what Linux says when the other end is closed
            return False
        text = _ESCAPES.sub("", data.decode("utf-8", "replace")).replace("\r\n", "\n")
        self.seen += text
        self.said += text
        return bool(data)

    @property
    def asked(self) -> set[str]:
        """Return the questions that have appeared."""
        helps = {key: question["help"] for key, question in QUESTIONS.items() if "help" in question}
        return {key for key, text in helps.items() if f"🎤 {text}" in self.said}


def given(*asked: str) -> list[str]:
    """Return all answers for a function except some, as arguments."""
    own = {"kind", "name", "template_file", "resources", "package_layers", *asked}
    answers = {**ANSWERS, "permissions": []}
    data = [f"{key}={value}" for key, value in answers.items() if key not in own]
    return [word for answer in data for word in ("-d", answer)]


def test_plain_function_asks_a_handful(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    terminal = Terminal(repository, "add", "function", "orders")
    terminal.answer(PACKAGES, ENTER)
    for question in ("description", "trigger", "publishes_to", "layers", "advanced"):
        terminal.answer(QUESTIONS[question]["help"], ENTER)
    code, said = terminal.end()
    assert code == 0, said
    assert terminal.asked == {"description", "trigger", "publishes_to", "layers", "advanced"}
    assert "OrdersFunction" in repository.data()["Resources"]


def test_trigger_and_template_add_a_question_each(tmp_path: Path) -> None:
    table = "  LedgerTable: {Type: AWS::DynamoDB::Table}\n"
    repository = shop(
        tmp_path, **{"template.yaml": TEMPLATE.replace("\nOutputs:", f"{table}\nOutputs:")}
    )
    words = ("-d", "packages=[]", "-d", "layers=[]", "-d", "description=x")
    terminal = Terminal(repository, "add", "function", "orders", *words)
    terminal.answer(QUESTIONS["trigger"]["help"], SQS)
    terminal.answer(QUESTIONS["source"]["help"], ENTER)
    terminal.answer(QUESTIONS["publishes_to"]["help"], DOWN + ENTER)
    terminal.answer(QUESTIONS["uses"]["help"], " " + ENTER)
    terminal.answer(QUESTIONS["advanced"]["help"], "n")
    code, said = terminal.end()
    assert code == 0, said
    assert terminal.asked == {"trigger", "source", "publishes_to", "uses", "advanced"}
    resources = repository.data()["Resources"]
    assert {"OrdersQueue", "OrdersOutputQueue"} < set(resources)
    answers = repository.answers(".scaffold/functions/orders/answers.yml")
    assert answers["uses"] == ["LedgerTable:read"]


def test_function_is_added_with_the_answers_of_a_person(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    terminal = Terminal(repository, "add", "function", "orders", "-d", "runtime=python3.13")
    terminal.answer(PACKAGES, ENTER)
    terminal.answer("Its description", " that come in" + ENTER)
    terminal.answer("What invokes it?", SQS)
    terminal.answer("Which one?", ENTER)
    terminal.answer("Where does it send its results?", ENTER)
    terminal.answer("Third-party layers", " " + ENTER)
    terminal.answer("Change default settings", "y")
    terminal.answer("Where do its tests go?", ENTER)
    terminal.answer("Use the shared code layer", ENTER)
    terminal.answer("Powertools", ENTER)
    terminal.answer("Enable its trigger", "n")
    terminal.answer("How are its permissions defined?", DOWN + ENTER)
    terminal.answer("Further permissions", END_OF_LINES)
    terminal.answer("Environment variables", "\x7f\x7f{MAX_ITEMS: 5}" + END_OF_LINES)
    terminal.answer("Where do events go", ENTER)
    terminal.answer("Which alarms?", ENTER)
    terminal.answer("Which topic", ENTER)
    terminal.answer("Log retention", "\x7f\x7f7" + ENTER)
    terminal.answer("X-Ray", "y")
    terminal.answer("Ephemeral storage", ENTER)
    terminal.answer("Reserved concurrency", ENTER)
    terminal.answer("Architecture", DOWN + ENTER)
    terminal.answer("Timeout", "\x7f\x7f60" + ENTER)
    terminal.answer("Memory", ENTER)
    code, said = terminal.end()
    assert code == 0, said
    assert "Added to template.yaml" in said
    properties = repository.properties("OrdersFunction")
    expected = {
        "Description": "Orders that come in",
        "Runtime": "python3.13",
        "Architectures": ["arm64"],
        "Timeout": 60,
        "MemorySize": 256,
        "Tracing": "Active",
        "Role": {"Fn::GetAtt": ["OrdersExecutionRole", "Arn"]},
        "Environment": {"Variables": {"LOG_LEVEL": "INFO", "MAX_ITEMS": "5"}},
        "Layers": [{"Ref": "HttpLayer"}, {"Ref": "SharedCodeLayer"}],
    }
    assert {key: properties[key] for key in expected} == expected
    resources = repository.data()["Resources"]
    assert "OrdersQueue" in resources
    assert resources["OrdersLogGroup"]["Properties"] == {"RetentionInDays": 7}


def test_wrong_answer_is_reported_at_once_and_can_be_corrected(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    words = [*given("advanced", "timeout"), "-d", "advanced=true"]
    terminal = Terminal(repository, "add", "function", "orders", *words)
    terminal.answer("Timeout", "00" + ENTER)
    terminal.expect("not between 1 and 900 seconds")
    time.sleep(0.15)
    os.write(terminal.master, ("\x7f\x7f" + ENTER).encode())
    code, said = terminal.end()
    assert code == 0, said
    assert repository.properties("OrdersFunction")["Timeout"] == 30


@pytest.mark.parametrize("agreed", [True, False])
def test_missing_shared_layer_is_offered(
    agreed: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path: Path,
) -> None:
    repository = Repository(tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER})
    commit(tmp_path)
    terminal = Terminal(repository, "add", "function", "orders", *given("shared_code"))
    terminal.answer("has no SharedCodeLayer", "y" if agreed else "n")
    code, said = terminal.end()
    if agreed:
        assert code == 0, said
        assert {"SharedCodeLayer", "OrdersFunction"} < set(repository.data()["Resources"])
    else:
        assert code == 0, said
        assert "OrdersFunction" in repository.data()["Resources"]
        assert "SharedCodeLayer" not in repository.data()["Resources"]
        assert "Layers" not in repository.properties("OrdersFunction")
        assert not (tmp_path / "layers").exists()


def test_of_several_templates_a_person_chooses(tmp_path: Path) -> None:
    repository = shop(tmp_path, **{"data-template.yaml": SHOP["template.yaml"]})
    terminal = Terminal(repository, "add", "function", "orders", *given())
    terminal.answer("Which SAM template", DOWN + ENTER)
    code, said = terminal.end()
    assert code == 0, said
    assert "OrdersFunction" in repository.data("data-template.yaml")["Resources"]
    assert "OrdersFunction" not in repository.data()["Resources"]


def test_interrupted_at_a_question_nothing_is_written(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    terminal = Terminal(repository, "add", "function", "orders")
    terminal.answer(PACKAGES, ENTER)
    terminal.answer("Its description", ENTER)
    terminal.answer("What invokes it?", CTRL_C)
    code, said = terminal.end()
    assert code == 130
    assert "error: interrupted." in said
    assert "Traceback" not in said
    assert repository.snapshot() == before


def test_defaults_ask_nothing_on_a_terminal(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    code, said = Terminal(repository, "add", "function", "orders", "--defaults").end()
    assert code == 0, said
    assert "?" not in said
    assert "OrdersFunction" in repository.data()["Resources"]


def test_bad_name_is_refused_before_the_first_question(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    code, said = Terminal(repository, "add", "function", "Orders").end()
    assert code == 1
    assert "error: " in said
    assert "'Orders'" in said
    assert "What does it do" not in said


def test_diff_of_a_dry_run_is_coloured_on_a_terminal(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    terminal = Terminal(repository, "add", "function", "orders", "--defaults", "--dry-run")
    raw = b""
    while True:
        try:
            data = os.read(terminal.master, 65536)
        except OSError:
            break
        if not data:
            break
        raw += data
    assert terminal.process.wait(PATIENCE) == 0
    os.close(terminal.master)
    assert b"\x1b[32m+  OrdersFunction:" in raw


def with_component(root: Path) -> Repository:
    repository = shop(root)
    words = ("-d", "packages=mpmath==1.3.0", "-d", "pin=false")
    done = repository.here("add", "layer", "nums", "--defaults", *words)
    assert done.code == 0, done.err
    repository.commit()
    return repository


def test_packages_are_asked_for_and_their_layer_needs_no_question(tmp_path: Path) -> None:
    repository = with_component(tmp_path)
    words = given("packages", "layers")
    terminal = Terminal(repository, "add", "function", "orders", *words)
    terminal.answer(PACKAGES, "num py!" + ENTER)
    terminal.answer("is not a requirement", "\x7f" * 8 + "mpmath>=1 boto3" + ENTER)
    code, said = terminal.end()
    assert code == 0, said
    assert "NumsLayer provides mpmath>=1." in said
    assert "boto3 is included in the runtime." in said
    assert {"Ref": "NumsLayer"} in repository.properties("OrdersFunction")["Layers"]  # type: ignore[operator]


def test_nearest_layer_is_extended_in_the_same_step(tmp_path: Path) -> None:
    repository = with_component(tmp_path)
    words = given("packages", "layers")
    terminal = Terminal(repository, "add", "function", "orders", *words)
    terminal.answer(PACKAGES, "mpmath tabulate>=0.9" + ENTER)
    terminal.answer("No layer provides tabulate>=0.9. Choose:", ENTER)
    code, said = terminal.end()
    assert code == 0, said
    assert "Changed" in said
    assert "layers/nums/requirements.txt" in said
    assert "NumsLayer provides mpmath and tabulate>=0.9." in said
    text = repository.text("layers/nums/requirements.txt")
    assert text == "mpmath==1.3.0\ntabulate>=0.9\n"
    recorded = repository.answers(".scaffold/layers/nums/answers.yml")
    assert recorded["packages"] == ["mpmath==1.3.0", "tabulate>=0.9"]
    assert repository.process("status").code == 0


def test_layer_is_added_in_the_same_step(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    words = [*given("packages", "layers"), "-d", "packages=alpaca"]
    terminal = Terminal(repository, "add", "function", "orders", *words)
    terminal.answer("No layer provides alpaca. Choose:", ENTER)
    terminal.answer("Name of the layer?", "_api" + ENTER)
    code, said = terminal.end()
    assert code == 0, said
    assert "AlpacaApiLayer provides alpaca." in said
    assert "alpaca-py" in repository.text("layers/alpaca_api/requirements.txt")


def test_stopping_writes_nothing_and_says_the_ways_out(tmp_path: Path) -> None:
    repository = with_component(tmp_path)
    before = repository.snapshot()
    words = [*given("packages", "layers"), "-d", "packages=[mpmath, polars]"]
    terminal = Terminal(repository, "add", "function", "orders", *words)
    terminal.answer("No layer provides polars. Choose:", DOWN + DOWN + ENTER)
    code, said = terminal.end()
    assert code == 1
    assert "sam-scaffold set nums packages='mpmath==1.3.0, polars'" in said
    assert repository.snapshot() == before
