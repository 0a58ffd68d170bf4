"""Connections of a function: its event source, results, permissions and variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..sam.iam.encryption import key_permissions
from ..sam.iam.permissions import (
    QUEUE,
    TOPIC,
    Permission,
    arn_of,
    inline,
    read_objects,
    send_failure,
    sid_of,
    without_repeats,
)
from ..sam.iam.polling import PolledSource, poller_permissions, reference_of
from ..sam.iam.publish_targets import BUS, PublishTarget, target
from ..sam.iam.resource_access import ResourceAccess, use
from ..sam.model.intrinsics import Data
from ..sam.model.names import kebab, pascal
from ..sam.model.template import Resource
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .execution_role import execution_role, managed_policies
from .facts import Facts
from .function_paths import Answers
from .shared_resources import (
    ALARMS_TOPIC,
    OUTPUTS,
    Recording,
    ResourceNeed,
    SourceFacts,
    is_shared,
    needs,
    recording,
    source_facts,
)
from .shared_role import EXISTING, GivenRole, given_role
from .trigger import NEW, Trigger
from .variables import stated

NOWHERE = "none"
"""The answer of ``publishes_to`` where nothing is published."""

NEW_DESTINATIONS = {
    "new_queue": ("OutputQueue", QUEUE),
    "new_topic": ("OutputTopic", TOPIC),
    "new_bus": ("OutputBus", BUS),
}
"""Answers of ``publishes_to`` that make a resource: what its id ends in, and its type."""

_FOLDERS = {QUEUE: "queue", TOPIC: "topic", BUS: "bus"}
"""The folder of template/destinations/ that publishes to a type."""

# https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/#iam-permissions
_REMEMBER = "dynamodb: GetItem PutItem UpdateItem DeleteItem"

NEW_ALARM_TOPIC = pascal(ALARMS_TOPIC)
"""Every function's alarms go to the one topic that was made with the first of them."""


@dataclass(frozen=True)
class Output:
    """The resource that a function publishes to.

    Attributes:
        kind: The folder of template/destinations/ that publishes to it.
        logical_id: Its key in Resources.
        new: Whether it is made with the function, and for it only.
        fifo: Whether it is a FIFO queue or topic.
        variable: The environment variable that leads to it.
    """

    kind: str
    logical_id: str
    new: bool
    fifo: bool
    variable: str


@dataclass(frozen=True)
class OwnRole(Facts):
    """The permissions of a function that has a role of its own.

    Attributes:
        policies: The function's Policies, as data.
        role_id: Logical id of an explicit role, or nothing.
        role: The properties of that role.
    """

    policies: tuple[Data, ...] = ()
    role_id: str = ""
    role: dict[str, Any] | None = None


@dataclass(frozen=True)
class Monitoring(Facts):
    """Where a function's logs and alarms go.

    Attributes:
        log_group: Logical id of its log group, or nothing.
        alarm_topic: Logical id of the topic of its alarms.
    """

    log_group: str
    alarm_topic: str


@dataclass(frozen=True)
class Connections(Facts):
    """Facts about a function that name other resources.

    Attributes:
        source: Logical id of its event source, empty if that is not in the template.
        source_arn: The ARN of what Lambda polls, as data; None if it polls nothing.
        secret_arn: The ARN of the secret for that, None if it needs none.
        new_source: Whether that is made with the function, and for it only.
        source_facts: What is known of it.
        circular_source: Whether it refers to the function, which cannot need it in turn.
        dead_letter_queue: Logical id of the function's dead-letter queue.
        output: What it publishes to, None for nothing.
        idempotency_table: Logical id of the table that makes it idempotent, or nothing.
        calls_aws: Whether its code calls AWS.
        environment: Its environment variables.
        own_role: Its permissions in a role of its own.
        given_role: Its role, if that is given.
        monitoring: Where its logs and alarms go.
        recording: What it needs, and what is recorded of that.
    """

    source: str
    source_arn: Data
    secret_arn: Data
    new_source: bool
    source_facts: SourceFacts
    circular_source: bool
    dead_letter_queue: str
    output: Output | None
    idempotency_table: str
    calls_aws: bool
    environment: dict[str, Data]
    own_role: OwnRole
    given_role: GivenRole
    monitoring: Monitoring
    recording: Recording


