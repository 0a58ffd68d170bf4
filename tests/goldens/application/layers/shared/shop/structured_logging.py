"""Structured logging: JSON lines with a correlation ID.

Each line is a JSON object, whose fields CloudWatch Logs Insights can query. The
correlation ID identifies a request in all functions: get it from the event, set it at
the start of the handler, and add it to the messages that the function sends::

    logger = get_logger(__name__)

    def lambda_handler(event, context):
        set_correlation_id(event.get("correlation_id") or context.aws_request_id)
        logger.info("Order accepted", extra={"order_id": "42"})
"""

import json
import logging
import os
import sys
import time
from contextvars import ContextVar
from typing import Any

_correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")

# The attributes of every record; all others come from `extra`.
_STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {
    "asctime",
    "message",
    "taskName",
}

_FORMAT_ERRORS = (TypeError, ValueError)


class JsonFormatter(logging.Formatter):
    """Formatter that writes a record and its `extra` as one line of JSON."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; values without a JSON type become strings."""
        line: dict[str, Any] = {
            "timestamp": self.formatTime(record),
            "level": record.levelname,
            "message": record.getMessage(),
            "correlation_id": get_correlation_id(),
            "function": os.environ.get("AWS_LAMBDA_FUNCTION_NAME", ""),
            "logger": record.name,
        }
        for field, value in vars(record).items():
            if field not in _STANDARD_FIELDS:
                line.setdefault(field, value)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class _StdoutHandler(logging.Handler):
    """Handler that looks up `sys.stdout` for each line, for tests that capture it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as a line; errors of formatting are not raised."""
        try:
            sys.stdout.write(self.format(record) + "\n")
            sys.stdout.flush()
        except _FORMAT_ERRORS:
            self.handleError(record)


def get_logger(name: str) -> logging.Logger:
    """Return a logger that writes JSON.

    Its level is the environment variable LOG_LEVEL, or else INFO. Records do not reach
    the root logger, whose handler, which Lambda adds, would write them again.
    """
    handler = _StdoutHandler()
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger(name)
    logger.handlers = [handler]
    logger.setLevel(os.environ.get("LOG_LEVEL", "INFO").upper())
    logger.propagate = False
    return logger


def set_correlation_id(correlation_id: str) -> None:
    """Set the correlation ID of all following lines."""
    _correlation_id.set(correlation_id)


def get_correlation_id() -> str:
    """Return the current correlation ID, or an empty string if none is set."""
    return _correlation_id.get()
