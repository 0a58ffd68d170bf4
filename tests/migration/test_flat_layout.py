"""Flat: own code at the top of the function's folder, with imports that follow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from monoliths import Monolith, files_below
from repositories import Done, Repository, succeeded

KINDS = {
    "one_package": ("IntakeFunction", "PostageFunction", "RoutingFunction"),
    "package_called_src": ("IngestReadings", "DailySummary", "FrostWarning"),
    "src_root": ("LoansFunction", "ReturnsFunction", "RemindersFunction"),
    "siblings": ("BookSeats", "CancelBooking", "SeatPlan"),
    "no_code_uri": ("OrdersFunction", "KitchenFunction", "CouriersFunction"),
    "container_reaches_back": (
        "OddsFunction", "ExecutionFunction", "SettlementFunction", "HealthFunction",
    ),
    "one_file": ("InvoiceFunction",),
    "template_in_a_subfolder": ("StockFunction", "WateringFunction", "AdviceFunction"),
}  # fmt: skip
"""The functions of each monolith that can be flat, in some order."""

REFUSED = {
    "eager_init": ("TriageFunction", "src/handlers/triage.py is also imported by others"),
    "one_file": ("RentFunction", "app/main.py also has handlers of others"),
    "one_package": ("NoticesFunction", "parcels/notices/texts/de.txt by a package name"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_one_by_one_and_back(kind: str, tmp_path: Path) -> None:
    monolith = Monolith.of(kind)
    work = monolith.copied(tmp_path / "work")
    before, tests = work.snapshot(), monolith.passing(work.root)
    for logical_id in KINDS[kind]:
        succeeded(flat(work, logical_id))
        properties = work.properties(logical_id, monolith.template)
        assert str(properties["Handler"]).startswith("lambda_handler.")
        work.commit()
    assert monolith.passing(work.root) == tests
    for function in monolith.functions:
        assert monolith.answer(work.root, function) == function.result, function.logical_id
    for logical_id in reversed(KINDS[kind]):
        forget_caches(work)
        succeeded(work.here("migrate", logical_id, "--undo"))
    assert work.snapshot() == before


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_flat_is_refused(kind: str, tmp_path: Path) -> None:
    work = Monolith.of(kind).copied(tmp_path / "work")
    before = work.snapshot()
    logical_id, said = REFUSED[kind]
    done = flat(work, logical_id)
    assert done.code == 1
    assert done.out == ""
    assert said in done.err
    assert done.err.endswith("--layout keep.\n")
    assert len(done.err.splitlines()) == 1
    assert work.snapshot() == before


HANDLER = """\
import json
import logging
from pathlib import Path

from shop.shared.money import rounded
from shop.orders.rules import FACTOR

log = logging.getLogger("shop.orders.handler")
HERE = Path(__file__).parent

def handler(event, context):
    with open("shop/orders/names.json") as file:
        return [json.load(file), json.loads((HERE / "names.json").read_text()), rounded(FACTOR)]
"""

FILES = {
    "template.yaml": """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, CodeUri: ./}}
Resources:
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties: {Handler: shop.orders.handler.handler}
  BillingFunction:
    Type: AWS::Serverless::Function
    Properties: {Handler: shop.billing.handler}
""",
    "shop/__init__.py": "",
    "shop/billing.py": "from shop.shared.money import rounded\nhandler = rounded\n",
    "shop/shared/money.py": "def rounded(value):\n    return round(value)\n",
    "shop/orders/__init__.py": "",
    "shop/orders/handler.py": HANDLER,
    "shop/orders/rules.py": "FACTOR = 2.2\n",
    "shop/orders/names.json": "[]",
    "tools/run.py": "from shop.orders.rules import FACTOR\nprint(FACTOR)\n",
}


@pytest.fixture
def work(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "work", FILES)
    repository.commit()
    return repository


def flat(work: Repository, logical_id: str, *more: str) -> Done:
    return work.here("migrate", logical_id, "--layout", "flat", "--no-tests", *more)


def forget_caches(work: Repository) -> None:
    """Remove what running the tests left behind."""
    for cache in [*work.root.rglob("__pycache__"), *work.root.rglob(".pytest_cache")]:
        shutil.rmtree(cache)


def test_what_is_left_to_people_is_said(work: Repository) -> None:
    done = succeeded(flat(work, "OrdersFunction"))
    assert "  shop/orders/handler.py:8: string that names a renamed module" in done.out
    assert '    log = logging.getLogger("shop.orders.handler")\n' in done.out
    assert "warning: shop/orders/ keeps __init__.py, which no function needs" in done.err
    assert "warning: tools/run.py now imports modules of functions/orders/" in done.err
    assert work.text("tools/run.py").startswith("from rules import FACTOR\n")


def test_data_that_is_found_in_two_ways_lies_at_both_places(work: Repository) -> None:
    """Tests run at the old place of what is opened from the current folder."""
    succeeded(flat(work, "OrdersFunction"))
    assert files_below(work.root / "functions/orders") == {
        "lambda_handler.py",
        "rules.py",
        "names.json",
        "shop/orders/names.json",
    }
    assert (work.root / "functions/orders/names.json").is_file()
    assert work.read("shop/orders/names.json") == b"[]"


def test_a_package_that_runs_code_is_refused(work: Repository) -> None:
    work.write("shop/orders/__init__.py", "import logging\nlogging.basicConfig()\n")
    work.commit()
    done = flat(work, "OrdersFunction", "--dry-run")
    assert "shop/orders/__init__.py runs code in line 2" in done.err


def test_a_name_of_the_package_that_is_used_is_refused(work: Repository) -> None:
    work.write("shop/orders/__init__.py", "LIMIT = 3\n")
    work.write("shop/orders/rules.py", "from shop.orders import LIMIT\nFACTOR = LIMIT\n")
    work.commit()
    done = flat(work, "OrdersFunction", "--dry-run")
    assert "binds LIMIT, which shop/orders/rules.py:1 imports from it" in done.err


def test_without_links_it_works_where_nothing_needs_one(work: Repository) -> None:
    work.write("shop/shared/__init__.py", "")
    work.write("requirements.txt", "h11\n")
    work.write("shop/orders/handler.py", HANDLER.replace('open("shop/orders/names.json")', "HERE"))
    (work.root / "shop/orders/names.json").unlink()
    work.commit()
    git_without_links(work)
    succeeded(flat(work, "OrdersFunction"))
    assert work.text("functions/orders/requirements.txt") == "-r ../../requirements.txt\n"
    assert not [path for path in work.root.rglob("*") if path.is_symlink()]


def test_without_links_what_needs_one_is_refused(work: Repository) -> None:
    git_without_links(work)
    done = flat(work, "OrdersFunction")
    assert done.code == 1
    assert "links cannot be created here" in done.err


def git_without_links(work: Repository) -> None:
    config = work.root / ".git/config"
    config.write_text(config.read_text() + "[core]\n\tsymlinks = false\n")
