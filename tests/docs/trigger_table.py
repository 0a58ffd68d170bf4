"""The table of what each trigger adds, made from what is generated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from trigger_answers import required_answers

from generated.projects import scaffold
from sam_scaffold.components.trigger import Trigger, trigger_choices
from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import to_data

BEGIN = "<!-- made by UPDATE_DOCS=1 pytest tests/docs -->"
END = "<!-- end of what is made -->"

_HEAD = (
    "`trigger`", "in SAM", "event sources", "additional resources", "failed events",
    "additional alarms", "`enabled=false`", "with Powertools",
)  # fmt: skip

_NOTHING = "\N{EN DASH}"

_EVERY_ALARM = {"Errors", "Throttles", "Duration"}

_ALARM = "AWS::CloudWatch::Alarm"


@dataclass(frozen=True)
class Snippet:
    """The snippet of a function, as data."""

    resources: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Snippet:
        """Read a ``resource.yaml``."""
        document = Document.parse(path.name, path.read_bytes())
        return cls(to_data(document.root)["Resources"])

    @cached_property
    def function(self) -> dict[str, Any]:
        """The properties of the function."""
        found: dict[str, Any] = self.of_type("AWS::Serverless::Function")[0]["Properties"]
        return found

    @cached_property
    def event(self) -> dict[str, Any]:
        """Its event; nothing where it has none."""
        return next(iter(self.function.get("Events", {}).values()), {})

    def of_type(self, kind: str) -> list[Any]:
        """The resources of a type."""
        return [body for body in self.resources.values() if body["Type"] == kind]

    def companions(self) -> list[str]:
        """Return the resources besides the function, its log group, its alarms and their topic."""
        own = {"AlarmsTopic", *_references(self.function.get("LoggingConfig"))}
        every = {"AWS::Serverless::Function", _ALARM}
        return [
            f"`{_short(name)}`"
            for name, body in self.resources.items()
            if body["Type"] not in every and name not in own
        ]


def table(checkout: Path, folder: Path) -> str:
    """Return the table as Markdown, with a line for each trigger.

    Args:
        checkout: A committed checkout of the template.
        folder: An empty folder to generate in.
    """
    folder.mkdir()
    scaffold(checkout, folder, "init", "-d", "name=shop", "--defaults")
    rows = [list(_HEAD), ["---"] * len(_HEAD)]
    rows += [_row(checkout, folder, trigger) for trigger in _triggers()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _triggers() -> list[str]:
    return list(trigger_choices(Path(__file__).resolve().parents[2]).values())


def _row(checkout: Path, folder: Path, trigger: str) -> list[str]:
    plain = _generated(checkout, folder, trigger, "x", "powertools=false")
    layered = _generated(checkout, folder, trigger, "y", "powertools=true")
    switch = [] if trigger == "none" else ["enabled=false"]
    off = _generated(checkout, folder, trigger, "z", "powertools=false", *switch)
    facts = Trigger.load(checkout, trigger)
    added = [companion for companion in layered.companions() if companion not in plain.companions()]
    return [
        f"[`{trigger}`](../how-to/triggers/{trigger}.md)",
        f"`{plain.event['Type']}`" if plain.event else _url(plain),
        _sources(facts),
        ", ".join(plain.companions()) or _NOTHING,
        _failures(plain),
        "; ".join(_own_alarms(plain)) or _NOTHING,
        _switched_off(plain, off) if switch else _NOTHING,
        ", ".join(added) or _NOTHING,
    ]


def _generated(checkout: Path, folder: Path, trigger: str, name: str, *answers: str) -> Snippet:
    required = (f"{key}={value}" for key, value in required_answers(trigger).items())
    given = (f"trigger={trigger}", "alarms=full", *answers, *required)
    data = [word for answer in given for word in ("-d", answer)]
    own = f"{name}_{trigger}"
    scaffold(checkout, folder, "add", "function", own, *data, "--defaults")
    return Snippet.read(folder / "functions" / own / "resource.yaml")


def _short(name: str) -> str:
    """Return a logical id without the function's own name: ``<Name>Queue``."""
    for trigger in sorted(_triggers(), key=len, reverse=True):
        stem = "".join(part.capitalize() for part in trigger.split("_"))
        for letter in "XYZ":
            if name.startswith(letter + stem):
                return f"<Name>{name.removeprefix(letter + stem)}"
    return name


def _words(text: str) -> str:
    """A text in which the logical ids of the template are set as such."""
    return " ".join(
        f"`{_short(word)}`" if _short(word) != word else word for word in text.split(" ")
    )


def _url(snippet: Snippet) -> str:
    return "`FunctionUrlConfig`" if "FunctionUrlConfig" in snippet.function else _NOTHING


def _sources(facts: Trigger) -> str:
    new = [f"`{answer}`: {label[0].lower()}{label[1:]}" for label, answer in facts.sources.items()]
    existing = [f"of the template: {facts.event_source.noun}"] if facts.event_source.noun else []
    return "; ".join([*new, *existing]) or _NOTHING


def _failures(snippet: Snippet) -> str:
    """Yield every setting that names a destination of failures."""
    found = sorted(set(_named_failures(snippet.resources)))
    return ", ".join(f"`{_short(resource)}`" for resource in found) or _NOTHING


def _named_failures(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for below in data:
            yield from _named_failures(below)
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if key in ("RedrivePolicy", "DeadLetterConfig", "OnFailure"):
            yield from _references(value)
        yield from _named_failures(value)


def _references(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "Ref":
                yield value
            elif key == "Fn::GetAtt":
                yield value[0]
            else:
                yield from _references(value)


def _own_alarms(snippet: Snippet) -> list[str]:
    """Return the settings of alarms that not every function has."""
    alarms = [alarm["Properties"] for alarm in snippet.of_type(_ALARM)]
    return [
        _words(alarm["AlarmDescription"].partition(": ")[2])
        for alarm in alarms
        if alarm["MetricName"] not in _EVERY_ALARM
    ]


def _switched_off(on: Snippet, off: Snippet) -> str:
    """Return the differences if the trigger is disabled."""
    if on.event and not off.event:
        return "the event is left out"
    changed = {
        **_changed(on.event.get("Properties", {}), off.event.get("Properties", {})),
        **{key: off.function[key] for key in off.function.keys() - on.function.keys()},
    }
    return ", ".join(f"`{key}: {_literal(value)}`" for key, value in changed.items())


def _literal(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Values of one word that differ; names of resources differ in everything."""
    return {
        key: value
        for key, value in after.items()
        if before.get(key) != value and isinstance(value, bool | str) and not _is_name(value)
    }


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("/", "{"))
