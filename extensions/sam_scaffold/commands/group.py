"""A group of commands that suggests the nearest name for an unknown one."""

from __future__ import annotations

import click

from ..errors import UsageError, nearest


class Group(click.Group):
    """A group that suggests a command for an unknown one, which older versions of click do not."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the first word.

        Raises:
            UsageError: No command has this name.
        """
        commands = self.list_commands(ctx)
        known = self.get_command(ctx, args[0]) is not None
        if not known and not args[0].startswith("-"):
            near = nearest(args[0], commands)
            raise UsageError(
                f"{args[0]!r} is not a command.{near} Commands: {', '.join(commands)}."
            )
        return super().resolve_command(ctx, args)
