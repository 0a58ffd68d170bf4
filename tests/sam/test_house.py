import json
from pathlib import Path
from typing import Any

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.house import House, learn
from sam_scaffold.sam.repository import Repository
from sam_scaffold.sam.template import Template

STANDARD = House()
NAMES = "trading-${Stage}-"


def function(logical_id: str, uri: Any = None, metadata: Any = None, **properties: Any) -> Any:
    if uri is not None:
        properties["CodeUri"] = uri
    resource = {"Type": "AWS::Serverless::Function", "Properties": properties}
    return {logical_id: {**resource, "Metadata": metadata} if metadata else resource}


def layer(logical_id: str, uri: str, **properties: Any) -> Any:
    properties["ContentUri"] = uri
    return {logical_id: {"Type": "AWS::Serverless::LayerVersion", "Properties": properties}}


def house(*resources: dict[str, Any], root: Path = Path("/nowhere"), **sections: Any) -> House:
    merged: dict[str, Any] = {}
    for resource in resources:
        merged.update(resource)
    text = json.dumps({"Resources": merged, **sections})
    return learn(Template("t.json", Document.parse("t.json", text.encode())), Repository(root))


def globals_(**properties: Any) -> dict[str, Any]:
    return {"Function": properties}


def test_the_standard_without_functions() -> None:
    assert house() == House() == STANDARD


def test_it_survives_being_recorded() -> None:
    learned = house(
        function("OrdersFunction", "./src/orders", Tags={"A": {"Ref": "B"}}),
        Globals=globals_(Runtime="python3.13"),
    )
    recorded = json.loads(json.dumps(learned.to_dict()))
    assert House.from_dict(recorded) == learned
    assert House.from_dict({**recorded, "unknown": 1}) == learned
    assert House.from_dict({}) == STANDARD


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
            ("functions/{snake}", "colocated", "", "/"),
            id="folder beside the template",
        ),
        pytest.param(
            [("GetOrdersFunction", "src/orders"), ("OrdersFunction", "src/orders")],
            ("functions/{snake}", "colocated", "", ""),
            id="folder that functions share",
        ),
        pytest.param(
            [("AaFunction", "./src"), ("BbFunction", {"Ref": "X"}), ("CcFunction", ".")],
            ("functions/{snake}", "colocated", "./", ""),
            id="nobody's folders",
        ),
    ],
)
def test_folders(resources: list[tuple[str, Any]], expected: tuple[str, ...]) -> None:
    learned = house(*(function(*one) for one in resources))
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
        pytest.param([("OpsOrdersJob", "src/orders")], "Ops{pascal}Job", id="around it"),
        pytest.param([("AaHandler", None), ("BbHandler", "src/")], "{pascal}Handler", id="by id"),
        pytest.param([("AaFn", "src"), ("BbFunction", "src"), ("CcFn", "src")], "{pascal}Fn",
                     id="majority by id"),
        pytest.param([("APIGatewayFunction", "src/api_gateway")], "{pascal}Function", id="acronym"),
    ],
)  # fmt: skip
def test_logical_ids(resources: list[tuple[str, Any]], expected: str) -> None:
    assert house(*(function(*one) for one in resources)).logical_id == expected


@pytest.mark.parametrize(
    ("handlers", "expected"),
    [
        pytest.param(["app.main", "app.main"], "app.main", id="constant"),
        pytest.param(["aa.main", "bb.main"], "{snake}.main", id="name"),
        pytest.param(["aa.main", "long_name.main"], "{snake}.main", id="snake"),
        pytest.param(["src/aa/app.main", "src/bb/app.main"], "src/{snake}/app.main", id="slashes"),
        pytest.param(["app.main", "other.run", "app.main"], "app.main", id="drifted minority"),
        pytest.param(["a b", {"Ref": "X"}], STANDARD.handler, id="unusable"),
        pytest.param([None], STANDARD.handler, id="missing"),
    ],
)
def test_handlers(handlers: list[Any], expected: str) -> None:
    names = ["aa", "long_name" if "long_name" in str(handlers) else "bb", "cc"]
    functions = [
        function(f"{name.title().replace('_', '')}Fn", f"src/{name}", Handler=handler)
        for name, handler in zip(names, handlers, strict=False)
    ]
    assert house(*functions).handler == expected


