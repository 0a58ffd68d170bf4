"""Learning of the frame of a function from a template."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ....document import NodeKind
from ....document.yaml_document import section
from ...model.function_resource import FunctionResource
from ...model.intrinsics import Data, mapping_of, mentioned
from ...model.template import Template
from ..learning.style_samples import StyleSample, function_samples, is_logical_id, is_majority
from ..name_patterns import literal
from . import frame as parts
from .frame import OF_SOURCE, RETENTION, Entry, Frame
from .notations import event_notation, facts_of
from .own_names import OwnNames, own_names
from .satellites import ALARM, LOG_GROUP, OF_OPERATION, OF_TRIGGERS, ROLE, satellites
from .siblings import by_likeness, has_trigger, siblings

_ANSWERED = frozenset(
    (
        "FunctionName", "Description", "CodeUri", "Handler", "Runtime", "Architectures", "Timeout",
        "MemorySize", "EphemeralStorage", "ReservedConcurrentExecutions", "Role", "Policies",
        "Layers", "Environment", "Events", "EventInvokeConfig", "DeadLetterQueue",
        "FunctionUrlConfig", "Tracing",
    )
)  # fmt: skip
"""Properties whose values are answers, or derived from them."""

_OF_ONE_JOB = frozenset(
    (
        "FileSystemConfigs", "ImageConfig", "ImageUri", "InlineCode", "PackageType",
        "ProvisionedConcurrencyConfig", "VersionDescription",
    )
)  # fmt: skip
"""Properties that belong to the job of one function."""

_ALWAYS = ("Condition", "DependsOn", "Metadata")
_OF_POWERTOOLS = "POWERTOOLS_"
_IN_IDS = ("camel", "snake", "kebab")
_FOR_MODULES = ("snake", "kebab", "camel")

_UNIQUE = frozenset(
    ("RoleName", "AlarmName", "FilterName", "Name", "LogGroupName", "FunctionName", "GroupName")
)
"""Properties with names that only one resource of an account and region may have."""

_USUAL = ("Timeout", "MemorySize")


def learn_frame(template: Template, like: str, trigger: str) -> Frame:
    """Learn what a new function takes over.

    What only one of several functions has is no convention, and is left out.

    Args:
        template: The SAM template.
        like: Logical id of the function that the new one is like.
        trigger: The new function's trigger.

    Returns:
        No frame if the template has no such function.
    """
    own = siblings(template)
    samples = {sample.logical_id: sample for sample in function_samples(own)}
    if like not in samples:
        return Frame()
    names = own_names(list(samples.values()))
    return _Learner(template, own, samples, names, like, trigger).frame()


@dataclass(frozen=True)
class _Learner:
    template: Template
    functions: Sequence[FunctionResource]
    samples: Mapping[str, StyleSample]
    names: Mapping[str, OwnNames]
    like: str
    trigger: str

    @cached_property
    def sample(self) -> StyleSample:
        return self.samples[self.like]

    @cached_property
    def own(self) -> Mapping[str, str]:
        """The satellites of the function: their types by logical id."""
        template = self.template
        return {name: template.resources[name] for name in satellites(template)[self.like]}

    def frame(self) -> Frame:
        role = self._only(ROLE) if "Role" in self.sample.properties else ""
        logs = self._with_logs()
        log_group = self._only(LOG_GROUP, logs)
        watching = [name for name, kind in self.own.items() if self._is_usual(name, kind)]
        invoking = self._invoking()
        return Frame(
            like=self.like,
            ids={logs: parts.FUNCTION, **self._ids(role, log_group, watching), **invoking.ids},
            attributes=self._attributes(),
            properties=dict(self._properties()),
            role=self._role(role) if role else {},
            log_group=self._entry(log_group, logs) if log_group else {},
            watching={name: self._entry(name) for name in watching},
            event=invoking.event,
            event_key=invoking.key,
            invoking=invoking.entries,
            policies=self._common_policies_of_functions(),
            usual=self._usual() | self._retention(log_group),
            style=dict(self._style(role, log_group, logs)),
            origins={"log_group": logs, **({"trigger": invoking.of} if invoking.of else {})},
            has_sid=self._has_sid(),
            has_comment=self._has_comment(),
        )

    # --- The function ---------------------------------------------------------------

    def _attributes(self) -> Entry:
        entry = mapping_of(self.template.entry_of(self.like))
        found: Entry = {}
        for key, value in entry.items():
            if key == "Properties":
                found[key] = None
            elif key in _ALWAYS and self._is_shared(key, value):
                found[key] = self._shape(value)
        return found

    def _is_shared(self, key: str, value: Data) -> bool:
        """Return whether an attribute is that of another function, too, or of the only one."""
        if len(self.functions) == 1:
            return key != "DependsOn"
        wanted = self._shape(value)
        others = (name for name in self.samples if name != self.like)
        return any(
            self._shape(mapping_of(self.template.entry_of(name)).get(key), name) == wanted
            for name in others
        )

    def _properties(self) -> Iterator[tuple[str, Data]]:
        for key, value in self.sample.properties.items():
            if key in _ANSWERED:
                yield key, None
            elif key not in _OF_ONE_JOB and self._is_common(key, value):
                yield key, self._shape(value)

    def _is_common(self, key: str, value: Data) -> bool:
        """Return whether a property's shape is that of another function, too."""
        if len(self.functions) == 1:
            return True
        wanted = self._shape(value)
        stated = [
            self._shape(sample.properties.get(key), name) == wanted
            for name, sample in self.samples.items()
        ]
        return stated.count(True) > 1

    def _usual(self) -> dict[str, int]:
        """Return the function's numbers; those of Lambda where it and Globals have none."""
        found = {}
        for key in _USUAL:
            value = self.template.resolved(self.sample.properties.get(key))
            if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
                found[key] = int(value)
        return found

    def _retention(self, log_group: str) -> dict[str, int]:
        """Return the days that its logs are kept, if they are known."""
        stated = self.template.property_of(log_group, RETENTION) if log_group else None
        value = self.template.resolved(stated)
        return {RETENTION: int(value)} if str(value).isdecimal() else {}

    def _common_variables(self) -> dict[str, Data]:
        """Return the variables that more than half of the functions have with the same shape."""
        stated = {name: self._variables(name) for name in self.samples}
        counts = Counter(
            json.dumps([key, value], sort_keys=True)
            for variables in stated.values()
            for key, value in variables.items()
        )
        common = (json.loads(text) for text, n in counts.items() if 2 * n > len(stated))
        return {key: value for key, value in common if not key.startswith(_OF_POWERTOOLS)}

    def _variables(self, function: str) -> dict[str, Data]:
        environment = mapping_of(self.samples[function].properties.get("Environment"))
        variables = mapping_of(environment.get("Variables"))
        return {key: self._shape(value, function) for key, value in variables.items()}

    def _common_policies_of_functions(self) -> list[Data]:
        """Return the policies that more than half of the functions have."""
        lists = [_listed(sample.properties.get("Policies")) for sample in self.samples.values()]
        if len(lists) == 1:
            return []
        found = []
        for item in [item for items in lists for item in items]:
            if item not in found and _is_in_most(item, lists):
                found.append(item)
        return found

    # --- Its satellites ----------------------------------------------------------------

    def _only(self, kind: str, function: str = "") -> str:
        """Return the only satellite of a type; empty if there is none, or several."""
        resources = self.template.resources
        names = satellites(self.template)[function or self.like]
        found = [name for name in names if resources[name] == kind]
        return found[0] if len(found) == 1 else ""

    def _with_logs(self) -> str:
        """Return the function; if most others have a log group that it lacks, one of those."""
        having = [function for function in self.samples if self._only(LOG_GROUP, function)]
        if self.like in having or 2 * len(having) <= len(self.samples):
            return self.like
        return having[-1]

    def _is_usual(self, name: str, kind: str) -> bool:
        """Return whether an alarm or a filter of logs is one that other functions have, too."""
        if kind not in OF_OPERATION:
            return False
        if len(self.functions) == 1:
            return True
        wanted = self._watched(name)
        having = [
            any(self._watched(other) == wanted for other in satellites(self.template)[function])
            for function in self.samples
        ]
        return sum(having) > 1

    def _watched(self, name: str) -> tuple[str, Data]:
        kind = self.template.resources[name]
        return kind, self.template.property_of(name, "MetricName") if kind == ALARM else None

    def _ids(self, role: str, log_group: str, watching: Sequence[str]) -> dict[str, str]:
        fixed = {self.like: parts.FUNCTION, role: parts.ROLE, log_group: parts.LOG_GROUP}
        shaped = {name: self._id_shape(name) for name in watching}
        return {name: part for name, part in {**fixed, **shaped}.items() if name}

    def _id_shape(self, name: str, function: str = "") -> str:
        """Return the shape of a logical id."""
        shape = self.names[function or self.like].shape_of_name(name, _IN_IDS)
        if shape != name and is_logical_id(shape):
            return str(shape)
        return "{pascal}" + self.template.resources[name].rpartition("::")[2]

    def _entry(self, name: str, function: str = "") -> Entry:
        """Return the shape of a resource, without names that would no longer be unique."""
        entry = mapping_of(self._shape(self.template.entry_of(name), function))
        own = mapping_of(self.template.entry_of(name)).get("Properties")
        properties = {
            key: value
            for key, value in mapping_of(entry.get("Properties")).items()
            if key not in _UNIQUE or self._is_own_name(mapping_of(own)[key], function)
        }
        return {**entry, "Properties": properties} if properties else entry

    def _is_own_name(self, name: Data, function: str) -> bool:
        """Return whether a name contains the function's own, or refers to it."""
        like = function or self.like
        own = {like, *satellites(self.template)[like]}
        return self.names[like].is_in(name) or bool(own.intersection(mentioned(name)))

    def _role(self, name: str) -> Entry:
        """Return the shape of the role without the permissions of its function's own job."""
        entry = self._entry(name)
        properties = dict(mapping_of(entry.get("Properties")))
        roles = self._roles
        for key, common in (
            ("ManagedPolicyArns", self._common_items),
            ("Policies", self._common_policies),
        ):
            if key in properties:
                properties[key] = common(properties[key], [role.get(key) for role in roles])
        return {**entry, "Properties": properties}

    @cached_property
    def _roles(self) -> list[Entry]:
        """The shapes of the properties of all functions' own roles."""
        found = []
        for function in self.samples:
            for name in satellites(self.template)[function]:
                if self.template.resources[name] == ROLE:
                    entry = self._entry(name, function)
                    found.append(mapping_of(entry.get("Properties")))
        return found

    def _common_items(self, own: Data, others: Sequence[Data]) -> Data:
        if not isinstance(own, list):
            return own
        return [item for item in own if _is_in_most(item, others)]

    def _common_policies(self, own: Data, others: Sequence[Data]) -> Data:
        """Return the first policy with the statements that most roles have."""
        first = own[0] if isinstance(own, list) and own else None
        document = mapping_of(mapping_of(first).get("PolicyDocument"))
        statements = [list(_statements(other)) for other in others]
        common = [
            item
            for item in _statements(own)
            if _is_in_most(item, statements)
            and (len(self.samples) > 1 or not self._is_of_one_job(item))
        ]
        return [{**mapping_of(first), "PolicyDocument": {**document, "Statement": common}}]

    def _is_of_one_job(self, statement: Data) -> bool:
        """Return whether a statement is about resources that are no satellites."""
        others = self.template.resources.keys() - {self.like, *self.own}
        return bool(others.intersection(mentioned(statement)))

    # --- Its trigger ---------------------------------------------------------------------

    def _invoking(self) -> _Invoking:
        """Return the notation of the trigger: that of the function, or of the nearest other."""
        if self.trigger == "none":
            return _Invoking()
        near = {
            function.logical_id: function for function in by_likeness(self.template, self.trigger)
        }
        ordered = [near.pop(self.like), *near.values()]
        found = next(
            (own for own in ordered if has_trigger(self.template, own, self.trigger)), None
        )
        return _Invoking() if found is None else self._invoking_of(found)

    def _invoking_of(self, function: FunctionResource) -> _Invoking:
        own_id = function.logical_id
        for event in function.events:
            if event_notation(event.type, self.trigger):
                entry = mapping_of(mapping_of(function.properties.get("Events")).get(event.name))
                shape = self.names[own_id].shape_of_name(event.name, _IN_IDS)
                is_own = self.names[own_id].is_in(event.name)
                key = str(shape) if is_own else self._common_key(event.name, event.type)
                if event.name in mentioned(facts_of(event.type, event.properties).get("source")):
                    key = OF_SOURCE
                return _Invoking(own_id, mapping_of(self._shape(entry, own_id)), key)
        names = satellites(self.template)[function.logical_id]
        own = [name for name in names if self.template.resources[name] in OF_TRIGGERS]
        ids = {name: self._id_shape(name, own_id) for name in own}
        if function.logical_id != self.like:
            ids[function.logical_id] = parts.FUNCTION
        entries = {name: self._entry(name, own_id) for name in own}
        return _Invoking(own_id, entries=entries, ids=ids)

    def _common_key(self, name: str, kind: str) -> str:
        """Return the key of an event if other functions have it for the same type."""
        using = [
            event.name
            for function in self.functions
            for event in function.events
            if event.type == kind
        ]
        return str(literal(name)) if using.count(name) > 1 else ""

    # --- Conventions ---------------------------------------------------------------------

    def _style(self, role: str, log_group: str, logs: str) -> Iterator[tuple[str, Data]]:
        properties = self.sample.properties
        name = properties.get("FunctionName")
        yield from self._location()
        if self.names[self.like].is_in(self.like):
            yield "logical_id", self.names[self.like].shape_of_name(self.like, _IN_IDS)
        if name is None or self.names[self.like].is_in(name):
            yield (
                "function_name",
                None if name is None else self.names[self.like].shape_of_name(name),
            )
        stated = properties.get("Role")
        if role:
            yield from (("iam", "role"), ("role_id", self._id_shape(role)))
        elif stated is not None:
            yield from (("iam", "existing"), ("shared_role", stated))
        else:
            yield "iam", "policies"
        if log_group:
            yield "log_group_id", self._id_shape(log_group, logs)
        if len(self.samples) > 1:
            yield "environment", self._common_variables()

    def _location(self) -> Iterator[tuple[str, Data]]:
        """Yield the folder and the handler of the function, if it has a folder of its own."""
        place, names = self.sample.location, self.names[self.like]
        uri, handler = (self.sample.properties.get(key) for key in ("CodeUri", "Handler"))
        uris = [sample.properties.get("CodeUri") for sample in self.samples.values()]
        if uris.count(uri) > 1 and isinstance(uri, str) and "://" not in uri:
            yield from self._shared_location(uri, str(handler))
        if place is None or uris.count(uri) > 1 or not names.is_in(place.folder):
            return
        folder = f"{place.parents}/{place.folder}" if place.parents else place.folder
        yield "function_dir", names.shape_of_name(folder, _FOR_MODULES)
        yield "layout", "colocated" if place.colocated else "flat"
        yield from (("code_uri_prefix", place.prefix), ("code_uri_suffix", place.suffix))

    def _shared_location(self, uri: str, handler: str) -> Iterator[tuple[str, Data]]:
        """Yield the folder that several functions have, and a module of the function's own.

        Where all handlers are in one module, which is the user's, a new one is beside it.
        """
        shape = str(self.names[self.like].shape_of_name(handler, _FOR_MODULES))
        module, _, function = shape.rpartition(".")
        if module == str(literal(handler)).rpartition(".")[0]:
            shape = f"{{snake}}.{function or 'lambda_handler'}"
        yield from (("function_dir", literal(posixpath.normpath(uri or "."))), ("layout", "flat"))
        yield from (("handler", shape), ("shares_code", True))
        yield "code_uri_prefix", "./" if uri.startswith("./") else ""
        yield "code_uri_suffix", "/" if uri.endswith("/") else ""

    def _has_sid(self) -> bool:
        return any(
            "Sid" in mapping_of(item)
            for role in self._roles
            for item in _statements(role.get("Policies"))
        )

    def _has_comment(self) -> bool:
        """Return whether most functions have a comment in the line above them."""
        node = section(self.template.document, "Resources")
        if node is None or node.kind is not NodeKind.MAPPING:
            return False
        lines = self.template.document.text.splitlines()
        above = []
        for key, _ in node.pairs():
            if key.value in self.samples:
                line = self.template.document.text.count("\n", 0, key.start)
                above.append(line > 0 and lines[line - 1].lstrip().startswith("#"))
        return is_majority(above)

    def _shape(self, value: Data, name: str = "") -> Data:
        return self.names[name or self.like].shape(value)


@dataclass(frozen=True)
class _Invoking:
    """The notation of a trigger: an event of the function, or resources beside it."""

    of: str = ""
    event: Entry = field(default_factory=dict)
    key: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)


def _statements(policies: Data) -> Iterator[Data]:
    """Yield the statements of a role's Policies."""
    for policy in policies if isinstance(policies, list) else ():
        document = mapping_of(mapping_of(policy).get("PolicyDocument"))
        stated = document.get("Statement")
        yield from stated if isinstance(stated, list) else [stated] if stated else []


def _listed(value: Data) -> list[Data]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_in_most(item: Data, others: Sequence[Data]) -> bool:
    """Return whether more than half of several lists have an item; a single list has all."""
    return is_majority([isinstance(other, list) and item in other for other in others])
