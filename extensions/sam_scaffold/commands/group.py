"""A group of commands."""

from __future__ import annotations

import click

from ..errors import UsageError, nearest


class Group(click.Group):
    """A group that says which command was meant; not every click that we work with does."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of the first word.

        Raises:
            UsageError: There is no such command.
        """
        commands = self.list_commands(ctx)
        known = self.get_command(ctx, args[0]) is not None
        if not known and not args[0].startswith("-"):
            near = nearest(args[0], commands)
            raise UsageError(f"{args[0]!r} is no command.{near} There are {', '.join(commands)}.")
        return super().resolve_command(ctx, args)
