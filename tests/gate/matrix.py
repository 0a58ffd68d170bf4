"""The combinations that are judged.

The product of triggers, layouts, notations of permissions, and Powertools or not is in
full; of everything else that can be answered, every pair of values, where what a trigger
asks by itself is paired with its platform, layout and Powertools. Twins, functions that
differ only in the notation of permissions, are alike in all else, so that it can be compared.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trigger_answers import required_answers

from sam_scaffold.components.failures import may_have_dead_letters
from sam_scaffold.components.trigger import Trigger, trigger_choices
from sam_scaffold.rendering.configuration import questions_of
from sam_scaffold.sam.events.accepted_sources import accepts
from sam_scaffold.sam.model.template import Template

ROOT = Path(__file__).resolve().parents[2]

NOTATIONS = ("policies", "role")

Choice = dict[str, str]
"""Answers by question."""

Pair = tuple[tuple[str, str], tuple[str, str]]
"""Two answers, each a question and its value, the questions in order of the alphabet."""

_GROUPS = tuple(
    {"layout": layout, "powertools": powertools}
    for layout, powertools in itertools.product(("colocated", "flat"), ("false", "true"))
)

# A layer with compiled packages is for one runtime and architecture, so that all functions
# on Powertools have those of their application; the others mix them.
PLATFORMS = {
    "colocated": {"runtime": "python3.13", "architecture": "x86_64"},
    "flat": {"runtime": "python3.12", "architecture": "arm64"},
}

_DESTINATIONS = (
    "none", "new_queue", "new_topic", "new_bus",
    "BaseQueue", "BaseFifoQueue", "BaseTopic", "BaseFifoTopic", "BaseBus",
)  # fmt: skip

_ANY_TRIGGER: dict[str, tuple[str, ...]] = {
    "runtime": ("python3.12", "python3.13"),
    "architecture": ("x86_64", "arm64"),
    "uses": (
        "", "BaseTable:read,BaseSecret:read", "BaseTable:write,BaseParameter:read",
        "BaseTable:crud,BaseMachine:write", "BaseBucket:read",
        "BaseBucket:write,BaseFunction:write", "BaseBucket:crud",
    ),
    "enabled": ("true", "false"),
    "on_failure": ("queue", "none"),
    "alarms": ("none", "standard", "full"),
    "alarm_topic": ("new", "BaseTopic"),
    "log_retention": ("30", "0"),
    "tracing": ("true", "false"),
    "ephemeral_storage": ("512", "1024"),
    "reserved_concurrency": ("-1", "5"),
    "environment": ("{}", "{MAX_ITEMS: 5, MODE: fast}"),
    "shared_code": ("true", "false"),
}  # fmt: skip
"""What can be chosen for a function of any trigger."""


@dataclass(frozen=True)
class App:
    """An application of the matrix.

    Attributes:
        layout: The location of its functions' tests.
        powertools: ``"true"`` or ``"false"``: whether they are built on Powertools.
        iam: The notation of their permissions.
    """

    layout: str
    powertools: str
    iam: str

    @property
    def name(self) -> str:
        """``flat-powertools-role``."""
        base = "powertools" if self.powertools == "true" else "plain"
        return f"{self.layout}-{base}-{self.iam}"

    @property
    def platform(self) -> Choice:
        """Runtime and architecture of its layers."""
        return PLATFORMS[self.layout]


APPS = tuple(App(**group, iam=iam) for group in _GROUPS for iam in NOTATIONS)

_SAMPLED = {
    ("colocated", "false"): ("policies",),
    ("colocated", "true"): NOTATIONS,
    ("flat", "false"): ("role",),
    ("flat", "true"): ("policies",),
}
"""The notations of a sample, by layout and Powertools: one of each, and one pair of twins."""

SAMPLED_APPS = tuple(app for app in APPS if app.iam in _SAMPLED[app.layout, app.powertools])


def sampled(made: Mapping[str, Choice], seed: int) -> dict[str, Choice]:
    """Draw functions: of each trigger one in each layout, one of the two on Powertools."""
    drawn = random.Random(seed)  # noqa: S311 - a sample, no secret
    groups = itertools.product(enumerate(triggers()), enumerate(("colocated", "flat")))
    found = {}
    for (number, trigger), (turn, layout) in groups:
        base = ("false", "true")[(number + turn + seed) % 2]
        wanted = {"trigger": trigger, "layout": layout, "powertools": base}
        name = drawn.choice([name for name, row in made.items() if wanted.items() <= row.items()])
        found[name] = made[name]
    return found


def triggers() -> list[str]:
    """The choices of ``trigger``."""
    return list(trigger_choices(ROOT).values())


def rows(base: Template) -> dict[str, Choice]:
    """The functions to make, their answers by their name.

    Args:
        base: The SAM template that they are added to, with what they can be connected to.
    """
    choices = {trigger: _options(base, trigger) for trigger in triggers()}
    open_pairs = set(pairs(choices))
    found: dict[str, Choice] = {}
    for fixed in _product(choices):
        row = _row(choices[fixed["trigger"]], fixed, open_pairs)
        open_pairs.difference_update(_pairs_of(row))
        found[f"{row['trigger']}_{len(found)}"] = row
    while open_pairs:
        row = _row_with(min(open_pairs), choices, open_pairs)
        open_pairs.difference_update(_pairs_of(row))
        found[f"{row['trigger']}_{len(found)}"] = row
    return found


def _product(choices: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Choice]:
    """Each trigger with each destination, its layouts and Powertools or not in turn."""
    for number, trigger in enumerate(choices):
        for turn, destination in enumerate(_DESTINATIONS):
            group = _GROUPS[(number + turn) % len(_GROUPS)]
            yield {"trigger": trigger, "publishes_to": destination, **group, **_platform(group)}


def _platform(group: Choice) -> Choice:
    return PLATFORMS[group["layout"]] if group["powertools"] == "true" else {}


def _row_with(
    pair: Pair, choices: Mapping[str, Mapping[str, Sequence[str]]], open_pairs: set[Pair]
) -> Choice:
    """A row that has a pair that no other has."""
    wanted = dict(pair)
    for trigger, group in itertools.product(choices, _GROUPS):
        fixed = {**wanted, "trigger": trigger, **group, **_platform(group)}
        possible = {**choices[trigger], "trigger": (trigger,)}
        fits = all(value in possible.get(key, ()) for key, value in wanted.items())
        if fits and wanted.items() <= fixed.items():
            return _row(choices[trigger], fixed, open_pairs)
    raise AssertionError(f"no function can have {pair}")


_EXISTING = "existing"
"""Stands for a source of the template, which has another name for each trigger."""


def _incoming(base: Template, trigger: Trigger) -> str:
    """Return the existing source of the template for a trigger."""
    kind = trigger.event_source
    there = [
        resource.logical_id for resource in base.of_type(*kind.types) if accepts(kind, resource)
    ]
    return next((logical_id for logical_id in there if logical_id.startswith("Incoming")), "")


def given(base: Template, name: str, row: Choice) -> Choice:
    """The answers of a function that are given to the command, as it asks for nothing else."""
    answers = dict(row)
    if row["trigger"] == "s3":  # a bucket notifies one function of an object
        answers["key_prefix"] = f"{name}/"
    if row.get("source") == _EXISTING:
        answers["source"] = _incoming(base, Trigger.load(ROOT, row["trigger"]))
        answers.pop("engine", None)  # it is that of the source
    if row.get("source") != "new":  # asked only for a new source
        answers.pop("auth", None)
    answers |= required_answers(row["trigger"], answers.get("source", ""))
    if row["alarms"] == "none":
        del answers["alarm_topic"]
    if not may_have_dead_letters(answers, Trigger.load(ROOT, row["trigger"])):
        answers.pop("on_failure", None)  # asked only for a new queue
    return answers


def pairs(choices: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Pair]:
    """All pairs of answers that a user can choose.

    Args:
        choices: For each trigger its values by question.
    """
    for trigger, options in choices.items():
        every = {**options, "trigger": (trigger,)}
        for (question, values), (other, others) in itertools.combinations(sorted(every.items()), 2):
            if _is_paired(question, other):
                for value, second in itertools.product(values, others):
                    yield (question, value), (other, second)


def _is_paired(question: str, other: str) -> bool:
    """Return whether two questions are paired: a trigger's own questions apply to few functions."""
    common = _ANY_TRIGGER.keys() | {"publishes_to"}
    first = {"trigger", "layout", "powertools", "runtime", "architecture"}
    return {question, other} <= common | first or (question in first or other in first)


