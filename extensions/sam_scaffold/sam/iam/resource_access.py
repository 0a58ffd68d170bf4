"""What a function uses of its template: tables, buckets, secrets and the like.

An answer is ``LogicalId:access``, such as ``LedgerTable:read``. It gives the function an
environment variable that leads it there, and the rights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..model.existing_resources import available, existing_problem, variable_of
from ..model.intrinsics import Data
from ..model.template import Resource
from .encryption import BUCKET, SECRET, SIMPLE_TABLE, key_rights
from .permissions import GLOBAL_TABLE, TABLE, Permission, arn_of, from_template, inline, sid_of


@dataclass(frozen=True)
class ResourceAccess:
    """A resource that a function uses.

    Attributes:
        logical_id: The resource.
        type: Its type.
        access: One of ``read``, ``write`` and ``crud``.
        variable: The environment variable that leads to it.
        value: What that holds: the resource's name or ARN, by a reference.
        rights: The right on the resource, and those on the keys it is encrypted with.
    """

    logical_id: str
    type: str
    access: str
    variable: str
    value: Data
    rights: tuple[Permission, ...]


@dataclass(frozen=True)
class _Kind:
    """What there is to know of a kind of resource; `rights` are by access."""

    noun: str
    types: tuple[str, ...]
    rights: Mapping[str, Callable[[Resource], Permission]]
    holds: str = ""


def _table(verb: str, policy: str, table: Resource) -> Permission:
    name = table.logical_id
    arns = [arn_of(name), {"Fn::Sub": f"${{{name}.Arn}}/index/*"}]
    return from_template(sid_of(verb, name), policy, {"Ref": name}, arns)


def _bucket(verb: str, policy: str, bucket: Resource) -> Permission:
    name = bucket.logical_id
    arns = [arn_of(name), {"Fn::Sub": f"${{{name}.Arn}}/*"}]
    return from_template(sid_of(verb, name), policy, {"Ref": name}, arns)


def _secret(secret: Resource) -> Permission:
    arn = {"Ref": secret.logical_id}
    sid = sid_of("Read", secret.logical_id)
    return from_template(sid, "AWSSecretsManagerGetSecretValuePolicy", arn, arn)


def _parameter(parameter: Resource) -> Permission:
    # No key: CloudFormation does not make SecureString parameters.
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-parameter.html
    sid = sid_of("Read", parameter.logical_id)
    return inline(sid, "ssm: GetParameter GetParameters", _parameter_arn(parameter))


def _state_machine(machine: Resource) -> Permission:
    name = machine.logical_id
    value = arn_of(name, "Name")
    return from_template(
        sid_of("Start", name), "StepFunctionsExecutionPolicy", value, {"Ref": name}
    )


def _function(function: Resource) -> Permission:
    name = function.logical_id
    return inline(sid_of("Invoke", name), "lambda: InvokeFunction", arn_of(name))


_KINDS = (
    _Kind(
        "table",
        (TABLE, GLOBAL_TABLE, SIMPLE_TABLE),
        {
            "read": partial(_table, "Read", "DynamoDBReadPolicy"),
            "write": partial(_table, "Write", "DynamoDBWritePolicy"),
            "crud": partial(_table, "Crud", "DynamoDBCrudPolicy"),
        },
    ),
    _Kind(
        "bucket",
        (BUCKET,),
        {
            "read": partial(_bucket, "Read", "S3ReadPolicy"),
            "write": partial(_bucket, "Write", "S3WritePolicy"),
            "crud": partial(_bucket, "Crud", "S3CrudPolicy"),
        },
    ),
    _Kind("secret", (SECRET,), {"read": _secret}, "arn"),
    _Kind("parameter", ("AWS::SSM::Parameter",), {"read": _parameter}),
    _Kind(
        "state machine",
        ("AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"),
        {"write": _state_machine},
        "arn",
    ),
    _Kind(
        "function",
        ("AWS::Serverless::Function", "AWS::Lambda::Function"),
        {"write": _function},
    ),
)
_BY_TYPE = {one: kind for kind in _KINDS for one in kind.types}
_NOUNS = {one: kind.noun for one, kind in _BY_TYPE.items()}

TYPES = tuple(_BY_TYPE)
"""The types of resources that a function can use."""


def choices(resources: Sequence[Resource]) -> list[str]:
    """All valid answers, in the order of the template.

    Args:
        resources: The resources of the template, or those of `TYPES`.
    """
    return [
        f"{one.logical_id}:{access}"
        for one in available(TYPES, resources)
        for access in _BY_TYPE[one.type].rights
    ]


def uses_problem(answers: Sequence[str], resources: Sequence[Resource]) -> str:
    """Why a function cannot have these uses, in one line; empty if it can.

    Args:
        answers: Answers such as ``"LedgerTable:read"``.
        resources: The resources of the template, or those of `TYPES`.
    """
    chosen: dict[str, str] = {}
    for answer in answers:
        if problem := use_problem(answer, resources):
            return problem
        logical_id = answer.partition(":")[0]
        variable = _variable(_named(logical_id, resources))
        if variable not in chosen:
            chosen[variable] = answer
        elif chosen[variable].startswith(f"{logical_id}:"):
            return f"{answer!r} and {chosen[variable]!r} are one resource; name it once."
        else:
            return (
                f"{answer!r} and {chosen[variable]!r} would both be in the variable {variable}; "
                "choose one, and add the other to the template by hand."
            )
    return ""


def use_problem(answer: str, resources: Sequence[Resource]) -> str:
    """Why an answer is no use that a function can have, in one line; empty if it is.

    Args:
        answer: An answer such as ``"LedgerTable:read"``.
        resources: The resources of the template, or those of `TYPES`.
    """
    logical_id, colon, access = answer.partition(":")
    if not colon:
        example = f"{answer or 'LedgerTable'}:read"
        return f"{answer!r} does not say for what; write it like {example!r}."
    if problem := existing_problem(logical_id, _NOUNS, resources):
        return problem
    kind = _BY_TYPE[_named(logical_id, resources).type]
    if access in kind.rights:
        return ""
    valid = " or ".join(f"{logical_id}:{one}" for one in kind.rights)
    return f"{access!r} is nothing that a function can do with a {kind.noun}; write {valid}."


def use(answer: str, resources: Sequence[Resource]) -> ResourceAccess:
    """What an answer without a problem means.

    Args:
        answer: An answer such as ``"LedgerTable:read"``.
        resources: At least the resource, and what `encrypted_with` gives for it.
    """
    logical_id, _, access = answer.partition(":")
    resource = _named(logical_id, resources)
    right = _BY_TYPE[resource.type].rights[access](resource)
    keys = key_rights(resource, resources, writes=access != "read")
    return ResourceAccess(
        logical_id,
        resource.type,
        access,
        _variable(resource),
        {"Ref": logical_id},
        (right, *keys),
    )


def _named(logical_id: str, resources: Sequence[Resource]) -> Resource:
    return next(one for one in resources if one.logical_id == logical_id)


def _variable(resource: Resource) -> str:
    kind = _BY_TYPE[resource.type]
    return variable_of(resource.logical_id, kind.noun, kind.holds)


def _parameter_arn(parameter: Resource) -> Data:
    """The ARN of a parameter: ``parameter/x`` of the names ``x`` and ``/x`` alike.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
    """
    slash = _begins_with_slash(parameter.properties.get("Name"))
    arn = {
        "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter"
        f"{'' if slash else '/'}${{{parameter.logical_id}}}"
    }
    if slash is None:  # one slash of two, where there are two
        return {"Fn::Join": ["/", {"Fn::Split": ["//", arn]}]}
    return arn


def _begins_with_slash(name: Data) -> bool | None:
    """Whether a parameter's name does, None where that shows when it is deployed."""
    if name is None:  # CloudFormation makes one that begins with a letter
        return False
    text = name.get("Fn::Sub") if isinstance(name, dict) else name
    if isinstance(text, list) and text:
        text = text[0]
    if not isinstance(text, str) or text.startswith("${"):
        return None
    return text.startswith("/")
