"""Plain data: what a node of a document means, in Python's own types."""

from __future__ import annotations

from typing import Any

Data = Any
"""What JSON can hold: dict, list, str, int, float, bool or None."""
