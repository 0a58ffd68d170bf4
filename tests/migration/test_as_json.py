"""Plans as data for scripts."""

from __future__ import annotations

import json
from pathlib import Path

from analysed import planned
from market import MARKET

from sam_scaffold.migration.as_json import plan_data
from sam_scaffold.migration.elsewhere.elsewhere import Mention
from sam_scaffold.migration.proof.proof import Problem, Proof

FILES = {**MARKET, "functions/billing/README.md": ""}
PASSED = Proof((), ("A note.",), 3, 3)
FAILED = Proof((Problem("OrdersFunction", "tests", "1 is lost"),), (), 3, 2)


def test_plan_says_all_that_is_printed(tmp_path: Path) -> None:
    plan = planned(tmp_path, FILES, "OrdersFunction", "BillingFunction")
    mention = Mention("ci.yml", 3, text="run: ls market/orders", what="names market/orders")
    data = plan_data(plan, [mention], None, dry_run=True)
    assert json.loads(json.dumps(data)) == data
    (orders,) = data["functions"]
    assert orders["logical_id"] == "OrdersFunction"
    assert orders["template_file"] == "template.yaml"
    assert (orders["name"], orders["code"], orders["layer"]) == (
        "orders",
        "functions/orders",
        "SharedCodeLayer",
    )
    assert orders["after"] == {"files": 3, "bytes": orders["after"]["bytes"]}
    assert orders["before"]["files"] > orders["after"]["files"]
    assert orders["moves"] == [{"from": "market/orders", "to": "functions/orders/market/orders"}]
    assert orders["links"] == [{"path": "layers/shared/market/shared", "to": "market/shared"}]
    assert orders["left_out"] == ["market/__init__.py"]
    assert {file["path"]: file["kind"] for file in orders["files"]} == {
        "market/orders/__init__.py": "own",
        "market/orders/book.py": "own",
        "market/orders/handler.py": "own",
        "market/shared/__init__.py": "shared",
        "market/shared/money.py": "shared",
    }
    assert data["refused"] == [
        {
            "logical_id": "BillingFunction",
            "template_file": "template.yaml",
            "reason": "functions/billing is in use; move its content away, or use --layout "
            "in-place.",
        }
    ]
    assert data["elsewhere"] == [
        {
            "path": "ci.yml",
            "line": 3,
            "what": "names market/orders",
            "text": "run: ls market/orders",
        }
    ]
    assert data["proof"] is None


def test_only_what_is_proven_is_written(tmp_path: Path) -> None:
    plan = planned(tmp_path, MARKET, "OrdersFunction")
    written = [
        plan_data(plan, [], proof, dry_run=dry_run)["written"]
        for proof, dry_run in ((PASSED, False), (FAILED, False), (None, True), (None, False))
    ]
    assert written == [True, False, False, False]
    data = plan_data(plan, [], FAILED, dry_run=False)
    assert data["proof"]["problems"] == [
        {"function": "OrdersFunction", "check": "tests", "what": "1 is lost"}
    ]
    assert data["proof"]["tests"] == {"passed_before": 3, "passed_after": 2}