def connected_resources(answers: Answers, house: HouseStyle, trigger: Trigger) -> Connections:
    """Return the facts about a function that name other resources.

    Args:
        answers: The answers by question, ``resources`` with what they name.
        house: The house style.
        trigger: The trigger's facts.
    """
    stem, needed = pascal(answers["name"]), _needs(answers, trigger)
    resources = _resources(answers, needed)
    source = _source(answers, stem, trigger)
    listened = next((one for one in resources if one.logical_id == source), None)
    output = _output(answers, stem, resources)
    uses = _uses(answers, resources)
    table = _table(answers, stem, trigger)
    polled = _polled(answers, source, trigger)
    read = source if polled or trigger.reads_source else ""
    rights = _rights(read, table, output, uses, resources)
    implied = _implied(stem, polled, trigger)
    if polled is not None:
        rights = [*poller_permissions(polled, added_by_sam=False), *rights]
    return Connections(
        source=source,
        source_arn=None if polled is None else polled.arn,
        secret_arn=None if polled is None else polled.secret,
        new_source=answers.get("source") == NEW and not is_shared(trigger),
        source_facts=source_facts(listened),
        circular_source=trigger.event_source.names_function,
        dead_letter_queue=f"{stem}DeadLetterQueue",
        output=_output_facts(answers, output),
        idempotency_table=table,
        calls_aws=bool(table or output),
        environment=_environment(answers, house, _leading(table, output, uses)),
        own_role=_own_role(answers, house, rights, implied),
        given_role=given_role(
            answers,
            house,
            [*implied, *rights, *_objects(answers, source, trigger)],
            managed_policies(answers, house),
        ),
        monitoring=_monitoring(answers, house, stem),
        recording=recording(answers, needed, answers["resources"] or []),
    )


def leading_variables(answers: Answers, trigger: Trigger) -> dict[str, Data]:
    """The environment variables that lead to what a function is connected to.

    Args:
        answers: The answers by question, those on its connections at least.
        trigger: The trigger's facts.

    Returns:
        Their values by name.
    """
    stem, resources = pascal(answers["name"]), _resources(answers, _needs(answers, trigger))
    output = _output(answers, stem, resources)
    return _leading(_table(answers, stem, trigger), output, _uses(answers, resources))


def _needs(answers: Answers, trigger: Trigger) -> list[ResourceNeed]:
    ending, _ = NEW_DESTINATIONS.get(answers["publishes_to"], ("", ""))
    return needs(answers, trigger, ending)


def _resources(answers: Answers, needed: Sequence[ResourceNeed]) -> list[Resource]:
    recorded = [Resource(**one) for one in answers["resources"] or []]
    known = {one.logical_id for one in recorded}
    return [*recorded, *(one.resource for one in needed if one.logical_id not in known)]


def _uses(answers: Answers, resources: Sequence[Resource]) -> list[ResourceAccess]:
    return [use(one, resources) for one in answers.get("uses") or []]


def _table(answers: Answers, stem: str, trigger: Trigger) -> str:
    """The logical id of the table that remembers what was worked off, empty without one."""
    repeats = answers["powertools"] and trigger.event_source.repeats
    return f"{stem}IdempotencyTable" if repeats else ""


def _source(answers: Answers, stem: str, trigger: Trigger) -> str:
    """The logical id of what it listens to; empty where that is no resource of the template."""
    answer = answers.get("source") or ""
    if answer == NEW:
        return stem + trigger.new_source
    return "" if answer in trigger.sources.values() else str(answer)


def _output(answers: Answers, stem: str, resources: Sequence[Resource]) -> PublishTarget | None:
    answer = answers["publishes_to"]
    if answer == NOWHERE:
        return None
    ending, kind = NEW_DESTINATIONS.get(answer, ("", ""))
    own = [Resource(f"{stem}{ending}", kind, {}, "")] if ending else []
    return output_target(answers["name"], own[0].logical_id if own else answer, [*resources, *own])


def output_target(name: str, logical_id: str, resources: Sequence[Resource]) -> PublishTarget:
    """Return what it takes to publish to a resource, be it the function's own output or not.

    Args:
        name: The function's name.
        logical_id: The resource.
        resources: At least the resource, and the keys that it is encrypted with.
    """
    found = target(logical_id, resources)
    own = {f"{pascal(name)}{ending}": ending for ending, _ in NEW_DESTINATIONS.values()}
    short = own.get(logical_id)
    if short is None:
        return found
    # One has one output at most: its variable need not say whose.
    told = target(short, [Resource(short, found.type, {}, "")])
    return replace(found, variable=told.variable)


