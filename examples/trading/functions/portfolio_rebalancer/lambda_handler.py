"""On the last business day of the month, order what brings the portfolio back to its targets."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from trading import aws
from trading.log import correlation, get_logger
from trading.models import Order, Side
from trading.money import round_to, to_decimal

logger = get_logger()

LOT = Decimal(1)


def is_rebalancing_day(today: date) -> bool:
    """Tell whether `today` is the month's last weekday. Holidays: see the README."""
    from dateutil.relativedelta import relativedelta

    last: date = today + relativedelta(day=31)
    while last.weekday() > 4:
        last -= relativedelta(days=1)
    return today == last


def rebalance(
    held: Mapping[str, Decimal],
    prices: Mapping[str, Decimal],
    targets: Mapping[str, Decimal],
    min_trade: Decimal,
    today: date,
) -> list[Order]:
    """Return the orders; differences smaller than `min_trade` are not worth the fee."""
    if sum(targets.values()) != 1:
        raise ValueError("target weights must add up to 1")
    total = sum((held.get(symbol, Decimal(0)) * prices[symbol] for symbol in targets), Decimal(0))

    orders: list[Order] = []
    for symbol, weight in sorted(targets.items()):
        price = prices[symbol]
        drift = total * weight - held.get(symbol, Decimal(0)) * price
        quantity = round_to(abs(drift) / price, LOT)
        if abs(drift) < min_trade or quantity == 0:
            continue
        orders.append(
            Order(
                # the same day gives the same id, so a retry does not order twice
                order_id=f"rebalance-{today.isoformat()}-{symbol}",
                symbol=symbol,
                side=Side.BUY if drift > 0 else Side.SELL,
                quantity=quantity,
                limit_price=price,
                trade_date=today.isoformat(),
            )
        )
    return orders


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Entry point of the schedule, which fires on every weekday from the 25th on."""
    today = datetime.now(UTC).date()
    with correlation(event.get("id")):
        if not is_rebalancing_day(today):
            logger.info("not today", extra={"today": today})
            return {"orders": 0}

        ledger = aws.table(os.environ["LEDGER_TABLE"])
        targets = {s: to_decimal(w) for s, w in json.loads(os.environ["TARGET_WEIGHTS"]).items()}
        held: dict[str, Decimal] = {}
        prices: dict[str, Decimal] = {}
        for symbol in targets:
            position = ledger.get_item(Key={"pk": "POSITIONS", "sk": symbol}).get("Item", {})
            held[symbol] = to_decimal(position.get("quantity", 0))
            quote = ledger.get_item(Key={"pk": f"QUOTE#{symbol}", "sk": "LATEST"})["Item"]
            prices[symbol] = to_decimal(quote["price"])

        orders = rebalance(held, prices, targets, to_decimal(os.environ["MIN_TRADE"]), today)
        for order in orders:
            aws.client("sqs").send_message(
                QueueUrl=os.environ["ORDERS_QUEUE_URL"],
                MessageBody=json.dumps({"order": order.to_dict()}),
            )
        logger.info("rebalanced", extra={"orders": len(orders)})
        return {"orders": len(orders)}
