"""The table of triggers says what is generated, and each has its page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import trigger_table
from command_environment import ROOT

from generated.projects import committed_checkout
from sam_scaffold.components.trigger import trigger_choices

PAGE = ROOT / "docs" / "reference" / "triggers.md"


@pytest.mark.slow
def test_the_table_says_what_is_generated(tmp_path: Path) -> None:
    made = trigger_table.table(committed_checkout(tmp_path / "template"), tmp_path / "shop")
    written = PAGE.read_text(encoding="utf-8")
    before, _, rest = written.partition(trigger_table.BEGIN)
    _, _, after = rest.partition(trigger_table.END)
    now = f"{before}{trigger_table.BEGIN}\n\n{made}\n\n{trigger_table.END}{after}"
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(now, encoding="utf-8")
    else:
        assert now == written


def test_every_trigger_has_its_page() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "how-to" / "triggers").glob("*.md")}
    assert pages == set(trigger_choices(ROOT).values())
