"""A plan for several functions: their order, the layer, templates, names."""

from __future__ import annotations

from pathlib import Path

import pytest
from analysed import BODY, functions, handlers, planned
from market import HEADER, MARKET, function
from repositories import Repository

from sam_scaffold.migration.order import CodeLayout, Order, SharedCode
from sam_scaffold.migration.plan import MigrationPlan, MigrationPlanner
from sam_scaffold.transaction.repository_view import RepositoryView as Templates

TEXTS = {path: text for path, text in MARKET.items() if path != ".gitignore"}
ORDERS, BILLING, HEALTH = "OrdersFunction", "BillingFunction", "HealthFunction"


def ids(plan: MigrationPlan) -> list[str]:
    return [migration.candidate.logical_id for migration in plan.migrations]


def reasons(plan: MigrationPlan) -> dict[str, str]:
    return {refusal.candidate.logical_id: refusal.reason for refusal in plan.refusals}


def final(plan: MigrationPlan, root: Path, template_file: str = "template.yaml") -> Repository:
    """The template as it is in the end."""
    edits = [edit for migration in plan.migrations for edit in migration.changes.edits]
    data = [edit.data for edit in edits if edit.path == template_file][-1]
    return Repository(root, {template_file: data})


def test_least_entangled_goes_first_where_all_go(tmp_path: Path) -> None:
    assert ids(planned(tmp_path, TEXTS)) == [HEALTH, BILLING, ORDERS]


def test_named_functions_go_in_the_order_of_their_names(tmp_path: Path) -> None:
    assert ids(planned(tmp_path, TEXTS, ORDERS, HEALTH, BILLING)) == [ORDERS, HEALTH, BILLING]


def test_template_says_it_for_all_functions_in_the_end(tmp_path: Path) -> None:
    found = final(planned(tmp_path / "1", TEXTS), tmp_path / "2")
    assert found.properties(ORDERS)["CodeUri"] == "functions/orders/"
    assert found.properties(ORDERS)["Layers"] == [{"Ref": "SharedCodeLayer"}]
    assert found.properties(BILLING)["Layers"] == [{"Ref": "SharedCodeLayer"}]
    assert "Layers" not in found.properties(HEALTH)
    assert found.properties("SharedCodeLayer")["ContentUri"] == "layers/shared/"


def test_first_one_makes_the_layer_and_the_others_have_it(tmp_path: Path) -> None:
    plan = planned(tmp_path, TEXTS, ORDERS, BILLING, HEALTH)
    layers = [
        migration.layer and (migration.layer.logical_id, migration.layer.is_new)
        for migration in plan.migrations
    ]
    assert layers == [("SharedCodeLayer", True), ("SharedCodeLayer", False), None]
    assert [len(migration.layer_files.links) for migration in plan.migrations] == [1, 0, 0]


def test_code_that_moves_to_the_layer_moves_once(tmp_path: Path) -> None:
    plan = planned(tmp_path, TEXTS, ORDERS, BILLING, order=Order(shared_code=SharedCode.LAYER))
    assert [
        [move.source for move in migration.layer_files.moves] for migration in plan.migrations
    ] == [
        ["market/shared"],
        [],
    ]


def test_edits_say_how_their_files_were_before(tmp_path: Path) -> None:
    plan = planned(tmp_path, TEXTS, ORDERS, BILLING)
    first, second = (migration.changes.edits[-1] for migration in plan.migrations)
    assert first.before == MARKET["template.yaml"].encode()
    assert second.before == first.data


TWO = {
    **TEXTS,
    "template.yaml": HEADER + function(ORDERS) + function(HEALTH),
    "admin.yaml": HEADER + function(BILLING),
}


def test_each_template_has_one_layer_of_one_folder(tmp_path: Path) -> None:
    plan = planned(tmp_path / "1", TWO, ORDERS, BILLING)
    assert [migration.layer and migration.layer.is_new for migration in plan.migrations] == [
        True,
        True,
    ]
    assert [len(migration.layer_files.links) for migration in plan.migrations] == [1, 0]
    for file in ("template.yaml", "admin.yaml"):
        found = final(plan, tmp_path / file, file)
        assert found.properties("SharedCodeLayer", file)["ContentUri"] == "layers/shared/"


