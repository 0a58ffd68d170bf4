from __future__ import annotations

import json
from decimal import Decimal
from types import ModuleType

import pytest

from trading.models import Order


@pytest.fixture
def module(load_function, monkeypatch) -> ModuleType:
    monkeypatch.setenv("ROUTED_ORDERS_QUEUE_URL", "https://sqs.invalid/routed")
    return load_function("order_router")


@pytest.mark.parametrize(
    ("change", "venue"),
    [({}, "XETR"), ({"symbol": "AGGH.AS"}, "XAMS"), ({"quantity": "100000"}, "XBLK")],
)
def test_venue(module: ModuleType, order, change, venue) -> None:
    assert module.choose_venue(Order.from_dict(order | change)) == venue


def test_an_order_is_sent_once(module: ModuleType, order, fake_aws) -> None:
    parsed = Order.from_dict(order)
    assert module.route(parsed, fake_aws.ledger, fake_aws.api, "url")
    assert not module.route(parsed, fake_aws.ledger, fake_aws.api, "url")

    ((operation, arguments),) = fake_aws.api.calls
    assert operation == "send_message"
    assert json.loads(arguments["MessageBody"])["venue"] == "XETR"


def test_only_the_bad_message_is_retried(module: ModuleType, order, fake_aws, monkeypatch) -> None:
    monkeypatch.setattr(module, "unwrap", lambda message: message["order"])
    bodies = [{"order": order}, {"order": order | {"quantity": "many"}}, {"something": "else"}]
    event = {
        "Records": [
            {"messageId": f"m-{number}", "body": json.dumps(body)}
            for number, body in enumerate(bodies)
        ]
    }

    answer = module.lambda_handler(event, None)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-1"}, {"itemIdentifier": "m-2"}]}
    assert len(fake_aws.api.calls) == 1


def test_a_failure_of_aws_reaches_lambda(module: ModuleType, order, fake_aws, monkeypatch) -> None:
    def throttled(**_: object) -> None:
        raise RuntimeError("throttled")

    monkeypatch.setattr(module, "unwrap", lambda message: message["order"])
    monkeypatch.setattr(fake_aws.ledger, "put_item", throttled)
    event = {"Records": [{"messageId": "m-1", "body": json.dumps({"order": order})}]}
    with pytest.raises(RuntimeError, match="throttled"):
        module.lambda_handler(event, None)


def test_both_envelopes(module: ModuleType, order) -> None:
    pytest.importorskip("jmespath")
    assert module.unwrap({"order": order}) == order
    assert module.unwrap({"body": {"NewOrderSingle": order}}) == order
    with pytest.raises(ValueError, match="no order"):
        module.unwrap({"body": "hello"})


def test_block_limit_is_inclusive(module: ModuleType, order) -> None:
    block = order | {"quantity": "2500", "limit_price": "100"}
    assert Order.from_dict(block).notional == Decimal(250000)
    assert module.choose_venue(Order.from_dict(block)) == "XBLK"
