"""A stack that would have too much is refused before anything is written, by every command."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import template
from repositories import TEMPLATE, Repository, refusal, shop, succeeded

ADD = ("add", "function", "orders", "--defaults", "-d", "trigger=sqs", "-d", "alarms=full")


def crowded(root: Path, topics: int) -> Repository:
    """The small shop with so many topics more."""
    more = "".join(f"  Topic{number}: {{Type: AWS::SNS::Topic}}\n" for number in range(topics))
    return shop(root, **{"template.yaml": TEMPLATE.replace("\nOutputs:", f"{more}\nOutputs:")})


@pytest.mark.parametrize("words", [(), ("--dry-run",)], ids=["add", "dry-run"])
def test_add_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    repository = crowded(tmp_path, 490)
    before = repository.snapshot()
    said = refusal(repository.here(*ADD, *words))
    assert "Resources, including those that SAM generates, but a stack can only have 500." in said
    assert "alarms=none" in said
    assert repository.snapshot() == before


def test_the_way_out_is_one(tmp_path: Path) -> None:
    repository = crowded(tmp_path, 490)
    succeeded(repository.here(*ADD, "-d", "alarms=none", "-d", "log_retention=0"))
    repository.commit()
    before = repository.snapshot()
    said = refusal(repository.here("set", "orders", "alarms=full"))
    assert "but a stack can only have 500" in said
    assert repository.snapshot() == before
    assert "can only have 500" in refusal(
        repository.here("set", "orders", "alarms=full", "--dry-run")
    )


def test_fewer_may_come_where_there_are_too_many(tmp_path: Path) -> None:
    repository = crowded(tmp_path, 400)
    succeeded(repository.here(*ADD))
    more = "".join(f"  More{number}: {{Type: AWS::SNS::Topic}}\n" for number in range(100))
    text = repository.text().replace("\nOutputs:", f"{more}\nOutputs:")
    repository.write("template.yaml", text)
    succeeded(repository.here("set", "orders", "alarms=none"))


def test_plain_copier_is_refused_before_its_first_file(tmp_path: Path) -> None:
    repository = crowded(tmp_path, 490)
    before = repository.snapshot()
    done = repository.copier(
        "copy", "--trust", "--defaults", "--quiet", "-d", "kind=function", "-d", "name=orders",
        "-d", "trigger=sqs", str(template()), ".",
    )  # fmt: skip
    assert done.code == 1
    assert "can only have 500" in done.err
    assert repository.snapshot() == before


def test_merge_is_refused(tmp_path: Path) -> None:
    repository = crowded(tmp_path, 498)
    repository.write("snippet.yaml", "Resources:\n  One: {Type: AWS::SNS::Topic}\n")
    assert "would have 501 Resources, but" in refusal(
        repository.here("merge", "snippet.yaml", "template.yaml")
    )
