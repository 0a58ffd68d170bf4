"""The group of all commands."""

from __future__ import annotations

from importlib import import_module

import click

from .. import __version__
from .group import Group

_COMMANDS = {
    "init": ".init:init",
    "add": ".add:add",
    "adopt": ".adopt:adopt",
    "migrate": ".migrate:migrate",
    "update": ".update:update",
    "set": ".set:set_",
    "apply": ".apply:apply",
    "resolve": ".resolve:resolve",
    "address": ".address:address",
    "rename": ".rename:rename",
    "remove": ".remove:remove",
    "status": ".status:status",
    "check": ".check:check",
    "diff": ".diff:diff",
    "invoke": ".invoke:invoke",
    "list": ".list:list_",
    "merge": ".merge:merge",
    "finish": ".finish:finish",
}

_COPIERS = ("finish",)
"""Commands that copier runs, and nobody else."""


class LazyGroup(Group):
    """A group that imports a command when it is called: copier takes a while to import."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order in which people need them."""
        return [name for name in _COMMANDS if name not in _COPIERS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
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
