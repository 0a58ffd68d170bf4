"""Inference of a hand-written function's connections, as answers and style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..components import failures
from ..components.alarms import FULL, STANDARD
from ..components.connections import (
    NOWHERE,
    connected_resources,
    output_target,
)
from ..components.function_component import layer_references
from ..components.function_paths import Answers
from ..components.given_data import function_in
from ..components.monitoring import log_group_id
from ..components.shared_role import EXISTING
from ..components.trigger import Trigger
from ..components.variables import environment_problem
from ..questions.function_questions import RETENTIONS
from ..sam.iam import publish_targets, resource_access
from ..sam.iam.encryption import TYPES as KEY_TYPES
from ..sam.iam.permissions import Permission
from ..sam.model.function_resource import FunctionResource
from ..sam.model.intrinsics import Data, references
from ..sam.model.names import kebab, pascal
from ..sam.model.resource_types import ALARM, LOG_GROUP, QUEUE, ROLE, TOPIC
from ..sam.model.template import Resource
from ..sam.model.template import Template as SamTemplate
from ..sam.style.house_style import HouseStyle
from ..sam.style.name_patterns import fill, literal
from .inference import FOR_IDS, Surroundings, shape_of
from .uncovered_properties import is_mapping

_FULL = ("Errors", "Throttles", "Duration")
"""Alarms of every function with ``alarms=full``, by the ends of their logical ids."""

_STANDARD = ("Errors", "DeadLetters", "OldestMessage", "IteratorAge", "ServerErrors")
"""Alarms of which every function with ``alarms=standard`` has some; for an API, the API has it."""


# --- Layers -------------------------------------------------------------------


def has_powertools(around: Surroundings, function: FunctionResource) -> bool:
    """Return whether a function has the Powertools layer, in the same order as if rendered."""
    style = with_layers(around, function, around.style)
    if style.powertools_inherited:
        return True
    stated = _listed(function.own, "Layers")
    if style.powertools_layer is None or style.powertools_layer not in stated:
        return False
    answers = {"layers": layers(around, function, style, powertools=True), "powertools": True}
    wanted = layer_references(answers, style)
    return [reference for reference in stated if reference in wanted] == wanted


def with_layers(around: Surroundings, function: FunctionResource, style: HouseStyle) -> HouseStyle:
    """Return the style with the shared code layer in this function's order, if it has it."""
    names = _own_layers(around, function)
    shared = style.shared_layer
    if shared in references(style.globals.get("Layers")):
        return style
    if shared not in names[:1] + names[-1:]:
        return replace(style, shared_layer="")
    first = style.shared_first if len(names) == 1 else names[0] == shared
    return replace(style, shared_first=first)


def layers(
    around: Surroundings, function: FunctionResource, style: HouseStyle, *, powertools: bool
) -> list[str]:
    """Return the answer of ``layers``: those of the template, in the function's order."""
    others = [style.shared_layer]
    if powertools and isinstance(style.powertools_layer, dict):
        others.append(str(style.powertools_layer.get("Ref")))
    return [layer for layer in _own_layers(around, function) if layer not in others]


def _own_layers(around: Surroundings, function: FunctionResource) -> list[str]:
    known = {layer.logical_id for layer in around.template.layers}
    stated = _listed(function.own, "Layers")
    named = [reference.get("Ref") for reference in stated if isinstance(reference, dict)]
    return [name for name in dict.fromkeys(named) if name in known]


# --- Permissions --------------------------------------------------------------


def with_role(
    around: Surroundings, function: FunctionResource, style: HouseStyle, name: str
) -> HouseStyle:
    """Return the style with the function's own role, or with policies if it has none.

    Args:
        around: The SAM template.
        function: The function.
        style: The style so far.
        name: The function's name.
    """
    role = _own_role(around, function)
    if role is None:
        given = function.own.get("Role")
        if given is None:
            return replace(style, iam="policies", joined_statements=False)
        return replace(style, iam=EXISTING, shared_role=given)
    stated = {key: role.properties[key] for key in _OF_ACCOUNTS if key in role.properties}
    return replace(
        style,
        iam="role",
        role_id=shape_of(role.logical_id, name, style.role_id, FOR_IDS),
        role_name=shape_of(role.properties.get("RoleName"), name, style.role_name),
        role_properties=stated,
    )


