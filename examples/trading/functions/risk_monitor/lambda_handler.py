"""Check every routed order, and send an alert if it exceeds a limit."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trading import aws
from trading.log import correlation, get_logger
from trading.models import Order
from trading.money import format_money, to_decimal

logger = get_logger()

# Daily returns have fatter tails than the normal distribution; 4 fits our book (2019-2023).
DEGREES_OF_FREEDOM = 4


@dataclass(frozen=True, slots=True)
class Limits:
    exposure: Decimal
    daily_loss: Decimal
    daily_volatility: Decimal


def exposure_after(order: Order, held: Decimal) -> Decimal:
    """Return what we would hold in this symbol, in money, once the order is filled."""
    return abs(held + order.side.sign * order.quantity) * order.limit_price


def loss_probability(exposure: Decimal, limits: Limits) -> float:
    """Return the chance that a day's loss on `exposure` is above the limit (Student's t)."""
    import mpmath

    if exposure == 0:
        return 0.0
    t = float(limits.daily_loss / (exposure * limits.daily_volatility))
    x = DEGREES_OF_FREEDOM / (DEGREES_OF_FREEDOM + t * t)
    return float(mpmath.betainc(DEGREES_OF_FREEDOM / 2, 0.5, 0, x, regularized=True) / 2)


def breach(order: Order, held: Decimal, limits: Limits) -> str | None:
    """Return the text of the alert, or None if the order is within the limits."""
    exposure = exposure_after(order, held)
    if exposure <= limits.exposure:
        return None
    return (
        f"{order.symbol}: {format_money(exposure)} after order {order.order_id}, "
        f"limit {format_money(limits.exposure)}"
    )


def held_quantity(ledger: Any, symbol: str) -> Decimal:
    found = ledger.get_item(Key={"pk": "POSITIONS", "sk": symbol})
    return to_decimal(found.get("Item", {}).get("quantity", 0))


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle a batch of the queue, and return the messages to retry."""
    ledger = aws.table(os.environ["LEDGER_TABLE"])
    limits = Limits(
        exposure=to_decimal(os.environ["MAX_EXPOSURE"]),
        daily_loss=to_decimal(os.environ["MAX_DAILY_LOSS"]),
        daily_volatility=to_decimal(os.environ["DAILY_VOLATILITY"]),
    )
    failures: list[dict[str, str]] = []
    for record in event["Records"]:
        with correlation(record["messageId"]):
            try:
                order = Order.from_dict(json.loads(record["body"]))
            except (KeyError, TypeError, ValueError):
                logger.exception("not an order")
                failures.append({"itemIdentifier": record["messageId"]})
                continue

            held = held_quantity(ledger, order.symbol)
            alert = breach(order, held, limits)
            if alert is None:
                continue
            chance = loss_probability(exposure_after(order, held), limits)
            logger.warning("limit exceeded", extra={"alert": alert, "loss_probability": chance})
            aws.client("sns").publish(
                TopicArn=os.environ["NOTIFICATIONS_TOPIC_ARN"],
                Subject="Risk limit exceeded",
                Message=f"{alert}. Chance of a loss above the daily limit: {chance:.1%}.",
            )
    return {"batchItemFailures": failures}
