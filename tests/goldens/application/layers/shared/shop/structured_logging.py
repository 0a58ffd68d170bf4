"""JSON log lines that carry a correlation id.

One line is one JSON object, which CloudWatch Logs Insights can query by field. The
correlation id names one piece of work: take it from the event, set it first thing in
the handler, and pass it on in what the function publishes::

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

# What every record has; anything else was given with `extra`.
_STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {
    "asctime",
    "message",
    "taskName",
}

_FORMAT_ERRORS = (TypeError, ValueError)


class JsonFormatter(logging.Formatter):
    """Formats a record, with what was given as `extra`, as one line of JSON."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; values that JSON does not know become strings."""
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
    """Writes to what `sys.stdout` is at that moment, so that tests can capture it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as a line; one that cannot be formatted stops nothing."""
        try:
            sys.stdout.write(self.format(record) + "\n")
            sys.stdout.flush()
        except _FORMAT_ERRORS:
            self.handleError(record)


def get_logger(name: str) -> logging.Logger:
    """Return the logger of that name, set up to write JSON.

    The level comes from the environment variable LOG_LEVEL (INFO without it). The lines
    do not reach the root logger, where Lambda's own handler would print them again.
    """
    handler = _StdoutHandler()
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger(name)
    logger.handlers = [handler]
    logger.setLevel(os.environ.get("LOG_LEVEL", "INFO").upper())
    logger.propagate = False
    return logger


def set_correlation_id(correlation_id: str) -> None:
    """Put this correlation id on every line from now on."""
    _correlation_id.set(correlation_id)


def get_correlation_id() -> str:
    """Return the current correlation id, to pass it on; empty when none was set."""
    return _correlation_id.get()
