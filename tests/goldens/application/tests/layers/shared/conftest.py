"""Import path of the shared code, as in Lambda."""

import sys
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[3] / "layers" / "shared"

sys.path.insert(0, str(CONTENT))
