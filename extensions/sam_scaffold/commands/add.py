"""``sam-scaffold add``: a function, a layer or a module in an existing SAM repository."""

from __future__ import annotations

import click

from .group import Group
from .options import Generating, generating, in_directory


@click.group(cls=Group, epilog="Example: sam-scaffold add function order_router --dry-run")
def add() -> None:
    """Add a function, a layer or a module of the shared code to a SAM repository."""


@add.command(
    short_help="Add a Lambda function.",
    epilog="Example: sam-scaffold add function order_router -d trigger=sqs",
)
@click.argument("name")
@generating
@in_directory
def function(name: str, directory: str, options: Generating) -> None:
    """Add a Lambda function: its folder, its tests and its block in the SAM template."""
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
    """Add a Lambda layer: its folder and its block in the SAM template."""
    from .adding import add_layer  # noqa: PLC0415 - slow to import

    add_layer(name, directory, options)


@add.command(
    short_help="Add a module of the shared code.",
    epilog="Example: sam-scaffold add module prices",
)
@click.argument("name")
@generating
@in_directory
def module(name: str, directory: str, options: Generating) -> None:
    """Add a module to the shared code layer, with its test; both are yours from then on."""
    from .adding import add_module  # noqa: PLC0415 - slow to import

    add_module(name, directory, options)
