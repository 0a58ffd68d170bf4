"""`list`: every instance with its kind, name, SAM template, logical ids, version and path."""

from __future__ import annotations

import json
from pathlib import Path

from repositories import Repository, refusal, shop, succeeded


def filled(root: Path) -> Repository:
    repository = shop(root)
    for words in (
        ("function", "orders", "-d", "trigger=sqs"),
        ("function", "billing", "-d", "layout=flat", "-d", "alarms=none"),
        ("layer", "nums"),
    ):
        succeeded(repository.here("add", *words))
    return repository


def test_json_has_every_instance_in_order(tmp_path: Path) -> None:
    repository = filled(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.process("list", "--json"))
    common = {"template_file": "template.yaml", "version": "v1.0.0"}
    assert json.loads(done.out) == [
        {
            "kind": "function",
            "name": "billing",
            "logical_ids": ["BillingFunction", "BillingLogGroup"],
            "path": ".scaffold/functions/billing",
            "answers_file": ".scaffold/functions/billing/answers.yml",
            **common,
        },
        {
            "kind": "function",
            "name": "orders",
            "logical_ids": [
                "OrdersFunction",
                "OrdersQueue",
                "OrdersDeadLetterQueue",
                "OrdersLogGroup",
                "OrdersOldestMessageAlarm",
                "OrdersDeadLettersAlarm",
            ],
            "path": "functions/orders",
            "answers_file": ".scaffold/functions/orders/answers.yml",
            **common,
        },
        {
            "kind": "layer",
            "name": "nums",
            "logical_ids": ["NumsLayer"],
            "path": ".scaffold/layers/nums",
            "answers_file": ".scaffold/layers/nums/answers.yml",
            **common,
        },
        {
            "kind": "resource",
            "name": "alarms_topic",
            "logical_ids": ["AlarmsTopic"],
            "path": ".scaffold/resources/alarms_topic",
            "answers_file": ".scaffold/resources/alarms_topic/answers.yml",
            **common,
        },
    ]
    assert repository.snapshot() == before


def test_table_names_the_same(tmp_path: Path) -> None:
    done = succeeded(filled(tmp_path).run("list"))
    for word in (
        "function", "layer", "orders", "billing", "nums", "template.yaml", "OrdersQueue",
        "v1.0.0", "functions/orders", ".scaffold/layers/nums",
    ):  # fmt: skip
        assert word in done.out


def test_empty_repository_says_how_to_start(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    assert "add function" in succeeded(repository.here("list")).out
    assert json.loads(succeeded(repository.here("list", "--json")).out) == []


def test_answers_of_other_templates_are_not_listed(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write(".copier-answers.yml", "_src_path: gh:a/b\nkind: function\nname: theirs\n")
    repository.write("sub/.copier-answers.yml", "- a list\n")
    repository.write("node_modules/x/.copier-answers.yml", "kind: function\nname: x\nhouse: {}\n")
    assert json.loads(succeeded(repository.here("list", "--json")).out) == []


def test_instances_are_found_wherever_they_lie(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {})
    shop(tmp_path / "services/pay")
    words = ("add", "function", "orders", "-d", "template_file=services/pay/template.yaml")
    succeeded(repository.here(*words))
    found = json.loads(succeeded(repository.here("list", "--json")).out)
    assert {component["template_file"] for component in found} == {"services/pay/template.yaml"}
    assert [component["path"] for component in found] == [
        "services/pay/functions/orders",
        "services/pay/.scaffold/resources/alarms_topic",
    ]


def test_broken_answers_file_is_refused_by_name(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    repository.write("functions/x/.copier-answers.yml", "kind: [\nhouse: {}\n")
    line = refusal(repository.here("list"))
    assert "functions/x/.copier-answers.yml" in line


def test_directory_is_listed_from_elsewhere(tmp_path: Path) -> None:
    filled(tmp_path / "shop")
    elsewhere = Repository(tmp_path / "elsewhere", {})
    assert len(json.loads(succeeded(elsewhere.here("list", "-C", "../shop", "--json")).out)) == 4
