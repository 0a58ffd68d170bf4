"""Facts derived from the answers, for each kind of component."""

from __future__ import annotations

import pytest
from answers import ANSWERS, facts

from sam_scaffold.components.component_facts import component


def test_names_come_in_every_spelling() -> None:
    found = facts()
    assert [found[key] for key in ("snake", "kebab", "camel", "pascal", "title")] == [
        "order_router", "order-router", "orderRouter", "OrderRouter", "Order router",
    ]  # fmt: skip


def test_layer_of_packages_and_of_code() -> None:
    answers = {"kind": "layer", "name": "numeric", "contents": "requirements"}
    found = facts(answers, layer_name={"Fn::Sub": "${Stage}-{kebab}"})
    assert found["logical_id"] == "NumericLayer"
    assert found["content_uri"] == "layers/numeric/"
    assert found["meta_dir"] == ".scaffold/layers/numeric"
    assert (found["manifest"], found["package"], found["tests_dir"]) == ("requirements.txt", "", "")
    assert found["layer_name"] == {"Fn::Sub": "${Stage}-numeric"}
    code = facts({**answers, "contents": "shared_code"})
    assert (code["manifest"], code["package"]) == ("", "numeric")
    assert code["tests_dir"] == "tests/layers/numeric"


@pytest.mark.parametrize(("fresh", "root", "new"), [(True, "sam", "sam/t.yaml"), (False, "", "")])
def test_application_fresh_or_not(
    fresh: bool,  # noqa: FBT001 - a parameter of the test
    root: str,
    new: str,
) -> None:
    answers = {"kind": "app", "name": "my_shop", "template_file": "sam/t.yaml", "fresh": fresh}
    found = facts(answers)
    assert found["logical_id"] == "SharedCodeLayer"
    assert (found["root_dir"], found["new_template"]) == (root, new)
    assert found["content_dir"] == "sam/layers/shared"
    assert found["content_uri"] == "layers/shared/"
    assert found["meta_dir"] == "sam/.scaffold/app-t"
    assert (found["package"], found["stack_name"]) == ("my_shop", "my-shop")


def test_answers_of_an_older_version_are_enough() -> None:
    """An update renders with the style that another version recorded."""
    style = {"logical_id": "{pascal}Lambda", "gone_since": 1}
    found = component({**ANSWERS, "house": style}).data()
    assert found["logical_id"] == "OrderRouterLambda"
    assert found["handler"] == "lambda_handler.lambda_handler"
