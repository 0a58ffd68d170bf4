"""Facts about a function that the template's files read."""

from __future__ import annotations

from typing import Any

import pytest
from answers import facts

from sam_scaffold.components.function_component import ordered_layers
from sam_scaffold.components.trigger import Trigger
from sam_scaffold.sam.style.house_style import HouseStyle

HANDLERS = {
    "standard": (
        "lambda_handler.lambda_handler",
        "lambda_handler.py",
        "lambda_handler",
        "lambda_handler",
    ),
    "own-name": ("{snake}.main", "order_router.py", "order_router", "main"),
    "package": ("app.{snake}.run", "app/order_router.py", "app.order_router", "run"),
    "path": ("app/main.run", "app/main.py", "app.main", "run"),
}


@pytest.mark.parametrize(
    ("handler", "path", "module", "function"), HANDLERS.values(), ids=HANDLERS.keys()
)
def test_handler_is_taken_apart(handler: str, path: str, module: str, function: str) -> None:
    found = facts(handler=handler)
    assert (found["handler_path"], found["handler_module"], found["handler_function"]) == (
        path, module, function,
    )  # fmt: skip


def test_logical_ids_follow_the_house_and_the_name() -> None:
    assert facts()["logical_id"] == "OrderRouterFunction"
    found = facts(logical_id="{camel}Fn")
    assert (found["logical_id"], found["stem"]) == ("orderRouterFn", "OrderRouter")


def test_function_name_and_tags_are_filled_however_deep() -> None:
    name = {"Fn::If": ["IsMain", {"Fn::Sub": "${Stage}-{kebab}"}, {"Ref": "{snake}"}]}
    found = facts(function_name=name, tags={"fn": "{pascal}", "n": 1})
    assert found["function_name"]["Fn::If"][1] == {"Fn::Sub": "${Stage}-order-router"}
    assert found["tags"] == {"fn": "OrderRouter", "n": 1}
    assert facts()["function_name"] is None
    assert facts(tags={"a": "b"}, globals={"Tags": {"a": "b"}})["tags"] is None


@pytest.mark.parametrize(
    ("builds", "method"), [(True, "python3.13"), (False, "")], ids=["stated", "not-stated"]
)
def test_build_method_follows_the_style(
    builds: bool,  # noqa: FBT001 - a parameter of the test
    method: str,
) -> None:
    found = facts({"runtime": "python3.13"}, build_method=builds)
    assert found["build_method"] == method


LAYERS = {
    "shared-last": (["A", "B"], {"shared_layer": "S"}, ["A", "B", "S"]),
    "shared-first": (["A", "B"], {"shared_layer": "S", "shared_first": True}, ["S", "A", "B"]),
    "shared-chosen-too": (["S", "A"], {"shared_layer": "S"}, ["A", "S"]),
    "no-shared": (["A"], {}, ["A"]),
    "none": ([], {"shared_layer": "S"}, ["S"]),
    "globals-have-shared": (
        ["A"], {"shared_layer": "S", "globals": {"Layers": [{"Ref": "S"}]}}, ["A"],
    ),
    "globals-have-arn": (
        ["A"], {"shared_layer": "S", "globals": {"Layers": ["arn:aws:lambda:x"]}}, ["A", "S"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("chosen", "style", "expected"), LAYERS.values(), ids=LAYERS.keys())
def test_layers_have_the_usual_order(
    chosen: list[str], style: dict[str, Any], expected: list[str]
) -> None:
    assert ordered_layers(chosen, HouseStyle(**style)) == expected


SHARED, OWN, PUBLIC = {"Ref": "S"}, {"Ref": "PowertoolsLayer"}, "arn:aws:lambda:x:layer:Powertools"

POWERTOOLS = {
    "before-the-shared-one": (
        {"layers": ["A"]}, {"shared_layer": "S", "powertools_layer": OWN},
        [{"Ref": "A"}, OWN, SHARED],
    ),
    "after-the-shared-one": (
        {"layers": ["A"]}, {"shared_layer": "S", "shared_first": True, "powertools_layer": OWN},
        [SHARED, {"Ref": "A"}, OWN],
    ),
    "chosen-too": (
        {"layers": ["PowertoolsLayer"]}, {"shared_layer": "S", "powertools_layer": OWN},
        [OWN, SHARED],
    ),
    "an-arn": ({}, {"shared_layer": "S", "powertools_layer": PUBLIC}, [PUBLIC, SHARED]),
    "no-shared-one": ({}, {"powertools_layer": OWN}, [OWN]),
    "inherited": ({}, {"shared_layer": "S", "powertools_inherited": True}, [SHARED]),
    "not-wanted": (
        {"powertools": False}, {"shared_layer": "S", "powertools_layer": OWN}, [SHARED],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "style", "expected"), POWERTOOLS.values(), ids=POWERTOOLS.keys()
)
def test_the_layer_of_powertools_comes_by_itself(
    answers: dict[str, Any], style: dict[str, Any], expected: list[Any]
) -> None:
    assert facts({"powertools": True, **answers}, **style)["layer_references"] == expected


OFF = Trigger(switched_off={"ReservedConcurrentExecutions": 0})


@pytest.mark.parametrize(
    ("enabled", "trigger", "stated"),
    [
        (True, OFF, None),
        (False, OFF, 0),
        (False, Trigger(), None),
    ],
    ids=["on", "off", "off-by-its-source"],
)
def test_what_switches_a_function_off_is_stated_with_its_reason(
    enabled: bool,  # noqa: FBT001 - a parameter of the test
    trigger: Trigger,
    stated: int | None,
) -> None:
    found = facts({"enabled": enabled}, trigger)
    assert found["properties"].get("ReservedConcurrentExecutions") == stated
    assert found["switched_off"] == ([] if stated is None else ["ReservedConcurrentExecutions"])


def test_switched_off_stands_over_what_was_answered() -> None:
    found = facts({"enabled": False, "reserved_concurrency": 5}, OFF)
    assert found["properties"]["ReservedConcurrentExecutions"] == 0


@pytest.mark.parametrize(
    ("logical_id", "event", "answers", "key"),
    [
        ("{pascal}Function", "", {"source": "new"}, "Queue"),
        ("{pascal}", "", {"source": "new"}, "QueueEvent"),
        ("{pascal}", "Work", {"source": "new"}, "Work"),
        ("{pascal}", "", {"source": "Orders"}, "Queue"),
    ],
    ids=["ending", "no-ending", "of-the-style", "existing-source"],
)
def test_event_makes_no_resource_of_the_name_of_its_source(
    logical_id: str, event: str, answers: dict[str, Any], key: str
) -> None:
    trigger = Trigger(sources={"A new queue": "new"}, new_source="Queue", event="Queue")
    found = facts(answers, trigger, logical_id=logical_id, event=event)
    assert found["event"] == key
