"""`diff`: what was changed in a block since it was applied."""

from __future__ import annotations

from pathlib import Path

from repositories import Repository, shop, succeeded

ANSWERS = ("-d", "trigger=sqs", "-d", "alarms=full")


ANSWERS = ("-d", "trigger=sqs", "-d", "alarms=full")


def with_orders(root: Path) -> Repository:
    repository = shop(root)
    succeeded(repository.here("add", "function", "orders", *ANSWERS))
    return repository


def changed(repository: Repository, name: str = "orders") -> list[str]:
    """The lines that differ."""
    lines = succeeded(repository.here("diff", name)).out.splitlines()
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_nothing_was_changed(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    done = succeeded(repository.here("diff", "orders"))
    assert done.out == "orders: no edits since the block was last applied\n"


def test_changed_lines_and_comments_alone(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    text = repository.text().replace("MemorySize: 256", "MemorySize: 512  # measured")
    repository.write("template.yaml", text.replace("  HttpLayer:", "  # ours\n  HttpLayer:"))
    assert changed(repository) == [
        "-      MemorySize: 256",
        "+      MemorySize: 512  # measured",
    ]


def test_deleted_and_moved_entries(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    text = repository.text()
    start = text.index("  # Alarm on failed invocations.")
    end = text.index("  # Alarm on throttled")
    alarm = text[start:end]
    repository.write("template.yaml", text.replace(alarm, ""))
    assert changed(repository) == [f"-{line}" for line in alarm.rstrip().splitlines()]
    moved = text.replace(alarm, "").replace("Resources:\n", f"Resources:\n{alarm}", 1)
    repository.write("template.yaml", moved)
    assert changed(repository) == []


def test_what_somebody_renamed_is_compared_under_its_new_name(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    repository.write("template.yaml", repository.text().replace("OrdersQueue", "OrdersInbox"))
    assert [line for line in changed(repository) if "#" not in line] == []
