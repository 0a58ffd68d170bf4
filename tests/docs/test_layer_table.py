"""Hold the layer choice to the cases of tests/dependencies/test_layer_selection.py in the docs."""

from __future__ import annotations

import os
from pathlib import Path

from layer_cases import table
from trigger_table import BEGIN, END

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "choose-layers.md"


def test_table_is_that_of_the_cases() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = "\n".join(table())
    now = f"{before}{BEGIN}\n{lines}\n{END}{after}"
    if os.environ.get("UPDATE_DOCS"):
        DOCUMENT.write_text(now, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == now
