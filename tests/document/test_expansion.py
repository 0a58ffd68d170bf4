"""A file that stands for too much is refused at once, by each reader, in one line."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from command_environment import commit
from repositories import Repository, refusal, shop

from sam_scaffold.components.answers_file import read_yaml
from sam_scaffold.document import Document
from sam_scaffold.document.expansion import MOST_BYTES, MOST_LEVELS, MOST_VALUES, expansion_problem
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.invocation.event import parsed_json
from sam_scaffold.merge.snippet import Snippet


def bomb(levels: int, width: int = 9) -> str:
    """Nested aliases, as a flow list: of so many levels, each with some of the one before."""
    above = (
        f"&a{number} [{', '.join([f'*a{number - 1}'] * width)}]" for number in range(1, levels)
    )
    return f"[{', '.join(['&a0 [x, x]', *above])}]"


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def chained(links: int, levels: int) -> str:
    """Few values, and few brackets at one place, but deep once the aliases are followed."""
    above = (f"&b{number} {'[' * levels}*b{number - 1}{']' * levels}" for number in range(1, links))
    return f"[{', '.join([f'&b0 {nested(levels)}', *above])}]"


TOO_MUCH = {
    "values": bomb(12),
    "values-of-mappings": "[&m0 {a: 1, b: 2}, "
    + ", ".join(f"&m{n} {{<<: *m{n - 1}, a: *m{n - 1}, b: *m{n - 1}}}" for n in range(1, 40))
    + "]",
    "brackets": nested(MOST_LEVELS + 1),
    "many-brackets": nested(100_000),
    "aliases": chained(40, 20),
}


def in_document(text: str) -> object:
    return Document.parse("t", f"a: {text}\n".encode())


def in_snippet(text: str) -> object:
    return Snippet.parse("s", f"Resources: {{A: {text}}}\n".encode())


@pytest.mark.parametrize("text", TOO_MUCH.values(), ids=TOO_MUCH.keys())
@pytest.mark.parametrize("read", [in_document, in_snippet, read_yaml])
def test_each_reader_refuses_it_at_once(text: str, read: Callable[[str], object]) -> None:
    begin = time.monotonic()
    with pytest.raises((ScaffoldError, yaml.YAMLError)) as caught:
        read(text)
    assert time.monotonic() - begin < 5
    if isinstance(caught.value, ScaffoldError):
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("read", [in_document, read_yaml])
def test_what_people_write_is_read(read: Callable[[str], object]) -> None:
    read(bomb(4))
    read(nested(MOST_LEVELS - 2))
    read(chained(4, 20))


def test_an_alias_stands_for_the_anchor_that_was_last() -> None:
    row = ", ".join(["*a"] * MOST_VALUES)
    in_document(f"[&a {nested(90)}, {nested(5)}, &a y, {nested(80)[:80]}{row}{nested(80)[80:]}]")


def test_many_values_without_aliases_are_no_bomb() -> None:
    rows = ", ".join(["x"] * (MOST_VALUES + 10))
    Document.parse("t", f"a: [{rows}]\n".encode())
    assert expansion_problem(["x"] * (MOST_VALUES + 10)) == ""


def test_what_holds_itself_is_refused() -> None:
    own: list[object] = []
    own += [own, own]
    assert "levels" in expansion_problem(own)
    with pytest.raises(yaml.YAMLError):
        read_yaml("&a [*a, *a]")


def test_large_files_are_refused() -> None:
    data = b"a: 1\n#" + b"x" * MOST_BYTES
    with pytest.raises(ScaffoldError, match="larger than 8 MB"):
        Document.parse("t", data)
    with pytest.raises(yaml.YAMLError, match="larger than 8 MB"):
        read_yaml(data)


def test_deep_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_text(nested(100_000), encoding="utf-8")
    with pytest.raises(ScaffoldError, match="levels"):
        parsed_json(file)


COMMANDS = {
    "add": ("add", "function", "gamma", "--defaults", "--dry-run"),
    "adopt": ("adopt", "Orders", "--dry-run"),
    "init": ("init", ".", "--defaults"),
    "check": ("check", "--offline"),
    "invoke": ("invoke", "Orders"),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
def test_commands_end_at_once_with_a_hostile_template(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    template = (
        "Transform: AWS::Serverless-2016-10-31\n"
        f"Mappings: {bomb(12)}\n"
        "Resources:\n"
        "  Orders:\n"
        "    Type: AWS::Serverless::Function\n"
        "    Properties: {Runtime: python3.12, Handler: app.x, CodeUri: ., Environment: *a11}\n"
    )
    repository = Repository(tmp_path, {"template.yaml": template, "app.py": ""})
    commit(tmp_path)
    before, begin = repository.snapshot(), time.monotonic()
    done = repository.here(*words)
    assert done.code == 1
    assert "aliases" in done.out + done.err
    assert time.monotonic() - begin < 20
    assert repository.snapshot() == before


@pytest.mark.parametrize("key", ["environment", "packages"])
@pytest.mark.parametrize("text", [bomb(12), nested(3000)], ids=["aliases", "brackets"])
def test_given_answers_are_refused_in_a_short_line(key: str, text: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    line = refusal(repository.here("add", "function", "gamma", "-d", f"{key}={text}"))
    assert key in line
    assert len(line) < 500


def test_an_answers_file_is_refused_by_its_name(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.here("add", "function", "gamma", "--defaults")
    (file,) = (path for path in tmp_path.rglob("*.yml") if b"\nhouse:" in path.read_bytes())
    file.write_bytes(file.read_bytes() + f"description: {bomb(12)}\n".encode())
    line = refusal(repository.here("list"))
    assert file.name in line
    assert "aliases" in line
