"""Options that several commands have."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ..errors import ScaffoldError, UsageError
from ..terminal import can_ask


@dataclass(frozen=True, slots=True)
class Generating:
    """The options of commands that render the template.

    Attributes:
        data: Answers as ``KEY=VALUE``.
        defaults: Ask nothing.
        dry_run: Show and write nothing.
        template: Address of another template, None for the installed one.
    """

    data: tuple[str, ...]
    defaults: bool
    dry_run: bool
    template: str | None

    @property
    def ask(self) -> bool:
        """Whether there is somebody to ask."""
        return not self.defaults and can_ask()


def dry_run(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that shows what a command would do."""
    return click.option("--dry-run", is_flag=True, help="Show files and diff; write nothing.")(
        command
    )


def another_template(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that names a template."""
    return click.option(
        "--template", metavar="ADDRESS", help="Use another template than the installed one."
    )(command)


def trusting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that lets code run which the repository names."""
    return click.option("--trust", is_flag=True, help="Run code that this repository names.")(
        command
    )


def generating(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options, together as its argument ``options``."""

    @wraps(command)
    def wrapper(
        *args: Any,
        data: tuple[str, ...],
        defaults: bool,
        dry_run: bool,
        template: str | None,
        **others: Any,
    ) -> Any:
        options = Generating(data, defaults, dry_run, template)
        return command(*args, options=options, **others)

    return _with_options(wrapper)


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option(
                "-d",
                "--data",
                multiple=True,
                metavar="KEY=VALUE",
                help="Answer a question; repeat.",
            ),
            click.option("--defaults", is_flag=True, help="Ask nothing; take the defaults."),
            dry_run,
            another_template,
        )
    ):
        command = option(command)
    return command


def in_directory(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that names the repository."""
    return click.option(
        "-C", "directory", metavar="DIR", default=".", show_default=True,
        help="Work in this folder.",
    )(command)  # fmt: skip


def answers(data: Iterable[str], option: str = "-d ", **given: str) -> dict[str, Any]:
    """``KEY=VALUE`` words as answers, and what the command itself answers.

    Args:
        data: The words.
        option: What stands before each of them.
        given: What the command itself answers.

    Raises:
        UsageError: A word has no ``=``, or its key is the command's own.
    """
    found: dict[str, Any] = {}
    for word in data:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise UsageError(f"{word!r} is no KEY=VALUE; write for example {option}timeout=60.")
        if key in given or key.startswith("_"):
            raise UsageError(f"{option}{word}: {key} comes from the command itself; leave it out.")
        found[key.strip()] = value
    if "template_file" in found:
        found["template_file"] = posixpath.normpath(found["template_file"])
    from ..questions.given_answers import answered  # noqa: PLC0415 - slow to import

    for several in ("layers", "uses"):
        if several in found:
            found[several] = answered(found[several])
    return {**found, **given}


def folder(directory: str) -> Path:
    """Return the folder that a command is called for.

    Raises:
        ScaffoldError: There is no such folder.
    """
    path = Path(directory)
    if not path.is_dir():
        raise ScaffoldError(f"{directory} is not a folder; name your repository's root with -C.")
    return path.resolve()


def repository(directory: str) -> Path:
    """Find the root of the repository to work on, and say so where it is another folder.

    Raises:
        ScaffoldError: There is no such folder.
        UsageError: There is neither a SAM template nor a component.
    """
    from ..components.repository_root import find_root  # noqa: PLC0415 - slow to import

    named = folder(directory)
    root = find_root(named)
    if root != named:
        shown = os.path.relpath(root) if root.drive == Path.cwd().drive else root
        click.echo(f"working in {shown}", err=True)
    return root
