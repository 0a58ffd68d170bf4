"""Import path of the layer, as in Lambda."""

import sys
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[3] / "layers" / "pricing"

sys.path.insert(0, str(CONTENT))
