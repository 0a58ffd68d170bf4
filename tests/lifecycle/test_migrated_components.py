"""Functions that are migrated and components, one after the other: all commands know both."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import git
from market import BILLING, ORDERS, market
from repositories import Repository, refusal, succeeded

pytestmark = pytest.mark.usefixtures("unlinted")

RECORDS = ".scaffold/functions/orders"


@pytest.fixture
def migrated(tmp_path: Path) -> Repository:
    """A monolith with one function migrated, and adopted afterwards."""
    shop = market(tmp_path / "shop")
    migrate(shop, ORDERS)
    adopt(shop)
    return shop


@pytest.fixture
def component(tmp_path: Path) -> Repository:
    """A monolith with one function adopted, and migrated afterwards."""
    shop = market(tmp_path / "shop")
    adopt(shop)
    migrate(shop, "orders")
    return shop


def migrate(repository: Repository, name: str) -> str:
    done = succeeded(repository.here("migrate", name, "--no-tests"))
    repository.commit()
    return done.out


def adopt(repository: Repository) -> None:
    succeeded(repository.here("adopt", ORDERS))
    repository.commit()


def status(repository: Repository) -> str:
    return succeeded(repository.here("status")).out


def test_adopted_after_it_was_migrated(migrated: Repository) -> None:
    assert status(migrated) == "function orders: up to date\n"
    succeeded(migrated.here("check"))
    assert migrated.properties(ORDERS)["CodeUri"] == "functions/orders/"
    succeeded(migrated.here("set", "orders", "timeout=9"))
    assert migrated.properties(ORDERS)["Timeout"] == 9
    assert migrated.properties(ORDERS)["Layers"] == [{"Ref": "SharedCodeLayer"}]
    succeeded(migrated.here("update", "--all"))
    assert migrated.properties(ORDERS)["CodeUri"] == "functions/orders/"
    assert status(migrated) == "function orders: up to date\n"


def test_undone_after_it_was_adopted(migrated: Repository) -> None:
    before = {path: migrated.read(path) for path in migrated.files() if path.startswith(RECORDS)}
    assert before
    done = succeeded(migrated.here("migrate", "--undo"))
    assert done.out.splitlines()[-1] == (
        "  orders is a component, and its records did not change: sam-scaffold diff orders shows "
        "how its block differs from them, and updates keep the difference"
    )
    assert "CodeUri" not in migrated.properties(ORDERS)
    assert {path: migrated.read(path) for path in before} == before
    assert "function orders: edited in the template" in status(migrated)
    succeeded(migrated.here("update", "orders"))
    assert "CodeUri" not in migrated.properties(ORDERS)
    migrated.commit()
    migrate(migrated, ORDERS)
    assert status(migrated) == "function orders: up to date\n"


def test_component_that_is_migrated(tmp_path: Path) -> None:
    shop = market(tmp_path / "shop")
    adopt(shop)
    records = {path: shop.read(path) for path in shop.files() if path.startswith(RECORDS)}
    said = migrate(shop, "orders")
    assert "sam-scaffold adopt" not in said
    assert "orders is a component, and its records did not change" in said
    assert {path: shop.read(path) for path in records} == records
    assert status(shop) == (
        "function orders: edited in the template\n"
        "  edited in the template: Resources.OrdersFunction\n"
    )
    succeeded(shop.here("check"))
    assert "+      CodeUri: functions/orders/" in succeeded(shop.here("diff", "orders")).out
    shop.commit()
    succeeded(shop.here("migrate", "--undo", "orders"))
    assert status(shop) == "function orders: up to date\n"


def test_what_a_migration_wrote_is_kept_by_other_commands(component: Repository) -> None:
    for words in (["update", "orders"], ["update", "--all"], ["set", "orders", "timeout=9"]):
        succeeded(component.here(*words))
        assert component.properties(ORDERS)["CodeUri"] == "functions/orders/"
        assert component.properties(ORDERS)["Layers"] == [{"Ref": "SharedCodeLayer"}]
    assert component.properties(ORDERS)["Timeout"] == 9
    succeeded(component.here("migrate", "--undo"))
    assert component.properties(ORDERS)["Timeout"] == 9
    assert "CodeUri" not in component.properties(ORDERS)
    assert (component.root / "market/orders/book.py").is_file()


def test_renamed_and_undone(component: Repository) -> None:
    done = succeeded(component.here("rename", "orders", "purchases"))
    assert ".scaffold/migrations" not in done.out + done.err
    assert component.properties("PurchasesFunction")["CodeUri"] == "functions/orders/"
    succeeded(component.here("migrate", "--undo"))
    assert "CodeUri" not in component.properties("PurchasesFunction")
    assert (component.root / "market/orders/book.py").is_file()
    assert not (component.root / "functions").exists()


def test_removed_and_not_undone(migrated: Repository) -> None:
    succeeded(migrated.here("remove", "orders", "--force"))
    assert ORDERS not in migrated.data()["Resources"]
    assert (migrated.root / "functions/orders/market/orders/book.py").is_file()
    before = migrated.snapshot()
    assert refusal(migrated.here("migrate", "--undo")).endswith(
        "was changed since the migration wrote it; restore its lines, then undo."
    )
    assert migrated.snapshot() == before
    git(migrated.root, "checkout", "--quiet", "HEAD", "--", ".")
    succeeded(migrated.here("migrate", "--undo"))
    assert (migrated.root / "market/orders/book.py").is_file()


def test_components_name_is_a_functions_name(tmp_path: Path) -> None:
    shop = market(tmp_path / "shop")
    succeeded(shop.here("adopt", BILLING))
    succeeded(shop.here("rename", "billing", "invoicing"))
    shop.commit()
    succeeded(shop.here("migrate", "invoicing", "--no-tests"))
    assert shop.properties("InvoicingFunction")["CodeUri"] == "functions/invoicing/"


def test_new_function_beside_migrated_ones(migrated: Repository) -> None:
    succeeded(migrated.here("add", "function", "refunds", "--like", ORDERS))
    assert migrated.properties("RefundsFunction")["CodeUri"] == "functions/refunds/"
    migrated.commit()
    succeeded(migrated.here("check"))
    migrate(migrated, BILLING)
    assert "there is nothing to migrate" in refusal(migrated.here("migrate", "RefundsFunction"))
