"""Application of a frame to the snippet of a new function."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ....aws.limits import MEMORY, TIMEOUT
from ....document import Document, entries_of
from ...model.function_resource import Event, FunctionResource
from ...model.intrinsics import Data, mapping_of, mentioned, to_data
from ...model.references import needs
from ...model.resource_types import ALARM, MAPPING, PERMISSION
from ...model.template import FUNCTION as FUNCTION_TYPE
from ...writing.notation import key_text, sam_yaml
from ..name_patterns import fill
from .frame import FUNCTION, LOG_GROUP, OF_SOURCE, ROLE, Entry, Frame
from .notations import bare, facts_of, in_notation, kept, without_content
from .references import with_ids
from .satellites import text_of

LAMBDA_DEFAULTS = {"Timeout": TIMEOUT.default, "MemorySize": MEMORY.default}

_AFTER_POLICIES = ("Layers", "Environment", "EventInvokeConfig", "Events", "Tags")

_OPTIONAL = ("Description", "LoggingConfig", "Timeout", "MemorySize")
"""Properties of a new function that are left out if its model has none of them."""


@dataclass(frozen=True)
class NewFunction:
    """The new function to which a frame is applied.

    Attributes:
        name: Its name in snake_case.
        title: Its title.
        logical_id: Its logical id.
        role_id: Logical id of its own role, empty without one.
        log_group: Logical id of its log group, empty without one.
        inherited: Properties of functions in Globals.
        alarms: ``"none"``, ``"full"`` for all of its own, or those of the frame, if it has any.
        has_description: Whether its description was given.
        log_retention: Days that its logs are kept, if that was given; None if the frame decides.
    """

    name: str
    title: str
    logical_id: str
    role_id: str
    log_group: str
    inherited: Mapping[str, Data] = field(default_factory=dict)
    alarms: str = "standard"
    has_description: bool = False
    log_retention: int | None = None


def framed(snippet: str, frame: Frame, new: NewFunction) -> str:
    """Return a snippet in the form of the function that it is like.

    Args:
        snippet: The snippet in the form of sam-scaffold.
        frame: The frame.
        new: The new function.

    Returns:
        YAML text; the snippet itself without a frame.
    """
    if not frame.like:
        return snippet
    document = Document.parse("resource.yaml", snippet.encode())
    ours = {
        key: mapping_of(to_data(value))
        for key, (_, value) in entries_of(document, "Resources").items()
    }
    resources = _Framing(frame, new, ours).resources()
    comment = _comment(snippet, new.logical_id) if frame.has_comment else ""
    blocks = [f"  {key_text(key)}:{sam_yaml(entry, 2)}\n" for key, entry in resources.items()]
    return "Resources:\n" + comment + "\n".join(blocks)


def _comment(snippet: str, logical_id: str) -> str:
    """Return the comment above the function."""
    before = snippet.split(f"\n  {logical_id}:", 1)[0].splitlines()
    lines = [line for line in before if line.lstrip().startswith("#")]
    return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True)
class _Framing:
    frame: Frame
    new: NewFunction
    ours: Mapping[str, Entry]

    def resources(self) -> dict[str, Entry]:
        """Return all resources, the function first, then its role and log group, then others."""
        new, frame = self.new, self.frame
        special = {new.logical_id: self.function()}
        if new.role_id:
            special[new.role_id] = self._role(self.ours[new.role_id])
        if new.log_group:
            special[new.log_group] = self._log_group(self.ours[new.log_group])
        invoking = {self.ids[name]: self._invoking(entry) for name, entry in frame.invoking.items()}
        watching = {self.ids[name]: self._filled(entry) for name, entry in self._watching.items()}
        has_alarms = any(entry["Type"] == ALARM for entry in watching.values())
        others = {
            key: entry
            for key, entry in self.ours.items()
            if key not in special and not (has_alarms and entry.get("Type") == ALARM)
        }
        return {**special, **invoking, **others, **watching}

    @cached_property
    def _watching(self) -> Mapping[str, Entry]:
        return {
            name: entry
            for name, entry in self.frame.watching.items()
            if (self.new.alarms == "standard" or entry.get("Type") != ALARM)
            and (self.new.log_group or entry.get("Type") == ALARM)
        }

    @cached_property
    def ids(self) -> dict[str, str]:
        """The new logical ids by those in the frame."""
        new = self.new
        known = {FUNCTION: new.logical_id, ROLE: new.role_id, LOG_GROUP: new.log_group}
        return {
            old: known[part] if part in known else str(fill(part, new.name))
            for old, part in self.frame.ids.items()
        }

    def _is_missing(self, shape: Data) -> bool:
        """Return whether a value refers to a part that the new function does not have."""
        missing = {old for old, new in self.ids.items() if not new}
        return not missing.isdisjoint(needs({"DependsOn": shape, "Properties": shape}))

    def _filled(self, shape: Data) -> Data:
        return with_ids(fill(shape, self.new.name), self.ids)

    # --- The function ---------------------------------------------------------------

    def function(self) -> Entry:
        """Return the function with the attributes and properties of its model, in their order."""
        ours = self.ours[self.new.logical_id]
        properties = self._properties(mapping_of(ours.get("Properties")))
        found: Entry = {"Type": ours["Type"]}
        for key, shape in self.frame.attributes.items():
            if key == "Properties":
                found[key] = properties
            elif self._is_missing(shape):
                continue
            elif key == "Metadata":
                found[key] = self._metadata(mapping_of(self._filled(shape)), ours)
            else:
                found |= self._filled({key: shape})
        found.setdefault("Properties", properties)
        return found

    @staticmethod
    def _metadata(shape: Entry, ours: Entry) -> Entry:
        """Return the metadata of the frame; a Python runtime is that of the new function."""
        is_runtime = str(shape.get("BuildMethod", "")).startswith("python3.")
        return {**shape, **mapping_of(ours.get("Metadata"))} if is_runtime else shape

    def _properties(self, ours: Entry) -> Entry:
        ours = self._with_policies(self._with_event(ours))
        wanted = {key: value for key, value in ours.items() if self._is_wanted(key, value)}
        order = self.frame.properties
        found: Entry = {}
        for key, shape in order.items():
            if key in LAMBDA_DEFAULTS and wanted.get(key) not in (None, self._usual(key)):
                found[key] = wanted[key]
            elif shape is not None and not self._is_missing(shape):
                found[key] = self._filled(shape)
            elif key in wanted:
                found[key] = wanted[key]
        return _inserted(found, wanted)

    def _usual(self, key: str) -> Data:
        """Return the number that the function has without an answer."""
        inherited = self.new.inherited.get(key, LAMBDA_DEFAULTS[key])
        return self.frame.usual.get(key, inherited)

    def _with_policies(self, ours: Entry) -> Entry:
        """Return the properties with the policies that most functions have."""
        own = ours.get("Policies") or []
        about = set(mentioned(own))
        shared = [] if "Role" in ours else self._filled(self.frame.policies)
        common = [policy for policy in shared if about.isdisjoint(mentioned(policy))]
        policies = [*common, *(policy for policy in own if policy not in common)]
        if not policies or "Policies" in ours:
            return {**ours, **({"Policies": policies} if policies else {})}
        before = [key for key in ours if key not in _AFTER_POLICIES]
        after = [key for key in ours if key in _AFTER_POLICIES]
        first, last = ({key: ours[key] for key in keys} for keys in (before, after))
        return {**first, "Policies": policies, **last}

    def _is_wanted(self, key: str, value: Data) -> bool:
        """Return whether the new function has a property that its model lacks."""
        if key in self.frame.properties or key not in _OPTIONAL:
            return key != "CodeUri" or value != self.new.inherited.get(key)
        if key == "Description":
            return self.new.has_description
        if key == "LoggingConfig":
            return not self.frame.log_group
        return bool(value != self.new.inherited.get(key, LAMBDA_DEFAULTS[key]))

    @cached_property
    def _event(self) -> Event | None:
        """The event that invokes the new function; None without one."""
        logical_id, ours = self.new.logical_id, self.ours[self.new.logical_id]
        own = FunctionResource(logical_id, FUNCTION_TYPE, mapping_of(ours.get("Properties")), {})
        return next(own.events, None)

    def _with_event(self, ours: Entry) -> Entry:
        """Return the properties with the event in the notation of the template."""
        event, shape = self._event, self.frame.event
        if event is None:
            return ours
        if self.frame.invoking:
            return {key: value for key, value in ours.items() if key != "Events"}
        if not shape:
            return {**ours, "Events": {event.name: bare(event.type, event.properties)}}
        kind, facts = str(shape["Type"]), facts_of(event.type, event.properties)
        own = mapping_of(self._filled(shape.get("Properties")))
        properties = in_notation(kind, own, facts, self.new.title)
        needed = kept(event.type, event.properties, kind)
        properties |= {name: value for name, value in needed.items() if name not in properties}
        named = mentioned(facts.get("source")) if self.frame.event_key == OF_SOURCE else []
        key = next(iter(named), str(fill(self.frame.event_key, self.new.name)) or event.name)
        return {**ours, "Events": {key: {**shape, "Properties": properties}}}

    # --- Its satellites -----------------------------------------------------------------

    def _invoking(self, shape: Entry) -> Entry:
        """Return a resource that invokes the function, with the facts of our event."""
        entry = mapping_of(self._filled(shape))
        kind, properties = str(entry["Type"]), mapping_of(entry.get("Properties"))
        if kind == PERMISSION:
            return entry
        event = self._event
        facts = {} if event is None else facts_of(event.type, event.properties)
        stated = in_notation(kind, properties, facts, self.new.title)
        if event is not None and kind == MAPPING:
            stated = {**kept(event.type, event.properties, kind), **stated}
        for key in ("Targets", "Target"):
            if key in stated:
                stated[key] = without_content(stated[key])
        return {**entry, "Properties": stated}

    def _log_group(self, ours: Entry) -> Entry:
        if not self.frame.log_group:
            return ours
        entry = mapping_of(self._filled(self.frame.log_group))
        if self.new.log_retention is not None:
            properties = mapping_of(entry.get("Properties"))
            entry["Properties"] = {**properties, "RetentionInDays": self.new.log_retention}
        return entry

    def _role(self, ours: Entry) -> Entry:
        """Return the role in the frame of another, with the new function's statements."""
        if not self.frame.role:
            return ours
        entry = mapping_of(self._filled(self.frame.role))
        properties = dict(mapping_of(entry.get("Properties")))
        own = mapping_of(ours.get("Properties"))
        policies = _policies(
            properties.pop("Policies", None), own.get("Policies"), has_sid=self.frame.has_sid
        )
        found = {key: value for key, value in properties.items() if value != []}
        if not _may_log(found, policies):
            found["ManagedPolicyArns"] = own["ManagedPolicyArns"]
        if policies:
            found["Policies"] = policies
        return {**entry, "Properties": found}


