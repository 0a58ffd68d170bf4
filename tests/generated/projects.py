"""Repositories with generated components, as the other files here judge them."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from trigger_answers import required_answers

from sam_scaffold.commands.cli import cli

ROOT = Path(__file__).resolve().parents[2]

_LONG = "Checks that every order of the day was settled, and says which were not; "


@dataclass(frozen=True)
class Wanted:
    """A function to generate."""

    name: str
    trigger: str
    description: str
    more: tuple[str, ...] = ()


def required(trigger: str) -> tuple[str, ...]:
    """Return the answers that a trigger has no default of, as they are given."""
    return tuple(f"{key}={value}" for key, value in required_answers(trigger).items())


FUNCTIONS = (
    Wanted("x", "none", "One letter"),
    Wanted("order_router", "sqs", "Sends orders on"),
    Wanted("nightly_report", "schedule", "Reports, every night"),
    Wanted("a_function_with_a_name_as_long_as_anybody_will_typ", "sqs_fifo", "Fifty letters"),
    Wanted("quotes", "eventbridge", 'It\'s "quoted", \'twice\': #1, """thrice""""'),
    Wanted("backslash", "http_api", r"C:\temp\new, \N{DASH}, \x41 and \\ at the end \\"),
    Wanted("unicode_text", "sns", "Bücher für 東京, 50 % \N{EN DASH} “schön” 😀"),
    Wanted("jinja", "s3", "{{ name }} {% raw %} $AWS !Ref x, %s {0} &a *b"),
    Wanted("long_text", "dynamodb_stream", (_LONG * 4)[:250]),
    Wanted("long_word", "kinesis", "x" * 250),
    Wanted("price_feed", "msk", "Prices, as they change", required("msk")),
    Wanted("mailer", "mq", "Sends mail", required("mq")),
    Wanted("mail_sorter", "mq", "Sorts mail", (*required("mq"), "engine=rabbitmq")),
    Wanted("handler", "rest_api", "true"),
    Wanted(
        "on_arm", "function_url", "- 1: 2",
        ("architecture=arm64", "timeout=900", "memory_size=10240"),
    ),
)  # fmt: skip
"""A function of each trigger, some of them with names and descriptions that hurt."""

TRADING = (
    Wanted("position_keeper", "none", "Keeps positions", ("layers=NumericLayer",)),
    Wanted("day_closer", "schedule", "Closes the day", ("layers=CalendarLayer,FormatsLayer",)),
    Wanted("settlement_importer", "sqs", "Imports settlements", ("layers=FormatsLayer",)),
)


@dataclass
class Project:
    """A repository.

    Attributes:
        root: Its folder.
        template: The template that its components come from.
        code: Folder of the code, by the logical id of a generated function.
        tests: Folder of its tests, by name.
        descriptions: Its description, by logical id.
        shared_package: The package in its shared code layer.
    """

    root: Path
    template: Path
    shared_package: str
    code: dict[str, Path] = field(default_factory=dict)
    tests: dict[str, Path] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)

    def scaffold(self, *words: str) -> str:
        """Run ``sam-scaffold`` here and return what it says."""
        return scaffold(self.template, self.root, *words)

    def add(self, wanted: Wanted, layout: str) -> None:
        """Add a function."""
        data = [f"trigger={wanted.trigger}", f"description={wanted.description}", *wanted.more]
        data += [f"layout={layout}"]
        options = [word for item in data for word in ("-d", item)]
        self.scaffold("add", "function", wanted.name, *options, "--defaults")
        folder = self.root / "functions" / wanted.name
        flat = layout == "flat"
        logical_id = "".join(map(str.capitalize, wanted.name.split("_"))) + "Function"
        self.code[logical_id] = folder if flat else folder / "src"
        tests = self.root / "tests" / "functions" / wanted.name if flat else folder / "tests"
        self.tests[wanted.name] = tests
        self.descriptions[logical_id] = wanted.description

    def add_layers(self) -> None:
        """Add a layer of each kind of contents."""
        packages = "packages=xmltodict==0.14.2"
        self.scaffold("add", "layer", "formats", "-d", packages, "--defaults")
        self.scaffold("add", "layer", "helpers", "-d", "contents=shared_code", "--defaults")

    def python_files(self) -> list[str]:
        """The Python files of the functions, relative to the root."""
        folders = [*self.code.values(), *self.tests.values()]
        found = {path for folder in folders for path in folder.rglob("*.py")}
        return sorted(path.relative_to(self.root).as_posix() for path in found)


def scaffold(template: Path, folder: Path, *words: str) -> str:
    """Run the command in this process, as it takes a while to start."""
    said = io.StringIO()
    place = [str(folder)] if words[0] == "init" else ["-C", str(folder)]
    with (
        _variable("SAM_SCAFFOLD_TEMPLATE", str(template)),
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        cli([*words, *place], prog_name="sam-scaffold", standalone_mode=False)
    return said.getvalue()


@contextlib.contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def committed_checkout(folder: Path) -> Path:
    """This checkout as a repository of its own, what is not committed yet included."""
    listed = _git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    """Make a folder a repository with one commit."""
    identity = ["-c", "user.name=Tests", "-c", "user.email=tests@example.com"]
    _git(folder, "init", "--quiet")
    _git(folder, "add", "--all")
    _git(folder, *identity, "commit", "--quiet", "--message", "All of it")


def _git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "core.autocrlf=false", "-c", "commit.gpgsign=false", *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def trading(template: Path, root: Path) -> Project:
    """The example with some functions and a layer of each kind of contents."""
    ignored = shutil.ignore_patterns(".aws-sam", "__pycache__", ".*_cache", ".venv")
    shutil.copytree(ROOT / "examples" / "trading", root, ignore=ignored)
    commit(root)
    project = Project(root, template, "trading")
    project.add_layers()
    for wanted in TRADING:
        project.add(wanted, "flat")
    return project


def fresh(template: Path, root: Path, layout: str) -> Project:
    """A new application with many functions in one layout."""
    root.mkdir()
    project = Project(root, template, "my_shop")
    project.scaffold("init", "-d", "name=my_shop", "--defaults")
    commit(root)
    project.add_layers()
    for wanted in FUNCTIONS:
        project.add(wanted, layout)
    return project
