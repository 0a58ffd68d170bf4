"""Permission to use the network, set by `sam-scaffold check`."""

from __future__ import annotations

from contextvars import ContextVar

NETWORK: ContextVar[bool | None] = ContextVar("NETWORK", default=None)
"""Whether the network may be used for what is not in the repository; None if that is not set,
and the rule's configuration decides.
"""
