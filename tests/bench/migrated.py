"""The time of `migrate` to plan a monolith: a repository of any size, and the times."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from command_environment import git

from .figures import Migrations

FUNCTIONS = 50
MODULES = (250, 500, 1_000)
RUNS = 3

_HEAD = """\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31

Resources:
"""

_BLOCK = """\
  Step{number}Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./
      Handler: app.step_{number}.handler.handler
      Runtime: python3.12

"""

_MODULE = '''\
"""Part {number} of what all steps share."""

import json
import logging
{imports}

log = logging.getLogger(__name__)
'''

_PIECE = '''\


def rule_{number}(value, *others):
    """Tell what rule {number} says."""
    if not others:
        return [json.dumps(value), {number}]
    found = {{one: others[one] for one in range({number}) if one in others}}
    log.info("%s of %s", found, value)
    return sorted(found.values(), key=str)


class Rule{number}:
    """What rule {number} is called with."""

    weight = {number}

    def applies(self, value):
        return rule_{number}(value, self.weight)
'''


def monolith(folder: Path, functions: int, modules: int, needs: int = 3, pieces: int = 8) -> Path:
    """Write functions that share one code folder, and modules that import each other.

    Args:
        folder: The repository's root.
        functions: The number of functions.
        modules: The number of modules that they share.
        needs: The number of others that each module imports.
        pieces: The number of functions and classes of each module, some 20 lines each.

    Returns:
        The repository's root, with everything committed.
    """
    chance = random.Random(1)  # noqa: S311 - the same repository each time
    files = {"template.yaml": _HEAD, "app/__init__.py": "", "app/shared/__init__.py": ""}
    body = "".join(_PIECE.format(number=number) for number in range(1, pieces + 1))
    for number in range(modules):
        wanted = chance.sample(range(number), min(number, needs))
        imports = "\n".join(f"from app.shared import m{number}" for number in wanted)
        text = _MODULE.format(number=number, imports=imports)
        files[f"app/shared/m{number}.py"] = text + body
    for number in range(1, functions + 1):
        wanted = chance.sample(range(modules), 4)
        shared = "".join(f"from app.shared import m{number}\n" for number in wanted)
        own = f"app/step_{number}"
        files[f"{own}/__init__.py"] = ""
        files[f"{own}/rules.py"] = "LEAST = 1\n"
        handler = f"def handler(event, context):\n    return m{wanted[0]}.rule_1(rules.LEAST)\n"
        package = own.replace("/", ".")
        files[f"{own}/handler.py"] = f"{shared}from {package} import rules\n\n\n{handler}"
        files["template.yaml"] += _BLOCK.format(number=number)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A monolith")
    return folder


def migrations(
    folder: Path, command: Sequence[str], timed: Callable[[list[str], Path], float]
) -> Migrations:
    """Take the times of planning all functions of monoliths.

    Args:
        folder: The parent folder of the repositories.
        command: The words that run `sam-scaffold`.
        timed: Runs a command in a folder, and says how many seconds it took.
    """
    words = [*command, "migrate", "--all", "--dry-run"]
    places = [monolith(folder / str(count), FUNCTIONS, count) for count in MODULES]
    runs = [[timed(words, place) for _ in range(RUNS)] for place in places]
    return Migrations(FUNCTIONS, MODULES, runs)
