"""Connections of a function: its event source, results, permissions and variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..sam.iam.encryption import key_permissions
from ..sam.iam.permissions import (
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
from ..sam.model.resource_types import QUEUE, TOPIC
from ..sam.model.template import Resource
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill
from .execution_role import OwnRole, managed_policies, own_role
from .facts import Facts
from .failures import has_dead_letters
from .function_paths import Answers
from .function_style import frame_of
from .further_permissions import further_permissions
from .house_forms import in_house_form
from .monitoring import Monitoring, monitoring
from .shared_resources import (
    OUTPUTS,
    Recording,
    ResourceNeed,
    SourceFacts,
    is_shared,
    needs,
    recording,
    source_facts,
)
from .shared_role import GivenRole, given_role
from .trigger import NEW, Trigger
from .variables import stated

NOWHERE = "none"
"""The answer of ``publishes_to`` of a function that publishes nothing."""

NEW_DESTINATIONS = {
    "new_queue": ("OutputQueue", QUEUE),
    "new_topic": ("OutputTopic", TOPIC),
    "new_bus": ("OutputBus", BUS),
}
"""Answers of ``publishes_to`` that add a resource: the ending of its logical id, and its type."""

_FOLDERS = {QUEUE: "queue", TOPIC: "topic", BUS: "bus"}
"""The folder in template/destinations/ for each type of resource."""

# https://docs.aws.amazon.com/powertools/python/latest/utilities/idempotency/#iam-permissions
_IDEMPOTENCY = "dynamodb: GetItem PutItem UpdateItem DeleteItem"


@dataclass(frozen=True)
class Output:
    """The resource that a function publishes to.

    Attributes:
        kind: Its folder in template/destinations/.
        logical_id: Its key in Resources.
        new: Whether it is added with the function, and belongs to it.
        fifo: Whether it is a FIFO queue or topic.
        variable: The environment variable that identifies it.
    """

    kind: str
    logical_id: str
    new: bool
    fifo: bool
    variable: str


@dataclass(frozen=True)
class Connections(Facts):
    """Facts about a function that name other resources.

    Attributes:
        source: Logical id of its event source, empty if that is not in the template.
        source_arn: The ARN of the source that Lambda polls, as data; None if it polls none.
        secret_arn: The ARN of the secret with which Lambda polls it, None without one.
        new_source: Whether the source is added with the function, and belongs to it.
        source_facts: The facts about the source.
        circular_source: Whether the source refers to the function. Then the function cannot
            refer to the source.
        dead_letter_queue: Logical id of its dead-letter queue, or of that of its new queue;
            empty without one.
        retry_limits: Whether retries of the records of a stream are limited.
        output: The resource that it publishes to, None if it publishes nothing.
        idempotency_table: Logical id of the table that makes it idempotent, empty without one.
        calls_aws: Whether its code calls AWS.
        environment: Its environment variables.
        own_role: The permissions in its own role.
        given_role: An existing role that it is given.
        monitoring: Its log group and alarm topic.
        recording: The resources that are added with it, and the answers that record them.
    """

    source: str
    source_arn: Data
    secret_arn: Data
    new_source: bool
    source_facts: SourceFacts
    circular_source: bool
    dead_letter_queue: str
    retry_limits: bool
    output: Output | None
    idempotency_table: str
    calls_aws: bool
    environment: dict[str, Data]
    own_role: OwnRole
    given_role: GivenRole
    monitoring: Monitoring
    recording: Recording


def connected_resources(answers: Answers, style: HouseStyle, trigger: Trigger) -> Connections:
    """Return the facts about a function that name other resources.

    Args:
        answers: The answers by question; ``resources`` has the resources that they name.
        style: The style of the repository.
        trigger: The trigger's facts.
    """
    stem, needed = pascal(answers["name"]), _needs(answers, trigger)
    resources = _resources(answers, needed)
    source = _source(answers, stem, trigger)
    invoking = next((found for found in resources if found.logical_id == source), None)
    output, uses = _output(answers, stem, resources), _uses(answers, resources)
    output = None if output is None else in_house_form(output, style)
    uses = [in_house_form(access, style) for access in uses]
    table = _table(answers, stem, trigger)
    polled = _polled(answers, source, trigger)
    read = source if polled or trigger.reads_source else ""
    permissions = _permissions(read, table, output, uses, resources)
    permissions += further_permissions(answers.get("permissions") or [])
    dead_letters = f"{stem}DeadLetterQueue" if has_dead_letters(answers, trigger) else ""
    added_by_sam = _added_by_sam(dead_letters, polled, trigger)
    if polled is not None:
        permissions = [*poller_permissions(polled, added_by_sam=False), *permissions]
    return Connections(
        source=source,
        source_arn=None if polled is None else polled.arn,
        secret_arn=None if polled is None else polled.secret,
        new_source=answers.get("source") == NEW and not is_shared(trigger),
        source_facts=source_facts(invoking),
        circular_source=trigger.event_source.names_function,
        dead_letter_queue=dead_letters,
        retry_limits=bool(dead_letters) or style.retry_limits,
        output=_output_facts(answers, output),
        idempotency_table=table,
        calls_aws=bool(table or output),
        environment=_environment(answers, style, _identifying(table, output, uses)),
        own_role=own_role(answers, style, [*_polling(answers, polled), *permissions], added_by_sam),
        given_role=given_role(
            answers,
            style,
            [*added_by_sam, *permissions, *_objects(answers, source, trigger)],
            managed_policies(answers, style),
        ),
        monitoring=monitoring(answers, style, resources),
        recording=recording(answers, needed, answers["resources"] or []),
    )


def resource_variables(answers: Answers, style: HouseStyle, trigger: Trigger) -> dict[str, Data]:
    """Return the environment variables that identify the resources a function is connected to.

    Args:
        answers: The answers by question, at least those on its connections.
        style: The style of the repository.
        trigger: The trigger's facts.

    Returns:
        Their values by name.
    """
    uses, output = connected_targets(answers, trigger)
    return _identifying(
        _table(answers, pascal(answers["name"]), trigger),
        None if output is None else in_house_form(output, style),
        [in_house_form(access, style) for access in uses],
    )


def connected_targets(
    answers: Answers, trigger: Trigger
) -> tuple[list[ResourceAccess], PublishTarget | None]:
    """Return what a function uses, and what it publishes to, with usual names and permissions.

    Args:
        answers: The answers by question, at least those on its connections.
        trigger: The trigger's facts.
    """
    stem, resources = pascal(answers["name"]), _resources(answers, _needs(answers, trigger))
    return _uses(answers, resources), _output(answers, stem, resources)


def _needs(answers: Answers, trigger: Trigger) -> list[ResourceNeed]:
    ending, _ = NEW_DESTINATIONS.get(answers["publishes_to"], ("", ""))
    return needs(answers, trigger, ending)


def _resources(answers: Answers, needed: Sequence[ResourceNeed]) -> list[Resource]:
    recorded = [Resource(**fields) for fields in answers["resources"] or []]
    known = {resource.logical_id for resource in recorded}
    added = [need for need in needed if need.logical_id not in known]
    return [*recorded, *(resource for need in added for resource in need.resources)]


def _uses(answers: Answers, resources: Sequence[Resource]) -> list[ResourceAccess]:
    return [use(answer, resources) for answer in answers.get("uses") or []]


def _table(answers: Answers, stem: str, trigger: Trigger) -> str:
    """Return the logical id of the table for Powertools' idempotency, empty without one."""
    repeats = answers["powertools"] and trigger.event_source.repeats
    return f"{stem}IdempotencyTable" if repeats else ""


