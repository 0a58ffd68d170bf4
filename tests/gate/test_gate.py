"""The gate looks at everything, and everything that it looks with can fail."""

from __future__ import annotations

import copy
import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generated.projects import committed_checkout
from sam_scaffold.rendering.configuration import questions_of

from . import apps, judges, matrix, permissions, run, runs

PRODUCT = set(
    itertools.product(matrix.triggers(), ("colocated", "flat"), matrix.NOTATIONS, ("true", "false"))
)


def test_the_product_is_there_in_full() -> None:
    rows = matrix.rows(apps.base()).values()
    made = {
        (row["trigger"], app.layout, app.iam, app.powertools)
        for app in matrix.APPS
        for row in rows
        if (row["layout"], row["powertools"]) == (app.layout, app.powertools)
    }
    assert made == PRODUCT


def test_layers_of_all_contents_are_there() -> None:
    assert sorted(questions_of(matrix.ROOT)["contents"]["choices"].values()) == sorted(apps.LAYERS)


def test_every_pair_of_answers_is_there() -> None:
    rows = matrix.rows(apps.base())
    assert matrix.missing(apps.base(), rows) == set()
    name, row = next(iter(rows.items()))
    assert matrix.missing(apps.base(), {name: row}) != set()


@pytest.mark.parametrize("seed", [1, 2])
def test_sample_has_each_trigger_in_each_layout_and_on_powertools(seed: int) -> None:
    drawn = matrix.sampled(matrix.rows(apps.base()), seed)
    made = [
        (row["trigger"], app.layout, app.powertools)
        for app in matrix.SAMPLED_APPS
        for row in apps.functions_of(app, drawn).values()
    ]
    for trigger in matrix.triggers():
        assert {layout for name, layout, _ in made if name == trigger} == {"colocated", "flat"}
        assert {base for name, _, base in made if name == trigger} == {"true", "false"}
    assert len(drawn) == 2 * len(matrix.triggers())
    assert {app.iam for app in matrix.SAMPLED_APPS} == set(matrix.NOTATIONS)
    assert drawn == matrix.sampled(matrix.rows(apps.base()), seed)
    assert drawn != matrix.sampled(matrix.rows(apps.base()), seed + 1)


def test_every_tool_judges_each_application_or_its_twin() -> None:
    for chosen in (matrix.APPS, matrix.SAMPLED_APPS):
        every = [apps.Made(app, Path(app.name), {}) for app in chosen]
        work = [
            (tool, made.app)
            for tools, some in run.work_for(every)
            for tool in tools
            for made in some
        ]
        groups = {(app.layout, app.powertools) for app in chosen}
        for tool in (*run.OF_CODE, *run.OF_TYPES, *run.OF_ARTIFACTS):
            assert sorted(
                (app.layout, app.powertools) for name, app in work if name == tool
            ) == sorted(groups)
        for tool in run.OF_TEMPLATES:
            assert {app for name, app in work if name == tool} == set(chosen)


def test_twin_with_other_code_is_found(tmp_path: Path) -> None:
    every = []
    for iam in matrix.NOTATIONS:
        (tmp_path / iam).mkdir()
        (tmp_path / iam / f"of_{iam}.py").write_text("", encoding="utf-8")
        (tmp_path / iam / "both.py").write_text("", encoding="utf-8")
        (tmp_path / iam / ".aws-sam").mkdir()
        (tmp_path / iam / ".aws-sam" / f"{iam}.py").write_text("", encoding="utf-8")
        every.append(apps.Made(matrix.App("flat", "true", iam), tmp_path / iam, {}))
    assert run.other_code(*every) == ["of_policies.py", "of_role.py"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> apps.Made:
    """One function, enough to break it."""
    checkout = committed_checkout(tmp_path_factory.mktemp("template"))
    row = next(row for row in matrix.rows(apps.base()).values() if row["trigger"] == "sqs")
    own = {**row, "layout": "flat", "powertools": "false", "publishes_to": "BaseQueue"}
    root = tmp_path_factory.mktemp("gate") / "my_shop"
    return apps.make(checkout, matrix.App("flat", "false", "role"), root, {"orders": own})


@pytest.fixture
def broken(made: apps.Made, tmp_path: Path) -> apps.Made:
    """A copy to break."""
    root = tmp_path / "my_shop"
    shutil.copytree(made.root, root)
    return replace(made, root=root)


def change(made: apps.Made, path: str, before: str, after: str) -> None:
    file = made.root / path
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


HANDLER = "functions/orders/lambda_handler.py"


@pytest.mark.slow
def test_every_judge_can_object(broken: apps.Made) -> None:
    change(broken, "template.yaml", "VisibilityTimeout: 180", "VisibilityTimeout: 1")
    assert "E3505" in "\n".join(judges.cfn_lint_on_the_output(broken))
    change(broken, "template.yaml", "BatchSize: 10", "Batches: 10")
    assert judges.translator(broken) != []
    change(broken, "template.yaml", "MemorySize: 256", "MemorySize: much")
    assert judges.cfn_lint(broken) != []
    change(broken, HANDLER, "import json\n", "import json\nimport csv\n")
    assert "F401" in "\n".join(judges.ruff(broken))
    change(broken, HANDLER, "failures = []", "failures: int = []")
    assert judges.mypy(broken) != []
    change(broken, HANDLER, '"batchItemFailures"', '"failures"')
    assert judges.pytest(broken) != []
    (broken.root / "layers" / "shared" / "requirements.txt").write_text("no such package\n")
    assert judges.sam_build(broken) != []


@pytest.mark.slow
def test_a_missing_right_is_found(made: apps.Made) -> None:
    template = judges.translated(made)
    assert list(permissions.differences(template, template)) == []
    less = copy.deepcopy(template)
    document = less["Resources"]["OrdersExecutionRole"]["Properties"]["Policies"][0]
    statement = next(
        found for found in document["PolicyDocument"]["Statement"] if "Send" in found["Sid"]
    )
    statement["Action"] = ["sqs:GetQueueUrl"]
    found = "\n".join(permissions.differences(template, less))
    assert "only by policies: sqs:sendmessage*" in found
    assert "only by a role: sqs:getqueueurl" in found


@pytest.mark.slow
def test_a_function_that_does_not_answer_is_found(broken: apps.Made) -> None:
    assert judges.sam_build(broken) == []
    assert runs.answers(broken) == []
    built = broken.root / ".aws-sam" / "build" / "OrdersFunction" / "lambda_handler.py"
    text = built.read_text(encoding="utf-8")
    built.unlink()  # it may be a link into the cache
    built.write_text(text.replace('"messageId"', '"message"'), encoding="utf-8")
    assert any("KeyError" in line for line in runs.answers(broken))
