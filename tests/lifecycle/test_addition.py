"""Files that a plan creates, and those that it changes on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.lifecycle.addition import Addition

FILE = "layers/numeric/requirements.txt"


def plan(root: Path) -> Addition:
    file = root / "repository" / FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(b"numpy\n")
    (root / "stage").mkdir()
    return Addition(root / "repository", root / "stage")


def test_file_that_was_looked_at_is_changed(tmp_path: Path) -> None:
    found = plan(tmp_path)
    found.put(FILE, b"numpy\npandas\n")
    found.put_in_place()
    assert (tmp_path / "repository" / FILE).read_bytes() == b"numpy\npandas\n"


@pytest.mark.parametrize("now", [b"httpx\n", None], ids=["changed", "gone"])
def test_file_that_somebody_changed_meanwhile_is_refused(now: bytes | None, tmp_path: Path) -> None:
    found = plan(tmp_path)
    found.put(FILE, b"numpy\npandas\n")
    file = tmp_path / "repository" / FILE
    file.unlink()
    if now is not None:
        file.write_bytes(now)
    with pytest.raises(ScaffoldError, match=f"{FILE} was changed meanwhile"):
        found.put_in_place()
    assert (file.read_bytes() if file.exists() else None) == now


def test_file_that_nobody_looked_at_is_not_replaced(tmp_path: Path) -> None:
    found = plan(tmp_path)
    staged = tmp_path / "stage" / FILE
    staged.parent.mkdir(parents=True)
    staged.write_bytes(b"pandas\n")
    with pytest.raises(ScaffoldError, match=f"{FILE} already exists"):
        found.put_in_place()
    assert (tmp_path / "repository" / FILE).read_bytes() == b"numpy\n"
