"""Resources of the template that a function uses: tables, buckets, secrets and the like.

An answer is ``LogicalId:access``, such as ``LedgerTable:read``. The function gets an environment
variable for the resource, and the permissions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..model.existing_resources import available, existing_problem, variable_of
from ..model.intrinsics import Data
from ..model.names import words
from ..model.resource_types import GLOBAL_TABLE, TABLE
from ..model.template import Resource
from .encryption import BUCKET, SECRET, SIMPLE_TABLE, key_permissions
from .permissions import Permission, arn_of, from_template, inline, sid_of


@dataclass(frozen=True)
class ResourceAccess:
    """A resource that a function uses.

    Attributes:
        logical_id: The logical id of the resource.
        type: Its type.
        access: ``read``, ``write`` or ``crud``.
        variable: The function's environment variable for it.
        value: The variable's value, a reference to the resource's name or ARN.
        permissions: The permission on the resource, and those on the keys that it is encrypted
            with.
    """

    logical_id: str
    type: str
    access: str
    variable: str
    value: Data
    permissions: tuple[Permission, ...]


@dataclass(frozen=True)
class _Kind:
    """A kind of resource.

    Attributes:
        noun: Its name in messages and variables: ``"table"``.
        types: Its types.
        permissions: By access: a function that returns the permission on a resource.
        suffix: The last word of the variable; empty for a name.
    """

    noun: str
    types: tuple[str, ...]
    permissions: Mapping[str, Callable[[Resource], Permission]]
    suffix: str = ""


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
    # No key, as CloudFormation cannot create SecureString parameters:
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
_BY_TYPE = {type_: kind for kind in _KINDS for type_ in kind.types}
_NOUNS = {type_: kind.noun for type_, kind in _BY_TYPE.items()}

TYPES = tuple(_BY_TYPE)
"""The types of resources that a function can use."""


def choices(resources: Sequence[Resource]) -> list[str]:
    """Return all valid answers, in the order of the template.

    Args:
        resources: The resources of the template, or those of `TYPES`.
    """
    return [
        f"{resource.logical_id}:{access}"
        for resource in available(TYPES, resources)
        for access in _BY_TYPE[resource.type].permissions
    ]


def uses_problem(answers: Sequence[str], resources: Sequence[Resource]) -> str:
    """Return why a function cannot have these answers, in one line; empty if it can.

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
            return f"{answer!r} and {chosen[variable]!r} are the same resource. Name it only once."
        else:
            return (
                f"{answer!r} and {chosen[variable]!r} would both set the variable {variable}. "
                "Choose one, and add the other to the template by hand."
            )
    return ""


def use_problem(answer: str, resources: Sequence[Resource]) -> str:
    """Return why a function cannot have an answer, in one line; empty if it can.

    Args:
        answer: An answer such as ``"LedgerTable:read"``.
        resources: The resources of the template, or those of `TYPES`.
    """
    logical_id, colon, access = answer.partition(":")
    if not colon:
        example = f"{answer or 'LedgerTable'}:read"
        return f"{answer!r} is not a valid use: it has no kind of access. Use {example!r}."
    if problem := existing_problem(logical_id, _NOUNS, resources):
        return problem
    kind = _BY_TYPE[_named(logical_id, resources).type]
    if access in kind.permissions:
        return ""
    valid = " or ".join(f"{logical_id}:{known}" for known in kind.permissions)
    return f"{access!r} is not a valid access to a {kind.noun}. Use {valid}."


def use(answer: str, resources: Sequence[Resource]) -> ResourceAccess:
    """Return the access of an answer that `use_problem` does not refuse.

    Args:
        answer: An answer such as ``"LedgerTable:read"``.
        resources: At least the resource, and what `encrypted_with` returns for it.
    """
    logical_id, _, access = answer.partition(":")
    resource = _named(logical_id, resources)
    permission = _BY_TYPE[resource.type].permissions[access](resource)
    keys = key_permissions(resource, resources, writes=access != "read")
    return ResourceAccess(
        logical_id,
        resource.type,
        access,
        _variable(resource),
        {"Ref": logical_id},
        (permission, *keys),
    )


def spelled_variable(resource: Resource) -> str:
    """Return the variable of a resource in which terms such as ``DynamoDB`` are one word.

    Args:
        resource: A resource that a function can use.
    """
    kind = _BY_TYPE[resource.type]
    return variable_of(resource.logical_id, kind.noun, kind.suffix, words)


def _named(logical_id: str, resources: Sequence[Resource]) -> Resource:
    return next(resource for resource in resources if resource.logical_id == logical_id)


def _variable(resource: Resource) -> str:
    kind = _BY_TYPE[resource.type]
    return variable_of(resource.logical_id, kind.noun, kind.suffix)


def _parameter_arn(parameter: Resource) -> Data:
    """Return the ARN of a parameter: ``parameter/x`` for both names ``x`` and ``/x``.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
    """
    slash = _begins_with_slash(parameter.properties.get("Name"))
    arn = {
        "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter"
        f"{'' if slash else '/'}${{{parameter.logical_id}}}"
    }
    if slash is None:  # replaces a double slash, if there is one at deployment
        return {"Fn::Join": ["/", {"Fn::Split": ["//", arn]}]}
    return arn


def _begins_with_slash(name: Data) -> bool | None:
    """Return whether a parameter's name begins with a slash; None if only deployment shows that."""
    if name is None:  # CloudFormation generates a name that begins with a letter
        return False
    text = name.get("Fn::Sub") if isinstance(name, dict) else name
    if isinstance(text, list) and text:
        text = text[0]
    if not isinstance(text, str) or text.startswith("${"):
        return None
    return text.startswith("/")