def test_the_handler_in_globals_counts_for_all() -> None:
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


PARAMETERS = {"Py": {"Type": "String", "Default": "python3.13"}, "No": {"Type": "String"}}


@pytest.mark.parametrize(
    ("everywhere", "functions", "expected"),
    [
        pytest.param({}, [{}], ("python3.12", "x86_64"), id="nothing said"),
        pytest.param(
            {"Runtime": "python3.11", "Architectures": ["arm64"]},
            [{"Runtime": "python3.13", "Architectures": ["x86_64"]}, {}],
            ("python3.11", "arm64"),
            id="globals",
        ),
        pytest.param(
            {"Runtime": "python3.11", "Architectures": ["arm64"]},
            [{"Runtime": "python3.13", "Architectures": ["x86_64"]}],
            ("python3.13", "x86_64"),
            id="globals that every function overrides",
        ),
        pytest.param(
            {},
            [{"Runtime": "python3.11"}, {"Runtime": "python3.13"}, {"Runtime": "python3.13"}],
            ("python3.13", "x86_64"),
            id="majority",
        ),
        pytest.param(
            {},
            [{"Architectures": ["arm64"]}, {}, {}],
            ("python3.12", "x86_64"),
            id="Lambda's default counts",
        ),
        pytest.param(
            {"Runtime": "nodejs22.x"},
            [{}, {"Runtime": "python3.11"}],
            ("python3.11", "x86_64"),
            id="node in globals",
        ),
        pytest.param({"Runtime": {"Ref": "Py"}}, [], ("python3.13", "x86_64"), id="parameter"),
        pytest.param(
            {"Runtime": {"Ref": "No"}, "Architectures": [{"Ref": "No"}]},
            [],
            ("python3.12", "x86_64"),
            id="parameter without default",
        ),
        pytest.param({"Runtime": 3, "Architectures": []}, [], ("python3.12", "x86_64"), id="odd"),
    ],
)
def test_platform(everywhere: Any, functions: list[Any], expected: tuple[str, str]) -> None:
    resources = [function(f"F{i}", "src/", **one) for i, one in enumerate(functions)]
    learned = house(*resources, Globals=globals_(**everywhere), Parameters=PARAMETERS)
    assert (learned.runtime, learned.architecture) == expected


def test_what_globals_set_is_kept_and_not_explicit() -> None:
    everywhere = {"Runtime": "python3.12", "Timeout": 5, "Tracing": "Active", "CodeUri": "src/"}
    learned = house(function("AFn", Architectures=["arm64"]), Globals=globals_(**everywhere))
    assert learned.globals == {"Runtime": "python3.12", "Timeout": 5, "CodeUri": "src/"}
    assert learned.explicit == ("Architectures",)


def test_what_every_function_states_is_explicit_in_spite_of_globals() -> None:
    stated = {"Runtime": "python3.12", "Architectures": ["x86_64"]}
    learned = house(
        function("AFn", **stated),
        function("BFn", Runtime="python3.12"),
        Globals=globals_(**stated),
    )
    assert learned.explicit == ("Runtime",)


def test_globals_for_another_language_do_not_spare_the_runtime() -> None:
    assert house(Globals=globals_(Runtime="nodejs22.x")).explicit == ("Runtime", "Architectures")
    assert house(Globals=globals_(Runtime={"Ref": "X"})).explicit == ("Architectures",)


def test_python_functions_decide_where_there_are_others() -> None:
    node = {
        "Runtime": "nodejs22.x",
        "Handler": "index.handler",
        "metadata": {"BuildMethod": "esbuild"},
    }
    python = {"Runtime": "python3.12", "Handler": "app.main"}
    others = [function(f"{one}Lambda", f"js/{one.lower()}", **node) for one in ("Aa", "Bb")]
    learned = house(*others, function("CcFunction", "py/cc", **python))
    assert (learned.logical_id, learned.function_dir) == ("{pascal}Function", "py/{snake}")
    assert (learned.handler, learned.build_method) == ("app.main", False)
    foreign = house(*others)
    assert (foreign.logical_id, foreign.function_dir) == ("{pascal}Lambda", "js/{snake}")
    assert (foreign.handler, foreign.build_method) == (STANDARD.handler, True)


