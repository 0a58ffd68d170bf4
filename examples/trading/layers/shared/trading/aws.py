"""AWS clients, made on first use and kept for the life of the execution environment.

boto3 is imported late on purpose: the Lambda runtime brings it, the unit tests do without it.
"""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def client(service: str) -> Any:
    import boto3

    return boto3.client(service)


@cache
def table(name: str) -> Any:
    import boto3

    return boto3.resource("dynamodb").Table(name)
