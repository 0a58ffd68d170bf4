"""Targets of make with which ``sam build`` builds a function or a layer.

It runs ``make build-LOGICAL_ID`` with the ``Makefile`` in the folder of the code:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-custom-runtimes.html
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/building-layers.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MAKEFILE = "Makefile"
METHOD = "makefile"
"""The value of ``Metadata.BuildMethod``."""

_TARGET = re.compile(rb"(?<![\w.%-])build-([A-Za-z0-9]+)(?![\w%-]|\.\w)")
_RULE = re.compile(rb"^(?![\t#.])([^:=#\n]+):(?![:=]*=)", re.MULTILINE)
_CONTINUED = re.compile(rb"\\\r?\n[ \t]*")


def retargeted(text: bytes, new_ids: Mapping[str, str]) -> bytes:
    """Rename the targets of renamed resources in a Makefile, also where they are prerequisites.

    Args:
        text: The Makefile.
        new_ids: New logical ids by old ones.
    """
    return _TARGET.sub(lambda found: b"build-" + _new(found[1], new_ids), text)


def _new(logical_id: bytes, new_ids: Mapping[str, str]) -> bytes:
    name = logical_id.decode()
    return new_ids.get(name, name).encode()


def has_target(text: bytes, logical_id: str) -> bool:
    """Return whether a Makefile has a rule that builds a resource, possibly a pattern rule."""
    target = f"build-{logical_id}".encode()
    rules = _RULE.findall(_CONTINUED.sub(b" ", text))
    return any(_fits(word, target) for words in rules for word in words.split())


def _fits(word: bytes, target: bytes) -> bool:
    """Return whether a target of a rule, which may be a pattern with ``%``, matches a target."""
    before, percent, after = word.partition(b"%")
    if not percent:
        return word == target
    long = len(target) > len(before) + len(after)
    return long and target.startswith(before) and target.endswith(after)
