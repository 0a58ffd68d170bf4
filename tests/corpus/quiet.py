"""Initializer for the processes of a pool: they print nothing and stay off the network."""

from __future__ import annotations

import logging

from sam_scaffold.contents.network import NETWORK


def be_quiet() -> None:
    """Initialize a process of a pool.

    Findings are counted, not printed, and today's content of a package index does not matter.
    This is for a process of its own: in the caller's it would stay.
    """
    logging.getLogger("sam_scaffold").setLevel(logging.ERROR)
    NETWORK.set(False)
