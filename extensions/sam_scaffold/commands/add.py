"""``sam-scaffold add``: a new function, layer or module in a SAM application."""

from __future__ import annotations

import click

from .group import Group
from .options import Generating, generating, in_directory, similar


@click.group(cls=Group, epilog="Example: sam-scaffold add function order_router --dry-run")
def add() -> None:
    """Add a function, a layer or a module to a SAM application."""


@add.command(
    short_help="Add a Lambda function.",
    epilog="Example: sam-scaffold add function order_router -d trigger=sqs",
)
@click.argument("name")
@generating
@similar
@in_directory
def function(name: str, directory: str, options: Generating) -> None:
    """Add a Lambda function.

    Generates its code, its tests and a sample event, and adds its block to the SAM
    template: the function, its trigger, permissions, log group and alarms, as the function
    that it is most like has them.
    """
    from .adding import add_function  # noqa: PLC0415 - slow to import

    add_function(name, directory, options)


@add.command(
    short_help="Add a Lambda layer.",
    epilog="Example: sam-scaffold add layer numeric -d packages='mpmath==1.3.0'",
)
@click.argument("name")
@generating
@in_directory
def layer(name: str, directory: str, options: Generating) -> None:
    """Add a Lambda layer.

    Generates its folder, and adds its block to the SAM template.
    """
    from .adding import add_layer  # noqa: PLC0415 - slow to import

    add_layer(name, directory, options)


@add.command(
    short_help="Add a module to the shared code layer.",
    epilog="Example: sam-scaffold add module prices",
)
@click.argument("name")
@generating
@in_directory
def module(name: str, directory: str, options: Generating) -> None:
    """Add a module and its test to the shared code layer.

    No later update changes them.
    """
    from .adding import add_module  # noqa: PLC0415 - slow to import

    add_module(name, directory, options)
