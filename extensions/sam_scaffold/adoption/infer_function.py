"""Inference of the answers for a hand-written function."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..aws import limits
from ..components.alarms import NONE
from ..components.function_paths import Answers
from ..components.stated_properties import STANDARD, has_reference, stated
from ..sam.model.function_resource import FunctionResource
from ..sam.model.function_runtime import architecture_of, is_python, runtime_of
from ..sam.model.intrinsics import Data
from ..sam.style.house_style import HouseStyle
from ..sam.style.locations import FUNCTION_SUFFIXES, Location, own_folder_name, own_names
from ..sam.style.name_patterns import fill, literal
from . import infer_connections
from .infer_trigger import trigger_answers
from .inference import (
    ARCHITECTURES,
    FOR_IDS,
    Folder,
    Surroundings,
    UnfitError,
    about_python,
    common,
    name_of,
    shape_of,
)

_LAMBDA_DEFAULTS = {
    "Timeout": limits.TIMEOUT.default,
    "MemorySize": limits.MEMORY.default,
    "EphemeralStorage": limits.EPHEMERAL_STORAGE.default,
}


def infer_function(around: Surroundings, function: FunctionResource) -> list[Answers]:
    """Infer candidates for the answers of a function, the most complete first.

    Whether a trigger, alarms or Powertools add more than the function has is only known after
    rendering, so there are also candidates without them.

    Args:
        around: The SAM template.
        function: One of its functions.

    Raises:
        UnfitError: No answers result in it.
    """
    found = _Inference.of(around, function)
    triggers = [trigger_answers(around, function.own), {"trigger": "none"}]
    alarms = [*infer_connections.alarm_answers(around.template, found.name), {"alarms": NONE}]
    powertools = [infer_connections.has_powertools(around, function), False]
    several = [
        found.answers(powertools=on, more={**trigger, **watched})
        for trigger in triggers if trigger
        for on in powertools
        for watched in alarms
    ]  # fmt: skip
    return [answers for at, answers in enumerate(several) if answers not in several[:at]]


@dataclass(frozen=True)
class _Inference:
    """A function whose answers are inferred.

    Attributes:
        around: The SAM template.
        function: The function.
        name: Its name as a component.
        handler: Its handler.
        runtime: Its runtime.
        folder: The folder of its code.
    """

    around: Surroundings
    function: FunctionResource
    name: str
    handler: str
    runtime: str
    folder: Folder

    @classmethod
    def of(cls, around: Surroundings, function: FunctionResource) -> _Inference:
        template, properties = around.template, function.own
        if properties.get("InlineCode") is not None:
            raise UnfitError("its code is inline (InlineCode). Move it to a file.")
        runtime = runtime_of(template, properties)
        if not is_python(runtime):
            if not isinstance(runtime, str):
                raise UnfitError(
                    "it has no known runtime. Add a Runtime, or a Default to its parameter."
                )
            raise UnfitError(f"its runtime is {runtime}, but {about_python(runtime)}")
        handler = template.resolved(_effective(around, properties, "Handler"))
        if not isinstance(handler, str) or not handler.rpartition(".")[0]:
            raise UnfitError("it has no Handler with a module and a function.")
        folder = around.folder(function.properties.get("CodeUri"), "CodeUri")
        location = Location.parse(folder.uri) if folder.is_own else None
        own = own_folder_name(location, function.logical_id, FUNCTION_SUFFIXES)
        names = own_names(own, function.logical_id, FUNCTION_SUFFIXES)
        name = name_of(around, "function", function.logical_id, names, around.style.logical_id)
        return cls(around, function, name, handler, str(runtime), folder)

    def answers(self, *, powertools: bool, more: dict[str, Any]) -> Answers:
        """Return the answers with Powertools or without, and with a trigger and alarms."""
        around, function, name = self.around, self.function, self.name
        style = infer_connections.with_layers(around, function, self._style())
        if more["trigger"] != "none":  # other events are not rendered
            style = replace(style, event=_event(function.own))
        found: Answers = {
            **common(around, "function", name, function.own),
            "layout": style.layout,
            "shared_code": bool(style.shared_layer),
            "powertools": powertools,
            "layers": infer_connections.layers(around, function, style, powertools=powertools),
            "runtime": self.runtime,
            "architecture": style.architecture,
            **self._numbers(),
            "tracing": self._effective("Tracing") == "Active",
            "iam": style.iam,
            "log_retention": infer_connections.log_retention(around.template, function, name),
            **({} if style.vpc is None else {"vpc": True}),
            **more,
        }
        if more["trigger"] != "none":
            found["on_failure"] = infer_connections.on_failure(around.template, name)
        found |= infer_connections.connections(around, function, style, found)
        literals, style = infer_connections.variables(function, style, found)
        found["environment"] = literals
        style = self._silent(found, style)
        return {**found, "house": infer_connections.silent(function, style, found).to_dict()}

    def _style(self) -> HouseStyle:
        """Return the style, as if all functions were like this one."""
        around, name, properties = self.around, self.name, self.function.own
        style, own = around.style, self._own_folder()
        stated_tags = properties.get("Tags")
        given = {key: value for key, value in style.globals.items() if key != "Tags"}
        architecture = self._architecture()
        style = replace(
            self.folder.in_style(style),
            logical_id=shape_of(self.function.logical_id, name, style.logical_id, FOR_IDS),
            layout=own[0],
            function_dir=self.folder.shape(own[1], name, style.function_dir),
            handler=self._handler(),
            runtime=self.runtime,
            architecture=architecture,
            build_method=self.function.metadata.get("BuildMethod") == self.runtime,
            function_name=shape_of(properties.get("FunctionName"), name, style.function_name),
            tags=shape_of(stated_tags, name, style.tags, ()),
            globals=style.globals if stated_tags is None else given,
            vpc=properties.get("VpcConfig"),
        )
        return infer_connections.with_role(around, self.function, style, name)

    def _handler(self) -> str:
        """Return the shape of the handler; its function does not depend on the name."""
        module, _, function = self.handler.rpartition(".")
        usual = self.around.style.handler.rpartition(".")[0]
        return f"{self.folder.shape(module, self.name, usual)}.{literal(function)}"

    def _own_folder(self) -> tuple[str, str]:
        """Return the layout, and the folder of the code or, if colocated, the parent of ``src``."""
        location = Location.parse(self.folder.uri) if self.folder.is_own else None
        if location is None or not location.colocated:
            return "flat", self.folder.path
        return "colocated", self.folder.path.rpartition("/")[0]

    def _architecture(self) -> str:
        known = architecture_of(self.around.template, self.function)
        return known if known in ARCHITECTURES else ARCHITECTURES[0]

    def _effective(self, key: str) -> Data:
        value = _effective(self.around, self.function.own, key)
        return self.around.template.resolved(value)

    def _numbers(self) -> dict[str, int]:
        storage = self._effective("EphemeralStorage")
        size = storage.get("Size") if isinstance(storage, dict) else None
        limit = _number(self._effective("ReservedConcurrentExecutions"))
        return {
            "timeout": self._number("Timeout"),
            "memory_size": self._number("MemorySize"),
            "ephemeral_storage": _number(size) or _LAMBDA_DEFAULTS["EphemeralStorage"],
            "reserved_concurrency": -1 if limit is None else limit,
        }

    def _number(self, key: str) -> int:
        if key not in self.function.own and has_reference(self.around.style.globals.get(key)):
            return STANDARD[key]  # as in Globals
        return _number(self._effective(key)) or _LAMBDA_DEFAULTS[key]

    def _silent(self, answers: Answers, style: HouseStyle) -> HouseStyle:
        """Return the style with which a function has no more properties than this one.

        Defaults of Lambda and references are treated as properties of Globals.
        """
        properties = self.function.own
        handler = str(fill(style.handler, self.name))
        needless = stated(answers, replace(style, explicit=tuple(properties)), handler)
        needed = stated(answers, replace(style, explicit=()), handler)
        explicit = tuple(
            key
            for key, value in needless.items()
            if properties.get(key) == value and (key in style.explicit or key not in needed)
        )
        style = replace(style, explicit=explicit)
        rendered = stated(answers, style, handler)
        missing = {key: value for key, value in rendered.items() if properties.get(key) != value}
        return replace(style, globals={**style.globals, **missing})


def _effective(around: Surroundings, properties: dict[str, Data], key: str) -> Data:
    """Return the value of a property in the function or Globals."""
    return properties.get(key, around.template.globals_function.get(key))


def _event(properties: dict[str, Data]) -> str:
    """Return the key of the only event, empty if there are none or several."""
    events = properties.get("Events")
    return str(next(iter(events))) if isinstance(events, dict) and len(events) == 1 else ""


def _number(value: Data) -> int | None:
    """Return a number, also from text, as CloudFormation does."""
    return int(value) if str(value).isdecimal() and not isinstance(value, bool) else None
