"""The keys that resources are encrypted with, however they are referred to."""

from __future__ import annotations

from typing import Any

import pytest
from shop import shop_resources

from sam_scaffold.sam.iam.encryption import TYPES, encrypted_with, key_permissions
from sam_scaffold.sam.iam.permissions import Permission
from sam_scaffold.sam.model.template import Resource

RESOURCES = {one.logical_id: one for one in shop_resources()}
DECRYPT = {"kms:Decrypt"}
DATA_KEYS = {"kms:Decrypt", "kms:GenerateDataKey"}


def queue(key: Any) -> Resource:
    return Resource("Q", "AWS::SQS::Queue", {"KmsMasterKeyId": key}, "")


def rights(resource: Resource, *, writes: bool) -> list[Permission]:
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
def test_a_key_is_given_with_what_it_protects(
    logical_id: str, reading: set[str], writing: set[str]
) -> None:
    for writes, actions in ((False, reading), (True, writing)):
        (right,) = rights(RESOURCES[logical_id], writes=writes)
        assert set(right.statement["Action"]) == actions
        assert right.statement["Resource"] == {"Fn::GetAtt": ["ShopKey", "Arn"]}
        # The policy template where that suffices, a document where it does not.
        assert ("KMSDecryptPolicy" in right.policy) == (actions == DECRYPT)


@pytest.mark.parametrize("logical_id", ["LedgerTable", "OrdersBus", "Refunds", "BillingFunction"])
def test_what_needs_no_key_gets_none(logical_id: str) -> None:
    assert rights(RESOURCES[logical_id], writes=True) == []


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
def test_a_key_is_found_however_it_is_named(key: Any) -> None:
    found = encrypted_with(queue(key), list(RESOURCES.values()))
    assert [one.logical_id for one in found if one.type == "AWS::KMS::Key"] == ["ShopKey"]


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
def test_keys_of_elsewhere_are_left_out(key: Any) -> None:
    assert rights(queue(key), writes=True) == []


def test_nothing_but_keys_and_aliases_is_needed_to_find_a_key() -> None:
    own = [one for one in RESOURCES.values() if one.type in TYPES]
    sealed = RESOURCES["SealedQueue"]
    assert [one.logical_id for one in encrypted_with(sealed, own)] == ["ShopAlias", "ShopKey"]
    assert key_permissions(sealed, own, writes=True) == rights(sealed, writes=True)
    again = key_permissions(sealed, encrypted_with(sealed, own), writes=True)
    assert again == rights(sealed, writes=True)


def test_a_key_that_is_not_always_there_is_given_where_it_is() -> None:
    (right,) = rights(RESOURCES["SometimesSealedBucket"], writes=False)
    for notation in (right.policy, right.statement):
        condition, given, otherwise = notation["Fn::If"]
        assert condition == "IsProduction"
        assert "ProductionKey" in str(given)
        assert otherwise == {"Ref": "AWS::NoValue"}
