from collections.abc import Callable

import pytest

from sam_scaffold.sam.model import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("order_router", ["order", "router"], id="snake"),
        pytest.param("order-router", ["order", "router"], id="kebab"),
        pytest.param("orderRouter", ["order", "router"], id="camel"),
        pytest.param("OrderRouter", ["order", "router"], id="pascal"),
        pytest.param("Order router", ["order", "router"], id="title"),
        pytest.param("HTTPServer", ["http", "server"], id="acronym in front"),
        pytest.param("OrdersAPI", ["orders", "api"], id="acronym behind"),
        pytest.param("OrderS3Router2", ["order", "s3", "router2"], id="digits"),
        pytest.param("step1_add", ["step1", "add"], id="digits in snake"),
        pytest.param("DailyPnL", ["daily", "pnl"], id="term behind"),
        pytest.param("SaaSTable", ["saas", "table"], id="term in front"),
        pytest.param("MyDynamoDBTable2", ["my", "dynamodb", "table2"], id="term within"),
        pytest.param("OAuth2Token", ["oauth2", "token"], id="term with a digit"),
        pytest.param("AWSIoTCore", ["aws", "iot", "core"], id="term after an acronym"),
        pytest.param("GraphQLApi", ["graphql", "api"], id="term of two parts"),
        pytest.param("EC2Report", ["ec2", "report"], id="acronym with a digit"),
        pytest.param("IoTables", ["io", "tables"], id="no term"),
        pytest.param("DoSomething", ["do", "something"], id="no term either"),
        pytest.param("PubSub", ["pub", "sub"], id="two words"),
        pytest.param("café", ["cafe"], id="accent"),
        pytest.param("", [], id="empty"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert names.words(text) == expected


def test_names_derived_at_each_rendering_keep_their_words() -> None:
    assert names.words_without_terms("DailyPnLTable") == ["daily", "pn", "l", "table"]
    assert names.words_without_terms("OrderS3Router2") == ["order", "s3", "router2"]


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        (names.snake, "order_s3_router"),
        (names.kebab, "order-s3-router"),
        (names.camel, "orderS3Router"),
        (names.pascal, "OrderS3Router"),
        (names.title, "Order s3 router"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_spellings(spelling: Callable[[str], str], expected: str) -> None:
    assert spelling("order_s3_router") == expected


@pytest.mark.parametrize("name", ["orders", "order_router", "s3_reader", "step_1", "matching"])
def test_good_names_have_no_problem(name: str) -> None:
    assert names.name_problem(name) == ""


@pytest.mark.parametrize(
    ("name", "says"),
    [
        pytest.param("OrderRouter", "Use 'order_router'", id="pascal"),
        pytest.param("order-router", "Use 'order_router'", id="kebab"),
        pytest.param("2fa", "Use 'fa'", id="digit first"),
        pytest.param("order__router", "Use 'order_router'", id="two underscores"),
        pytest.param("_order", "Use 'order'", id="underscore first"),
        pytest.param("", "Use a name such as 'order_router'", id="empty"),
        pytest.param("JSON", "Use a name such as 'order_router'", id="suggestion taken too"),
        pytest.param("日本", "Use a name such as 'order_router'", id="no letters of ours"),
        pytest.param("../x", "Use 'x'", id="path"),
        pytest.param("order\n", "Use 'order'", id="newline"),
        pytest.param("nul", "Windows", id="device"),
        pytest.param("com1", "Windows", id="port"),
        pytest.param("lambda", "keyword", id="keyword"),
        pytest.param("json", "standard library", id="standard library"),
    ],
)
def test_bad_names_are_explained_in_one_line(name: str, says: str) -> None:
    problem = names.name_problem(name)
    assert says in problem
    assert repr(name) in problem
    assert "\n" not in problem
