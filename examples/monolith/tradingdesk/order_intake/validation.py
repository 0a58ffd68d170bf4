from __future__ import annotations

from decimal import InvalidOperation

from tradingdesk.shared.domain.order import Order
from tradingdesk.shared.errors import OrderRefused, UnknownInstrument


def valid_order(data: dict) -> Order:
    """An order of a known instrument, in whole lots."""
    try:
        order = Order.from_dict(data)
        lot = order.instrument.lot
    except UnknownInstrument as error:
        raise OrderRefused(f"no such instrument: {error}") from error
    except (KeyError, ValueError, InvalidOperation) as error:
        raise OrderRefused(f"not an order: {error!r}") from error
    if not order.quantity or order.quantity % lot:
        raise OrderRefused(f"{order.quantity} is not a multiple of the lot, {lot}")
    return order
