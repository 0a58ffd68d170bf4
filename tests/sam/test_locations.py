import pytest

from sam_scaffold.sam.style.locations import (
    FUNCTION_SUFFIXES,
    LAYER_SUFFIXES,
    Location,
    own_folder_name,
    own_names,
    stem_of,
)

FLAT, COLOCATED = False, True


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("functions/orders/", Location("", "functions", "orders", FLAT, "/")),
        ("./a/b/orders", Location("./", "a/b", "orders", FLAT, "")),
        ("functions/orders/src/", Location("", "functions", "orders", COLOCATED, "/")),
        ("orders/src", Location("", "", "orders", COLOCATED, "")),
        ("orders", Location("", "", "orders", FLAT, "")),
        ("src/", Location("", "", "src", FLAT, "/")),
        ("../jobs/orders/src", Location("", "../jobs", "orders", COLOCATED, "")),
        ("../src", Location("", "..", "src", FLAT, "")),
        *[(uri, None) for uri in (".", "./", "", "..", "/abs", "a//b", "a/../b", "a\\b")],
        *[(uri, None) for uri in ("s3://b/k", "functions/${X}", {"Ref": "Uri"}, None, 3)],
    ],
)
def test_parse(uri: object, expected: Location | None) -> None:
    assert Location.parse(uri) == expected


@pytest.mark.parametrize(
    ("logical_id", "stem"),
    [
        ("OrdersFunction", ("Orders", "Function")),
        ("OrdersFn", ("Orders", "Fn")),
        ("OrdersLambda", ("Orders", "Lambda")),
        ("OrdersHandler", ("Orders", "Handler")),
        ("Orders", ("Orders", "")),
        ("Function", ("Function", "")),
    ],
)
def test_stem(logical_id: str, stem: tuple[str, str]) -> None:
    assert stem_of(logical_id, FUNCTION_SUFFIXES) == stem


@pytest.mark.parametrize(
    ("uri", "logical_id", "name"),
    [
        pytest.param("functions/order_router/", "OrderRouterFunction", "order_router", id="snake"),
        pytest.param("src/order-router", "OrderRouterLambda", "order_router", id="kebab"),
        pytest.param("src/OrderRouter", "OrderRouter", "order_router", id="pascal"),
        pytest.param("src/orders", "TradingOrdersFunction", "orders", id="prefix in the id"),
        pytest.param("src/order_router_job", "OrderRouterFn", "order_router", id="longer folder"),
        pytest.param("src/orderrouter", "OrderRouterFn", "orderrouter", id="run together"),
        pytest.param("functions/md", "MarketDataFunction", "", id="not related"),
        pytest.param("src/art", "StartFunction", "", id="letters inside a word"),
        pytest.param("src/function", "HelloFunction", "", id="generic folder"),
        pytest.param("lambda/handler", "OrderHandler", "", id="generic in the id"),
        pytest.param("src/", "SrcFunction", "", id="generic though related"),
        pytest.param(".", "OrderFunction", "", id="no folder"),
    ],
)  # fmt: skip
def test_the_folder_gives_the_name_if_it_is_related(uri: str, logical_id: str, name: str) -> None:
    assert own_folder_name(Location.parse(uri), logical_id, FUNCTION_SUFFIXES) == name


def test_names_in_order() -> None:
    assert own_names("shared", "SharedCodeLayer", LAYER_SUFFIXES) == ["shared", "shared_code"]
    assert own_names("orders", "OrdersFunction", FUNCTION_SUFFIXES) == ["orders"]
    assert own_names("", "Fn", FUNCTION_SUFFIXES) == ["fn"]
