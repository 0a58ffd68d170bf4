"""The envelope of an event on the bus."""

from __future__ import annotations

from typing import Any


def detail(event: dict[str, Any]) -> dict[str, Any]:
    """The content of an event, whether it came by a rule, a destination or by hand."""
    found = event.get("detail", event)
    return found.get("responsePayload", found)
