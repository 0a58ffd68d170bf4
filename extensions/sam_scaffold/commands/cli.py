"""The group of all commands."""

from __future__ import annotations

from importlib import import_module

import click
from click.shell_completion import CompletionItem

from .. import __version__
from .group import Group

_COMMANDS = {
    "init": (".init:init", "Make a SAM application, or add what one lacks."),
    "add": (
        ".add:add",
        "Add a function, a layer or a module of the shared code to a SAM repository.",
    ),
    "adopt": (".adopt:adopt", "Take over what was written by hand."),
    "migrate": (".migrate:migrate", "Take a monolith apart, one function at a time."),
    "update": (".update:update", "Roll a new version of the template out."),
    "set": (".set:set_", "Change answers of a component."),
    "apply": (".apply:apply", "Merge a resource.yaml that you edited."),
    "resolve": (".resolve:resolve", "Settle conflicts of an update."),
    "address": (".address:address", "Set the address of the template."),
    "rename": (".rename:rename", "Give a component another name."),
    "remove": (".remove:remove", "Take a component out."),
    "status": (".status:status", "Say how components stand."),
    "check": (".check:check", "Find mistakes in SAM templates."),
    "diff": (".diff:diff", "Show what you changed in a block."),
    "invoke": (".invoke:invoke", "Run a function as Lambda would."),
    "list": (".list:list_", "List what was generated."),
    "merge": (".merge:merge", "Merge SNIPPET, a partial SAM template, into each TEMPLATE."),
    "finish": (".finish:finish", ""),
}
"""Where each command is, and its line of help: completion and help import none of them."""

_COPIERS = ("finish",)
"""Commands that copier runs, and nobody else."""


class _Ordered(click.Group):
    """A group that lists its commands in their own order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(self.commands)


class LazyGroup(Group):
    """A group that imports a command when it is called: copier takes a while to import."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which people need them."""
        return [name for name in _COMMANDS if name not in _COPIERS]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' lines of help."""
        self._lines(ctx).format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin with a word, or the options."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        lines = self._lines(ctx)
        return lines.shell_complete(
            click.Context(lines), incomplete
        )  # it asks the context for them

    def _lines(self, ctx: click.Context) -> click.Group:
        """Return the commands with nothing but their lines of help."""
        lines = {
            name: click.Command(name, help=_COMMANDS[name][1]) for name in self.list_commands(ctx)
        }
        return _Ordered(commands=lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module, __package__), name)
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: sam-scaffold add function order_router -d trigger=sqs --dry-run",
)
@click.version_option(__version__, prog_name="sam-scaffold")
def cli() -> None:
    """Add AWS Lambda functions and layers to an AWS SAM repository, and keep them up to date.

    Generates a component's folder and merges its resources into your template.yaml. What
    you wrote and edited there stays.
    """
