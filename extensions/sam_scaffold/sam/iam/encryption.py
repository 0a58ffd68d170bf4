"""The keys of a template that its resources are encrypted with, and the rights on them.

Whoever reads from or sends to such a resource needs the key too, or fails when it runs.
Keys that the template only refers to (a parameter, an import) are left out: whether that
is an id, an ARN or an alias is known to nobody here. An EventBus and a state machine use
their keys themselves, so those who put events on them or start them need nothing:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model.intrinsics import Data, mentioned
from ..model.template import Resource
from .permissions import (
    GLOBAL_TABLE,
    QUEUE,
    STREAM,
    TABLE,
    TOPIC,
    Permission,
    arn_of,
    from_template,
    inline,
    sid_of,
    under,
)

KEY = "AWS::KMS::Key"
ALIAS = "AWS::KMS::Alias"
TYPES = (KEY, ALIAS)
"""The types of resources that say what others are encrypted with."""

SIMPLE_TABLE = "AWS::Serverless::SimpleTable"
BUCKET = "AWS::S3::Bucket"
SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - a type

_TABLE_KEY = ("SSESpecification", "KMSMasterKeyId")
_PLACES = {
    QUEUE: ("KmsMasterKeyId",),
    TOPIC: ("KmsMasterKeyId",),
    STREAM: ("StreamEncryption", "KeyId"),
    TABLE: _TABLE_KEY,
    GLOBAL_TABLE: ("Replicas", *_TABLE_KEY),
    SIMPLE_TABLE: _TABLE_KEY,
    BUCKET: (
        "BucketEncryption",
        "ServerSideEncryptionConfiguration",
        "ServerSideEncryptionByDefault",
        "KMSMasterKeyID",
    ),
    SECRET: ("KmsKeyId",),
}
"""Where a resource says what it is encrypted with, lists left out."""

# With these the one who writes asks for a data key, and decrypts it to use it again:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
# A table's data keys DynamoDB makes itself; its users decrypt, when they write too:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
_WRITERS_MAKE_DATA_KEYS = frozenset({QUEUE, TOPIC, BUCKET})


def key_rights(
    resource: Resource, resources: Sequence[Resource], *, writes: bool
) -> list[Permission]:
    """The rights on the keys of a resource, none where it is not encrypted with one.

    Args:
        resource: What the function reads, polls, writes or sends to.
        resources: The resources of the template, at least those of `TYPES`.
        writes: Whether the function writes or sends.
    """
    needs_data_keys = writes and resource.type in _WRITERS_MAKE_DATA_KEYS
    return [
        _right(key, needs_data_keys=needs_data_keys)
        for key in encrypted_with(resource, resources)
        if key.type == KEY
    ]


def encrypted_with(resource: Resource, resources: Sequence[Resource]) -> list[Resource]:
    """The keys of the template that a resource is encrypted with, and the aliases between.

    Args:
        resource: Any resource.
        resources: The resources of the template, at least those of `TYPES`.
    """
    stated = _at(resource.properties, _PLACES.get(resource.type))
    named = {name for value in stated for name in mentioned(value)}
    aliases = [
        one
        for one in resources
        if one.type == ALIAS
        and (one.logical_id in named or one.properties.get("AliasName") in stated)
    ]
    for alias in aliases:
        named.update(mentioned(alias.properties.get("TargetKeyId")))
    return [*aliases, *(one for one in resources if one.type == KEY and one.logical_id in named)]


def always_encrypted_with(resource: Resource, resources: Sequence[Resource]) -> list[Resource]:
    """Return the keys of the template that a resource has under each condition.

    Args:
        resource: Any resource.
        resources: The resources of the template, at least those of `TYPES`.
    """
    found = [one for one in encrypted_with(resource, resources) if one.type == KEY]
    chosen = any(key.startswith("Fn::") for key in resource.properties) or _chooses(
        _at(resource.properties, (_PLACES.get(resource.type) or ("",))[:1])
    )
    return [] if chosen else [one for one in found if one.condition in ("", resource.condition)]


def _chooses(value: Data) -> bool:
    """Whether something depends on a condition or a mapping."""
    if isinstance(value, list):
        return any(map(_chooses, value))
    if not isinstance(value, dict):
        return False
    return not {"Fn::If", "Fn::FindInMap"}.isdisjoint(value) or any(map(_chooses, value.values()))


def actions_on_key(resource: Resource, *, writes: bool) -> tuple[str, ...]:
    """Return what whoever reads from or sends to an encrypted resource does with its key.

    Args:
        resource: What is encrypted.
        writes: Whether it is sent to.
    """
    if writes and resource.type in _WRITERS_MAKE_DATA_KEYS:
        return ("kms:GenerateDataKey", "kms:Decrypt")
    return ("kms:Decrypt",)


def _right(key: Resource, *, needs_data_keys: bool) -> Permission:
    name, arn = key.logical_id, arn_of(key.logical_id)
    if needs_data_keys:
        right = inline(sid_of("EncryptWith", name), "kms: GenerateDataKey Decrypt", arn)
    else:
        right = from_template(sid_of("DecryptWith", name), "KMSDecryptPolicy", {"Ref": name}, arn)
    # One that is encrypted in production alone: !If [IsProduction, !Ref Key, !Ref AWS::NoValue]
    return under(key.condition, right) if key.condition else right


def _at(value: Data, path: Sequence[str] | None) -> list[Data]:
    """What stands at the end of a path, once for each item of the lists on the way."""
    if path is None or value is None:
        return []
    if isinstance(value, list):
        return [found for item in value for found in _at(item, path)]
    if not path:
        return [value]
    return _at(value.get(path[0]), path[1:]) if isinstance(value, dict) else []
