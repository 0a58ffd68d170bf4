"""Permissions of a function on another resource, in the two notations of a SAM template.

SAM generates a role from the ``Policies`` of a function, which are short. If the function has a
``Role``, SAM ignores its Policies; and the permissions that SAM silently adds to its own roles (to
poll, and to send to dead-letter queues) need statements in that role (measured, translator 1.115).
Both notations of a permission allow the same actions, only on the named resource.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model.intrinsics import Data
from ..model.resource_types import TOPIC


@dataclass(frozen=True)
class Permission:
    """A permission of a function.

    Attributes:
        sid: Its Sid, unique among the permissions of a function: ``"ReadLedgerTable"``.
        policy: An entry of the function's Policies: a policy template of SAM, or a
            document if each policy template allows more than the named resource; None if it is
            a statement in the document of another permission.
        statement: The same permission as a statement of a role.
    """

    sid: str
    policy: Data
    statement: Data


# The parameters and actions of policy templates are those of
# samtranslator/policy_templates_data/policy_templates.json (1.115). These templates are not used,
# as they allow more than the named resource: SSMParameterReadPolicy and
# SSMParameterWithSlashPrefixReadPolicy (ssm:DescribeParameters on "*"), LambdaInvokePolicy (each
# function whose name begins with the function's name), KinesisStreamReadPolicy
# (kinesis:ListStreams on all streams), DynamoDBStreamReadPolicy (dynamodb:ListStreams on all
# streams of the table). S3WritePolicy and S3CrudPolicy only apply to the bucket, but also allow
# to set its lifecycle.
_POLICY_TEMPLATES = {
    "DynamoDBReadPolicy": ("TableName", "dynamodb: GetItem Scan Query BatchGetItem DescribeTable"),
    "DynamoDBWritePolicy": ("TableName", "dynamodb: PutItem UpdateItem BatchWriteItem"),
    "DynamoDBCrudPolicy": (
        "TableName",
        (
            "dynamodb: GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem"
            " BatchGetItem DescribeTable ConditionCheckItem"
        ),
    ),
    "S3ReadPolicy": (
        "BucketName",
        "s3: GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration",
    ),
    "S3WritePolicy": ("BucketName", "s3: PutObject PutObjectAcl PutLifecycleConfiguration"),
    "S3CrudPolicy": (
        "BucketName",
        (
            "s3: GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl"
            " GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject"
        ),
    ),
    "AWSSecretsManagerGetSecretValuePolicy": ("SecretArn", "secretsmanager: GetSecretValue"),
    "StepFunctionsExecutionPolicy": ("StateMachineName", "states: StartExecution"),
    "SQSSendMessagePolicy": ("QueueName", "sqs: SendMessage*"),
    "SNSPublishMessagePolicy": ("TopicName", "sns: Publish"),
    "EventBridgePutEventsPolicy": ("EventBusName", "events: PutEvents"),
    "KMSDecryptPolicy": ("KeyId", "kms: Decrypt"),
}

_NO_VALUE = {"Ref": "AWS::NoValue"}


def from_template(sid: str, name: str, value: Data, resource: Data) -> Permission:
    """Return the permission of a policy template of SAM.

    Args:
        sid: Its Sid in a role.
        name: The policy template, a key of the table above.
        value: The template's parameter: the name, id or ARN of the resource.
        resource: The ARN of the same resource, or a list of ARNs.
    """
    parameter, actions = _POLICY_TEMPLATES[name]
    return Permission(sid, {name: {parameter: value}}, _statement(sid, actions, resource))


def actions_of(name: str) -> list[str]:
    """Return the actions of a policy template of SAM; none if it is not used here.

    Args:
        name: The policy template.
    """
    service, *names = _POLICY_TEMPLATES.get(name, ("", ":"))[1].split()
    return [service + action for action in names]


def inline(sid: str, actions: str, resource: Data) -> Permission:
    """Return a permission that is a statement in both notations.

    Args:
        sid: Its Sid in both.
        actions: A service and its actions: ``"sqs: SendMessage"``.
        resource: The ARN of the resource, or a list of ARNs.
    """
    document = {"Version": "2012-10-17", "Statement": [_statement(sid, actions, resource)]}
    return Permission(sid, document, _statement(sid, actions, resource))


def in_one_document(statements: Sequence[dict[str, Data]]) -> list[Permission]:
    """Return a permission for each statement; the first has all of them as its policy.

    Args:
        statements: The statements, each with a Sid.
    """
    document: Data = {"Version": "2012-10-17", "Statement": list(statements)}
    policies = [document, *(None for _ in statements[1:])]
    return [
        Permission(str(statement["Sid"]), policy, statement)
        for policy, statement in zip(policies, statements, strict=False)
    ]


def under(condition: str, permission: Permission) -> Permission:
    """Return a permission that depends on a condition of the template."""
    policy = {"Fn::If": [condition, permission.policy, _NO_VALUE]}
    statement = {"Fn::If": [condition, permission.statement, _NO_VALUE]}
    return Permission(permission.sid, policy, statement)


def send_failure(target_type: str, logical_id: str) -> Permission:
    """Return the permission to send failed events to a queue or topic.

    A role needs it for the function's dead-letter queue, and for OnFailure destinations. SAM adds
    it to the roles that it generates.

    Args:
        target_type: The type of the queue or topic.
        logical_id: Its logical id.
    """
    sid = sid_of("SendFailuresTo", logical_id)
    if target_type == TOPIC:
        return inline(sid, "sns: Publish", {"Ref": logical_id})
    return inline(sid, "sqs: SendMessage", arn_of(logical_id))


def read_objects(bucket: Data) -> Permission:
    """Return the permission to read the objects that trigger a function.

    Args:
        bucket: The logical id of a bucket of the template, or the name of another one.
    """
    return inline("ReadObjects", "s3: GetObject GetObjectVersion ListBucket", bucket)


def without_repeats(permissions: Iterable[Permission]) -> list[Permission]:
    """Return each permission once: two resources may be encrypted with the same key."""
    return list({permission.sid: permission for permission in permissions}.values())


def arn_of(logical_id: str, attribute: str = "Arn") -> Data:
    """Return a reference to an attribute of a resource that is an ARN."""
    return {"Fn::GetAtt": [logical_id, attribute]}


def sid_of(verb: str, logical_id: str) -> str:
    """Return a Sid such as ``ReadLedgerTable``: like a logical id, it has only letters and digits.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
    """
    return f"{verb}{logical_id[:1].upper()}{logical_id[1:]}"


def _statement(sid: str, actions: str, resource: Data) -> dict[str, Data]:
    service, *names = actions.split()
    action = [service + name for name in names]
    return {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": resource}
