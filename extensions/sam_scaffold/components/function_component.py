"""What the template's files need to know of a function."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..aws.event_sources.polled import VISIBILITY
from ..sam.model.external_layers import PARAMETER, parameter_of, reference_to
from ..sam.model.names import pascal
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .connections import wiring
from .function_paths import Answers, function_places, uri_of
from .stated_properties import is_timeout_known, known_timeout, stated
from .trigger import Trigger

_LOGICAL_ID = re.compile(r"[A-Za-z0-9]+")
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html"""


def function_facts(answers: Answers, house: HouseStyle, trigger: Trigger) -> dict[str, Any]:
    """All that follows from a function's answers.

    Args:
        answers: The answers by question.
        house: The house style, as recorded.
        trigger: The trigger's facts.
    """
    house = in_effect(house, answers)
    name = answers["name"]
    places = function_places(answers, house)
    handler = str(fill(house.handler, name))
    module, _, function = handler.rpartition(".")
    properties = stated(answers, house, handler)
    layers = layer_references(answers, house)
    connected = wiring(answers, house, trigger)
    logical_id = str(fill(house.logical_id, name))
    off = {} if answers.get("enabled", True) else trigger.switched_off
    return {
        **places.facts(house),
        "logical_id": logical_id,
        "stem": pascal(name),
        "code_uri": uri_of(places.code_dir, answers, house),
        "handler": handler,
        "handler_path": module.replace(".", "/") + ".py",
        "handler_module": module.replace("/", "."),
        "handler_function": function,
        "timeout": (seconds := known_timeout(answers, house, properties)),
        "timeout_known": is_timeout_known(house, properties),
        "visibility_timeout": VISIBILITY.factor * seconds,
        "layers": list(filter(None, map(_named, layers))),
        "layer_references": layers,
        "properties": {**properties, **off},
        "switched_off": list(off),
        "event": _event(house.event or trigger.event, logical_id, connected["source"]),
        "build_method": answers["runtime"] if house.build_method else "",
        "tracer": answers["tracing"] and "tracer" not in house.powertools_lacks,
        "function_name": fill(house.function_name, name),
        "pattern": answers.get("pattern"),
        "filter_policy": answers.get("filter_policy"),
        "boundary": fill(house.boundary, name),
        "tags": None if "Tags" in house.globals else fill(house.tags, name),
        **connected,
    }


def _event(key: str, logical_id: str, source: str) -> str:
    """The key of the function's event; SAM calls what it makes of one after both.

    Where functions have no ending, that would be the source's name: OrdersQueue of Orders.
    """
    return f"{key}Event" if logical_id + key == source else key


def in_effect(house: HouseStyle, answers: Mapping[str, Any]) -> HouseStyle:
    """Return the style as it is for a function: without the shared code where that is declined.

    Args:
        house: The house style.
        answers: The function's answers; those from before there was ``shared_code`` have it.
    """
    if answers.get("shared_code", True):
        return house
    return replace(house, shared_layer="", shared_source="", shared_package="")


def logical_id_problem(answers: Answers) -> str:
    """Return why resources that the answers name cannot stand in a SAM template as they are."""
    resources = (one["logical_id"] for one in answers.get("resources") or ())
    topic = answers.get("alarm_topic") or ""
    for name in (*resources, *attached(answers), topic):
        if name and not _LOGICAL_ID.fullmatch(name):
            return f"{name!r} is not a logical id (letters and digits); rename it in the template."
    return ""


def _named(layer: Any) -> str:
    """What a layer is called in the template, empty where it has no name there."""
    return parameter_of(layer) or (layer.get("Ref", "") if isinstance(layer, dict) else "")


def layer_references(answers: Answers, house: HouseStyle) -> list[Any]:
    """What a function states as its layers, each a reference as data."""
    house = in_effect(house, answers)
    outside = {
        one["logical_id"] for one in answers.get("resources") or [] if one["type"] == PARAMETER
    }
    layers: list[Any] = [
        reference_to(layer) if layer in outside else {"Ref": layer}
        for layer in ordered_layers(attached(answers), house)
    ]
    powertools = house.powertools_layer
    if answers["powertools"] and powertools is not None and powertools not in layers:
        shared = {"Ref": house.shared_layer}
        at = layers.index(shared) if shared in layers and not house.shared_first else len(layers)
        layers.insert(at, powertools)
    return layers


def attached(answers: Mapping[str, Any]) -> list[str]:
    """The layers of the template that the answers come to: those named, those of packages."""
    named = answers.get("layers") or []
    return list(dict.fromkeys([*named, *(answers.get("package_layers") or {})]))


def ordered_layers(chosen: list[str], house: HouseStyle) -> list[str]:
    """The layers of a function in the house's order, the shared code layer among them.

    A layer that Globals gives to every function is left out: SAM joins the two lists.
    """
    inherited = [ref for ref in house.globals.get("Layers") or [] if isinstance(ref, dict)]
    given = [parameter_of(ref) or ref.get("Ref") for ref in inherited]
    third_party = [layer for layer in chosen if layer != house.shared_layer]
    shared = [house.shared_layer] if house.shared_layer else []
    layers = [*shared, *third_party] if house.shared_first else [*third_party, *shared]
    return [layer for layer in layers if layer not in given]
