"""Instances are found by their answers files."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository

from sam_scaffold.components.component_record import (
    ComponentRecord,
    claimed_ids,
    find_instances,
    record_of,
)
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.merge.last_applied import LastApplied

ANSWERS = """\
# Changes here will be overwritten by Copier
_commit: v1.2.0
_src_path: gh:acme/sam-scaffold
house: {}
kind: function
layout: colocated
name: orders
template_file: template.yaml
"""
SNIPPET = "Resources:\n  OrdersFunction: {Type: X}\n  OrdersQueue: {Type: Y}\nOutputs:\n  A: {}\n"


def test_instance_has_all_that_list_shows(tmp_path: Path) -> None:
    Repository(
        tmp_path,
        {
            ".scaffold/functions/orders/answers.yml": ANSWERS,
            "functions/orders/resource.yaml": SNIPPET,
        },
    )
    assert find_instances(tmp_path) == [
        ComponentRecord(
            kind="function",
            name="orders",
            template_file="template.yaml",
            logical_ids=("OrdersFunction", "OrdersQueue"),
            version="v1.2.0",
            path="functions/orders",
            source="gh:acme/sam-scaffold",
            answers_file=".scaffold/functions/orders/answers.yml",
        )
    ]


def test_records_of_the_first_version_are_found_beside_the_snippet(tmp_path: Path) -> None:
    files = {"a/.copier-answers.yml": ANSWERS, "a/resource.yaml": SNIPPET}
    Repository(tmp_path, {**files, "b/answers.yml": ANSWERS})
    (found,) = find_instances(tmp_path)
    assert found.logical_ids == ("OrdersFunction", "OrdersQueue")
    assert found.snippet_file == "a/resource.yaml"
    assert found.applied_file == "a/.resource.applied.yaml"


@pytest.mark.parametrize(
    ("layout", "folder"),
    [("colocated", "src/orders"), ("flat", ".scaffold/functions/orders")],
)
def test_snippet_lies_where_the_answers_put_it(layout: str, folder: str, tmp_path: Path) -> None:
    house = ANSWERS.replace("house: {}", "house: {function_dir: 'src/{snake}'}")
    answers = house.replace("colocated", layout)
    Repository(tmp_path, {".scaffold/functions/orders/answers.yml": answers})
    (found,) = find_instances(tmp_path)
    assert found.path == folder
    assert found.applied_file == ".scaffold/functions/orders/applied.yaml"


def test_instances_come_by_kind_and_name(tmp_path: Path) -> None:
    def answers(kind: str, name: str) -> str:
        return ANSWERS.replace("kind: function", f"kind: {kind}").replace("orders", name)

    Repository(
        tmp_path,
        {
            "z/.copier-answers.yml": answers("app", "zoo"),
            "a/.copier-answers.yml": answers("layer", "nums"),
            "c/.copier-answers.yml": answers("function", "b"),
            "d/e/f/.copier-answers.yml": answers("function", "a"),
        },
    )
    found = [(record.kind, record.name, record.path) for record in find_instances(tmp_path)]
    assert found == [
        ("app", "zoo", "z"),
        ("function", "a", "d/e/f"),
        ("function", "b", "c"),
        ("layer", "nums", "a"),
    ]


@pytest.mark.parametrize("folder", [".git", ".aws-sam", "node_modules", ".venv", "a/__pycache__"])
def test_what_tools_made_is_not_searched(folder: str, tmp_path: Path) -> None:
    Repository(tmp_path, {f"{folder}/x/.copier-answers.yml": ANSWERS})
    assert find_instances(tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "text",
        "kind: other\nhouse: {}\n",
        "kind: [function]\nhouse: {}\n",
        "kind: function\n",
    ],
    ids=["empty", "list", "scalar", "other-kind", "kind-is-list", "no-house"],
)
def test_answers_of_others_are_left_out(text: str, tmp_path: Path) -> None:
    Repository(tmp_path, {".copier-answers.yml": text})
    assert find_instances(tmp_path) == []


def test_snippet_that_is_gone_leaves_no_ids(tmp_path: Path) -> None:
    Repository(tmp_path, {"x/.copier-answers.yml": ANSWERS})
    (found,) = find_instances(tmp_path)
    assert found.logical_ids == ()


@pytest.mark.parametrize(
    "answers",
    ["a: [\n\nhouse: {}\n", b"kind: \xfc\nhouse: {}\n"],
    ids=["no-yaml", "no-utf-8"],
)
def test_our_own_broken_answers_are_refused_by_name(answers: str | bytes, tmp_path: Path) -> None:
    Repository(tmp_path, {"x/.copier-answers.yml": answers})
    with pytest.raises(ScaffoldError, match=r"x/\.copier-answers\.yml") as refused:
        find_instances(tmp_path)
    assert "\n" not in str(refused.value)


def test_broken_answers_of_others_are_left_out(tmp_path: Path) -> None:
    Repository(tmp_path, {"x/.copier-answers.yml": "a: !Foo [\n"})
    assert find_instances(tmp_path) == []


@pytest.mark.parametrize(
    "snippet",
    ["Resources: [\n", "<<<<<<< a\nResources: {}\n"],
    ids=["no-yaml", "conflict"],
)
def test_snippet_that_is_to_be_settled_leaves_no_ids(snippet: str, tmp_path: Path) -> None:
    Repository(tmp_path, {"x/.copier-answers.yml": ANSWERS, "x/resource.yaml": snippet})
    (found,) = find_instances(tmp_path)
    assert found.logical_ids == ()


@pytest.fixture
def component(tmp_path: Path) -> Path:
    folder = tmp_path / "infra" / "functions" / "orders"
    folder.mkdir(parents=True)
    records = tmp_path / "infra/.scaffold/functions/orders"
    records.mkdir(parents=True)
    answers = ANSWERS.replace("template.yaml", "infra/template.yaml")
    (records / "answers.yml").write_text(answers, encoding="utf-8")
    return folder


def test_a_component_has_one_for_its_own_template(component: Path, tmp_path: Path) -> None:
    own, other = tmp_path / "infra/template.yaml", tmp_path / "template.yaml"
    record = tmp_path / "infra/.scaffold/functions/orders/applied.yaml"
    assert record_of(component / "resource.yaml", own) == (record, tmp_path)
    assert record_of(component / "resource.yaml", other) is None
    assert record_of(component / "other.yaml", own) is None


def test_a_snippet_that_is_no_component_has_none(tmp_path: Path) -> None:
    assert record_of(tmp_path / "resource.yaml", tmp_path / "template.yaml") is None
    (tmp_path / ".copier-answers.yml").write_text("kind: other\n", encoding="utf-8")
    assert record_of(tmp_path / "resource.yaml", tmp_path / "template.yaml") is None


def test_relative_paths_work_too(
    component: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    snippet = component.relative_to(tmp_path) / "resource.yaml"
    found = record_of(snippet, Path("infra/template.yaml"))
    assert found == (tmp_path / "infra/.scaffold/functions/orders/applied.yaml", tmp_path)


def test_one_of_the_first_version_lies_beside_its_snippet(tmp_path: Path) -> None:
    Repository(tmp_path, {"a/.copier-answers.yml": ANSWERS, "a/resource.yaml": SNIPPET})
    found = record_of(tmp_path / "a/resource.yaml", tmp_path / "template.yaml")
    assert found == (tmp_path / "a/.resource.applied.yaml", tmp_path)


CLAIMED = {
    "as-last-applied": (
        LastApplied(b"Resources:\n  OrdersFunction: {Type: X}\n").encode(),
        {"OrdersFunction"},
    ),
    "under-the-names-in-the-template": (
        LastApplied(SNIPPET.encode(), {"OrdersQueue": "Inbox"}).encode(),
        {"OrdersFunction", "Inbox"},
    ),
    "never-applied": (None, {"OrdersFunction", "OrdersQueue"}),
    "to-be-settled": (b"Resources:\n<<<<<<< ours\n", set()),
}


@pytest.mark.parametrize(("record", "claimed"), CLAIMED.values(), ids=CLAIMED.keys())
def test_components_claim_their_ids(
    record: bytes | None, claimed: set[str], tmp_path: Path
) -> None:
    found = {
        "a/.copier-answers.yml": ANSWERS,
        "a/resource.yaml": SNIPPET,
        "b/.copier-answers.yml": ANSWERS,
        "b/resource.yaml": "Resources:\n  Billing: {Type: X}\n",
    }
    Repository(
        tmp_path, {**found, **({} if record is None else {"a/.resource.applied.yaml": record})}
    )
    assert claimed_ids(find_instances(tmp_path), tmp_path) == {*claimed, "Billing"}
