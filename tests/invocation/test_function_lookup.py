"""Functions by name: a logical id, a generated function's name, a folder's."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository, shop, succeeded

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.invocation.function_lookup import find_target, sample_event

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  OrderRouterFunction:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: functions/order_router/}
  NightlyJob:
    Type: AWS::Lambda::Function
    Properties: {Code: jobs/}
  Table: {Type: AWS::DynamoDB::Table}
"""


def repository(root: Path, **more: str) -> Path:
    Repository(root, {"template.yaml": TEMPLATE, **more})
    return root


@pytest.mark.parametrize(
    ("name", "logical_id"),
    [
        ("OrderRouterFunction", "OrderRouterFunction"),
        ("order_router", "OrderRouterFunction"),
        ("NightlyJob", "NightlyJob"),
        ("nightly_job", "NightlyJob"),
    ],
)
def test_hand_written_function(name: str, logical_id: str, tmp_path: Path) -> None:
    found = find_target(repository(tmp_path), name)
    assert (found.template_file, found.logical_id) == ("template.yaml", logical_id)
    assert sample_event(tmp_path, found) is None


@pytest.mark.parametrize("layout", ["colocated", "flat"])
def test_generated_function_has_its_sample_event(layout: str, tmp_path: Path) -> None:
    root = shop(tmp_path)
    words = ("add", "function", "orders", "-d", "trigger=sqs", "-d", f"layout={layout}")
    succeeded(root.here(*words))
    for name in ("orders", "OrdersFunction"):
        found = find_target(tmp_path, name)
        assert found.logical_id == "OrdersFunction"
        sample = sample_event(tmp_path, found)
        assert sample is not None
        assert sample.name == "sqs.json"
    assert sample is not None
    sample.unlink()
    assert sample_event(tmp_path, found) is None


def test_unknown_name_is_refused_with_the_near_and_all(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError) as caught:
        find_target(repository(tmp_path), "order_ruter")
    assert str(caught.value) == (
        "'order_ruter' is not a function of template.yaml. Did you mean order_router? "
        "Functions: OrderRouterFunction, NightlyJob."
    )


def test_resource_that_is_no_function_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="'Table' is not a function"):
        find_target(repository(tmp_path), "Table")


def test_template_without_a_function_is_refused(tmp_path: Path) -> None:
    shop(tmp_path)
    with pytest.raises(ScaffoldError, match=r"of template\.yaml\. It has no functions\."):
        find_target(tmp_path, "orders")


def test_folder_without_a_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="no SAM template found here"):
        find_target(tmp_path, "orders")


def test_function_of_another_template(tmp_path: Path) -> None:
    other = TEMPLATE.replace("OrderRouter", "Payment").replace("order_router", "payment")
    repository(tmp_path, **{"services/pay/template.yaml": other})
    assert find_target(tmp_path, "payment").template_file == "services/pay/template.yaml"


def test_name_in_two_templates_needs_the_template(tmp_path: Path) -> None:
    repository(tmp_path, **{"services/pay/template.yaml": TEMPLATE})
    with pytest.raises(ScaffoldError) as caught:
        find_target(tmp_path, "order_router")
    assert str(caught.value) == (
        "'order_router' may be OrderRouterFunction of template.yaml, OrderRouterFunction of "
        "services/pay/template.yaml. Choose its template with --template-file."
    )
    found = find_target(tmp_path, "order_router", "./services/pay/template.yaml")
    assert found.template_file == "services/pay/template.yaml"


def test_name_of_two_functions_needs_the_logical_id(tmp_path: Path) -> None:
    two = TEMPLATE.replace("  NightlyJob:", "  OrderRouterLambda:").replace("jobs/", "x/")
    repository(tmp_path, **{"template.yaml": two})
    with pytest.raises(ScaffoldError, match="Use the logical id"):
        find_target(tmp_path, "order_router")
    assert find_target(tmp_path, "OrderRouterLambda").logical_id == "OrderRouterLambda"


def test_missing_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match=r"none\.yaml does not exist"):
        find_target(repository(tmp_path), "order_router", "none.yaml")