def missing(base: Template, made: Mapping[str, Choice]) -> set[Pair]:
    """The pairs that no row has."""
    choices = {trigger: _options(base, trigger) for trigger in triggers()}
    return set(pairs(choices)).difference(*(_pairs_of(row) for row in made.values()))


def _options(base: Template, trigger: str) -> dict[str, tuple[str, ...]]:
    facts = Trigger.load(ROOT, trigger)
    found = {
        **_ANY_TRIGGER,
        **{key: tuple({group[key]: None for group in _GROUPS}) for key in _GROUPS[0]},
        "publishes_to": _DESTINATIONS,
        **_own_questions(trigger, facts),
    }
    if trigger == "none":
        del found["enabled"]
    if not may_have_dead_letters({"source": "new"}, facts):
        del found["on_failure"]
    if facts.sources:
        there = [_EXISTING] if _incoming(base, facts) else []
        found["source"] = (*facts.sources.values(), *there)
    return found


def _own_questions(trigger: str, facts: Trigger) -> dict[str, tuple[str, ...]]:
    """The values of what a trigger asks besides, of the questions that offer some."""
    path = ROOT / "template" / "triggers" / trigger / "questions.yml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    keys = [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    asked = questions_of(ROOT)
    offered = [key for key in (*keys, *facts.asks) if "choices" in asked[key]]
    return {key: _values(asked[key]["choices"]) for key in offered}


def _values(choices: Any) -> tuple[str, ...]:
    return tuple(
        str(choice) for choice in (choices.values() if isinstance(choices, dict) else choices)
    )


def _pairs_of(row: Choice) -> Iterator[Pair]:
    return itertools.combinations(sorted(row.items()), 2)


def _row(options: Mapping[str, Sequence[str]], fixed: Choice, open_pairs: set[Pair]) -> Choice:
    """Each value the one that closes most open pairs with those that are chosen before."""
    row = dict(fixed)
    for key in sorted(options.keys() - fixed.keys(), key=lambda key: -len(options[key])):
        row[key] = max(options[key], key=lambda value: _closed(row, (key, value), open_pairs))
    return row


def _closed(row: Choice, item: tuple[str, str], open_pairs: set[Pair]) -> int:
    return sum((min(item, other), max(item, other)) in open_pairs for other in row.items())
