"""`check --fix`: findings that are fixed, and findings that are not."""

from __future__ import annotations

import json
from pathlib import Path

from checks import WARNED, repository
from repositories import succeeded


def test_fix_applies_safe_fixes_and_reports_them(tmp_path: Path) -> None:
    text = WARNED.replace(
        "            Queue:", "            BatchSize: 50  # many\n            Queue:"
    )
    shop = repository(tmp_path, text.replace("180", "180   # seconds"))
    done = succeeded(shop.here("check", "--fix"))
    first, second, _ = done.out.splitlines()
    assert first.startswith("fixed template.yaml: E9402 Worker: a batch of 50 messages ")
    assert second.startswith("fixed template.yaml: W9401 Queue: ")
    assert done.out.splitlines()[-1] == "nothing found in 1 template"
    after = shop.text()
    assert "            MaximumBatchingWindowInSeconds: 1\n" in after
    assert "VisibilityTimeout: 361   # seconds\n" in after  # the window counts, too
    assert len(after.splitlines()) == len(text.splitlines()) + 1
    again = shop.here("check", "--fix")
    assert again.out == "nothing found in 1 template\n"
    assert shop.text() == after


def test_fix_leaves_what_is_not_safe(tmp_path: Path) -> None:
    shop = repository(tmp_path, WARNED.replace("180", "!Ref Seconds").replace(
        "Resources:", "Parameters:\n  Seconds: {Type: Number, Default: 30}\nResources:", 1,
    ))  # fmt: skip
    before = shop.read()
    done = shop.here("check", "--fix")
    assert "fixed" not in done.out
    assert shop.read() == before


def test_fix_keeps_machine_formats_clean(tmp_path: Path) -> None:
    done = repository(tmp_path, WARNED).here("check", "--fix", "--format", "json")
    assert json.loads(done.out) == []
    assert done.err.startswith("fixed template.yaml: W9401 ")