def _output_facts(answers: Answers, output: PublishTarget | None) -> Output | None:
    if output is None:
        return None
    new = answers["publishes_to"] in NEW_DESTINATIONS.keys() - OUTPUTS.keys()
    folder = _FOLDERS[output.type]
    return Output(folder, output.logical_id, new, output.fifo, output.variable)


def _rights(
    read: str,
    table: str,
    output: PublishTarget | None,
    uses: Sequence[ResourceAccess],
    resources: Sequence[Resource],
) -> list[Permission]:
    """Return the permissions that the function needs besides those that SAM adds."""
    rights = [right for one in uses for right in one.permissions]
    if output is not None:
        rights += output.permissions
    if table:
        rights.append(inline(sid_of("RememberIn", table), _REMEMBER, arn_of(table)))
    sources = [one for one in resources if one.logical_id == read]
    rights += [key for one in sources for key in key_permissions(one, resources, writes=False)]
    return without_repeats(rights)


def _polled(answers: Answers, source: str, trigger: Trigger) -> PolledSource | None:
    """Return what Lambda polls for the function, None if it polls nothing."""
    kind = trigger.event_source
    if kind.poller is None:
        return None
    secret = answers.get("secret_arn")
    return PolledSource(
        kind,
        source or "EventSource",
        arn_of(source, kind.attribute)
        if source
        else reference_of(str(answers.get("source_arn") or "")),
        part=answers.get("topic") or "",
        group=f"${{AWS::StackName}}-{kebab(answers['name'])}",
        secret=reference_of(secret) if secret else None,
    )


def _implied(stem: str, polled: PolledSource | None, trigger: Trigger) -> list[Permission]:
    """Return what SAM adds to the roles that it generates, and to no other."""
    rights = [] if polled is None else poller_permissions(polled, added_by_sam=True)
    if trigger.keeps_failures:
        rights.append(send_failure(QUEUE, f"{stem}DeadLetterQueue"))
    return rights


def _leading(
    table: str, output: PublishTarget | None, uses: Sequence[ResourceAccess]
) -> dict[str, Data]:
    found = {one.variable: one.value for one in uses}
    if output is not None:
        found[output.variable] = output.value
    if table:
        # No use can be called that: the variable of a table of the template ends in TABLE.
        found["IDEMPOTENCY_TABLE_NAME"] = {"Ref": table}
    return found


def _environment(answers: Answers, house: HouseStyle, leading: dict[str, Data]) -> dict[str, Data]:
    """The variables of the function itself; Globals have some of their own."""
    name = answers["name"]
    given = (house.globals.get("Environment") or {}).get("Variables") or {}
    standard: dict[str, Data] = {"LOG_LEVEL": "INFO"}
    if answers["powertools"]:
        standard["POWERTOOLS_SERVICE_NAME"] = kebab(name)
        standard["POWERTOOLS_METRICS_NAMESPACE"] = {"Ref": "AWS::StackName"}
    return {
        **{key: value for key, value in standard.items() if key not in given},
        **{key: fill(shape, name) for key, shape in house.environment.items()},
        **leading,
        **{key: stated(value) for key, value in (answers["environment"] or {}).items()},
    }


def _own_role(
    answers: Answers, house: HouseStyle, rights: Sequence[Permission], implied: Sequence[Permission]
) -> OwnRole:
    if answers["iam"] == "policies":
        return OwnRole(policies=tuple(right.policy for right in rights))
    if answers["iam"] == EXISTING:
        return OwnRole()
    return OwnRole(
        role_id=str(fill(house.role_id, answers["name"])),
        role=execution_role(answers, house, [*implied, *rights]),
    )


def _objects(answers: Answers, source: str, trigger: Trigger) -> list[Permission]:
    """Return the permission to read the objects that invoke the function, if it reads them."""
    return [read_objects(source or answers["bucket"])] if trigger.reads_source else []


def log_group_id(stem: str) -> str:
    """Return the logical id of a function's log group.

    Args:
        stem: The function's name in PascalCase.
    """
    return f"{stem}LogGroup"


def _monitoring(answers: Answers, house: HouseStyle, stem: str) -> Monitoring:
    topic = answers.get("alarm_topic") or NEW
    # SAM joins the two: Globals may set the format and leave the group to each function.
    given = house.globals.get("LoggingConfig") or {}
    own_group = answers["log_retention"] and "LogGroup" not in given
    return Monitoring(
        log_group=log_group_id(stem) if own_group else "",
        alarm_topic=NEW_ALARM_TOPIC if topic == NEW else topic,
    )
