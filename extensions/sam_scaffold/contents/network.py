"""What a run may do; set by `sam-scaffold check`, and read by what rules ask."""

from __future__ import annotations

from contextvars import ContextVar

NETWORK: ContextVar[bool | None] = ContextVar("NETWORK", default=None)
"""Whether the network may be used where the repository alone does not tell; None where nobody
said so, and a rule goes by its configuration.
"""
