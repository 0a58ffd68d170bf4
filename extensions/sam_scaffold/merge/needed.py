"""Which resources and parameters the rest of a template refers to."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..document import Document
from ..sam.values import Data, mentioned, to_data
from .standing import pairs_of

RESOURCES = "Resources"

REFERRED = ("Parameters", RESOURCES)
"""Sections whose entries are referred to by their keys, all over the template."""

_REFERRING = ("Globals", "Conditions", RESOURCES, "Outputs")


def needed(
    document: Document, going: Collection[str], leaving: Collection[tuple[str, str]] = ()
) -> Iterator[tuple[str, str]]:
    """Each resource or parameter that is to go and that something else refers to, with what does.

    Args:
        document: The template.
        going: Logical ids.
        leaving: Entries that do not count, by section and key: they go, too, or will not
            refer to it any more.

    Yields:
        The logical id, and the path of what refers to it: ``"Outputs.QueueUrl"``.
    """
    for name in _REFERRING if going else ():
        for key, (_, value) in pairs_of(document, name).items():
            if (name, key) in leaving or (name == RESOURCES and key in going):
                continue
            for one in sorted(set(needs(to_data(value))).intersection(going)):
                yield one, f"{name}.{key}"


def needs(entry: Data) -> list[str]:
    """What an entry refers to, by whatever means."""
    depends = entry.get("DependsOn") if isinstance(entry, dict) else None
    several = depends if isinstance(depends, list) else [depends]
    return [*mentioned(entry), *(one for one in several if isinstance(one, str))]
