"""Changes of a component's answers, and of what derives from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ..components.alarms import NONE, alarm_level
from ..components.alarms import QUESTION as ALARMS
from ..components.answers_file import read_answers, write_answers
from ..components.component_record import ComponentRecord
from ..components.failures import NONE as NOWHERE
from ..components.failures import QUESTION as ON_FAILURE
from ..components.trigger import FOLDER, borrowed_questions, trigger_names
from ..document import Document
from ..errors import ScaffoldError, UsageError
from ..merge.path_operations import part_at
from ..merge.snippet_merge import without
from ..questions.given_answers import is_on, key_problem
from ..questions.shared_layers import with_powertools_layer, with_shared_layer
from ..rendering.checkout import Checkout
from ..rendering.configuration import questions_of
from ..sam.events.additional_events import event_problem
from ..sam.model.intrinsics import Data
from .batch import Components, Prepared
from .blocks import document_of
from .missing_layer import MissingLayer
from .rerender import Version, in_repository
from .shared_components import with_shared

FIXED = {
    "kind": "it would be another component; remove it, and add one",
    "name": "use `sam-scaffold rename`",
    "template_file": "remove it, and add it to the other SAM template",
    "layout": "its files would be in other folders; remove it, and add it again",
    "contents": "it would be another layer; remove it, and add one",
    "provides": "it would be another resource; remove it, and add one",
    "advanced": "it decides what `add` asks, and nothing else",
}
"""Answers that cannot be changed, and what to do instead."""

_LOOKED_UP = ("resources",)
"""What was recorded of the SAM template, and has to be looked up for other answers."""

_CHOSEN = "package_layers"
"""The layers that provide the packages; chosen again if the answers for it have changed."""

_DECIDING = frozenset(
    ("packages", "layers", "runtime", "architecture", "powertools", "shared_code")
)

_RESOLVED = "resolved"
"""What the packages came to; copier resolves them anew where they are others now."""

_UNASKED = (
    "opening_check", "house", "fresh", "adopted", "component", "final_check", _CHOSEN, _RESOLVED,
    *_LOOKED_UP,
)  # fmt: skip


def reanswered(
    components: Components, instance: ComponentRecord, data: Mapping[str, Any]
) -> Prepared:
    """Prepare a component with other answers, at the version that it has.

    Everything is checked as if it were new: the new answers may not go with the old ones.

    Args:
        components: The repository.
        instance: The component.
        data: The new answers.

    Raises:
        ScaffoldError: An answer is wrong, or does not go with the others.
    """
    checkout, old = components.old(instance)
    recorded = read_answers(components.answers(instance))
    _check(checkout, recorded, data)
    is_another = data.get("trigger", recorded.get("trigger")) != recorded.get("trigger")
    gone = {*_LOOKED_UP, *(_of_triggers(checkout) if is_another else ())}
    if is_another and recorded.get(ON_FAILURE) == NOWHERE:  # else a queue is kept
        gone.add(ON_FAILURE)
    gone.update([_RESOLVED] if "pin" in data else [])
    gone.update([_CHOSEN] if _DECIDING & data.keys() else [])
    kept = {key: value for key, value in recorded.items() if key not in gone}
    if is_another:
        kept["house"] = {**kept["house"], "event": ""}  # the name was that of another event
    layer = None
    if "shared_code" in data and is_on(data["shared_code"]):
        layer = MissingLayer.of(components, checkout, kept)
        view, house = components.overlay.view, kept["house"]
        kept["house"] = layer.in_style(house) if layer else with_shared_layer(view, kept)
    if "powertools" in data and is_on(data["powertools"]):
        kept["house"] = with_powertools_layer(components.overlay.view, kept)
    given = {key: value for key, value in kept.items() if key not in _UNASKED and key[0] != "_"}
    new = in_repository(
        checkout,
        components.overlay.repository,
        instance.answers_file,
        write_answers(kept).encode(),
        data={**given, **data},
        changed=list(data),
        templates=_seen(components, instance, layer, adopted=bool(recorded.get("adopted"))),
    )
    _refuse_event(components, instance, old, new)
    prepared = components.merged_with(instance, old, new)
    done = with_shared(components, prepared, checkout, new.rendered.needs)
    return layer.before(done) if layer else done


def _refuse_event(
    components: Components, instance: ComponentRecord, old: Version, new: Version
) -> None:
    """Reject a new event that conflicts with a hand-written one.

    Raises:
        ScaffoldError: It has the name or the source of an event of another owner.
    """
    if instance.kind != "function":
        return
    past = components.past(instance)
    names = {} if past is None else past.renamed
    document = document_of(components.overlay, instance.template_file)
    first, now = (str(version.rendered.component["logical_id"]) for version in (old, new))
    before, coming = (
        _events(
            Document.parse(version.rendered.snippet, version.files[version.rendered.snippet]), own
        )
        for version, own in ((old, first), (new, now))
    )
    function = names.get(now, now)
    if problem := event_problem(function, _events(document, function), before, coming):
        raise ScaffoldError(f"{instance.template_file}: {problem}")


def _events(document: Document, function: str) -> dict[str, Data]:
    """Return the events of a function by key."""
    part = part_at(document, ("Resources", function, "Properties", "Events"))
    return dict(part.data) if part is not None and isinstance(part.data, dict) else {}


def _check(checkout: Checkout, recorded: Mapping[str, Any], data: Mapping[str, Any]) -> None:
    for key in data:
        if key in FIXED:
            raise UsageError(f"{key} cannot be changed: {FIXED[key]}.")
    known = questions_of(Path(checkout.src_path))
    public = {key: value for key, value in known.items() if key not in (*_UNASKED, *FIXED)}
    of_kind = {**public, "kind": known["kind"]}  # says which questions there are
    offered = [key for key in public if key in recorded or key in _of_own(checkout, recorded, data)]
    if problem := key_problem({"kind": recorded["kind"], **data}, of_kind, offered):
        raise UsageError(problem)


def _of_triggers(checkout: Checkout) -> set[str]:
    """Return the questions whose answers say nothing to another trigger."""
    folders = (Path(checkout.src_path) / FOLDER).iterdir()
    return {"source", *(key for folder in folders for key in _asked_by(checkout, folder.name))}


def _asked_by(checkout: Checkout, trigger: str) -> list[str]:
    """Return the questions of one trigger's folder."""
    file = Path(checkout.src_path, FOLDER, trigger, "questions.yml")
    return list(yaml.safe_load(file.read_bytes())) if file.exists() else []