_OF_ACCOUNTS = ("PermissionsBoundary", "Path")
"""Properties of all roles of an account, which are part of the style."""


def _own_role(around: Surroundings, function: FunctionResource) -> Resource | None:
    """Return the role of the template that only this function uses, and no component has."""
    own = _role_of(function.own)
    if not own or around.template.resources.get(own) != ROLE or own in around.claimed:
        return None
    users = around.template.of_type(*_WITH_ROLES)
    return around.template.resource(own) if _users(users)[own] == 1 else None


_WITH_ROLES = (
    "AWS::Serverless::Function", "AWS::Lambda::Function", "AWS::Serverless::StateMachine",
    "AWS::StepFunctions::StateMachine",
)  # fmt: skip


def _users(resources: Sequence[Resource]) -> Counter[str]:
    return Counter(
        _role_of(resource.properties) or _role_of({"Role": resource.properties.get("RoleArn")})
        for resource in resources
    )


def _role_of(properties: dict[str, Data]) -> str:
    role = properties.get("Role")
    match role.get("Fn::GetAtt") if isinstance(role, dict) else None:
        case [str(logical_id), "Arn"]:
            return logical_id
        case str(text) if text.endswith(".Arn"):
            return text.removesuffix(".Arn")
    return ""


def connections(
    around: Surroundings, function: FunctionResource, style: HouseStyle, answers: Answers
) -> dict[str, Any]:
    """Return the answers of ``uses`` and ``publishes_to`` that match variables and permissions.

    Args:
        around: The SAM template.
        function: The function.
        style: The style, with the function's role.
        answers: The answers so far.
    """
    template = around.template
    granted = list(_granted(around, function, style, str(answers["name"])))
    stated = variables_of(function)
    resources = template.of_type(*resource_access.TYPES, *publish_targets.TYPES, *KEY_TYPES)
    targeted = set(references(list(stated.values()))) - {function.logical_id, answers.get("source")}

    def matches(variable: str, value: Data, permissions: Sequence[Permission]) -> bool:
        as_statement = style.iam == "role"
        needed = [each.statement if as_statement else each.policy for each in permissions]
        return stated.get(variable) == value and all(grant in granted for grant in needed)

    chosen: dict[str, str] = {}
    for answer in resource_access.choices(
        [resource for resource in resources if resource.logical_id in targeted]
    ):
        use = resource_access.use(answer, resources)
        if matches(use.variable, use.value, use.permissions):
            chosen.setdefault(use.variable, answer)
    found = [
        output_target(str(answers["name"]), target, resources)
        for target in publish_targets.targets(resources)
        if target in targeted
    ]
    targets = [
        target.logical_id
        for target in found
        if matches(target.variable, target.value, target.permissions)
    ]
    return {"uses": list(chosen.values()), "publishes_to": (targets or [NOWHERE])[0]}


def _granted(
    around: Surroundings, function: FunctionResource, style: HouseStyle, name: str
) -> Iterator[Data]:
    """Yield the policies of a function, or the statements of its role, if they are literal."""
    role = _own_role(around, function) if style.iam == "role" else None
    if role is None:
        yield from _listed(function.own, "Policies")
        return
    for policy in _listed(role.properties, "Policies"):
        document = policy.get("PolicyDocument") if isinstance(policy, dict) else None
        if isinstance(document, dict) and policy.get("PolicyName") == kebab(name):
            yield from _listed(document, "Statement")


# --- Variables ----------------------------------------------------------------


