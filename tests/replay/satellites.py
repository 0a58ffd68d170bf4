"""The resources that belong to a single function of a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sam_scaffold.sam.model.intrinsics import Data, mapping_of, mentioned
from sam_scaffold.sam.model.template import FUNCTIONS

Resources = Mapping[str, Data]
"""The resources of a template as data, by logical id."""

ROLE = "AWS::IAM::Role"
QUEUE = "AWS::SQS::Queue"
LOG_GROUP = "AWS::Logs::LogGroup"

_MAY_BELONG = frozenset(
    {
        ROLE,
        LOG_GROUP,
        "AWS::IAM::Policy",
        "AWS::CloudWatch::Alarm",
        "AWS::Events::Rule",
        "AWS::Lambda::Alias",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::Permission",
        "AWS::Lambda::Url",
        "AWS::Logs::MetricFilter",
        "AWS::Logs::SubscriptionFilter",
        "AWS::SNS::Subscription",
        "AWS::Scheduler::Schedule",
    }
)
_DEAD_LETTERS = frozenset({"DeadLetterConfig", "DeadLetterQueue", "OnFailure"})


def belongings(resources: Resources, function: str) -> list[str]:
    """Return the function and the resources that belong to it only, in the order of the template.

    A resource belongs to the functions to which the fewest references lead, in either direction.

    Args:
        resources: All resources.
        function: The function's logical id.
    """
    owners = _owners(resources)
    return [name for name in resources if owners.get(name) == {function}]


def type_of(entry: Data) -> str:
    """Return the type of a resource."""
    return str(mapping_of(entry).get("Type"))


def properties_of(entry: Data) -> dict[str, Data]:
    """Return the properties of a resource."""
    return mapping_of(mapping_of(entry).get("Properties"))


def dead_letters(value: Data) -> Iterator[str]:
    """Yield what a value names as the target of discarded events, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from dead_letters(item)
    for key, below in mapping_of(value).items():
        yield from mentioned(below) if key in _DEAD_LETTERS else dead_letters(below)


def _owners(resources: Resources) -> dict[str, set[str]]:
    """Return the functions of each resource that may belong to one, step by step from them."""
    functions = [name for name, entry in resources.items() if type_of(entry) in FUNCTIONS]
    linked = _Links.between(resources)
    owners = {name: {name} for name in functions}
    reached = list(functions)
    while reached:
        found: dict[str, set[str]] = {}
        for name in reached:
            for near in linked.of(name):
                if near not in owners:
                    found.setdefault(near, set()).update(owners[name])
        owners |= found
        reached = list(found)
    return owners


@dataclass(frozen=True)
class _Links:
    """References between functions and resources that may belong to them, in both directions."""

    pairs: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def between(cls, resources: Resources) -> _Links:
        links = cls()
        known = _candidates(resources)
        for name, entry in resources.items():
            if name in known and known[name] != ROLE:  # a role may name functions that it invokes
                links.add(name, known.keys() & {*mentioned(entry), *_named(resources, name)})
        return links

    def add(self, name: str, others: Iterable[str]) -> None:
        for other in others:
            self.pairs.setdefault(name, set()).add(other)
            self.pairs.setdefault(other, set()).add(name)

    def of(self, name: str) -> set[str]:
        return self.pairs.get(name, set()) - {name}


def _candidates(resources: Resources) -> dict[str, str]:
    """Return the types of functions, and of what may belong to one."""
    dead = {name for entry in resources.values() for name in dead_letters(entry)}
    kinds = {name: type_of(entry) for name, entry in resources.items()}
    return {
        name: kind
        for name, kind in kinds.items()
        if kind in FUNCTIONS or kind in _MAY_BELONG or (kind == QUEUE and name in dead)
    }


def _named(resources: Resources, name: str) -> Iterator[str]:
    """Yield the function for whose FunctionName a log group is named."""
    if type_of(resources[name]) != LOG_GROUP:
        return
    own = _text(properties_of(resources[name]).get("LogGroupName"))
    for other, entry in resources.items():
        called = _text(properties_of(entry).get("FunctionName"))
        if type_of(entry) in FUNCTIONS and called and own == f"/aws/lambda/{called}":
            yield other


def _text(value: Data) -> str:
    text = mapping_of(value).get("Fn::Sub", value)
    return text if isinstance(text, str) else ""
