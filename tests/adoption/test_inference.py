"""Inferred answers of a function: its name, its style, its settings."""

from __future__ import annotations

from typing import Any

import pytest
from derived import PLATFORM, Answers, around, derived, facts, of_one
from houses import function, globals_, layer

from sam_scaffold.adoption.inference import UnfitError
from sam_scaffold.sam.style.house_style import HouseStyle


def reason(*resources: Any, **sections: Any) -> str:
    with pytest.raises(UnfitError) as refused:
        derived(around(*resources, **sections))
    return str(refused.value)


# --- Names --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("logical_id", "uri", "name"),
    [
        ("OrderRouterFunction", "functions/order_router/", "order_router"),
        ("PortfolioRebalancerFunction", "functions/rebalancer/", "portfolio_rebalancer"),
        ("OrderRouter", "src/", "order_router"),
        ("CalendarFunction", "functions/calendar/", "calendar_function"),
        ("fn", "src/", "fn"),
        ("HTTPFunction", "src/", "http_function"),
    ],
    ids=["both", "logical-id-first", "shared", "of-the-library", "short", "capitals"],
)
def test_name_is_that_of_the_logical_id_or_the_folder(logical_id: str, uri: str, name: str) -> None:
    others = [
        function(f"{name.title()}Function", f"functions/{name}/", **PLATFORM)
        for name in ("risks", "margins")
    ]
    found = around(function(logical_id, uri, **PLATFORM), *others)
    assert derived(found, logical_id)["name"] == name


def test_name_that_is_taken_gets_longer() -> None:
    found = around(function("OrdersFunction", "functions/orders/", **PLATFORM))
    for name in ("orders", "orders_function", "orders_function_2"):
        found.taken.add(("function", name))
    found.taken.add(("layer", "orders_function_3"))
    assert derived(found)["name"] == "orders_function_3"


# --- The style, per component ---------------------------------------------------


def test_house_says_what_stands_there_with_the_name_where_it_occurs() -> None:
    answers = of_one(
        uri="./functions/orders/src",
        FunctionName={"Fn::Sub": "${Stage}-orders"},
        Tags={"Owner": "me"},
    )
    house = HouseStyle.from_dict(answers["house"])
    assert house.logical_id == "{pascal}Function"
    assert (house.function_dir, answers["layout"]) == ("functions/{snake}", "colocated")
    assert house.function_name == {"Fn::Sub": "${Stage}-{kebab}"}
    assert house.tags == {"Owner": "me"}
    assert facts(answers)["code_uri"] == "./functions/orders/src"
    assert facts(answers)["meta_dir"] == "functions/orders"


@pytest.mark.parametrize(
    "uri",
    [".", "./", "src", "./src/", "src/", "a/b/orders", "functions/orders/src/", "build/x.zip"],
)
def test_code_uri_is_spelled_as_it_is(uri: str) -> None:
    assert facts(of_one(uri=uri))["code_uri"] == uri


def test_folder_that_others_share_does_not_bear_the_name() -> None:
    other = function("BillingFunction", "orders/", **PLATFORM)
    assert of_one(other, uri="orders/")["house"]["function_dir"] == "orders"
    below = layer("OrdersLayer", "orders/src/layer")
    answers = of_one(below, uri="orders/src")
    assert (answers["layout"], answers["house"]["function_dir"]) == ("flat", "orders/src")


def test_house_of_others_is_followed_where_it_leads_to_the_same() -> None:
    others = [
        function(f"{name}Function", f"functions/{folder}/", FunctionName=f"{folder}-fn", **PLATFORM)
        for name, folder in (("OrderRouter", "order_router"), ("RiskMonitor", "risk_monitor"))
    ]
    answers = of_one(*others, FunctionName="orders-fn")
    assert answers["house"]["function_name"] == "{snake}-fn"  # not kebab, as with a single word


