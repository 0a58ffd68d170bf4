"""Choose a venue for each order of the queue, and send the order to it."""

from __future__ import annotations

import json
import os
from typing import Any

from trading import aws
from trading.log import correlation, get_logger
from trading.models import Order
from venues import choose_venue

logger = get_logger()

# Two producers, two envelopes: our own functions, and the FIX gateway.
ENVELOPE = "order || body.NewOrderSingle"


def unwrap(message: dict[str, Any]) -> dict[str, Any]:
    """Return the order in a message of either producer."""
    import jmespath

    order = jmespath.search(ENVELOPE, message)
    if not isinstance(order, dict):
        raise ValueError("no order in the message")
    return order


def route(order: Order, ledger: Any, sqs: Any, queue_url: str) -> bool:
    """Send the order unless it was sent before; True if it was sent."""
    key = {"pk": f"ORDERS#{order.trade_date}", "sk": order.order_id}
    if "Item" in ledger.get_item(Key=key, ConsistentRead=True):
        return False

    venue = choose_venue(order)
    body = {**order.to_dict(), "venue": venue}
    # Send first, record second: the other way round a crash in between loses the order.
    # A repeated send does no harm, the risk monitor only reads.
    sqs.send_message(QueueUrl=queue_url, MessageBody=json.dumps(body))
    ledger.put_item(Item={**key, **body})
    return True


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle a batch of the queue, and return the messages to retry."""
    ledger = aws.table(os.environ["LEDGER_TABLE"])
    sqs = aws.client("sqs")
    queue_url = os.environ["ROUTED_ORDERS_QUEUE_URL"]

    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        with correlation(record["messageId"]):
            try:
                order = Order.from_dict(unwrap(json.loads(record["body"])))
            except (KeyError, TypeError, ValueError):
                # After three attempts, it is sent to the dead-letter queue, which has an alarm.
                logger.exception("order refused")
                failures.append({"itemIdentifier": record["messageId"]})
                continue
            sent = route(order, ledger, sqs, queue_url)
            logger.info("order routed", extra={"order_id": order.order_id, "sent": sent})
    return {"batchItemFailures": failures}