def _may_log(properties: Entry, policies: Sequence[Data]) -> bool:
    """Return whether a role allows its function to write logs, as far as that is known.

    A policy that is not of AWS, such as one of the template, may be for that.
    """
    managed = properties.get("ManagedPolicyArns") or []
    texts = [text_of(arn) for arn in managed]
    if any(_OF_AWS not in text or _EXECUTION.search(text) for text in texts):
        return True
    return '"logs:' in json.dumps(policies)


_OF_AWS = ":aws:policy/"
_EXECUTION = re.compile(r"/AWSLambda\w*ExecutionRole$")


def _policies(shape: Data, ours: Data, *, has_sid: bool) -> list[Data]:
    """Return the policies of a role: those of the frame, then the statements of our own."""
    own = ours[0] if isinstance(ours, list) and ours else {}
    frame = shape[0] if isinstance(shape, list) and shape else own
    common = (
        mapping_of(mapping_of(frame).get("PolicyDocument")).get("Statement", []) if shape else []
    )
    stated = mapping_of(mapping_of(own).get("PolicyDocument")).get("Statement", [])
    statements = [
        *common,
        *(
            {key: value for key, value in item.items() if has_sid or key != "Sid"}
            for item in stated
            if item not in common
        ),
    ]
    if not statements:
        return []
    document = {**mapping_of(mapping_of(frame).get("PolicyDocument")), "Statement": statements}
    return [{**mapping_of(frame), "PolicyDocument": document}]


def _inserted(found: Entry, ours: Mapping[str, Any]) -> Entry:
    """Return properties with our others, each after the one that it follows in our order."""
    order = list(found)
    previous = ""
    for key in ours:
        if key not in found:
            order.insert(order.index(previous) + 1 if previous else 0, key)
        previous = key
    return {key: found.get(key, ours.get(key)) for key in order}
