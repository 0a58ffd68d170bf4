"""The functions of a repository, what their folders are called, and by what names they go."""

from __future__ import annotations

from pathlib import Path

import pytest
from analysed import functions, handlers
from market import HEADER, function

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.needs.candidates import Candidate, chosen

A_FILE = {"pkg/handler.py": "def main(event, context):\n    return 1\n"}


def named(root: Path, *logical_ids: str, more: dict[str, str] | None = None) -> list[str]:
    text = HEADER + "\n".join(
        function(logical_id, handler="pkg.handler.main") for logical_id in logical_ids
    )
    return [
        found.name for found in functions(root, {"template.yaml": text, **A_FILE, **(more or {})})
    ]


@pytest.mark.parametrize(
    ("logical_id", "name"),
    [
        ("OrderRouterFunction", "order_router"),
        ("OrdersLambdaFunction", "orders"),
        ("OrdersFn", "orders"),
        ("HTTPApiHandler", "http_api_handler"),
        ("orders", "orders"),
        ("Function", "function"),
        ("LambdaFunction", "lambda"),
        ("S3ToSqs2Function", "s3_to_sqs2"),
        ("FunctionOfOrders", "function_of_orders"),
    ],
)
def test_folder_is_called_after_the_logical_id(logical_id: str, name: str, tmp_path: Path) -> None:
    assert named(tmp_path, logical_id) == [name]


def test_names_that_clash_in_one_template_are_longer(tmp_path: Path) -> None:
    found = named(tmp_path, "OrdersFunction", "OrdersLambda", "BillingFunction")
    assert found == ["orders_function", "orders_lambda", "billing"]


def test_names_that_differ_in_case_alone_are_numbered(tmp_path: Path) -> None:
    found = named(tmp_path, "OrdersFunction", "ordersFunction", "OrdersLambda")
    assert len(set(found)) == 3
    assert len({name.lower() for name in found}) == 3
    assert found[2] == "orders_lambda"


def test_names_that_clash_in_two_templates_have_the_template_in_them(tmp_path: Path) -> None:
    text = HEADER + function("OrdersFunction", handler="pkg.handler.main")
    found = named(tmp_path, "OrdersFunction", "StockFunction", more={"admin-api.yaml": text})
    assert sorted(found) == ["orders", "orders_admin_api", "stock"]


def test_names_in_different_applications_do_not_clash(tmp_path: Path) -> None:
    text = handlers("pkg.orders")
    files = {f"{folder}/template.yaml": text for folder in ("first", "second")}
    files |= {f"{folder}/pkg/orders.py": "" for folder in ("first", "second")}
    assert [function.name for function in functions(tmp_path, files)] == ["orders", "orders"]


def test_image_takes_no_name_away(tmp_path: Path) -> None:
    image = (
        "  OrdersLambda:\n    Type: AWS::Serverless::Function\n"
        "    Properties: {PackageType: Image}\n"
    )
    text = HEADER + function("OrdersFunction", handler="pkg.handler.main") + image
    found = functions(tmp_path, {"template.yaml": text, **A_FILE})
    assert [
        (candidate.name, bool(candidate.problem)) for candidate in found if not candidate.problem
    ] == [("orders", False)]


def the_one(root: Path, template_file: str, *lines: str) -> Candidate:
    text = HEADER + function("OrdersFunction", *lines, handler="pkg.handler.main")
    return functions(root, {template_file: text, **A_FILE})[0]


@pytest.mark.parametrize(
    ("template_file", "uri", "code"),
    [
        ("template.yaml", "./", "."),
        ("template.yaml", "pkg", "pkg"),
        ("template.yaml", "./pkg/", "pkg"),
        ("infra/template.yaml", "../pkg/", "pkg"),
        ("infra/template.yaml", "../", "."),
        ("infra/template.yaml", "./", "infra"),
        ("template.yaml", "../", ""),
        ("infra/template.yaml", "../../", ""),
        ("template.yaml", "pkg/handler.py", ""),
    ],
)
def test_code_folder_is_seen_from_the_root(
    template_file: str, uri: str, code: str, tmp_path: Path
) -> None:
    found = the_one(tmp_path / "shop", template_file, f"CodeUri: {uri}")
    assert found.code == code
    assert bool(found.problem) == (not code)


def test_code_folder_without_a_code_uri_is_the_templates(tmp_path: Path) -> None:
    text = HEADER.replace("    CodeUri: ./\n", "") + function("OrdersFunction")
    found = functions(tmp_path, {"infra/template.yaml": text})
    assert [candidate.code for candidate in found] == ["infra"]


def test_packages_around_the_code_are_above_it(tmp_path: Path) -> None:
    block = function("OrdersFunction", "CodeUri: src/pkg/", handler="pkg.handler.main")
    metadata = (
        "    Metadata:\n      BuildProperties:\n        ParentPackageMode: explicit\n"
        "        ParentPackages: pkg\n"
    )
    text = HEADER + block.replace("    Properties:", f"{metadata}    Properties:")
    (found,) = functions(tmp_path, {"template.yaml": text, "src/pkg/handler.py": ""})
    assert (found.folder, found.packages, found.code) == ("src/pkg", "pkg", "src")


SHOP = {
    "template.yaml": handlers("pkg.orders", "pkg.billing"),
    "other.yaml": handlers("pkg.billing"),
    "pkg/orders.py": "",
    "pkg/billing.py": "",
}


@pytest.mark.parametrize("name", ["OrdersFunction", "orders"])
def test_function_goes_by_its_logical_id_and_its_folders_name(name: str, tmp_path: Path) -> None:
    found = chosen(functions(tmp_path, SHOP), [name])
    assert [candidate.logical_id for candidate in found] == ["OrdersFunction"]


def test_function_is_named_once(tmp_path: Path) -> None:
    found = chosen(functions(tmp_path, SHOP), ["orders", "OrdersFunction", "orders"])
    assert [candidate.key for candidate in found] == ["OrdersFunction in template.yaml"]


def test_wrong_name_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError) as told:
        chosen(functions(tmp_path, SHOP), ["OrdersFunctoin"])
    assert str(told.value) == (
        "'OrdersFunctoin' is not a function here. Did you mean OrdersFunction? There are "
        "OrdersFunction, BillingFunction, BillingFunction."
    )


def test_name_in_two_templates_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError) as told:
        chosen(functions(tmp_path, SHOP), ["BillingFunction"])
    assert "name one of them with --template-file" in str(told.value)
    assert "template.yaml" in str(told.value)
    assert "other.yaml" in str(told.value)


def test_broken_template_has_no_functions(tmp_path: Path) -> None:
    broken = "Transform: AWS::Serverless-2016-10-31\nResources: [\n"
    found = functions(tmp_path, {**SHOP, "broken.yaml": broken})
    assert {candidate.template_file for candidate in found} == {"template.yaml", "other.yaml"}
