"""KMS keys that resources of a template are encrypted with, and the permissions to use them.

A function that reads from or sends to such a resource needs a permission on the key, else it fails
at run time. Keys that the template only refers to (a parameter, an import) are left out: their
value can be an id, an ARN or an alias. Event buses and state machines use their keys themselves, so
a function that sends events to them or starts them needs no permission on the key:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html
https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model.intrinsics import Data, mentioned
from ..model.resource_types import GLOBAL_TABLE, QUEUE, STREAM, TABLE, TOPIC
from ..model.template import Resource
from .permissions import Permission, arn_of, from_template, inline, sid_of, under

KEY = "AWS::KMS::Key"
ALIAS = "AWS::KMS::Alias"
TYPES = (KEY, ALIAS)
"""The types of resources that determine the key of other resources."""

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
"""The path of the key in a resource's properties, without the lists on the way."""

# Who writes to these requests a data key, and decrypts it to use it again:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
# DynamoDB generates the data keys of a table itself; its users only decrypt, even when they write:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
_WRITERS_MAKE_DATA_KEYS = frozenset({QUEUE, TOPIC, BUCKET})


def key_permissions(
    resource: Resource, resources: Sequence[Resource], *, writes: bool
) -> list[Permission]:
    """Return the permissions on the keys that a resource is encrypted with.

    Args:
        resource: The resource that the function reads, polls, writes or sends to.
        resources: The resources of the template, at least those of `TYPES`.
        writes: Whether the function writes or sends.
    """
    needs_data_keys = writes and resource.type in _WRITERS_MAKE_DATA_KEYS
    return [
        _key_permission(key, needs_data_keys=needs_data_keys)
        for key in encrypted_with(resource, resources)
        if key.type == KEY
    ]


def encrypted_with(resource: Resource, resources: Sequence[Resource]) -> list[Resource]:
    """Return the keys that a resource is encrypted with, and the aliases that lead to them.

    Args:
        resource: Any resource.
        resources: The resources of the template, at least those of `TYPES`.
    """
    stated = _at(resource.properties, _PLACES.get(resource.type))
    named = {name for value in stated for name in mentioned(value)}
    aliases = [
        candidate
        for candidate in resources
        if candidate.type == ALIAS
        and (candidate.logical_id in named or candidate.properties.get("AliasName") in stated)
    ]
    for alias in aliases:
        named.update(mentioned(alias.properties.get("TargetKeyId")))
    keys = [key for key in resources if key.type == KEY and key.logical_id in named]
    return [*aliases, *keys]


def always_encrypted_with(resource: Resource, resources: Sequence[Resource]) -> list[Resource]:
    """Return the keys that a resource is encrypted with under all conditions.

    Args:
        resource: Any resource.
        resources: The resources of the template, at least those of `TYPES`.
    """
    keys = [key for key in encrypted_with(resource, resources) if key.type == KEY]
    is_conditional = any(key.startswith("Fn::") for key in resource.properties) or _is_conditional(
        _at(resource.properties, (_PLACES.get(resource.type) or ("",))[:1])
    )
    if is_conditional:
        return []
    return [key for key in keys if key.condition in ("", resource.condition)]


def _is_conditional(value: Data) -> bool:
    """Return whether a value depends on a condition or a mapping."""
    if isinstance(value, list):
        return any(map(_is_conditional, value))
    if not isinstance(value, dict):
        return False
    return not {"Fn::If", "Fn::FindInMap"}.isdisjoint(value) or any(
        map(_is_conditional, value.values())
    )


def actions_on_key(resource: Resource, *, writes: bool) -> tuple[str, ...]:
    """Return the actions on a key that reading from or sending to an encrypted resource needs.

    Args:
        resource: The encrypted resource.
        writes: Whether the resource is sent or written to.
    """
    if writes and resource.type in _WRITERS_MAKE_DATA_KEYS:
        return ("kms:GenerateDataKey", "kms:Decrypt")
    return ("kms:Decrypt",)


def _key_permission(key: Resource, *, needs_data_keys: bool) -> Permission:
    name, arn = key.logical_id, arn_of(key.logical_id)
    if needs_data_keys:
        found = inline(sid_of("EncryptWith", name), "kms: GenerateDataKey Decrypt", arn)
    else:
        found = from_template(sid_of("DecryptWith", name), "KMSDecryptPolicy", {"Ref": name}, arn)
    # A key may exist only in production: !If [IsProduction, !Ref Key, !Ref AWS::NoValue]
    return under(key.condition, found) if key.condition else found


def _at(value: Data, path: Sequence[str] | None) -> list[Data]:
    """Return the values at the end of a path, one for each item of the lists on the way."""
    if path is None or value is None:
        return []
    if isinstance(value, list):
        return [found for item in value for found in _at(item, path)]
    if not path:
        return [value]
    return _at(value.get(path[0]), path[1:]) if isinstance(value, dict) else []