def _of_own(
    checkout: Checkout, recorded: Mapping[str, Any], data: Mapping[str, Any]
) -> Iterator[str]:
    """Yield the questions that a component may answer besides those that it did."""
    if alarm_level(recorded.get(ALARMS)) == NONE:
        yield "alarm_topic"
    anew = "trigger" in data
    trigger = str(data.get("trigger", recorded.get("trigger", "")))
    if trigger not in trigger_names(Path(checkout.src_path)):
        return
    asks = borrowed_questions(Path(checkout.src_path), trigger)
    # What is new is made by the trigger's own answers once.
    asked = (*_asked_by(checkout, trigger), *asks)
    own = (question for question in asked if anew or question != "auth")
    yield from (*own, *(("source", "enabled") if anew and trigger != "none" else ()))


def _seen(
    components: Components, instance: ComponentRecord, layer: MissingLayer | None, *, adopted: bool
) -> dict[str, bytes]:
    """Return the SAM template without the component and with a new layer, and its files.

    What was written by hand stays: it is not checked for its place, and may hold anchors of others.
    """
    file = instance.template_file
    found = {} if adopted else _without_itself(components, instance)
    if layer is None:
        return found
    before = found.get(file) or document_of(components.overlay, file).encode()
    return layer.files(file, before)


def _without_itself(components: Components, instance: ComponentRecord) -> dict[str, bytes]:
    """Return the SAM template as if the component were still to come."""
    document = document_of(components.overlay, instance.template_file)
    past = components.past(instance)
    if past is not None:
        snippet = past.snippet.renamed(past.renamed)
        document = without(document, snippet)
    return {instance.template_file: document.encode()}
