"""A migration is proved on two copies; each planted fault is found."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from migrated_shop import MONOLITH, NEEDED, migrate, write

from sam_scaffold.migration.proof.proof import MigratedFunction, Problem, Proof, prove

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the layout has links"),
]

ORDERS = MigratedFunction("template.yaml", "OrdersFunction", NEEDED)


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    before = write(tmp_path / "before", MONOLITH)
    return before, migrate(write(tmp_path / "after", MONOLITH))


def proved(
    copies: tuple[Path, Path], *, tests: bool = False, one: MigratedFunction = ORDERS
) -> Proof:
    before, after = copies
    repository = before.parent / "repository"
    repository.mkdir(exist_ok=True)
    return prove(before, after, [one], repository=repository, tests=tests, say=lambda _: None)


def test_a_right_one_has_no_problems(copies: tuple[Path, Path]) -> None:
    proof = proved(copies, tests=True)
    assert proof.problems == ()
    assert (proof.tests_before, proof.tests_after) == (2, 2)
    assert [note for note in proof.notes if "test_that_fails" in note] != []


def lose_a_module(after: Path) -> None:
    (after / "layers/shared/shop/common").unlink()


def lose_a_test(after: Path) -> None:
    (after / "tests/test_stock.py").write_text("")


def break_the_template(after: Path) -> None:
    with (after / "template.yaml").open("a") as file:
        file.write("  Lost:\n    Type: AWS::SQS::Queue\n    Properties:\n      Colour: red\n")


def ship_too_much(after: Path) -> None:
    (after / "functions/orders/notes.md").write_text("")


def lead_nowhere(after: Path) -> None:
    (after / "functions/orders/shop/lost").symlink_to("../nowhere")


def ship_twice(after: Path) -> None:
    shutil.copytree(after / "shop/orders", after / "layers/shared/shop/orders")


def break_another(after: Path) -> None:
    (after / "shop/common/money.py").rename(after / "shop/common/cash.py")


@pytest.mark.parametrize(
    ("plant", "function", "check", "words"),
    [
        (lose_a_module, "OrdersFunction", "import", "No module named 'shop.common'"),
        (lose_a_test, "", "tests", "tests/test_stock.py::test_stock"),
        (break_the_template, "Lost", "templates", "Colour"),
        (ship_too_much, "OrdersFunction", "artifact", "notes.md"),
        (lead_nowhere, "OrdersFunction", "links", "functions/orders/shop/lost"),
        (ship_twice, "OrdersFunction", "artifact", "shop/orders/handler.py"),
        (break_another, "StockFunction", "others", "shop.common.money"),
    ],
)
def test_a_fault_is_found(
    copies: tuple[Path, Path], plant: Callable[[Path], None], function: str, check: str, words: str
) -> None:
    plant(copies[1])
    problems = proved(copies, tests=check == "tests").problems
    fitting = [
        problem for problem in problems if (problem.function, problem.check) == (function, check)
    ]
    assert [problem for problem in fitting if words in problem.what] != [], problems


def test_a_link_that_leads_nowhere_breaks_all_that_ship_it(copies: tuple[Path, Path]) -> None:
    lead_nowhere(copies[1])
    found = {
        problem.function for problem in proved(copies).problems if "dangling link" in problem.what
    }
    assert found == {"OrdersFunction", "StockFunction"}


def test_what_failed_before_is_said_and_no_problem(copies: tuple[Path, Path]) -> None:
    for copy in copies:
        (copy / "shop/orders/texts.py").write_text("import nowhere_at_all\nHELLO = 1\n")
    proof = proved(copies)
    assert [problem for problem in proof.problems if problem.check == "import"] == []
    assert [
        note for note in proof.notes if "nowhere_at_all" in note and "OrdersFunction" in note
    ] != []


def test_what_cannot_be_imported_here_is_still_resolved(copies: tuple[Path, Path]) -> None:
    for copy in copies:
        file = copy / "shop/orders/handler.py"
        file.write_text(f"import nowhere_at_all\n{file.read_text()}")
    lose_a_module(copies[1])
    proof = proved(copies)
    assert [note for note in proof.notes if "OrdersFunction cannot be imported" in note] != []
    problems = [problem.what for problem in proof.problems if problem.check == "import"]
    assert [problem for problem in problems if "fails to import shop.common" in problem] != []


def test_a_function_that_is_gone_is_a_problem(copies: tuple[Path, Path]) -> None:
    gone = MigratedFunction("template.yaml", "GoneFunction", NEEDED)
    problem = Problem("GoneFunction", "artifact", "there is no code to deploy before")
    assert problem in proved(copies, one=gone).problems
