"""Facts about the component that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from contexts import context
from houses import template

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.questions.context import Phase
from sam_scaffold.questions.derived_facts import derived_facts

GLOBALS = template(Globals={"Function": {"Timeout": 20, "MemorySize": 1024}})


@pytest.mark.parametrize(
    ("phase", "changed", "explicit"),
    [
        (Phase.NEW, None, {"Timeout"}),
        (Phase.CHANGED, ("memory_size",), {"MemorySize"}),
        (Phase.AGAIN, None, set()),
    ],
)
def test_what_a_user_answered_is_stated_and_recorded(
    phase: Phase, changed: tuple[str, ...] | None, explicit: set[str]
) -> None:
    here = context(template=GLOBALS, given={"timeout": 20}, phase=phase, changed=changed)
    facts = derived_facts(here)
    assert facts is not None
    recorded: dict[str, Any] = facts.data()["recorded"]["house"]
    assert set(recorded["explicit"]) - {"Runtime", "Architectures"} == explicit


def test_folder_outside_of_the_repository_is_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "shop", tmp_path / "elsewhere"
    inside.mkdir()
    outside.mkdir()
    (inside / "functions").symlink_to(outside, target_is_directory=True)
    with pytest.raises(ScaffoldError, match="functions"):
        derived_facts(context(root=inside))


def test_whole_repository_has_no_facts() -> None:
    assert derived_facts(context({"kind": "repository"})) is None
