"""Names, descriptions and messages are data, whatever they are printed, rendered or written to."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from command_environment import of_commands
from hostile import ANSWERS, Cloned, answered, of, victim
from jinja2.sandbox import SandboxedEnvironment
from pathspec import GitIgnoreSpec
from repositories import WITHOUT_SHARED_LAYER, Repository, succeeded

from sam_scaffold.components.quoting import as_text, choices, pattern
from sam_scaffold.terminal import shown

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HOSTILE = "a\x1b]0;title\x07\x1b[2J\r\x9b31m\u202eb"
SAFE = r"a\u001b]0;title\u0007\u001b[2J\u000d\u009b31m\u202eb"


def test_control_characters_are_shown() -> None:
    assert shown(HOSTILE, coloured=True) == SAFE
    assert shown("one\ttwo\nthree é \U0001f600", coloured=False) == "one\ttwo\nthree é \U0001f600"


@pytest.mark.parametrize("colour", ["\x1b[0m", "\x1b[31m", "\x1b[1;36m", "\x1b[9;31m"])
def test_our_own_colours_stay_on_a_terminal(colour: str) -> None:
    assert shown(f"{colour}x", coloured=True) == f"{colour}x"
    assert shown(f"{colour}x", coloured=False) == "x"


def test_what_is_shown_in_json_is_the_same_data() -> None:
    text = json.dumps({"x": HOSTILE + "\x7f"}, ensure_ascii=False)
    assert json.loads(shown(text, coloured=False)) == {"x": HOSTILE + "\x7f"}


@pytest.fixture
def repository(tmp_path: Path) -> Cloned:
    return victim(tmp_path / "shop")


def escaping(repository: Repository) -> Repository:
    """A repository whose template is full of characters that a terminal obeys."""
    name = json.dumps(HOSTILE)
    text = repository.text().replace(
        "\nResources:\n", f"\nResources:\n  {name}: {{Type: {name}}}\n"
    )
    repository.write("template.yaml", text)
    return repository


COMMANDS = ("status", "list", "check --offline", "diff alpha", "remove alpha --dry-run --force")


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_escapes_into_a_pipe(command: str, repository: Cloned) -> None:
    done = escaping(repository).run(*command.split(), FORCE_COLOR="1", TTY_COMPATIBLE="1")
    assert not set("\x1b\x07\x9b\r\u202e").intersection(done.out + done.err)


@pytest.mark.parametrize("word", [HOSTILE, "\x1b[2J"])
def test_what_was_typed_is_shown(word: str, repository: Cloned) -> None:
    done = repository.run("remove", word)
    assert done.code == 1
    assert "\x1b" not in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals of POSIX")
@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals(
    more: dict[str, str], *, coloured: bool, repository: Cloned
) -> None:
    import pty  # noqa: PLC0415 - there is none on Windows

    master, slave = pty.openpty()
    words = [sys.executable, "-m", "sam_scaffold", "status", HOSTILE]
    env = of_commands(TERM="xterm", **more)
    subprocess.run(words, cwd=repository.root, env=env, stderr=slave, check=False)
    os.close(slave)
    said = os.read(master, 10_000).decode().replace("\r\n", "\n")
    os.close(master)
    assert bool(re.search(r"\x1b\[31m", said)) is coloured
    assert "\x1b" not in re.sub(r"\x1b\[\d+m", "", said)
    assert "\x07" not in said


@pytest.mark.parametrize(
    "text", ["{{ 7 * 7 }}", "{% raw %}", "{# x #}", "{{{", "a{b}", "it's \U0001f600"]
)
def test_choices_are_what_they_were(text: str) -> None:
    for value in ([text], {text: text}):
        (found,) = yaml.safe_load(choices(value))
        assert SandboxedEnvironment().from_string(found).render() == text


@pytest.mark.parametrize("text", ["a", 'a"b', "a\\b", "a'b", "é\U0001f600", "a\x85\x7fb", "\u2028"])
def test_texts_are_the_same_in_python_and_toml(text: str) -> None:
    assert ast.literal_eval(as_text(text)) == text
    assert tomllib.loads(f"x = {as_text(text)}") == {"x": text}


def test_patterns_mean_one_file() -> None:
    for name in ("a", "*", "!a", "#a", "[a]", "a?", "a\\b", "a "):
        spec = GitIgnoreSpec.from_lines([pattern(name)])
        assert [folder for folder in (name, "other", "ab", "x") if spec.match_file(folder)] == [
            name
        ]
    assert pattern("") == ""


NAMES = ("{ 7 }", "it's", 'a"b', "$(touch RAN)", "a; touch RAN")


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not have")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_called_what_it_is_called(name: str, tmp_path: Path) -> None:
    file = f"{name}/{name}.yaml"
    repository = Repository(tmp_path / "shop", {file: WITHOUT_SHARED_LAYER})
    done = succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert (
        repository.answers(f"{name}/{ANSWERS.replace('alpha', 'orders')}")["template_file"] == file
    )
    assert "OrdersFunction" in repository.data(file)["Resources"]
    tests = next(path for path in repository.files() if path.endswith("orders/tests/conftest.py"))
    ast.parse(repository.text(tests))
    steps = [line.partition(": ")[2] for line in done.out.splitlines() if ". " in line[:6]]
    commands = [
        command
        for step in steps
        for command in step.split(" && ")
        if command.startswith("sam build")
    ]
    assert [shlex.split(command)[2:] for command in commands] == [["-t", file]]
    succeeded(repository.here("status"))


@pytest.mark.parametrize("name", ["{{ 7 * 7 }}", "{% raw %}", "{# x"])
def test_names_that_copier_would_render_are_refused(name: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {f"{name}.yaml": WITHOUT_SHARED_LAYER})
    done = repository.here("add", "function", "orders", "--defaults")
    assert done.code == 1
    assert "which Copier reads as Jinja; choose another name" in done.err
    assert repository.files() == [f"{name}.yaml"]


def test_a_folder_of_such_a_name_is_not_rendered(repository: Cloned) -> None:
    """Copier renders the path of an answers file."""
    folder = repository.root / "{{ name.__class__ }}"
    folder.mkdir()
    (repository.root / ".scaffold").rename(folder / ".scaffold")
    repository.commit()
    for command in ("status", "update --all", "list"):
        done = repository.here(*command.split())
        assert done.code == 1
        assert "which Copier reads as Jinja" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not have")
def test_an_application_may_lie_anywhere(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {})
    done = succeeded(
        repository.here("init", "a; touch RAN", "--defaults", "-d", 'template_file=a"b.yaml')
    )
    step = next(line for line in done.out.splitlines() if "cd " in line)
    assert shlex.split(step.partition("cd ")[2]) == ["a; touch RAN"]
    config = tomllib.loads(repository.text("a; touch RAN/samconfig.toml"))
    assert config["default"]["build"]["parameters"]["template_file"] == 'a"b.yaml'


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}", "{{ ''.__class__ }}", '""" + x', "<b>`x`"])
def test_a_description_stays_what_it_is(text: str, repository: Cloned) -> None:
    words = ("add", "function", "orders", "-d", f"description={text}", "--defaults")
    succeeded(repository.here(*words))
    repository.commit()
    file = ANSWERS.replace("alpha", "orders")
    succeeded(repository.here("set", "orders", "timeout=44"))
    assert repository.answers(file)["description"] == text
    assert repository.properties("OrdersFunction")["Description"] == text
    repository.commit()
    succeeded(repository.copier("update", "--trust", "--defaults", "-a", file))
    assert repository.answers(file)["description"] == text


def test_names_of_resources_are_no_yaml(repository: Cloned) -> None:
    name = '"Queue]\\n  Evil: {Type: X}"'
    text = repository.text().replace(
        "\nResources:\n", f"\nResources:\n  {name}: {{Type: AWS::SQS::Queue}}\n"
    )
    repository.write("template.yaml", text)
    source = json.loads(name)
    words = (
        "add",
        "function",
        "orders",
        "-d",
        "trigger=sqs",
        "-d",
        f"source={source}",
        "--defaults",
    )
    done = repository.here(*words)
    assert done.code in (1, 2)
    assert repository.text() == text


def test_an_address_is_shown_in_one_line(repository: Cloned) -> None:
    of(repository, "x\u202ehttps://example.com/a")
    done = repository.here("status")
    assert done.err.count("\n") == 1
    answered(repository, _src_path='"a\\nb"')
    assert repository.here("status").err.count("\n") == 1
