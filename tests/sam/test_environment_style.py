"""The learned environment variables, tracing and VpcConfig of functions."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, globals_, template

from sam_scaffold.sam.style.learning.environment_style import environment_style
from sam_scaffold.sam.style.learning.style_samples import style_samples


def learned(*resources: dict[str, Any], **sections: Any) -> dict[str, Any]:
    found = template(*resources, **sections)
    return environment_style(found, style_samples(found))


def functions(key: str, values: list[Any]) -> list[Any]:
    """Return functions ``order_a``, ``order_b`` ... with a property; None leaves it out."""
    return [
        function(f"Order{'ABCD'[i]}Function", **({} if value is None else {key: value}))
        for i, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        pytest.param(["order-a", "order-b"], "{kebab}", id="kebab"),
        pytest.param(["order_a", "order_b", None], "{snake}", id="most"),
        pytest.param(["OrderA", "OrderB", "drifted"], "{pascal}", id="drifted-minority"),
        pytest.param(["order-a", "order-b", None, None], None, id="half"),
        pytest.param(["order-a", None], None, id="one-of-two"),
        pytest.param(["order-a"], None, id="one-function-is-not-a-majority"),
        pytest.param(["orders", "orders"], None, id="literal"),
        pytest.param(["order-a", "order_b", "OrderC"], None, id="nothing-in-common"),
        pytest.param(["x-{pascal}-order-a"] * 2, None, id="the-name-of-another"),
        pytest.param(["{kebab}/order-a", "{kebab}/order-b"], "{brace}kebab}/{kebab}", id="braces"),
        pytest.param([{"Ref": "OrderA"}, {"Ref": "OrderB"}], None, id="reference"),
        pytest.param(
            [{"Fn::Sub": "${Stage}/order-a"}, {"Fn::Sub": "${Stage}/order-b"}],
            {"Fn::Sub": "${Stage}/{kebab}"},
            id="sub",
        ),
    ],
)
def test_variables_that_contain_the_function_s_name(values: list[Any], shape: Any) -> None:
    stated = [
        None if value is None else {"Variables": {"NAME": value, "X": "y"}} for value in values
    ]
    expected = {} if shape is None else {"NAME": shape}
    assert learned(*functions("Environment", stated))["environment"] == expected


def test_names_of_one_word_are_in_kebab_case() -> None:
    stated = [
        function(f"{name}Fn", Environment={"Variables": {"NAME": name.lower()}})
        for name in ("Orders", "Users")
    ]
    assert learned(*stated)["environment"] == {"NAME": "{kebab}"}


def test_variables_of_powertools_are_not_learned() -> None:
    stated = [{"Variables": {"POWERTOOLS_SERVICE_NAME": name}} for name in ("order-a", "order-b")]
    assert learned(*functions("Environment", stated))["environment"] == {}


@pytest.mark.parametrize("odd", ["text", ["a"], {"Variables": "text"}, {"Ref": "X"}, {}])
def test_odd_environments_are_ignored(odd: Any) -> None:
    assert learned(*functions("Environment", [odd, odd]))["environment"] == {}


@pytest.mark.parametrize(
    ("stated", "everywhere", "tracing"),
    [
        pytest.param(["Active", "Active", None], None, True, id="most"),
        pytest.param(["Active", None], None, False, id="half"),
        pytest.param(["PassThrough", "PassThrough"], None, False, id="pass-through"),
        pytest.param([None, None], "Active", True, id="globals"),
        pytest.param(["PassThrough", "PassThrough", None], "Active", False, id="overridden"),
        pytest.param([], "Active", True, id="globals-without-functions"),
        pytest.param([], None, False, id="nothing"),
        pytest.param([None], {"Ref": "Mode"}, True, id="parameter"),
        pytest.param([{"Fn::If": ["A", "Active", "PassThrough"]}], None, False, id="unknown"),
    ],
)
def test_tracing(stated: list[Any], everywhere: Any, *, tracing: bool) -> None:
    sections = {
        "Globals": globals_(**({"Tracing": everywhere} if everywhere else {})),
        "Parameters": {"Mode": {"Type": "String", "Default": "Active"}},
    }
    assert learned(*functions("Tracing", stated), **sections)["tracing"] is tracing


VPC = {"SubnetIds": [{"Ref": "Subnet"}], "SecurityGroupIds": ["sg-1"]}
OTHER = {**VPC, "SecurityGroupIds": ["sg-2"]}


@pytest.mark.parametrize(
    ("stated", "vpc"),
    [
        pytest.param([VPC, VPC, None], VPC, id="most"),
        pytest.param([VPC, None], None, id="half"),
        pytest.param([VPC, OTHER], None, id="nothing-in-common"),
        pytest.param([VPC, OTHER, OTHER], OTHER, id="majority"),
        pytest.param(["text", "text"], None, id="odd"),
        pytest.param([], None, id="no-functions"),
    ],
)
def test_the_vpc_of_most_functions_is_learned(stated: list[Any], vpc: Any) -> None:
    assert learned(*functions("VpcConfig", stated)).get("vpc") == vpc


def test_a_vpc_in_globals_is_inherited() -> None:
    stated = functions("VpcConfig", [VPC, VPC])
    assert "vpc" not in learned(*stated, Globals=globals_(VpcConfig=OTHER))
