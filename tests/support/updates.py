"""Helpers for the tests of updates."""

from __future__ import annotations

import re

from command_environment import git
from releases import (
    Change,
)
from repositories import Repository

META = "functions/orders"

RECORDS = ".scaffold/functions/orders"

CODE = f"{META}/src/lambda_handler.py"

SNIPPET = f"{META}/resource.yaml"


def changed_files(repository: Repository) -> set[str]:
    status = git(repository.root, "status", "--porcelain", "-uall")
    return {line[3:] for line in status.splitlines()}


def sub(pattern: str, new: str) -> Change:
    return lambda text: re.sub(pattern, new, text, count=1)
