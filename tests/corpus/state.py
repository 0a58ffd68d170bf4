"""The state of a template for AWS: its translation, and the findings in it.

Two moments are compared under names: what is called otherwise by a rename is the same.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sam_scaffold.checking.linting import Linter
from sam_scaffold.checking.pipeline import check
from sam_scaffold.checking.working_directory import inside
from sam_scaffold.sam.model.intrinsics import Data
from sam_scaffold.sam.model.names import camel, kebab, pascal, title
from sam_scaffold.sam.model.template_files import parsed
from sam_scaffold.sam.translation.translation import translation_of

_REGION = "eu-west-1"
_SPELLINGS = (pascal, camel, kebab, title, lambda name: name)
_DIGEST = re.compile(r"(Deployment|deployment id: |Version)[0-9a-f]{10,64}\b")
"""SAM calls deployments and versions after a digest of what is deployed, names among it."""

_LISTED = re.compile(r"\[.*\]|'\^\w+\.\+'|(?<=the resources )\{.*\}|\(line \d+\)")
"""Some messages list all resources of the template, or there is one for each of them; some name
a line, which moves.
"""

_LIST = "[]"


@dataclass(frozen=True)
class State:
    """A template as it is.

    Attributes:
        data: Its bytes.
        translated: The translated template; None if SAM cannot translate it without AWS.
        findings: The number of each finding, by rule and message.
    """

    data: bytes
    translated: Mapping[str, Data] | None
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, template: Path) -> State:
        """Return the state of a template on disk."""
        data = template.read_bytes()
        translated = translation_of(parsed(template.name, data), _REGION).template
        with inside(template.parent):
            found = check([template.name], _linter()).findings
        said = Counter((finding.rule.id, _LISTED.sub(_LIST, finding.message)) for finding in found)
        once = {key: 1 for key in said if _LIST in key[1]}
        return cls(data, translated, Counter({**said, **once}))


@dataclass(frozen=True)
class Names:
    """Names that mean the same, in all spellings: what a rename changes.

    Attributes:
        all: The names, the new ones first.
    """

    all: tuple[str, ...] = ()

    @classmethod
    def of(cls, *names: str) -> Names:
        """Take the spellings of names in snake_case; a logical id is taken as it is."""
        spelled = (spell(name) for name in names for spell in _SPELLINGS)
        return cls(tuple(dict.fromkeys(spelled)))

    def and_new_ids(self, before: State, after: State) -> Names:
        """Add the ids of functions that only one of two states has: some spell a name freely."""
        old, new = ({*_functions(state.data)} for state in (before, after))
        ids = sorted(old ^ new, key=len, reverse=True)
        return Names(tuple(dict.fromkeys((*ids, *self.all))))

    def in_one(self, text: str) -> str:
        """Return a text in which all of them are one."""
        for name in self.all:
            text = text.replace(name, "@")
        return text


NONE = Names()


def lost(before: State, after: State, *, but: Sequence[str] = (), names: Names = NONE) -> str:
    """Return the part of the translation that was lost, empty if there is none.

    Args:
        before: The template before.
        after: The template now.
        but: Parts of the logical ids that may be removed or changed.
        names: Names that mean the same.
    """
    if before.translated is None:
        return ""
    if after.translated is None:
        return "SAM does not translate it any more"
    old, new = (_parts(state.translated, names) for state in (before, after))
    asked = [names.in_one(name).lower() for name in but]
    for place, value in old.items():
        if new.get(place) != value and not any(word in place[1].lower() for word in asked):
            what = "is gone" if place not in new else "changed"
            return f"{'.'.join(place)} {what} in what SAM makes of it"
    return ""


def gained(before: State, after: State, names: Names = NONE) -> str:
    """Return the part of the translation that was added, empty if there is none."""
    if before.translated is None or after.translated is None:
        return ""
    old, new = (_parts(state.translated, names) for state in (before, after))
    return next((f"{'.'.join(place)} is new" for place in new if place not in old), "")


def found(before: State, after: State, *, but: Sequence[str] = (), names: Names = NONE) -> str:
    """Say what is found in a template that was not found before, empty if it is nothing.

    Args:
        before: The template before.
        after: The template now.
        but: Rules that may find more.
        names: Names that mean the same.
    """
    old, new = (
        Counter({(rule, names.in_one(text)): n for (rule, text), n in state.findings.items()})
        for state in (before, after)
    )
    more = [f"{rule} {text}" for rule, text in sorted(new - old) if rule not in but]
    return f"found since: {more[0]}" if more else ""


def _functions(template: bytes) -> list[str]:
    return [function.logical_id for function in parsed("template", template).functions]


def _parts(template: Mapping[str, Data] | None, names: Names) -> dict[tuple[str, str], Data]:
    """Return the content of a template, by section and key."""
    text = names.in_one(_DIGEST.sub(r"\1", json.dumps(template, default=str)))
    return {
        (section, key): value
        for section, entries in json.loads(text).items()
        if isinstance(entries, dict)
        for key, value in entries.items()
    }


@cache
def _linter() -> Linter:
    """Once a process: to load the rules takes longer than most templates do."""
    return Linter()