@pytest.mark.parametrize(
    ("stated", "inherited", "expected"),
    [
        ({}, {}, {"timeout": 3, "memory_size": 128}),
        ({"Timeout": 60, "MemorySize": 512}, {}, {"timeout": 60, "memory_size": 512}),
        ({}, {"Timeout": 20}, {"timeout": 20, "memory_size": 128}),
        ({"Timeout": 20}, {"Timeout": 20}, {"timeout": 20}),
        ({"Timeout": {"Ref": "Seconds"}}, {}, {"timeout": 45}),
        ({}, {"Timeout": {"Ref": "Seconds"}}, {"timeout": 30}),
        ({"Timeout": {"Fn::If": ["A", 1, 2]}}, {}, {"timeout": 3}),
        ({"MemorySize": "512"}, {}, {"memory_size": 512}),
        ({"Architectures": ["arm64"]}, {}, {"architecture": "arm64"}),
        ({"Architectures": [{"Ref": "Seconds"}]}, {}, {"architecture": "x86_64"}),
        ({"Tracing": "Active"}, {}, {"tracing": True}),
        ({"Tracing": "PassThrough"}, {"Tracing": "Active"}, {"tracing": False}),
        ({"Tracing": "Disabled"}, {}, {"tracing": False}),
        ({"EphemeralStorage": {"Size": 2048}}, {}, {"ephemeral_storage": 2048}),
        ({"ReservedConcurrentExecutions": 0}, {}, {"reserved_concurrency": 0}),
        ({"Runtime": {"Ref": "Python"}}, {}, {"runtime": "python3.13"}),
    ],
)
def test_settings_are_answers_and_nothing_is_stated_that_was_not(
    stated: Answers, inherited: Answers, expected: Answers
) -> None:
    properties = {**PLATFORM, **stated}
    parameters = {"Seconds": {"Type": "Number", "Default": 45}, "Python": {"Default": "python3.13"}}
    found = around(
        function("OrdersFunction", "orders/", **properties),
        Globals=globals_(**inherited),
        Parameters=parameters,
    )
    answers = derived(found)
    assert expected.items() <= answers.items()
    said = facts(answers)["properties"]
    assert said.items() <= properties.items()
    literal = {key: value for key, value in properties.items() if "Ref" not in str(value)}
    assert (set(literal) - set(said)) <= {"MemorySize", "Timeout", "Tracing"}


def test_handler_of_globals_is_not_repeated() -> None:
    one = function("OrdersFunction", "orders/", Runtime="python3.12")
    answers = derived(around(one, Globals=globals_(Handler="app.run")))
    assert "Handler" not in facts(answers)["properties"]
    assert facts(answers)["handler"] == "app.run"


def test_build_method_is_that_of_the_runtime_or_none() -> None:
    for method, expected in (("python3.12", "python3.12"), ("makefile", "")):
        one = function("OrdersFunction", "orders/", metadata={"BuildMethod": method}, **PLATFORM)
        assert facts(derived(around(one)))["build_method"] == expected


def test_network_and_tags_are_its_own() -> None:
    vpc = {"SubnetIds": {"Ref": "Subnets"}}
    one = function("OrdersFunction", "orders/", VpcConfig=vpc, Tags={"a": "b"}, **PLATFORM)
    answers = derived(around(one, Globals=globals_(Tags={"c": "d"}, VpcConfig={"SubnetIds": []})))
    assert facts(answers)["properties"]["VpcConfig"] == vpc
    assert facts(answers)["tags"] == {"a": "b"}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("Orders", "Orders"), ("a\nb", ""), ("of ${X}", ""), ({"Ref": "X"}, ""), (None, "")],
)
def test_description_is_one_line_or_none(stated: Any, expected: str) -> None:
    assert of_one(Description=stated)["description"] == expected


# --- What can never be adopted --------------------------------------------------------


@pytest.mark.parametrize(
    ("uri", "properties", "why"),
    [
        (
            "orders/",
            {"Runtime": "nodejs20.x"},
            "its runtime is nodejs20.x, but sam-scaffold only supports Python.",
        ),
        ("orders/", {"Runtime": "provided.al2"}, "its runtime is provided.al2"),
        (
            "orders/",
            {"Runtime": "python2.7"},
            "sam-scaffold only supports Python 3. Use a current runtime first, such as python3.",
        ),
        ("orders/", {"Runtime": {"Ref": "Runtime"}}, "it has no known runtime"),
        (None, {"InlineCode": "pass"}, "InlineCode"),
        (None, {}, "it has no CodeUri"),
        ("s3://bucket/key", {}, "its CodeUri is not a folder of the repository"),
        ({"Bucket": "b", "Key": "k"}, {}, "its CodeUri is not a folder of the repository"),
        ({"Fn::Sub": "${X}/"}, {}, "its CodeUri is not a folder of the repository"),
        ("../elsewhere", {}, "its CodeUri is not a folder of the repository"),
        ("/opt/code", {}, "its CodeUri is not a folder of the repository"),
        ("${Name}/", {}, "its CodeUri is not a folder of the repository"),
        ("orders/", {"Handler": {"Ref": "Handler"}}, "it has no Handler"),
        ("orders/", {"Handler": "handler"}, "it has no Handler"),
    ],
)
def test_what_no_answers_lead_to_is_left_out(uri: Any, properties: Answers, why: str) -> None:
    said = reason(function("OrdersFunction", uri, **{**PLATFORM, **properties}))
    assert why in said
    assert "\n" not in said
    assert said.endswith(".")