@pytest.mark.parametrize(
    ("built", "expected"), [([True, True, False], True), ([True, False, False], False)]
)
def test_build_method(built: list[bool], expected: bool) -> None:  # noqa: FBT001 - a table
    functions = [
        function(f"F{i}", "src/", {"BuildMethod": "python3.12"} if one else None, Handler="a.b")
        for i, one in enumerate(built)
    ]
    assert house(*functions).build_method is expected


SHARED = layer("SharedCodeLayer", "layers/shared/", LayerName="t-shared-code")


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        pytest.param([["Http", "SharedCodeLayer"]], False, id="last"),
        pytest.param([["SharedCodeLayer", "Http"]], True, id="first"),
        pytest.param([["SharedCodeLayer"], ["SharedCodeLayer"]], False, id="alone says nothing"),
        pytest.param([["SharedCodeLayer", "Http"], ["Http", "SharedCodeLayer"]], False, id="tie"),
    ],
)
def test_order_of_layers(orders: list[list[str]], expected: bool) -> None:  # noqa: FBT001
    functions = [
        function(f"F{i}", Layers=[{"Ref": name} for name in one]) for i, one in enumerate(orders)
    ]
    assert house(*functions, SHARED).shared_first is expected


def test_the_shared_layer_is_recorded(tmp_path: Path) -> None:
    module = tmp_path / "layers/shared/ours/structured_logging.py"
    module.parent.mkdir(parents=True)
    module.touch()
    shared = layer("SharedCodeLayer", "layers/shared/")
    shared["SharedCodeLayer"]["Metadata"] = {"BuildMethod": "python3.12"}
    learned = house(shared, root=tmp_path)
    assert learned.shared_layer == "SharedCodeLayer"
    assert learned.shared_source == "layers/shared"
    assert learned.shared_package == "ours"


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param([SHARED], ("{pascal}Layer", "t-{kebab}", "layers/{snake}"), id="shared alone"),
        pytest.param(
            [SHARED, layer("HttpClientDeps", "deps/http-client", LayerName="d_http_client")],
            ("{pascal}Deps", "d_{snake}", "deps/{kebab}"),
            id="the others decide",
        ),
        pytest.param(
            [layer("HttpLayer", "http/"), layer("BigLayer", "s3://x/y", LayerName="big")],
            ("{pascal}Layer", "{kebab}", "layers/{snake}"),
            id="nothing about folders",
        ),
        pytest.param(
            [layer("ALayer", "l/a"), layer("BLayer", "l/b"), layer("CLayer", "l/c", LayerName="c")],
            ("{pascal}Layer", None, "l/{snake}"),
            id="most have no name",
        ),
    ],
)
def test_layers(layers: list[Any], expected: tuple[Any, ...]) -> None:
    learned = house(*layers)
    assert (learned.layer_id, learned.layer_name, learned.content_dir) == expected


YAML = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  OrderRouterFunction: &router
    Type: AWS::Serverless::Function
    Properties: &usual
      FunctionName: !Sub "${Stage}-order-router"
      CodeUri: ./functions/order_router/
      Handler: lambda_handler.lambda_handler
      Runtime: python3.13
      Architectures: [arm64]
  Fn::ForEach::Rest: [X, [a, b], {}]
  RiskMonitorFunction:
    Type: AWS::Serverless::Function
    Properties:
      <<: *usual
      FunctionName: !Sub "${Stage}-risk-monitor"
      CodeUri: ./functions/risk_monitor/
"""


def test_yaml_with_anchors_and_short_forms() -> None:
    template = Template("template.yaml", Document.parse("template.yaml", YAML.encode()))
    learned = learn(template, Repository(Path("/nowhere")))
    assert learned == House(
        function_dir="functions/{snake}",
        layout="flat",
        code_uri_prefix="./",
        runtime="python3.13",
        architecture="arm64",
        build_method=False,
        function_name={"Fn::Sub": "${Stage}-{kebab}"},
    )
