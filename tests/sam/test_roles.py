"""The learned roles of functions, and their properties."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, globals_, resource, template

from sam_scaffold.sam.style.learning.roles import role_style
from sam_scaffold.sam.style.learning.style_samples import style_samples


def with_role(logical_id: str, role_id: str, uri: str | None = None, **others: Any) -> Any:
    return function(logical_id, uri, Role={"Fn::GetAtt": [role_id, "Arn"]}, **others)


def role(role_id: str, **properties: Any) -> Any:
    return resource(role_id, "AWS::IAM::Role", **properties)


def learned(*resources: dict[str, Any], **sections: Any) -> dict[str, Any]:
    found = template(*resources, **sections)
    return role_style(found, style_samples(found))


PLAIN = function("PlainFunction")
ORDERS = with_role("OrdersFunction", "OrdersRole")


@pytest.mark.parametrize(
    ("functions", "iam"),
    [
        pytest.param([], None, id="no-functions"),
        pytest.param([ORDERS], "role", id="one"),
        pytest.param([ORDERS, PLAIN], None, id="half"),
        pytest.param([with_role("AFunction", "OrdersRole"), ORDERS, PLAIN], "role", id="most"),
        pytest.param([function("A", Role={"Fn::GetAtt": "OrdersRole.Arn"})], "role", id="text"),
        pytest.param([with_role("AFunction", "Elsewhere")], None, id="not-in-the-template"),
        pytest.param([with_role("AFunction", "Queue")], None, id="no-role"),
        pytest.param(
            [function("A", Role={"Fn::GetAtt": ["OrdersRole", "RoleId"]})], None, id="no-arn"
        ),
        pytest.param([function("A", Role={"Ref": "OrdersRole"})], None, id="ref"),
        pytest.param([function("A", Role={"Fn::GetAtt": 3})], None, id="odd"),
        pytest.param([function("A", Role={"Fn::Sub": "${OrdersRole.Arn}"})], "role", id="sub"),
        pytest.param([function("A", Role="arn:aws:iam::1:role/x")], "existing", id="elsewhere"),
    ],
)
def test_functions_get_roles_if_most_have_one(functions: list[Any], iam: str | None) -> None:
    queue = resource("Queue", "AWS::SQS::Queue")
    assert learned(*functions, role("OrdersRole"), queue).get("iam") == iam


OUTSIDE: list[Any] = [
    {"Ref": "RunRoleArn"},
    "arn:aws:iam::123456789012:role/lambdas",
    "{{resolve:ssm:/lambdas/role}}",
    {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/${Stage}-lambdas"},
    {"Fn::ImportValue": "lambda-role"},
    {"Fn::FindInMap": ["Roles", {"Ref": "Stage"}, "Arn"]},
    {"Fn::GetAtt": ["Roles", "Outputs.LambdaRoleArn"]},
    {"Fn::If": ["HasRole", {"Ref": "RunRoleArn"}, {"Ref": "AWS::NoValue"}]},
]


@pytest.mark.parametrize("given", OUTSIDE, ids=str)
def test_an_external_role_of_all_functions_is_shared(given: Any) -> None:
    two = [function("AaFunction", Role=given), function("BbFunction", Role=given)]
    stack = resource("Roles", "AWS::CloudFormation::Stack")
    found = learned(*two, stack)
    assert (found["iam"], found["shared_role"]) == ("existing", given)
    assert "shared_role" not in learned(*two, PLAIN, stack)
    (one,) = two[:1]
    assert learned(one, stack)["shared_role"] == given


@pytest.mark.parametrize("role_", [{"Ref": "OrdersRoleArn"}, "arn:aws:iam::1:role/orders-role"])
def test_a_role_named_after_the_only_function_is_its_own(role_: Any) -> None:
    assert "shared_role" not in learned(function("OrdersFunction", Role=role_))


def test_a_role_of_the_template_that_all_have_can_be_shared() -> None:
    found = learned(ORDERS, with_role("UsersFunction", "OrdersRole"), role("OrdersRole"))
    assert found["shared_role"] == {"Fn::GetAtt": ["OrdersRole", "Arn"]}
    assert found["iam"] == "role"


@pytest.mark.parametrize("key", ["PermissionsBoundary", "RolePath"])
def test_properties_for_generated_roles_are_learned(key: str) -> None:
    stated = [function(f"{name}Function", **{key: "/desk/"}) for name in ("Aa", "Bb")]
    assert learned(*stated, PLAIN)["own"] == {key: "/desk/"}
    assert learned(stated[0], PLAIN)["own"] == {}
    assert learned(*stated, Globals=globals_(**{key: "/desk/"}))["own"] == {}


def test_a_role_in_globals_does_not_belong_to_a_function() -> None:
    everywhere = globals_(Role={"Fn::GetAtt": ["OrdersRole", "Arn"]})
    assert "iam" not in learned(PLAIN, role("OrdersRole"), Globals=everywhere)


def test_python_functions_decide_between_roles_and_policies() -> None:
    others = [function(f"{name}Function", Runtime="nodejs22.x") for name in ("Aa", "Bb")]
    python = with_role("OrdersFunction", "OrdersRole", Runtime="python3.12")
    assert learned(*others, python, role("OrdersRole"))["iam"] == "role"


@pytest.mark.parametrize(
    ("pairs", "shape"),
    [
        pytest.param([("OrdersFunction", "OrdersRole")], "{pascal}Role", id="role"),
        pytest.param(
            [("OrderRouterFunction", "OrderRouterExecutionRole")],
            "{pascal}ExecutionRole",
            id="execution-role",
        ),
        pytest.param(
            [("OrdersFunction", "OrdersFunctionRole")], "{pascal}FunctionRole", id="whole-id"
        ),
        pytest.param([("OrdersFunction", "RoleOfOrders")], "RoleOf{pascal}", id="in-front"),
        pytest.param([("ordersFn", "ordersRole")], "{camel}Role", id="camel"),
        pytest.param([("ordersFn", "orders")], "{camel}", id="an-id-and-no-kebab"),
        pytest.param(
            [("AaFn", "AaRole"), ("BbFn", "BbPermissions"), ("CcFn", "CcRole")],
            "{pascal}Role",
            id="majority",
        ),
        pytest.param([("OrdersFunction", "LambdaExecutionRole")], None, id="no-name-in-it"),
        pytest.param(
            [("OrdersFunction", "OrdersRole"), ("UsersFunction", "OrdersRole")],
            None,
            id="shared",
        ),
        pytest.param(
            [("AaFn", "AaRole"), ("BbFn", "AaRole"), ("CcFn", "CcOwnRole")],
            "{pascal}OwnRole",
            id="shared-by-some",
        ),
    ],
)
def test_the_role_s_logical_id(pairs: list[tuple[str, str]], shape: str | None) -> None:
    functions = [with_role(*pair) for pair in pairs]
    roles = [role(role_id) for _, role_id in pairs]
    assert learned(*functions, *roles).get("role_id") == shape


def test_the_folder_names_the_function_and_its_role() -> None:
    orders = with_role("TradingOrdersFunction", "TradingOrdersRole", "functions/orders/")
    users = with_role("TradingUsersFunction", "TradingUsersRole", "functions/users/")
    roles = role("TradingOrdersRole"), role("TradingUsersRole")
    assert learned(orders, users, *roles)["role_id"] == "Trading{pascal}Role"


@pytest.mark.parametrize(
    ("names", "shape"),
    [
        pytest.param(["x-aa", "x-bb", "x-cc"], "x-{kebab}", id="all"),
        pytest.param(["x-aa", "x-bb", None], "x-{kebab}", id="most"),
        pytest.param(["x-aa", None], None, id="half"),
        pytest.param(["drifted", "x-bb", "x-cc"], "x-{kebab}", id="drifted-minority"),
        pytest.param(["one", "two"], None, id="not-from-the-name"),
        pytest.param(
            [{"Fn::Sub": "${Stage}-aa-role"}, {"Fn::Sub": "${Stage}-bb-role"}],
            {"Fn::Sub": "${Stage}-{kebab}-role"},
            id="sub",
        ),
    ],
)
def test_the_role_s_name(names: list[Any], shape: Any) -> None:
    stems = ["Aa", "Bb", "Cc"][: len(names)]
    functions = [with_role(f"{stem}Fn", f"{stem}Role") for stem in stems]
    roles = [
        role(f"{stem}Role", **({"RoleName": name} if name else {}))
        for stem, name in zip(stems, names, strict=True)
    ]
    assert learned(*functions, *roles).get("role_name") == shape


BOUNDARY = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/boundary"}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param([{"Path": "/desk/"}], {"Path": "/desk/"}, id="one"),
        pytest.param(
            [{"PermissionsBoundary": BOUNDARY, "Path": "/a/"}, {"PermissionsBoundary": BOUNDARY}],
            {"PermissionsBoundary": BOUNDARY},
            id="half-have-a-path",
        ),
        pytest.param(
            [{"Path": "/a/"}, {"Path": "/b/"}, {"Path": "/a/"}], {"Path": "/a/"}, id="2/3"
        ),
        pytest.param([{"MaxSessionDuration": 3600}], {}, id="nothing-that-is-copied"),
    ],
)
def test_properties_that_more_than_half_of_the_roles_have(
    stated: list[dict[str, Any]], expected: dict[str, Any]
) -> None:
    functions = [with_role(f"F{i}", f"R{i}") for i in range(len(stated))]
    roles = [role(f"R{i}", **properties) for i, properties in enumerate(stated)]
    unused = role("Unused", Path="/elsewhere/", PermissionsBoundary="arn:x")
    assert learned(*functions, *roles, unused)["role_properties"] == expected
