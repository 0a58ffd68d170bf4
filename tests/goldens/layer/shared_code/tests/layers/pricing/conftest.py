"""Puts the layer's code where the tests can import it, as Lambda does with layers."""

import sys
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[3] / "layers" / "pricing"

sys.path.insert(0, str(CONTENT))
