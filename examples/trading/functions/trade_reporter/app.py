"""Mail the day's orders as a table after the close."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from trading import aws
from trading.log import correlation, get_logger
from trading.models import Order
from trading.money import format_money

logger = get_logger()

HEADERS = ("Order", "Symbol", "Side", "Quantity", "Limit", "Notional")


def rows(orders: Iterable[Order]) -> list[tuple[str, ...]]:
    """Return the lines of the report, biggest first."""
    return [
        (
            order.order_id,
            order.symbol,
            order.side.value,
            f"{order.quantity:f}",
            format_money(order.limit_price),
            format_money(order.notional),
        )
        for order in sorted(orders, key=lambda order: order.notional, reverse=True)
    ]


def render(day: str, orders: list[Order]) -> str:
    if not orders:
        return f"No orders on {day}."
    from tabulate import tabulate

    total = sum((order.notional for order in orders), Decimal(0))
    table = tabulate(rows(orders), headers=HEADERS, disable_numparse=True)
    return f"Orders on {day}\n\n{table}\n\nTotal notional: {format_money(total)}"


def orders_of(ledger: Any, day: str) -> list[Order]:
    query: dict[str, Any] = {
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": f"ORDERS#{day}"},
    }
    orders: list[Order] = []
    while True:
        page = ledger.query(**query)
        orders.extend(Order.from_dict(item) for item in page["Items"])
        if "LastEvaluatedKey" not in page:
            return orders
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Entry point of the schedule; `{"day": "2024-05-17"}` repeats an old report."""
    with correlation(event.get("id")):
        day = event.get("day") or datetime.now(UTC).date().isoformat()
        orders = orders_of(aws.table(os.environ["LEDGER_TABLE"]), day)
        aws.client("sns").publish(
            TopicArn=os.environ["NOTIFICATIONS_TOPIC_ARN"],
            Subject=f"Trading report {day}",
            Message=render(day, orders),
        )
        logger.info("report sent", extra={"day": day, "orders": len(orders)})
        return {"day": day, "orders": len(orders)}