def test_functions_of_another_template_count(tmp_path: Path) -> None:
    (only,) = planned(tmp_path, TWO, ORDERS).migrations
    assert set(only.analysis.decisions.files["market/shared/money.py"].users) == {
        "BillingFunction in admin.yaml",
        "OrdersFunction in template.yaml",
    }


def test_template_in_a_subfolder_names_folders_from_its_own(tmp_path: Path) -> None:
    files = {
        **TEXTS,
        "infra/template.yaml": MARKET["template.yaml"].replace("CodeUri: ./", "CodeUri: ../"),
    }
    del files["template.yaml"]
    plan = planned(tmp_path / "1", files, ORDERS)
    found = final(plan, tmp_path / "2", "infra/template.yaml")
    assert found.properties(ORDERS, "infra/template.yaml")["CodeUri"] == "../functions/orders/"
    assert found.properties("SharedCodeLayer", "infra/template.yaml")["ContentUri"] == (
        "../layers/shared/"
    )


def test_application_in_a_subfolder_keeps_all_in_it(tmp_path: Path) -> None:
    files = {f"app/{path}": text for path, text in TEXTS.items()}
    plan = planned(tmp_path / "1", files, ORDERS)
    (only,) = plan.migrations
    assert only.laid.code == "app/functions/orders"
    assert only.layer is not None
    assert only.layer.content == "app/layers/shared"
    found = final(plan, tmp_path / "2", "app/template.yaml")
    assert found.properties(ORDERS, "app/template.yaml")["CodeUri"] == "functions/orders/"


LAYER = """\
  {name}:
    Type: AWS::Serverless::LayerVersion
    Metadata: {{BuildMethod: {method}}}
    Properties: {{ContentUri: {uri}}}
"""


@pytest.mark.parametrize(
    ("name", "method", "uri", "layer", "content"),
    [
        ("SharedCodeLayer", "python3.12", "common/", "SharedCodeLayer", "common"),
        ("ToolsLayer", "python3.12", "layers/", "ToolsLayer", "layers"),
        ("BinaryLayer", "makefile", "layers/", "SharedCodeLayer", "shared_layer"),
        ("BinaryLayer", "makefile", "layers/shared/", "SharedCodeLayer", "layers/shared_code"),
        ("BinaryLayer", "makefile", "layers/tools/", "SharedCodeLayer", "layers/shared"),
    ],
)
def test_layer_of_other_content_does_not_ship_the_shared_code(
    name: str, method: str, uri: str, layer: str, content: str, tmp_path: Path
) -> None:
    """One that holds Python code of the repository already is the shared one."""
    block = LAYER.format(name=name, method=method, uri=uri)
    files = {"template.yaml": MARKET["template.yaml"] + block, f"{uri}tools.py": ""}
    (only,) = planned(tmp_path, {**TEXTS, **files}, ORDERS).migrations
    assert only.layer is not None
    assert (only.layer.logical_id, only.layer.content) == (layer, content)


def test_name_of_the_layer_that_something_else_has_is_refused(tmp_path: Path) -> None:
    text = MARKET["template.yaml"] + "  SharedCodeLayer:\n    Type: AWS::SQS::Queue\n"
    plan = planned(tmp_path, {**TEXTS, "template.yaml": text}, ORDERS, HEALTH)
    assert reasons(plan) == {
        ORDERS: "template.yaml: SharedCodeLayer is not a layer (AWS::SQS::Queue); rename it."
    }
    assert ids(plan) == [HEALTH]


def test_function_that_is_refused_leaves_no_trace(tmp_path: Path) -> None:
    files = {**TEXTS, "functions/orders/README.md": ""}
    plan = planned(tmp_path / "1", files, ORDERS, BILLING)
    assert set(reasons(plan)) == {ORDERS}
    (only,) = plan.migrations
    assert only.layer is not None
    assert only.layer.is_new
    found = final(plan, tmp_path / "2")
    assert "CodeUri" not in found.properties(ORDERS)


