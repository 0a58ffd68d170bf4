"""Learning of the frame of a function from a template."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ....document import NodeKind
from ....document.yaml_document import section
from ...model.intrinsics import Data, mapping_of
from ...model.resource_types import ALARM, LOG_GROUP, ROLE
from ...model.template import Template
from ..learning.style_samples import StyleSample, is_majority
from ..name_patterns import literal
from . import frame as parts
from .compared import ComparedFunctions
from .frame import RETENTION, Entry, Frame
from .learn_place import common_variables, name_style, place_style
from .learn_role import Roles, common_policies
from .learn_trigger import TriggerNotation, learn_trigger
from .satellites import OF_OPERATION

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

_ATTRIBUTES = ("Condition", "DependsOn", "Metadata")
_USUAL = ("Timeout", "MemorySize")
_OF_FAILURES = ("OnFailure", "DeadLetterQueue", "DeadLetterConfig")
_WITH_QUEUE = ("DeadLetterQueue", "EventInvokeConfig")
_USUAL_IF_COMMON = ("ReservedConcurrentExecutions",)


def learn_frame(template: Template, like: str, trigger: str) -> Frame:
    """Learn what a new function takes over.

    What only one of several functions has is not a convention, and is left out.

    Args:
        template: The SAM template.
        like: Logical id of the function that the new one is like.
        trigger: The new function's trigger.

    Returns:
        No frame if the template has no such function.
    """
    compared = ComparedFunctions(template)
    return _Learner(compared, like, trigger).frame() if like in compared.samples else Frame()


@dataclass(frozen=True)
class _Learner:
    compared: ComparedFunctions
    like: str
    trigger: str

    @property
    def template(self) -> Template:
        return self.compared.template

    @cached_property
    def sample(self) -> StyleSample:
        return self.compared.samples[self.like]

    @property
    def is_only_one(self) -> bool:
        return len(self.compared.functions) == 1

    def frame(self) -> Frame:
        compared, like, roles = self.compared, self.like, Roles(self.compared)
        role = compared.only(like, ROLE) if "Role" in self.sample.properties else ""
        logs = self._with_logs()
        log_group = compared.only(logs, LOG_GROUP)
        watching = [
            name for name in compared.satellites(like, *OF_OPERATION) if self._is_usual(name)
        ]
        notation = learn_trigger(compared, like, self.trigger)
        return Frame(
            like=like,
            ids={logs: parts.FUNCTION, **self._ids(role, log_group, watching), **notation.ids},
            attributes=self._attributes(),
            properties=dict(self._properties()),
            role=roles.frame(like, role) if role else {},
            log_group=compared.entry(logs, log_group) if log_group else {},
            watching={name: compared.entry(like, name) for name in watching},
            event=notation.event,
            event_key=notation.key,
            invoking=notation.entries,
            policies=common_policies(compared),
            usual=self._usual() | self._retention(log_group),
            style=dict(self._style(role, logs, log_group))
            | {
                "alarms": "standard" if self._has_alarms(watching) else "none",
                "on_failure": "queue" if self._keeps_failures(notation) else "none",
            },
            origins={"log_group": logs, **({"trigger": notation.of} if notation.of else {})},
            has_sid=roles.has_sid,
            has_comment=self._has_comment(),
        )

    # --- The function ---------------------------------------------------------------

    def _attributes(self) -> Entry:
        found: Entry = {}
        for key, value in mapping_of(self.template.entry_of(self.like)).items():
            if key == "Properties":
                found[key] = None
            elif key in _ATTRIBUTES and self._is_shared(key, value):
                found |= mapping_of(self.compared.shape(self.like, {key: value}))
        return found

    def _is_shared(self, key: str, value: Data) -> bool:
        """Return whether an attribute is that of another function, too, or of the only one."""
        if self.is_only_one:
            return key != "DependsOn"
        entries = {name: self.template.entry_of(name) for name in self.compared.samples}
        stated = {name: {key: mapping_of(entry).get(key)} for name, entry in entries.items()}
        return self._is_common({key: value}, stated)

    def _properties(self) -> Iterator[tuple[str, Data]]:
        samples = self.compared.samples
        for key, value in self.sample.properties.items():
            stated = {name: sample.properties.get(key) for name, sample in samples.items()}
            if self._is_reference(key, value, stated):
                yield key, value
            elif key in _ANSWERED and not self._is_shared_queue(key, value, stated):
                yield key, None
            elif key not in _OF_ONE_JOB and self._is_common(value, stated):
                yield key, self.compared.shape(self.like, value)

    def _is_reference(self, key: str, value: Data, stated: Mapping[str, Data]) -> bool:
        """Return whether a number is given by a parameter, which stands for the usual number."""
        is_number = key in _USUAL or (key in _USUAL_IF_COMMON and self._is_common(value, stated))
        return is_number and isinstance(value, dict)

    def _is_shared_queue(self, key: str, value: Data, stated: Mapping[str, Data]) -> bool:
        """Return whether failed events go to a queue that several functions have."""
        is_literal = self.compared.shape(self.like, value) == literal(value)
        return key in _WITH_QUEUE and is_literal and self._is_common(value, stated)

    def _is_common(self, value: Data, stated: Mapping[str, Data]) -> bool:
        """Return whether the shape of a value is that of another function, too."""
        wanted = self.compared.comparable(self.like, value)
        same = [self.compared.comparable(name, other) == wanted for name, other in stated.items()]
        return self.is_only_one or same.count(True) > 1

    def _usual(self) -> dict[str, int]:
        """Return the function's own numbers, as far as they are known."""
        found, samples = {}, self.compared.samples
        stated = {key: self.sample.properties.get(key) for key in (*_USUAL, *_USUAL_IF_COMMON)}
        for key, own in stated.items():
            others = {name: sample.properties.get(key) for name, sample in samples.items()}
            if key in _USUAL_IF_COMMON and not self._is_common(own, others):
                continue
            value = self.template.resolved(own)
            if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
                found[key] = int(value)
        return found

    # --- Its satellites ----------------------------------------------------------------

    def _with_logs(self) -> str:
        """Return the function; if most others have a log group that it lacks, one of those."""
        samples = self.compared.samples
        having = [function for function in samples if self.compared.only(function, LOG_GROUP)]
        if self.like in having or 2 * len(having) <= len(samples):
            return self.like
        return having[-1]

    def _retention(self, log_group: str) -> dict[str, int]:
        """Return the days that its logs are kept, if they are known."""
        stated = self.template.property_of(log_group, RETENTION) if log_group else None
        value = self.template.resolved(stated)
        return {RETENTION: int(value)} if str(value).isdecimal() else {}

    def _is_usual(self, name: str) -> bool:
        """Return whether an alarm or a filter of logs is one that other functions have, too."""
        wanted, compared = self._watched(name), self.compared
        having = [
            any(self._watched(other) == wanted for other in compared.satellites(own, *OF_OPERATION))
            for own in compared.samples
        ]
        return self.is_only_one or sum(having) > 1

    def _keeps_failures(self, notation: TriggerNotation) -> bool:
        """Return whether the function whose trigger is followed keeps the events that failed."""
        function = notation.of or self.like
        properties = self.compared.samples[function].properties
        stated = [properties, *notation.entries.values()]
        return any(
            self.compared.is_own_target(function, found) for found in _values(stated, _OF_FAILURES)
        )

    def _has_alarms(self, watching: Sequence[str]) -> bool:
        return any(self.template.resources[name] == ALARM for name in watching)

    def _watched(self, name: str) -> tuple[str, Data]:
        kind = self.template.resources[name]
        return kind, self.template.property_of(name, "MetricName") if kind == ALARM else None

    def _ids(self, role: str, log_group: str, watching: Sequence[str]) -> dict[str, str]:
        fixed = {self.like: parts.FUNCTION, role: parts.ROLE, log_group: parts.LOG_GROUP}
        shaped = {name: self.compared.id_shape(self.like, name) for name in watching}
        return {name: part for name, part in {**fixed, **shaped}.items() if name}

    # --- Conventions ---------------------------------------------------------------------

    def _style(self, role: str, logs: str, log_group: str) -> Iterator[tuple[str, Data]]:
        """Yield the fields of `HouseStyle` that the function decides."""
        yield from name_style(self.compared, self.like)
        yield from place_style(self.compared, self.like)
        stated = self.sample.properties.get("Role")
        if role:
            yield from (("iam", "role"), ("role_id", self.compared.id_shape(self.like, role)))
        elif stated is not None:
            yield from (("iam", "existing"), ("shared_role", stated))
        else:
            yield "iam", "policies"
        if log_group:
            yield "log_group_id", self.compared.id_shape(logs, log_group)
        if not self.is_only_one:
            yield "environment", common_variables(self.compared)

    def _has_comment(self) -> bool:
        """Return whether most functions have a comment in the line above them."""
        node, text = section(self.template.document, "Resources"), self.template.document.text
        if node is None or node.kind is not NodeKind.MAPPING:
            return False
        starts = [key.start for key, _ in node.pairs() if key.value in self.compared.samples]
        above = [
            text[:start].rstrip(" ").removesuffix("\n").rpartition("\n")[2] for start in starts
        ]
        return is_majority([line.lstrip().startswith("#") for line in above])


def _values(value: Data, keys: Collection[str]) -> Iterator[Data]:
    """Yield the values of some keys at any depth."""
    for below in value if isinstance(value, list) else ():
        yield from _values(below, keys)
    for key, below in value.items() if isinstance(value, dict) else ():
        if key in keys:
            yield below
        yield from _values(below, keys)
