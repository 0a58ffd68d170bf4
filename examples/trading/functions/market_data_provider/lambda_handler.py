"""Fetch the latest quotes once a minute and keep them in the ledger table."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from typing import Any

from trading import aws
from trading.log import correlation, get_logger
from trading.models import Quote

logger = get_logger()

QUOTE_TTL_SECONDS = 2 * 24 * 3600


def fetch(url: str, symbols: Iterable[str]) -> Any:
    """Call the quote API; a status other than 200 is an error, so that the alarm sees it."""
    import urllib3

    response = urllib3.PoolManager().request(
        "GET",
        url,
        fields={"symbols": ",".join(symbols)},
        timeout=urllib3.Timeout(connect=2, read=5),
        retries=urllib3.Retry(total=2, backoff_factor=0.2),
    )
    if response.status != 200:
        raise RuntimeError(f"quote API answered {response.status}")
    # parse_float=str: a price must never be a float, not even for a moment
    return json.loads(response.data, parse_float=str)


def fresh_quotes(payload: dict[str, Any], now: int, max_age: int) -> list[Quote]:
    """Parse the answer and leave out what the exchange has not updated for `max_age` seconds."""
    quotes = (Quote.from_dict(item) for item in payload["quotes"])
    return [quote for quote in quotes if now - quote.as_of <= max_age]


def to_item(quote: Quote) -> dict[str, Any]:
    return {
        "pk": f"QUOTE#{quote.symbol}",
        "sk": "LATEST",
        "price": quote.price,
        "as_of": quote.as_of,
        "expires_at": quote.as_of + QUOTE_TTL_SECONDS,
    }


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Entry point of the schedule."""
    with correlation(event.get("id")):
        payload = fetch(os.environ["QUOTE_API_URL"], os.environ["SYMBOLS"].split(","))
        quotes = fresh_quotes(payload, int(time.time()), int(os.environ["MAX_QUOTE_AGE"]))

        with aws.table(os.environ["LEDGER_TABLE"]).batch_writer() as batch:
            for quote in quotes:
                batch.put_item(Item=to_item(quote))

        logger.info("quotes stored", extra={"stored": len(quotes)})
        return {"stored": len(quotes)}
