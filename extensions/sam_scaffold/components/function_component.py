"""Facts about a function."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..aws.event_sources.polled import VISIBILITY
from ..sam.model.external_layers import PARAMETER, parameter_of, reference_to
from ..sam.model.intrinsics import Data
from ..sam.model.names import pascal
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .connections import Connections, connected_resources
from .facts import ComponentFacts, Facts, Need, Place, Spellings
from .function_paths import Answers, PathFacts, function_places, uri_of
from .stated_properties import is_timeout_known, known_timeout, stated
from .trigger import Trigger

_LOGICAL_ID = re.compile(r"[A-Za-z0-9]+")
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html"""


@dataclass(frozen=True)
class HandlerFacts(Facts):
    """The handler of a function.

    Attributes:
        handler: Its Handler property.
        handler_path: Its file, from the folder of the code.
        handler_module: Its module, as Python imports it.
        handler_function: Its name in that module.
    """

    handler: str
    handler_path: str
    handler_module: str
    handler_function: str

    @classmethod
    def of(cls, handler: str) -> HandlerFacts:
        """Return the facts about a Handler property."""
        module, _, function = handler.rpartition(".")
        path, name = module.replace(".", "/") + ".py", module.replace("/", ".")
        return cls(handler, path, name, function)


@dataclass(frozen=True)
class FunctionFacts(ComponentFacts):
    """Facts about a function.

    Attributes:
        paths: Its folders.
        logical_id: Its key in Resources.
        stem: Its name, for names of its resources.
        code_uri: Its CodeUri.
        handler: Its handler.
        timeout: Seconds after which it certainly ends.
        timeout_known: Whether that is its timeout; else a parameter decides.
        visibility_timeout: Seconds that its queue hides a message in flight.
        layers: Names of the layers that it states.
        layer_references: The references to them, as data.
        properties: Properties that it states itself.
        switched_off: Which of them keep its trigger disabled.
        event: The key of its event.
        build_method: Its Metadata.BuildMethod, or nothing.
        tracer: Whether its code uses Powertools' Tracer.
        function_name: Its FunctionName, None if functions have none.
        pattern: The pattern of the events that invoke it.
        filter_policy: The filter policy of its subscription.
        boundary: The PermissionsBoundary of its role, None if there is none.
        tags: Its Tags, None if Globals set them or functions have none.
        connections: The facts that name other resources.
    """

    paths: PathFacts
    logical_id: str
    stem: str
    code_uri: str
    handler: HandlerFacts
    timeout: int
    timeout_known: bool
    visibility_timeout: int
    layers: tuple[str, ...]
    layer_references: tuple[Data, ...]
    properties: dict[str, Data]
    switched_off: tuple[str, ...]
    event: str
    build_method: str
    tracer: bool
    function_name: Data
    pattern: Data
    filter_policy: Data
    boundary: Data
    tags: Data
    connections: Connections

    @property
    def place(self) -> Place:
        """Its place in the repository and in the SAM template."""
        paths = self.paths
        return Place(
            self.logical_id, paths.meta_dir, paths.code_dir, self.code_uri, paths.tests_dir
        )

    @property
    def needs(self) -> tuple[Need, ...]:
        """The shared resources that are made with it, in their order."""
        return self.connections.recording.needs


def function_facts(answers: Answers, house: HouseStyle, trigger: Trigger) -> FunctionFacts:
    """Return the facts about a function.

    Args:
        answers: The answers by question.
        house: The house style, as recorded.
        trigger: The trigger's facts.
    """
    house = in_effect(house, answers)
    name = answers["name"]
    places = function_places(answers, house)
    handler = str(fill(house.handler, name))
    properties = stated(answers, house, handler)
    layers = layer_references(answers, house)
    connected = connected_resources(answers, house, trigger)
    seconds = known_timeout(answers, house, properties)
    logical_id = str(fill(house.logical_id, name))
    off = {} if answers.get("enabled", True) else trigger.switched_off
    return FunctionFacts(
        names=Spellings.of(name),
        records=places.records,
        paths=places.facts(house),
        logical_id=logical_id,
        stem=pascal(name),
        code_uri=uri_of(places.code_dir, answers, house),
        handler=HandlerFacts.of(handler),
        timeout=seconds,
        timeout_known=is_timeout_known(house, properties),
        visibility_timeout=VISIBILITY.factor * seconds,
        layers=tuple(filter(None, map(_named, layers))),
        layer_references=tuple(layers),
        properties={**properties, **off},
        switched_off=tuple(off),
        event=_event(house.event or trigger.event, logical_id, connected.source),
        build_method=answers["runtime"] if house.build_method else "",
        tracer=answers["tracing"] and "tracer" not in house.powertools_lacks,
        function_name=fill(house.function_name, name),
        pattern=answers.get("pattern"),
        filter_policy=answers.get("filter_policy"),
        boundary=fill(house.boundary, name),
        tags=None if "Tags" in house.globals else fill(house.tags, name),
        connections=connected,
    )


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
