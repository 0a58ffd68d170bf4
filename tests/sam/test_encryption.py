"""Keys that resources are encrypted with, in all forms of references to them."""

from __future__ import annotations

from typing import Any

import pytest
from shop import shop_resources

from sam_scaffold.sam.iam.encryption import TYPES, encrypted_with, key_permissions
from sam_scaffold.sam.iam.permissions import Permission
from sam_scaffold.sam.model.template import Resource

RESOURCES = {resource.logical_id: resource for resource in shop_resources()}
DECRYPT = {"kms:Decrypt"}
DATA_KEYS = {"kms:Decrypt", "kms:GenerateDataKey"}


def queue(key: Any) -> Resource:
    return Resource("Q", "AWS::SQS::Queue", {"KmsMasterKeyId": key}, "")


def permissions(resource: Resource, *, writes: bool) -> list[Permission]:
    return key_permissions(resource, list(RESOURCES.values()), writes=writes)


@pytest.mark.parametrize(
    ("logical_id", "reading", "writing"),
    [
        ("SealedTable", DECRYPT, DECRYPT),
        ("SealedSimpleTable", DECRYPT, DECRYPT),
        ("WorldTable", DECRYPT, DECRYPT),
        ("SealedBucket", DECRYPT, DATA_KEYS),
        ("SealedSecret", DECRYPT, DECRYPT),
        ("SealedQueue", DECRYPT, DATA_KEYS),
        ("NamedKeyQueue", DECRYPT, DATA_KEYS),
        ("SealedTopic", DECRYPT, DATA_KEYS),
        ("ClicksStream", DECRYPT, DECRYPT),
    ],
)
def test_permissions_include_the_key_of_a_resource(
    logical_id: str, reading: set[str], writing: set[str]
) -> None:
    for writes, actions in ((False, reading), (True, writing)):
        (permission,) = permissions(RESOURCES[logical_id], writes=writes)
        assert set(permission.statement["Action"]) == actions
        assert permission.statement["Resource"] == {"Fn::GetAtt": ["ShopKey", "Arn"]}
        # A policy template if it is enough, else a document.
        assert ("KMSDecryptPolicy" in permission.policy) == (actions == DECRYPT)


@pytest.mark.parametrize("logical_id", ["LedgerTable", "OrdersBus", "Refunds", "BillingFunction"])
def test_no_permission_without_a_key(logical_id: str) -> None:
    assert permissions(RESOURCES[logical_id], writes=True) == []


@pytest.mark.parametrize(
    "key",
    [
        pytest.param({"Ref": "ShopKey"}, id="ref"),
        pytest.param({"Fn::GetAtt": ["ShopKey", "Arn"]}, id="attribute"),
        pytest.param({"Fn::GetAtt": "ShopKey.Arn"}, id="attribute-as-text"),
        pytest.param({"Fn::Sub": "${ShopKey.Arn}"}, id="sub"),
        pytest.param({"Fn::Sub": ["${K}", {"K": {"Ref": "ShopKey"}}]}, id="sub-with-variables"),
        pytest.param({"Ref": "ShopAlias"}, id="alias"),
        pytest.param({"Fn::Sub": "alias/${AWS::StackName}"}, id="name-of-the-alias"),
        pytest.param({"Fn::If": ["C", {"Ref": "ShopKey"}, {"Ref": "AWS::NoValue"}]}, id="if"),
    ],
)
def test_a_key_is_found_by_each_form_of_reference(key: Any) -> None:
    found = encrypted_with(queue(key), list(RESOURCES.values()))
    assert [key.logical_id for key in found if key.type == "AWS::KMS::Key"] == ["ShopKey"]


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("alias/aws/sqs", id="AWS's own"),
        pytest.param({"Ref": "KeyParameter"}, id="parameter"),
        pytest.param({"Fn::ImportValue": "ShopKey"}, id="import"),
        pytest.param({"Ref": "ApiSecret"}, id="no-key"),
        pytest.param({"Fn::Sub": "${!ShopKey}"}, id="literal"),
        pytest.param(None, id="null"),
        pytest.param([], id="list"),
    ],
)
def test_keys_outside_the_template_are_left_out(key: Any) -> None:
    assert permissions(queue(key), writes=True) == []


def test_keys_and_aliases_are_enough_to_find_a_key() -> None:
    own = [resource for resource in RESOURCES.values() if resource.type in TYPES]
    sealed = RESOURCES["SealedQueue"]
    assert [resource.logical_id for resource in encrypted_with(sealed, own)] == [
        "ShopAlias",
        "ShopKey",
    ]
    assert key_permissions(sealed, own, writes=True) == permissions(sealed, writes=True)
    again = key_permissions(sealed, encrypted_with(sealed, own), writes=True)
    assert again == permissions(sealed, writes=True)


def test_permission_on_a_conditional_key_is_conditional() -> None:
    (permission,) = permissions(RESOURCES["SometimesSealedBucket"], writes=False)
    for notation in (permission.policy, permission.statement):
        condition, given, otherwise = notation["Fn::If"]
        assert condition == "IsProduction"
        assert "ProductionKey" in str(given)
        assert otherwise == {"Ref": "AWS::NoValue"}