def variables(
    function: FunctionResource, style: HouseStyle, answers: Answers
) -> tuple[dict[str, str], HouseStyle]:
    """Return the answer of ``environment``, and the style with the other literal variables.

    References are omitted, and so are values that look like secrets: answers are committed.

    Args:
        function: The function.
        style: The style so far.
        answers: The answers so far.
    """
    name = str(answers["name"])
    literals: dict[str, str] = {}
    shaped: dict[str, Data] = {}
    for key, value in variables_of(function).items():
        # As an answer, text that is an intrinsic function would become the function.
        is_reference = isinstance(value, dict) or function_in(str(value))
        if is_reference or environment_problem({key: value}):
            continue
        shape = style.environment.get(key)
        if shape is not None and fill(shape, name) == value:
            shaped[key] = shape
        elif isinstance(value, str):
            literals[key] = value
        else:  # an answer becomes text
            shaped[key] = value
    style = replace(style, environment=shaped)
    rendered = _rendered({**answers, "environment": {}}, style)
    return {key: value for key, value in literals.items() if rendered.get(key) != value}, style


def silent(function: FunctionResource, style: HouseStyle, answers: Answers) -> HouseStyle:
    """Return the style with which a function has no more variables than this one."""
    stated = variables_of(function)
    rendered = _rendered(answers, style)
    missing = {key: literal(value) for key, value in rendered.items() if stated.get(key) != value}
    if not missing:
        return style
    given = style.globals.get("Environment")
    inherited = given.get("Variables") if isinstance(given, dict) else None
    merged = {**(inherited if isinstance(inherited, dict) else {}), **missing}
    return replace(style, globals={**style.globals, "Environment": {"Variables": merged}})


def _rendered(answers: Answers, style: HouseStyle) -> dict[str, Data]:
    """Return the variables that answers result in, except those of connections."""
    unconnected = {**answers, "uses": [], "publishes_to": NOWHERE, "resources": []}
    return connected_resources(unconnected, style, Trigger()).environment


def variables_of(function: FunctionResource) -> dict[str, Data]:
    """Return the environment variables of a function, without those of Globals."""
    environment = function.own.get("Environment")
    stated = environment.get("Variables") if isinstance(environment, dict) else None
    return stated if isinstance(stated, dict) and is_mapping(stated) else {}


# --- Logs and alarms ----------------------------------------------------------


def log_retention(template: SamTemplate, function: FunctionResource, name: str) -> int:
    """Return the answer of ``log_retention``, from the function's log group with its usual name."""
    group = template.resource(log_group_id(name, HouseStyle()))
    config = function.own.get("LoggingConfig")
    if group is None or group.type != LOG_GROUP or not isinstance(config, dict):
        return 0
    days = group.properties.get("RetentionInDays")
    refers = config.get("LogGroup") == {"Ref": group.logical_id}
    return days if refers and isinstance(days, int) and days in RETENTIONS else 0


def alarm_answers(template: SamTemplate, name: str) -> list[dict[str, Any]]:
    """Return the possible answers about alarms, the most complete first; none without a topic."""
    topics = {topic.logical_id for topic in template.of_type(TOPIC) if not topic.condition}
    full, standard = (
        [id_ for suffix in suffixes if _is_alarm(template, id_ := f"{pascal(name)}{suffix}Alarm")]
        for suffixes in (_FULL, _STANDARD)
    )
    levels = [FULL] if len(full) == len(_FULL) else [STANDARD] if standard else []
    named = references([template.property_of(id_, "AlarmActions") for id_ in (full or standard)])
    topic = next((id_ for id_ in named if id_ in topics), "")
    return [{"alarms": level, "alarm_topic": topic} for level in levels if topic]


def _is_alarm(template: SamTemplate, logical_id: str) -> bool:
    return template.resources.get(logical_id) == ALARM


def on_failure(template: SamTemplate, name: str) -> str:
    """Return the answer of ``on_failure``, from the dead-letter queue with its usual name."""
    found = template.resources.get(f"{pascal(name)}DeadLetterQueue") == QUEUE
    return failures.QUEUE if found else failures.NONE


def _listed(properties: dict[str, Data], key: str) -> list[Data]:
    value = properties.get(key)
    return value if isinstance(value, list) else []
