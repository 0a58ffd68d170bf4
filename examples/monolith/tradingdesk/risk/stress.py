"""Scenarios for the yearly stress test; run from a notebook."""

from __future__ import annotations

SHOCKS = {"mild": 0.05, "severe": 0.30}
