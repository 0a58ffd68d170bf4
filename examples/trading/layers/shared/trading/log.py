"""Structured logging: one JSON object per line, with the correlation ID of the current message."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

_correlation_id: ContextVar[str] = ContextVar("correlation_id", default="-")

# The attributes of every LogRecord; all others come from `extra=` and are written, too.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonFormatter(logging.Formatter):
    """Render a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "level": record.levelname,
            "service": record.name,
            "correlation_id": _correlation_id.get(),
            "message": record.getMessage(),
        }
        entry.update((k, v) for k, v in vars(record).items() if k not in _STANDARD)
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


def get_logger(service: str | None = None) -> logging.Logger:
    """Return the logger of this function; calling it twice adds no second handler."""
    logger = logging.getLogger(service or os.environ.get("SERVICE_NAME", "trading"))
    logger.setLevel(os.environ.get("LOG_LEVEL", "INFO"))
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(JsonFormatter())
        logger.addHandler(handler)
    logger.propagate = False  # Lambda's root handler would print every line again
    return logger


@contextmanager
def correlation(correlation_id: str | None = None) -> Iterator[str]:
    """Set the correlation ID for a block, a new one if the caller has none."""
    value = correlation_id or uuid4().hex
    token = _correlation_id.set(value)
    try:
        yield value
    finally:
        _correlation_id.reset(token)