def _source(answers: Answers, stem: str, trigger: Trigger) -> str:
    """Return the logical id of its event source, empty if that is not in the template."""
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
    """Return the permissions and the variable that publishing to a resource requires.

    Args:
        name: The function's name.
        logical_id: The resource, which may belong to the function or not.
        resources: At least the resource, and the keys that it is encrypted with.
    """
    found = target(logical_id, resources)
    own = {f"{pascal(name)}{ending}": ending for ending, _ in NEW_DESTINATIONS.values()}
    short = own.get(logical_id)
    if short is None:
        return found
    # A function has at most one output: the function's name is redundant in the variable.
    unqualified = target(short, [Resource(short, found.type, {}, "")])
    return replace(found, variable=unqualified.variable)


def _output_facts(answers: Answers, output: PublishTarget | None) -> Output | None:
    if output is None:
        return None
    new = answers["publishes_to"] in NEW_DESTINATIONS.keys() - OUTPUTS.keys()
    folder = _FOLDERS[output.type]
    return Output(folder, output.logical_id, new, output.fifo, output.variable)


def _permissions(
    read: str,
    table: str,
    output: PublishTarget | None,
    uses: Sequence[ResourceAccess],
    resources: Sequence[Resource],
) -> list[Permission]:
    """Return the permissions that the function needs in addition to those that SAM adds."""
    permissions = [permission for access in uses for permission in access.permissions]
    if output is not None:
        permissions += output.permissions
    if table:
        permissions.append(inline(sid_of("RememberIn", table), _IDEMPOTENCY, arn_of(table)))
    for resource in resources:
        if resource.logical_id == read:
            permissions += key_permissions(resource, resources, writes=False)
    return without_repeats(permissions)


