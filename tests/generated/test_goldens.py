"""Generated files, which are equal to those that a reviewer has read in ``tests/goldens/``.

``make goldens`` writes the files anew; their difference is for the reviewer.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest
from renderings import (
    FUNCTIONS,
    GOLDENS,
    OTHERS,
    Files,
    Rendering,
    application,
    golden,
    rendered,
    together,
    write_golden,
)

UPDATE = "UPDATE_GOLDENS" in os.environ

CASES = (*FUNCTIONS, *OTHERS)

APPLICATION, TOGETHER = "application", "together"


@pytest.mark.parametrize("case", CASES, ids=[case.folder for case in CASES])
def test_component_is_the_golden_one(case: Rendering, tmp_path: Path) -> None:
    compare(case.folder, rendered(case, tmp_path / "shop"))


def test_new_application_is_the_golden_one() -> None:
    compare(APPLICATION, application())


def test_template_with_a_function_of_each_trigger_is_the_golden_one(tmp_path: Path) -> None:
    compare(TOGETHER, together(tmp_path / "shop"))


def test_every_golden_is_one_of_these() -> None:
    known = {APPLICATION, TOGETHER, *(case.folder for case in CASES)}
    kept = (path.relative_to(GOLDENS) for path in GOLDENS.rglob("*") if path.is_file())
    strays = [path for path in kept if not known.intersection(map(str, path.parents))]
    assert strays == []


def compare(folder: str, files: Files) -> None:
    """Check files against a golden, or make them the golden."""
    if UPDATE:
        write_golden(folder, files)
    if found := differences(golden(folder), files):
        pytest.fail(f"{folder}: see `make goldens`\n{found}", pytrace=False)


def differences(expected: Files, actual: Files) -> str:
    """Return a unified diff of two folders, empty if they are the same."""
    lines: list[str] = []
    for path in sorted(expected.keys() | actual.keys()):
        before, after = expected.get(path), actual.get(path)
        if before == after:
            continue
        names = ("/dev/null" if before is None else path, "/dev/null" if after is None else path)
        found = difflib.unified_diff(_lines(before), _lines(after), *names, lineterm="")
        lines += found
    return "\n".join(lines)


def _lines(content: bytes | None) -> list[str]:
    """Return lines in which each byte shows, also how the last one ends."""
    return [] if content is None else content.decode("utf-8", "backslashreplace").split("\n")


def test_every_kind_of_difference_shows() -> None:
    same = {"same": b"a\n"}
    assert differences(same, same) == ""
    assert differences(same, {}) != ""
    assert differences({}, {"empty": b""}) != ""
    assert differences({"a": b"x"}, {"a": b"x\n"}) != ""
    assert differences({"a": b"x\r\n"}, {"a": b"x\n"}) != ""
    assert "-a" in differences(same, {"same": b"b\n"})
