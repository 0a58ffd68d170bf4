"""`status`: each state, in words, as JSON and by exit code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_environment import template
from releases import release
from repositories import Repository, refusal, shop, succeeded

from sam_scaffold.record_files import ANSWERS_FILE

CODE = "functions/orders/src/lambda_handler.py"
SNIPPET = "functions/orders/resource.yaml"
RECORDS = ".scaffold/functions/orders"


def with_orders(root: Path, *words: str) -> Repository:
    repository = shop(root / "shop")
    given = ("-d", "trigger=sqs", "-d", "alarms=full", *words)
    succeeded(repository.here("add", "function", "orders", *given))
    return repository


def states(repository: Repository, *words: str) -> tuple[int, list[str]]:
    """Return the exit code, and the states of `orders`."""
    done = repository.here("status", "--json", *words)
    found: dict[str, Any] = json.loads(done.out)
    orders = next(status for status in found["components"] if status["name"] == "orders")
    assert sorted(orders["details"]) == sorted(orders["states"])
    return done.code, orders["states"]


def test_up_to_date(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    before = repository.snapshot()
    assert succeeded(repository.here("status")).out == (
        "function orders: up to date\nresource alarms_topic: up to date\n"
    )
    assert states(repository) == (0, [])
    assert repository.snapshot() == before


def test_nothing_there(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    assert "No components yet" in succeeded(repository.here("status")).out
    found = json.loads(succeeded(repository.here("status", "--json")).out)
    assert found == {"components": [], "orphaned": []}


def replaced(path: str, old: str, new: str) -> Any:
    def change(repository: Repository) -> None:
        text = repository.text(path)
        assert old in text
        repository.write(path, text.replace(old, new))

    return change


def without(path: str) -> Any:
    return lambda repository: (repository.root / path).unlink()


def cut(path: str, start: str, end: str) -> Any:
    def change(repository: Repository) -> None:
        head, _, rest = repository.text(path).partition(start)
        repository.write(path, head + end + rest.partition(end)[2])

    return change


def several(*changes: Any) -> Any:
    return lambda repository: [change(repository) for change in changes]


MEMORY = replaced("template.yaml", "MemorySize: 256", "MemorySize: 512")

STATES = {
    "edited-block": (MEMORY, 0, ["edited in the template"]),
    "edited-file": (replaced(CODE, "import", "import  "), 0, ["edited in files"]),
    "renamed": (replaced("template.yaml", "OrdersQueue", "OrdersInbox"), 0, []),
    "deleted-alarm": (
        cut("template.yaml", "  # Alarm on failed invocations.", "  # Alarm on throttled"),
        0,
        ["missing in the template"],
    ),
    "missing-sample": (without("functions/orders/events/sqs.json"), 0, ["missing files"]),
    "missing-code": (without(CODE), 1, ["missing files"]),
    "markers": (
        replaced(CODE, "import", "<<<<<<< before updating\n>>>>>>> after updating\nimport"),
        1,
        ["edited in files", "conflict open"],
    ),
    "snippet-edited": (
        replaced(SNIPPET, "BatchSize: 10", "BatchSize: 5"),
        1,
        ["resource.yaml not applied", "edited in files"],
    ),
    "conflict": (
        several(MEMORY, replaced(SNIPPET, "MemorySize: 256", "MemorySize: 1024")),
        1,
        ["edited in the template", "conflict open", "edited in files"],
    ),
    "snippet-gone": (without(SNIPPET), 1, ["broken"]),
    "template-gone": (without("template.yaml"), 1, ["broken"]),
    "broken-template": (replaced("template.yaml", "Resources:", "Resources: ]"), 1, ["broken"]),
}


@pytest.mark.parametrize(("change", "code", "expected"), STATES.values(), ids=STATES.keys())
def test_every_state_is_named(change: Any, code: int, expected: list[str], tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    change(repository)
    before = repository.snapshot()
    assert states(repository) == (code, expected)
    done = repository.here("status")
    assert done.code == code
    for state in expected:
        assert state in done.out
    assert repository.snapshot() == before


def test_outdated_says_both_versions(tmp_path: Path) -> None:
    source = Path(shutil.copytree(template(), tmp_path / "sam-scaffold"))
    repository = with_orders(tmp_path, "--template", str(source))
    release(source)
    done = repository.here("status")
    assert done.code == 1
    assert "outdated: v1.0.0 -> v1.1.0" in done.out
    succeeded(repository.here("update", "--all"))
    assert "up to date" in succeeded(repository.here("status")).out


def test_block_without_its_answers_file_is_an_orphan(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    (repository.root / RECORDS / ANSWERS_FILE).unlink()
    done = repository.here("status", "--json")
    assert done.code == 1
    assert json.loads(done.out)["orphaned"] == [
        {
            "template_file": "template.yaml",
            "logical_id": "OrdersFunction",
            "folder": RECORDS,
        }
    ]
    said = repository.here("status").out
    assert "orphaned block: OrdersFunction of template.yaml" in said
    assert RECORDS in said


def test_renamed_block_without_its_answers_file_is_an_orphan(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    text = repository.text().replace("OrdersFunction", "OrderFunction")
    repository.write("template.yaml", text)
    succeeded(repository.here("apply"))  # which records the new name
    (repository.root / RECORDS / ANSWERS_FILE).unlink()
    (orphan,) = json.loads(repository.here("status", "--json").out)["orphaned"]
    assert orphan["logical_id"] == "OrderFunction"


def test_block_without_its_folder_is_a_component_in_trouble(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    shutil.rmtree(repository.root / "functions/orders")
    done = repository.here("status", "--json")
    assert done.code == 1
    orders, topic = json.loads(done.out)["components"]
    assert topic["states"] == []
    assert orders["states"] == ["broken"]
    assert SNIPPET in orders["details"]["broken"][0]


BY_HAND = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  BuiltFunction:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: target/built/, Handler: app.handler, Runtime: python3.12}
  BuiltLayer:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: target/layer/}
"""


def test_what_was_never_a_component_is_no_orphan(tmp_path: Path) -> None:
    """A build makes its folder, for example."""
    done = succeeded(Repository(tmp_path, {"template.yaml": BY_HAND}).here("status", "--json"))
    assert json.loads(done.out) == {"components": [], "orphaned": []}


def test_what_was_removed_is_no_orphan(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    succeeded(repository.here("remove", "orders"))
    done = succeeded(repository.here("status", "--json"))
    assert json.loads(done.out)["orphaned"] == []


def test_conflict_that_is_left_open_is_told_of_again(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    STATES["conflict"][0](repository)
    assert repository.here("apply").code == 1
    assert states(repository)[1][:2] == ["edited in the template", "conflict open"]
    succeeded(repository.here("resolve", "orders", "--ours"))
    assert states(repository) == (0, ["edited in the template", "edited in files"])


def test_unknown_name(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    assert "'ordrs' is not a component. Did you mean orders?" in refusal(
        repository.here("status", "ordrs")
    )