def _polled(answers: Answers, source: str, trigger: Trigger) -> PolledSource | None:
    """Return the event source that Lambda polls for the function, None if it polls none."""
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


def _added_by_sam(
    dead_letters: str, polled: PolledSource | None, trigger: Trigger
) -> list[Permission]:
    """Return the permissions that SAM adds to a role only if it generates the role."""
    permissions = [] if polled is None else poller_permissions(polled, added_by_sam=True)
    if dead_letters and trigger.keeps_failures:
        permissions.append(send_failure(QUEUE, dead_letters))
    return permissions


def _polling(answers: Answers, polled: PolledSource | None) -> list[Permission]:
    """Return the permissions for a mapping next to the function, to which SAM adds none."""
    if answers["iam"] != "policies" or polled is None or not frame_of(answers).has_mapping:
        return []
    return poller_permissions(polled, added_by_sam=True)


def _identifying(
    table: str, output: PublishTarget | None, uses: Sequence[ResourceAccess]
) -> dict[str, Data]:
    found = {access.variable: access.value for access in uses}
    if output is not None:
        found[output.variable] = output.value
    if table:
        # Cannot clash: the variable of a table in the template ends in TABLE.
        found["IDEMPOTENCY_TABLE_NAME"] = {"Ref": table}
    return found


def _environment(
    answers: Answers, style: HouseStyle, identifying: dict[str, Data]
) -> dict[str, Data]:
    """Return the variables of the function itself, without those that Globals set."""
    name = answers["name"]
    given = (style.globals.get("Environment") or {}).get("Variables") or {}
    learned = {entry.get("variable") for entry in style.connected}
    inherited = {
        key for key in identifying if key in learned and given.get(key) == identifying[key]
    }
    standard: dict[str, Data] = {"LOG_LEVEL": "INFO"} if style.log_level else {}
    if answers["powertools"]:
        standard["POWERTOOLS_SERVICE_NAME"] = kebab(name)
        standard["POWERTOOLS_METRICS_NAMESPACE"] = {"Ref": "AWS::StackName"}
    return {
        **{key: value for key, value in standard.items() if key not in given},
        **{key: fill(shape, name) for key, shape in style.environment.items()},
        **{key: value for key, value in identifying.items() if key not in inherited},
        **{key: stated(value) for key, value in (answers["environment"] or {}).items()},
    }


def _objects(answers: Answers, source: str, trigger: Trigger) -> list[Permission]:
    """Return the permission to read the objects that invoke the function, if it reads them."""
    return [read_objects(source or answers["bucket"])] if trigger.reads_source else []
