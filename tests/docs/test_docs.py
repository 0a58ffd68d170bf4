"""The documents say what is so: examples run, links lead somewhere, lists are complete.

``UPDATE_DOCS=1 pytest tests/docs`` writes the present output into the documents.
"""

from __future__ import annotations

import difflib
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from command_environment import ROOT
from console import Session, has_shell, rewritten

from sam_scaffold.commands.cli import cli
from sam_scaffold.rendering.configuration import questions_of
from sam_scaffold.rendering.opening import UNASKED

UPDATE = bool(os.environ.get("UPDATE_DOCS"))

DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
EXAMPLES = [
    path
    for path in DOCUMENTS
    if re.search(r"^(```console|<!-- shows: )", path.read_text(encoding="utf-8"), re.MULTILINE)
]

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    return _FENCED.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    headings = _HEADING.findall(prose(path))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.slow
@pytest.mark.skipif(not has_shell(), reason="the examples are written for bash")
@pytest.mark.parametrize("document", EXAMPLES, ids=name)
def test_examples_print_what_the_document_says(document: Path, tmp_path: Path) -> None:
    written = document.read_text(encoding="utf-8")
    with closing(Session(tmp_path / "session")) as session:
        now = rewritten(written, session)
    for reason in session.left_out:
        warnings.warn(f"{name(document)}: left out, as {reason}", stacklevel=1)
    if UPDATE:
        document.write_text(now, encoding="utf-8")
        return
    difference = difflib.unified_diff(
        written.splitlines(), now.splitlines(), name(document), "as it is now", lineterm=""
    )
    assert now == written, "\n" + "\n".join(difference)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_somewhere(document: Path) -> None:
    broken = []
    for link in _LINK.findall(prose(document)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_document_is_reached_from_the_index() -> None:
    index, rules = DOCS / "README.md", DOCS / "reference" / "rules" / "README.md"
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in (index, rules)
        for link in _LINK.findall(prose(page))
    }
    written_by_bench = DOCS / "reference" / "benchmarks.md"
    pages = set(DOCS.rglob("*.md")) - {index, written_by_bench}
    assert sorted(map(name, pages - linked)) == []


def test_questions_are_those_of_copier_yml() -> None:
    public = set(questions_of(ROOT))
    documented = re.findall(
        r"^### `(\w+)`$", prose(DOCS / "reference" / "questions.md"), re.MULTILINE
    )
    assert sorted(documented) == sorted(public - UNASKED)


def commands(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{above} {word}")
        else:
            yield f"{above} {word}", command


def test_commands_are_those_of_the_command_line() -> None:
    text = prose(DOCS / "reference" / "commands.md")
    found = dict(
        re.findall(
            r"^### `(sam-scaffold(?: [a-z]+)+)[^`]*`\n(.*?)(?=^##|\Z)",
            text,
            re.MULTILINE | re.DOTALL,
        )
    )
    expected = dict(commands(cli, "sam-scaffold"))
    assert sorted(found) == sorted(expected)
    for heading, command in expected.items():
        options = {
            word
            for parameter in command.params
            if isinstance(parameter, click.Option)
            for word in [*parameter.opts, *parameter.secondary_opts]
        }
        cells = re.findall(r"^\| (`-[^|]*) \|", found[heading], re.MULTILINE)
        documented = {word for cell in cells for word in re.findall(r"`(--?[\w-]+)", cell)}
        assert documented == options, heading