def test_lean_function_is_left_as_it_is(tmp_path: Path) -> None:
    files = {
        "template.yaml": HEADER
        + function(ORDERS, "CodeUri: one/", handler="app.main")
        + function(BILLING, "CodeUri: ./", handler="two.app.main"),
        "one/app.py": BODY,
        "two/app.py": BODY,
    }
    plan = planned(tmp_path, files)
    assert ids(plan) == [BILLING]
    assert [lean.logical_id for lean in plan.lean] == [ORDERS]


def test_functions_with_a_folder_of_their_own_share_nothing(tmp_path: Path) -> None:
    files = {
        "template.yaml": HEADER
        + function(ORDERS, "CodeUri: one/", handler="app.main")
        + function(BILLING, "CodeUri: two/", handler="app.main"),
        "one/app.py": BODY,
        "two/app.py": BODY,
    }
    plan = planned(tmp_path, files)
    assert (plan.migrations, plan.refusals, plan.lean) == ((), (), ())


def test_flat_layout_is_one_at_a_time(tmp_path: Path) -> None:
    plan = planned(tmp_path, TEXTS, ORDERS, BILLING, order=Order(CodeLayout.FLAT))
    assert ids(plan) == [ORDERS]
    assert reasons(plan) == {
        BILLING: "BillingFunction: the flat layout renames modules in files that tests of "
        "several functions may import; migrate one function at a time."
    }


@pytest.mark.parametrize("layout", [CodeLayout.IN_PLACE, CodeLayout.KEEP, CodeLayout.FLAT])
def test_artifact_is_the_functions_own_files(layout: CodeLayout, tmp_path: Path) -> None:
    (only,) = planned(tmp_path, TEXTS, ORDERS, order=Order(layout)).migrations
    assert (only.before.files, only.after.files) == (
        len(TEXTS),
        3 if layout != CodeLayout.FLAT else 2,
    )


def test_in_place_moves_nothing(tmp_path: Path) -> None:
    (only,) = planned(tmp_path, TEXTS, HEALTH, order=Order(CodeLayout.IN_PLACE)).migrations
    assert only.changes.moves == ()
    assert (only.laid.code, only.laid.packages) == ("market/health", "market.health")


def test_in_place_does_without_an_outer_package_that_does_nothing(tmp_path: Path) -> None:
    alone = {
        "template.yaml": handlers("pkg.orders.handler", "pkg.billing.handler"),
        "pkg/__init__.py": "",
        "pkg/orders/handler.py": BODY,
        "pkg/billing/handler.py": BODY,
    }
    assert ids(planned(tmp_path / "1", alone, ORDERS, order=Order(CodeLayout.IN_PLACE))) == [ORDERS]
    alone["pkg/__init__.py"] = "print('loaded')\n"
    plan = planned(tmp_path / "2", alone, ORDERS, order=Order(CodeLayout.IN_PLACE))
    assert reasons(plan) == {
        ORDERS: "OrdersFunction cannot stay in place: it needs pkg/__init__.py, which is "
        "outside of pkg/orders; use --layout keep."
    }


def test_names_that_clash_get_folders_of_their_own(tmp_path: Path) -> None:
    text = (
        HEADER
        + function(ORDERS)
        + function("OrdersLambda", handler="market.billing.handler.lambda_handler")
        + function("ordersFunction", handler="market.health.handler.lambda_handler")
    )
    plan = planned(tmp_path, {**TEXTS, "template.yaml": text})
    assert plan.refusals == ()
    folders = [migration.laid.code.lower() for migration in plan.migrations]
    assert len(set(folders)) == 3


def test_all_leaves_out_those_that_have_a_folder_already(tmp_path: Path) -> None:
    files = {
        "template.yaml": handlers("pkg.orders.handler", "pkg.billing.handler")
        + function("OldFunction", "CodeUri: functions/old/", handler="pkg.old.handler.main"),
        "pkg/orders/handler.py": BODY,
        "pkg/billing/handler.py": BODY,
        "functions/old/pkg/old/handler.py": BODY,
        "functions/old/pkg/old/dead.py": BODY,
    }
    everything = functions(tmp_path, files)
    planner = MigrationPlanner(Templates(tmp_path.resolve()), everything, Order())
    assert [candidate.logical_id for candidate in planner.sharing(everything)] == [
        "OrdersFunction",
        "BillingFunction",
    ]
