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
        handler_path: Its file, relative to the folder of the code.
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
        stem: Its name in PascalCase, with which the logical ids of its resources begin.
        code_uri: Its CodeUri.
        handler: Its handler.
        timeout: Seconds after which Lambda stops it at the latest.
        timeout_known: Whether that is its timeout; otherwise the value of a parameter is.
        visibility_timeout: Seconds that its queue hides a message in flight.
        layers: Names of the layers in its Layers.
        layer_references: The references to them, as data.
        properties: Properties that it states itself, as Globals do not set them.
        switched_off: Those of them that disable its trigger.
        event: The key of its event.
        build_method: Its Metadata.BuildMethod, empty if the functions here have none.
        tracer: Whether its code uses Powertools' Tracer.
        function_name: Its FunctionName, None if the functions here have none.
        pattern: The event pattern of its rule.
        filter_policy: The filter policy of its subscription.
        boundary: The PermissionsBoundary of its role, None if there is none.
        tags: Its Tags, None if Globals set them or the functions here have none.
        frame: What it takes over from the function that it is like, as data.
        inherited: The properties of functions in Globals, as far as they determine its own.
        connections: The facts about other resources.
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
    frame: dict[str, Any]
    inherited: dict[str, Data]
    connections: Connections

    @property
    def place(self) -> Place:
        """Its place in the repository and in the SAM template."""
        paths = self.paths
        uri = self.code_uri if paths.own_code_dir == paths.code_dir else ""
        return Place(self.logical_id, paths.meta_dir, paths.own_code_dir, uri, paths.tests_dir)

    @property
    def needs(self) -> tuple[Need, ...]:
        """The shared resources that are added with it, in their order."""
        return self.connections.recording.needs


def function_facts(answers: Answers, style: HouseStyle, trigger: Trigger) -> FunctionFacts:
    """Return the facts about a function.

    Args:
        answers: The answers by question.
        style: The style of the repository, as recorded.
        trigger: The trigger's facts.
    """
    style = in_effect(style, answers)
    name = answers["name"]
    places = function_places(answers, style)
    handler = str(fill(style.handler, name))
    properties = stated(answers, style, handler)
    layers = layer_references(answers, style)
    connected = connected_resources(answers, style, trigger)
    seconds = known_timeout(answers, style, properties)
    logical_id = str(fill(style.logical_id, name))
    off = {} if answers.get("enabled", True) else trigger.switched_off
    return FunctionFacts(
        names=Spellings.of(name),
        records=places.records,
        paths=places.facts(style),
        logical_id=logical_id,
        stem=pascal(name),
        code_uri=uri_of(places.code_dir, answers, style),
        handler=HandlerFacts.of(handler),
        timeout=seconds,
        timeout_known=is_timeout_known(style, properties),
        visibility_timeout=VISIBILITY.factor * seconds,
        layers=tuple(filter(None, map(_named, layers))),
        layer_references=tuple(layers),
        properties={**properties, **off},
        switched_off=tuple(off),
        event=_event(style.event or trigger.event, logical_id, connected.source),
        build_method=answers["runtime"] if style.build_method else "",
        tracer=answers["tracing"] and "tracer" not in style.powertools_lacks,
        function_name=fill(style.function_name, name),
        pattern=answers.get("pattern"),
        filter_policy=answers.get("filter_policy"),
        boundary=fill(style.boundary, name),
        tags=None if "Tags" in style.globals else fill(style.tags, name),
        frame=answers.get("frame") or {},
        inherited=style.globals,
        connections=connected,
    )


def _event(key: str, logical_id: str, source: str) -> str:
    """Return the key of the function's event.

    SAM appends it to the function's logical id to name the event source mapping. For a function
    called Orders and an event called Queue, that would be the name of its queue, OrdersQueue.
    """
    return f"{key}Event" if logical_id + key == source else key


def in_effect(style: HouseStyle, answers: Mapping[str, Any]) -> HouseStyle:
    """Return the style that applies to a function: without the shared code if that is declined.

    Args:
        style: The style of the repository.
        answers: The function's answers. Those of a version without the question ``shared_code``
            have the shared code.
    """
    if answers.get("shared_code", True):
        return style
    return replace(style, shared_layer="", shared_source="", shared_package="")


def logical_id_problem(answers: Answers) -> str:
    """Return an error if the answers name a resource by something that is not a logical id."""
    resources = (resource["logical_id"] for resource in answers.get("resources") or ())
    topic = answers.get("alarm_topic") or ""
    for name in (*resources, *attached(answers), topic):
        if name and not _LOGICAL_ID.fullmatch(name):
            return (
                f"{name!r} is not a valid logical id: it may only contain letters and digits. "
                "Rename it in the template."
            )
    return ""


def _named(layer: Any) -> str:
    """Return the name of a layer in the template, empty if it is not defined there."""
    return parameter_of(layer) or (layer.get("Ref", "") if isinstance(layer, dict) else "")


def layer_references(answers: Answers, style: HouseStyle) -> list[Any]:
    """Return the Layers of a function: references as data."""
    style = in_effect(style, answers)
    resources = answers.get("resources") or []
    external = {found["logical_id"] for found in resources if found["type"] == PARAMETER}
    layers: list[Any] = [
        reference_to(layer) if layer in external else {"Ref": layer}
        for layer in ordered_layers(attached(answers), style)
    ]
    powertools = style.powertools_layer
    if answers["powertools"] and powertools is not None and powertools not in layers:
        shared = {"Ref": style.shared_layer}
        at = layers.index(shared) if shared in layers and not style.shared_first else len(layers)
        layers.insert(at, powertools)
    return layers


def attached(answers: Mapping[str, Any]) -> list[str]:
    """Return the layers that the answers attach: those in ``layers``, and those of packages."""
    named = answers.get("layers") or []
    return list(dict.fromkeys([*named, *(answers.get("package_layers") or {})]))


def ordered_layers(chosen: list[str], style: HouseStyle) -> list[str]:
    """Return the layers of a function in their usual order, including the shared code layer.

    Layers in Globals are left out, as SAM adds them to those of each function.
    """
    inherited = [ref for ref in style.globals.get("Layers") or [] if isinstance(ref, dict)]
    given = [parameter_of(ref) or ref.get("Ref") for ref in inherited]
    third_party = [layer for layer in chosen if layer != style.shared_layer]
    shared = [style.shared_layer] if style.shared_layer else []
    layers = [*shared, *third_party] if style.shared_first else [*third_party, *shared]
    return [layer for layer in layers if layer not in given]
