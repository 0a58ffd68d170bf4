"""Puts the shared code where the tests can import it, as Lambda does with the layer."""

import sys
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[3] / "layers" / "shared"

sys.path.insert(0, str(CONTENT))
