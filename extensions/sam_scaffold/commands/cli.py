"""The group of all commands, which imports each command only when it is called."""

from __future__ import annotations

from importlib import import_module

import click
from click.shell_completion import CompletionItem

from .. import __version__
from .group import Group

_COMMANDS = {
    "init": (".init:init", "Create a SAM application, or add the shared code layer to one."),
    "add": (".add:add", "Add a function, a layer or a module to a SAM application."),
    "adopt": (".adopt:adopt", "Turn hand-written functions and layers into components."),
    "migrate": (".migrate:migrate", "Split a shared code folder into a folder for each function."),
    "update": (".update:update", "Update components to a newer version of the template."),
    "set": (".set:set_", "Change the answers of a component."),
    "apply": (".apply:apply", "Merge an edited resource.yaml into the SAM template."),
    "resolve": (".resolve:resolve", "Resolve the conflicts of a component."),
    "address": (".address:address", "Set the address from which components are updated."),
    "rename": (".rename:rename", "Rename a component."),
    "remove": (".remove:remove", "Remove a component."),
    "status": (".status:status", "Show the status of components."),
    "check": (".check:check", "Find errors in SAM templates."),
    "diff": (".diff:diff", "Show your edits of a component's block."),
    "invoke": (".invoke:invoke", "Invoke a function locally, without Docker."),
    "list": (".list:list_", "List the components."),
    "merge": (".merge:merge", "Merge SNIPPET, a partial SAM template, into each TEMPLATE."),
    "finish": (".finish:finish", ""),
}
"""The module and the line of help of each command, so that help and completion import none."""

_CALLED_BY_COPIER = ("finish",)
"""Commands that only copier runs, which help does not list."""


class _Ordered(click.Group):
    """A group that lists its commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(self.commands)


class LazyGroup(Group):
    """A group that imports a command when it is called, as copier is slow to import."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order in which a component needs them."""
        return [name for name in _COMMANDS if name not in _CALLED_BY_COPIER]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' lines of help."""
        self._lines(ctx).format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the commands that begin with a word, or the options."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        lines = self._lines(ctx)
        # The context has to be that of the group whose commands are completed.
        return lines.shell_complete(click.Context(lines), incomplete)

    def _lines(self, ctx: click.Context) -> click.Group:
        """Return a group of the same commands that have only their lines of help."""
        lines = {
            name: click.Command(name, help=_COMMANDS[name][1]) for name in self.list_commands(ctx)
        }
        return _Ordered(commands=lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command with this name, None if there is none."""
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
    """Add AWS Lambda functions and layers to an AWS SAM application, and keep them up to date.

    A function or a layer that was added is a component. Its code and tests are generated in
    a folder, and its resources are merged into your template.yaml. Everything that you
    write or edit in the template is kept.
    """
