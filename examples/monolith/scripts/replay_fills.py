"""Send a file of fills to the positions function again."""

from __future__ import annotations

import json
import sys

from tradingdesk.positions.handler import handler

if __name__ == "__main__":
    for line in sys.stdin:
        print(handler(json.loads(line), None))
