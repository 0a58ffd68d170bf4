"""The table of positions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


class PositionsTable:
    """Quantities by symbol."""

    def __init__(self, name: str, resource: Any = None) -> None:
        if resource is None:
            import boto3

            resource = boto3.resource("dynamodb")
        self._table = resource.Table(name)

    def add(self, symbol: str, quantity: int) -> int:
        answer = self._table.update_item(
            Key={"symbol": symbol},
            UpdateExpression="ADD quantity :quantity",
            ExpressionAttributeValues={":quantity": Decimal(quantity)},
            ReturnValues="UPDATED_NEW",
        )
        return int(answer["Attributes"]["quantity"])
