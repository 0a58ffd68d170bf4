"""Permissions of a function on another resource, in the two notations of a SAM template.

``Policies`` of the function are short, and SAM makes a role of them. Beside a ``Role``
SAM ignores them, and what it silently adds to its own roles (the poller's permissions,
those on dead-letter queues) has to be spelled out (measured, translator 1.115). Both
notations of a right give the same: these actions, and no resource but the named one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model.intrinsics import Data

QUEUE = "AWS::SQS::Queue"
TOPIC = "AWS::SNS::Topic"
TABLE = "AWS::DynamoDB::Table"
GLOBAL_TABLE = "AWS::DynamoDB::GlobalTable"
STREAM = "AWS::Kinesis::Stream"


@dataclass(frozen=True)
class Permission:
    """One right of a function.

    Attributes:
        sid: What it is for, unique among the permissions of a function: ``"ReadLedgerTable"``.
        policy: An entry of the function's Policies: a policy template of SAM's, or a
            document where none of those keeps to the named resource.
        statement: The same as a statement of a role.
    """

    sid: str
    policy: Data
    statement: Data


# The parameter and the actions of policy templates, as the translator has them in
# samtranslator/policy_templates_data/policy_templates.json (1.115). Not used, as they give
# more than the named resource: SSMParameterReadPolicy and its twin with a slash
# (ssm:DescribeParameters on "*"), LambdaInvokePolicy (each function whose name begins with
# this one's), KinesisStreamReadPolicy (kinesis:ListStreams on all streams),
# DynamoDBStreamReadPolicy (dynamodb:ListStreams on all streams of the table).
# S3WritePolicy and S3CrudPolicy do keep to the bucket, whose lifecycle they may set too.
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
    """The right that one of SAM's policy templates gives.

    Args:
        sid: Its Sid in a role.
        name: The policy template, one of those above.
        value: Its parameter: the name, id or ARN of the resource, as the template asks.
        resource: The ARN of the same resource, or a list of them.
    """
    parameter, actions = _POLICY_TEMPLATES[name]
    return Permission(sid, {name: {parameter: value}}, _statement(sid, actions, resource))


def inline(sid: str, actions: str, resource: Data) -> Permission:
    """A right that is spelled out in both notations.

    Args:
        sid: Its Sid in both.
        actions: Its service and what may be done there: ``"sqs: SendMessage"``.
        resource: The ARN of the resource, or a list of them.
    """
    document = {"Version": "2012-10-17", "Statement": [_statement(sid, actions, resource)]}
    return Permission(sid, document, _statement(sid, actions, resource))


def under(condition: str, right: Permission) -> Permission:
    """A right that is there only under a condition of the template."""
    policy = {"Fn::If": [condition, right.policy, _NO_VALUE]}
    statement = {"Fn::If": [condition, right.statement, _NO_VALUE]}
    return Permission(right.sid, policy, statement)


def send_failure(target_type: str, logical_id: str) -> Permission:
    """Return what a role needs so that failed events reach a queue or topic.

    That is its own dead-letter queue, and its OnFailure destinations. SAM adds it to the roles that
    it makes.

    Args:
        target_type: The type of the queue or topic.
        logical_id: Its logical id.
    """
    sid = sid_of("SendFailuresTo", logical_id)
    if target_type == TOPIC:
        return inline(sid, "sns: Publish", {"Ref": logical_id})
    return inline(sid, "sqs: SendMessage", arn_of(logical_id))


def read_objects(bucket: Data) -> Permission:
    """Return what a function needs to read the objects that trigger it.

    Args:
        bucket: The logical id of a bucket of the template, or the name of another one.
    """
    return inline("ReadObjects", "s3: GetObject GetObjectVersion ListBucket", bucket)


def without_repeats(rights: Iterable[Permission]) -> list[Permission]:
    """Each right once: two resources may be encrypted with one key."""
    return list({right.sid: right for right in rights}.values())


def arn_of(logical_id: str, attribute: str = "Arn") -> Data:
    """An attribute of a resource that is an ARN."""
    return {"Fn::GetAtt": [logical_id, attribute]}


def sid_of(verb: str, logical_id: str) -> str:
    """``ReadLedgerTable``: a Sid holds letters and digits alone, as logical ids do.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
    """
    return f"{verb}{logical_id[:1].upper()}{logical_id[1:]}"


def _statement(sid: str, actions: str, resource: Data) -> dict[str, Data]:
    service, *names = actions.split()
    action = [service + name for name in names]
    return {"Sid": sid, "Effect": "Allow", "Action": action, "Resource": resource}
