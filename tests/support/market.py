"""A small monolith: three functions on one code folder, two of which share code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from repositories import Repository

HEADER = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31

Globals:
  Function:
    Runtime: python3.12
    CodeUri: ./

Resources:
"""


def function(logical_id: str, *lines: str, handler: str = "") -> str:
    """Write a function's block.

    Args:
        logical_id: Its key in Resources.
        *lines: More properties, a line each.
        handler: Its Handler; by default the one of its package in `MARKET`.
    """
    package = logical_id.removesuffix("Function").lower()
    handler = handler or f"market.{package}.handler.lambda_handler"
    properties = "".join(f"      {line}\n" for line in (f"Handler: {handler}", *lines))
    return f"  {logical_id}:\n    Type: AWS::Serverless::Function\n    Properties:\n{properties}"


IDS = ORDERS, BILLING, HEALTH = "OrdersFunction", "BillingFunction", "HealthFunction"

TEMPLATE = HEADER + "\n".join(map(function, IDS))

MARKET = {
    ".gitignore": "__pycache__/\n",
    "template.yaml": TEMPLATE,
    "market/__init__.py": "",
    "market/shared/__init__.py": "",
    "market/shared/money.py": "def cents(amount):\n    return int(amount * 100)\n",
    "market/orders/__init__.py": "",
    "market/orders/handler.py": (
        "from market.orders import book\n"
        "from market.shared.money import cents\n\n\n"
        "def lambda_handler(event, context):\n"
        "    return book.kept(cents(event['amount']))\n"
    ),
    "market/orders/book.py": "def kept(value):\n    return {'kept': value}\n",
    "market/billing/__init__.py": "",
    "market/billing/handler.py": (
        "from market.shared.money import cents\n\n\n"
        "def lambda_handler(event, context):\n"
        "    return {'billed': cents(event['amount'])}\n"
    ),
    "market/health/__init__.py": "",
    "market/health/handler.py": "def lambda_handler(event, context):\n    return 'well'\n",
    "tests/test_orders.py": (
        "from market.orders.handler import lambda_handler\n\n\n"
        "def test_it():\n    assert lambda_handler({'amount': 2}, None) == {'kept': 200}\n"
    ),
    "conftest.py": "",
}
"""The files."""


def market(root: Path, files: Mapping[str, str | bytes] = {}) -> Repository:
    """Make the monolith, with other files over its own, and commit it.

    Args:
        root: Where.
        files: Files by their paths; an empty template leaves that out.
    """
    repository = Repository(root, {**MARKET, **files})
    repository.commit()
    return repository
