"""`apply`: what was edited in resource.yaml comes into the SAM template."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository, refusal, shop, succeeded

SNIPPET = "functions/orders/resource.yaml"
EXTRA = "\n  Extra:\n    Type: AWS::SQS::Queue\n"


ANSWERS = ("-d", "trigger=sqs", "-d", "alarms=full")


def with_orders(root: Path) -> Repository:
    repository = shop(root)
    succeeded(repository.here("add", "function", "orders", *ANSWERS))
    return repository


def edit(repository: Repository, path: str, old: str, new: str) -> None:
    text = repository.text(path)
    assert old in text
    repository.write(path, text.replace(old, new))


def test_edited_snippet_is_merged_into_what_was_edited_there(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    edit(repository, "template.yaml", "MemorySize: 256", "MemorySize: 512  # ours")
    edit(repository, SNIPPET, "BatchSize: 10", "BatchSize: 5")
    repository.write(SNIPPET, repository.text(SNIPPET) + EXTRA)
    before = repository.text()
    done = succeeded(repository.here("apply", "orders"))
    assert "added Resources.Extra in template.yaml" in done.out
    expected = before.replace("BatchSize: 10", "BatchSize: 5")
    expected = expected.replace("\n\nOutputs:", f"\n{EXTRA}\nOutputs:")
    assert repository.text() == expected
    assert "nothing to do" in succeeded(repository.here("apply")).out


def test_entry_that_goes_from_the_snippet_goes_from_the_template(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    text = repository.text(SNIPPET)
    start = text.index("\n  # Alarm on throttled")
    end = text.index("\n  # Alarm on", start + 1)
    repository.write(SNIPPET, text[:start] + text[end:])
    before = repository.text()
    done = succeeded(repository.here("apply", "orders"))
    assert "removed Resources.OrdersThrottlesAlarm" in done.out
    assert repository.text() == before.replace(text[start:end], "")


def test_all_components_without_a_name(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    succeeded(repository.here("add", "function", "billing"))
    for name in ("orders", "billing"):
        edit(repository, f"functions/{name}/resource.yaml", "Timeout: 30", "Timeout: 29")
    succeeded(repository.here("apply"))
    assert repository.text().count("Timeout: 29") == 2


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    edit(repository, SNIPPET, "BatchSize: 10", "BatchSize: 5")
    before = repository.snapshot()
    assert "+            BatchSize: 5" in succeeded(repository.here("apply", "--dry-run")).out
    assert repository.snapshot() == before


BROKEN = {
    "conflict-marker": ("<<<<<<< ours\nResources: {}\n", "conflict marker"),
    "no-yaml": ("Resources: [\n", "not valid YAML"),
    "empty": ("", "nothing"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_snippet_is_refused(text: str, said: str, tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    repository.write(SNIPPET, text)
    before = repository.snapshot()
    line = refusal(repository.here("apply", "orders"))
    assert SNIPPET in line
    assert said in line
    assert repository.snapshot() == before
