"""The envelope of an event on the bus."""

from __future__ import annotations

from typing import Any


def detail(event: dict[str, Any]) -> dict[str, Any]:
    """Return the content of an event of a rule, a destination or a manual invocation."""
    found = event.get("detail", event)
    return found.get("responsePayload", found)
