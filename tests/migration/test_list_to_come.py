"""A requirements.txt that a script writes into the code folder before each build."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.migration.changes import Edit
from sam_scaffold.migration.needs.analysis import Wishes
from sam_scaffold.migration.needs.candidates import candidates
from sam_scaffold.migration.notes import notes
from sam_scaffold.migration.order import CodeLayout, Order, SharedCode
from sam_scaffold.migration.plan import MigrationPlan, MigrationPlanner
from sam_scaffold.transaction.repository_view import RepositoryView

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    CodeUri: src/
Resources:
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: orders.handler
  UsersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: users.handler
"""
EXPORT = "build:\n\tuv export --no-hashes --output-file=src/requirements.txt\n\tsam build\n"


def planned(
    root: Path, files: dict[str, str], layout: CodeLayout = CodeLayout.KEEP
) -> MigrationPlan:
    files = {
        "template.yaml": TEMPLATE,
        "src/orders.py": "import stripe\n\ndef handler(event, context): ...\n",
        "src/users.py": "def handler(event, context): ...\n",
        **files,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    repository = RepositoryView(root)
    order = Order(layout, SharedCode.SOURCE, Wishes())
    everything = candidates(repository)
    return MigrationPlanner(repository, everything, order).plan(everything[:1])


def lists(plan: MigrationPlan) -> list[Edit]:
    (one,) = plan.migrations
    return [edit for edit in one.changes.edits if edit.path.endswith(".txt")]


@pytest.mark.parametrize("layout", [CodeLayout.KEEP, CodeLayout.FLAT])
def test_the_new_folder_names_the_list_to_come(tmp_path: Path, layout: CodeLayout) -> None:
    plan = planned(tmp_path, {"Makefile": EXPORT}, layout)

    (edit,) = lists(plan)
    assert (edit.path, edit.data) == (
        "functions/orders/requirements.txt",
        b"-r ../../src/requirements.txt\n",
    )
    assert "requirements.txt" in plan.migrations[0].laid.placed.paths
    assert notes(plan) == ()


def test_a_list_that_nothing_writes_is_left_to_people(tmp_path: Path) -> None:
    plan = planned(tmp_path, {})

    assert lists(plan) == []
    assert "imports stripe, which no requirements file here lists" in notes(plan)[0]


def test_a_list_that_is_there_is_linked(tmp_path: Path) -> None:
    plan = planned(tmp_path, {"Makefile": EXPORT, "src/requirements.txt": "stripe\n"})

    assert lists(plan) == []
    (link,) = plan.migrations[0].changes.links
    assert (link.path, link.target) == ("functions/orders/requirements.txt", "src/requirements.txt")
