"""The targets of make by which ``sam build`` builds a function or layer.

It calls ``make build-<logical id>`` with the ``Makefile`` that lies beside the code:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-custom-runtimes.html
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-layers.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MAKEFILE = "Makefile"
METHOD = "makefile"
"""What the resource says in ``Metadata.BuildMethod``."""

_TARGET = re.compile(rb"(?<![\w.%-])build-([A-Za-z0-9]+)(?![\w%-]|\.\w)")
_RULE = re.compile(rb"^(?![\t#.])([^:=#\n]+):(?![:=]*=)", re.MULTILINE)
_CONTINUED = re.compile(rb"\\\r?\n[ \t]*")


def retargeted(text: bytes, new_ids: Mapping[str, str]) -> bytes:
    """A Makefile with the targets of renamed resources, wherever it says them.

    Args:
        text: The Makefile.
        new_ids: New logical ids by old ones.
    """
    return _TARGET.sub(lambda found: b"build-" + _new(found[1], new_ids), text)


def _new(logical_id: bytes, new_ids: Mapping[str, str]) -> bytes:
    name = logical_id.decode()
    return new_ids.get(name, name).encode()


def has_target(text: bytes, logical_id: str) -> bool:
    """Whether a Makefile has a rule that builds a resource, be it one of a pattern."""
    target = f"build-{logical_id}".encode()
    rules = _RULE.findall(_CONTINUED.sub(b" ", text))
    return any(_fits(word, target) for words in rules for word in words.split())


def _fits(word: bytes, target: bytes) -> bool:
    """Whether a target of a rule is the one, with ``%`` for some of its letters."""
    before, percent, after = word.partition(b"%")
    if not percent:
        return word == target
    long = len(target) > len(before) + len(after)
    return long and target.startswith(before) and target.endswith(after)
