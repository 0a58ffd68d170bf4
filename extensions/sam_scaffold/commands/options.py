"""Options that several commands share, and the values that are read from them."""

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
        defaults: Whether to use defaults instead of prompts.
        dry_run: Whether to show the changes and write nothing.
        template: The address of another template, None for the default.
        like: The function that a new one is most like, empty for the default.
    """

    data: tuple[str, ...]
    defaults: bool
    dry_run: bool
    template: str | None
    like: str = ""

    @property
    def ask(self) -> bool:
        """Return whether to prompt for answers, which requires a terminal."""
        return not self.defaults and can_ask()


def dry_run(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option ``--dry-run``."""
    return click.option("--dry-run", is_flag=True, help="Show the changes; write nothing.")(command)


def another_template(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option ``--template``."""
    return click.option(
        "--template", metavar="ADDRESS", help="Use the template at this git address or folder."
    )(command)


def similar(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option ``--like``."""
    return click.option(
        "--like", metavar="FUNCTION", default="",
        help="Write it like this function of the SAM template; none for sam-scaffold's style.",
    )(command)  # fmt: skip


def trusting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option ``--trust``."""
    return click.option(
        "--trust", is_flag=True, help="Trust all code and addresses that the repository names."
    )(command)


def generating(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `Generating`, which a command gets as its argument ``options``."""

    @wraps(command)
    def wrapper(
        *args: Any,
        data: tuple[str, ...],
        defaults: bool,
        dry_run: bool,
        template: str | None,
        like: str = "",
        **others: Any,
    ) -> Any:
        options = Generating(data, defaults, dry_run, template, like)
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
                help="Answer a question. Can be repeated.",
            ),
            click.option("--defaults", is_flag=True, help="Do not prompt; use the defaults."),
            dry_run,
            another_template,
        )
    ):
        command = option(command)
    return command


def in_directory(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option ``-C``."""
    return click.option(
        "-C", "directory", metavar="DIR", default=".", show_default=True,
        help="Work from this folder.",
    )(command)  # fmt: skip


def answers(data: Iterable[str], option: str = "-d ", **given: str) -> dict[str, Any]:
    """Parse ``KEY=VALUE`` words as answers, and add those that the command sets.

    Args:
        data: The words.
        option: The option before each word, for messages.
        given: The answers that the command sets.

    Raises:
        UsageError: A word has no ``=``, or the command sets its key.
    """
    found: dict[str, Any] = {}
    for word in data:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise UsageError(
                f"{word!r} does not have the form KEY=VALUE; write, for example, "
                f"{option}timeout=60."
            )
        if key in given or key.startswith("_"):
            raise UsageError(f"{option}{word}: {key} is set by the command itself; omit it.")
        found[key.strip()] = value
    if "template_file" in found:
        found["template_file"] = posixpath.normpath(found["template_file"])
    from ..questions.given_answers import answered  # noqa: PLC0415 - slow to import

    for several in ("layers", "uses"):
        if several in found:
            found[several] = answered(found[several])
    return {**found, **given}


def folder(directory: str) -> Path:
    """Return the folder of ``-C``.

    Raises:
        ScaffoldError: It does not exist.
    """
    path = Path(directory)
    if not path.is_dir():
        raise ScaffoldError(f"{directory} is not a folder; give the repository's root with -C.")
    return path.resolve()


def repository(directory: str) -> Path:
    """Find the root of the repository to work on, and print it if it is another folder.

    Raises:
        ScaffoldError: The folder does not exist.
        UsageError: The repository has neither a SAM template nor a component.
    """
    from ..components.repository_root import find_root  # noqa: PLC0415 - slow to import

    named = folder(directory)
    root = find_root(named)
    if root != named:
        shown = os.path.relpath(root) if root.drive == Path.cwd().drive else root
        click.echo(f"working in {shown}", err=True)
    return root
