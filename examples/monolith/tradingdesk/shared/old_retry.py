"""Retries of the feed that was shut down in spring."""

from __future__ import annotations

import time


def retried(call, times=3):
    for attempt in range(times):
        try:
            return call()
        except OSError:
            time.sleep(2**attempt)
    return call()
