"""The conventions of functions in a whole template."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, globals_, house

from sam_scaffold.sam.style.house_style import HouseStyle

NAMES = "trading-${Stage}-"


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        pytest.param(
            [("OrderRouterFunction", "functions/order_router/")],
            ("functions/{snake}", "flat", "", "/"),
            id="flat",
        ),
        pytest.param(
            [("OrderRouterFunction", "./src/order-router")],
            ("src/{kebab}", "flat", "./", ""),
            id="kebab with ./",
        ),
        pytest.param(
            [("OrderRouter", "a/b/OrderRouter/src/")],
            ("a/b/{pascal}", "colocated", "", "/"),
            id="colocated",
        ),
        pytest.param(
            [("Setup", "src/custom/setup/"), ("Orders", "src/orders/")],
            ("src/{snake}", "flat", "", "/"),
            id="a tie goes to the higher folder",
        ),
        pytest.param(
            [("OrderRouter", "src/order_router_job"), ("UserSync", "src/user_sync_job")],
            ("src/{snake}_job", "flat", "", ""),
            id="with a suffix",
        ),
        pytest.param(
            [("OrdersFunction", "src/orders/"), ("UsersFunction", "src/users/")],
            ("src/{snake}", "flat", "", "/"),
            id="one word means snake",
        ),
        pytest.param(
            [("OrdersFunction", "src/orders/"), ("OrderRouterFunction", "src/order-router/")],
            ("src/{kebab}", "flat", "", "/"),
            id="long names decide",
        ),
        pytest.param(
            [("AaFunction", "old/aa"), ("BbFunction", "new/bb/"), ("CcFunction", "new/cc/")],
            ("new/{snake}", "flat", "", "/"),
            id="drifted minority",
        ),
        pytest.param(
            [("HelloWorldFunction", "hello_world/")],
            ("{snake}", "flat", "", "/"),
            id="next to the template",
        ),
        pytest.param(
            [("ChargeCardFunction", "./charge-card"), ("SendMailFunction", "./send-mail")],
            ("{kebab}", "flat", "./", ""),
            id="next to the template in kebab-case",
        ),
        pytest.param(
            [("ChargeCard", "chargeCard/src/"), ("SendMail", "sendMail/src/")],
            ("{camel}", "colocated", "", "/"),
            id="colocated next to the template",
        ),
        pytest.param(
            [("ChargeCardFunction", "charge_card/"), ("SendMailFunction", "fns/send_mail/")],
            ("{snake}", "flat", "", "/"),
            id="a tie goes to the template's folder",
        ),
        pytest.param(
            [("PayAuthorizerFunction", "src/authorizers/pay")],
            ("src/{snake}", "flat", "", ""),
            id="a single function does not decide the folder",
        ),
        pytest.param(
            [("PayAuthorizer", "src/authorizers/pay"), ("CardAuthorizer", "src/authorizers/card")],
            ("src/authorizers/{snake}", "flat", "", ""),
            id="two are",
        ),
        pytest.param(
            [("AppFunction", "app/"), ("LambdaFunction", "lambda/")],
            ("functions/{snake}", "colocated", "", "/"),
            id="folders that name no function",
        ),
        pytest.param(
            [("GetOrdersFunction", "src/orders"), ("OrdersFunction", "src/orders")],
            ("functions/{snake}", "colocated", "", ""),
            id="folder that functions share",
        ),
        pytest.param(
            [("AaFunction", "./src"), ("BbFunction", {"Ref": "X"}), ("CcFunction", ".")],
            ("functions/{snake}", "colocated", "./", ""),
            id="folders of no function",
        ),
    ],
)
def test_folders(resources: list[tuple[str, Any]], expected: tuple[str, ...]) -> None:
    learned = house(*(function(*arguments) for arguments in resources))
    assert (
        learned.function_dir,
        learned.layout,
        learned.code_uri_prefix,
        learned.code_uri_suffix,
    ) == expected


@pytest.mark.parametrize(
    ("resources", "expected"),
    [
        pytest.param([("OrderRouterLambda", "src/order_router")], "{pascal}Lambda", id="suffix"),
        pytest.param([("OrderRouter", "src/order_router")], "{pascal}", id="no suffix"),
        pytest.param([("orderRouterFn", "src/order_router")], "{camel}Fn", id="camel"),
        pytest.param([("ordersFn", "src/orders")], "{camel}Fn", id="one word in camel"),
        pytest.param([("OpsOrdersJob", "src/orders"), ("OpsUsersJob", "src/users")],
                     "Ops{pascal}Job", id="around it"),
        pytest.param([("PayAuthorizerFunction", "src/pay")], "{pascal}Function", id="single"),
        pytest.param([("LambdaPayIn", "src/pay_in")], "Lambda{pascal}", id="a word in front"),
        pytest.param([("PayInJob", "src/pay_in")], "{pascal}Function", id="no word of all"),
        pytest.param([("AaHandler", None), ("BbHandler", "src/")], "{pascal}Handler", id="by id"),
        pytest.param([("AaFn", "src"), ("BbFunction", "src"), ("CcFn", "src")], "{pascal}Fn",
                     id="majority by id"),
        pytest.param([("APIGatewayFunction", "src/api_gateway")], "{pascal}Function", id="acronym"),
    ],
)  # fmt: skip
def test_logical_ids(resources: list[tuple[str, Any]], expected: str) -> None:
    assert house(*(function(*arguments) for arguments in resources)).logical_id == expected


@pytest.mark.parametrize(
    ("handlers", "expected"),
    [
        pytest.param(["app.main", "app.main"], "app.main", id="constant"),
        pytest.param(["aa.main", "bb.main"], "{snake}.main", id="name"),
        pytest.param(["aa.main", "long_name.main"], "{snake}.main", id="snake"),
        pytest.param(["src/aa/app.main", "src/bb/app.main"], "src/{snake}/app.main", id="slashes"),
        pytest.param(["app.main", "other.run", "app.main"], "app.main", id="drifted minority"),
        pytest.param(["a b", {"Ref": "X"}], HouseStyle().handler, id="unusable"),
        pytest.param([None], HouseStyle().handler, id="missing"),
    ],
)
def test_handlers(handlers: list[Any], expected: str) -> None:
    names = ["aa", "long_name" if "long_name" in str(handlers) else "bb", "cc"]
    functions = [
        function(f"{name.title().replace('_', '')}Fn", f"src/{name}", Handler=handler)
        for name, handler in zip(names, handlers, strict=False)
    ]
    assert house(*functions).handler == expected


def test_the_handler_in_globals_is_that_of_all_functions() -> None:
    learned = house(function("AaFn", "src/aa"), Globals=globals_(Handler="app.main"))
    assert learned.handler == "app.main"
    assert learned.globals == {"Handler": "app.main"}


def named(logical_id: str, name: str, **properties: Any) -> Any:
    value = {
        "Fn::If": ["Main", {"Fn::Sub": NAMES + name}, {"Fn::Sub": "${AWS::StackName}-" + name}]
    }
    return function(logical_id, FunctionName=value, **properties)


def test_function_name_as_an_if_over_two_subs() -> None:
    learned = house(
        named("MarketDataFunction", "market-data", CodeUri="functions/market_data/"),
        named("OrdersFunction", "orders", CodeUri="functions/orders/"),
        named("RiskMonitorFunction", "drifted-away", CodeUri="functions/risk_monitor/"),
    )
    subs = [{"Fn::Sub": NAMES + "{kebab}"}, {"Fn::Sub": "${AWS::StackName}-{kebab}"}]
    assert learned.function_name == {"Fn::If": ["Main", *subs]}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(["aa", None, None], None, id="most have none"),
        pytest.param(["x-aa", "x-bb", None], "x-{kebab}", id="most have one"),
        pytest.param(["constant", {"Ref": "Name"}, "other"], None, id="no shape"),
        pytest.param(["x-aa", "x_bb", "x_cc"], "x_{kebab}", id="one word means kebab"),
    ],
)
def test_function_names(values: list[Any], expected: Any) -> None:
    functions = [
        function(f"{name}Fn", "src/", **({"FunctionName": value} if value else {}))
        for name, value in zip(("Aa", "Bb", "Cc"), values, strict=True)
    ]
    assert house(*functions).function_name == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        pytest.param([{"A": "x"}, {"A": "x"}, None], {"A": "x"}, id="constant"),
        pytest.param([{"N": "aa"}, {"N": "bb"}, {"N": "?"}], {"N": "{kebab}"}, id="name"),
        pytest.param([{"A": "x"}, None, None], None, id="minority"),
        pytest.param([{"A": "x"}, {"A": "y"}, {"A": "z"}], None, id="nothing in common"),
        pytest.param([{"A": "{kebab}"}] * 3, {"A": "{brace}kebab}"}, id="braces"),
        pytest.param(["text", ["list"], None], None, id="odd"),
    ],
)
def test_tags(tags: list[Any], expected: Any) -> None:
    functions = [
        function(f"{name}Fn", "src/", **({"Tags": value} if value else {}))
        for name, value in zip(("Aa", "Bb", "Cc"), tags, strict=True)
    ]
    assert house(*functions).tags == expected


def test_python_functions_decide_among_others() -> None:
    node = {
        "Runtime": "nodejs22.x",
        "Handler": "index.handler",
        "metadata": {"BuildMethod": "esbuild"},
    }
    python = {"Runtime": "python3.12", "Handler": "app.main"}
    others = [function(f"{name}Lambda", f"js/{name.lower()}", **node) for name in ("Aa", "Bb")]
    learned = house(*others, function("CcFunction", "py/cc", **python))
    assert (learned.logical_id, learned.function_dir) == ("{pascal}Function", "py/{snake}")
    assert (learned.handler, learned.build_method) == ("app.main", False)
    foreign = house(*others)
    assert (foreign.logical_id, foreign.function_dir) == ("{pascal}Lambda", "js/{snake}")
    assert (foreign.handler, foreign.build_method) == (HouseStyle().handler, True)


@pytest.mark.parametrize(
    ("built", "expected"), [([True, True, False], True), ([True, False, False], False)]
)
def test_build_method(built: list[bool], expected: bool) -> None:  # noqa: FBT001 - a table
    functions = [
        function(
            f"F{i}", "src/", {"BuildMethod": "python3.12"} if is_built else None, Handler="a.b"
        )
        for i, is_built in enumerate(built)
    ]
    assert house(*functions).build_method is expected
