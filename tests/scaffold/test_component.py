"""What follows from the answers."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from sam_scaffold.sam.house import House
from sam_scaffold.scaffold.component import component, expression, ordered_layers

ANSWERS: dict[str, Any] = {
    "kind": "function",
    "name": "order_router",
    "template_file": "template.yaml",
    "layout": "colocated",
    "layers": [],
    "runtime": "python3.12",
    "architecture": "x86_64",
    "timeout": 30,
    "memory_size": 256,
}


def made(answers: dict[str, Any] | None = None, **style: Any) -> dict[str, Any]:
    return component({**ANSWERS, "house": House(**style).to_dict(), **(answers or {})})


def places(facts: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        facts[key] for key in ("code_dir", "tests_dir", "events_dir", "meta_dir", "code_uri")
    )


LAYOUTS = {
    "colocated": (
        {},
        (
            "functions/order_router/src",
            "functions/order_router/tests",
            "functions/order_router/events",
            "functions/order_router",
            "functions/order_router/src/",
        ),
    ),
    "flat": (
        {"layout": "flat"},
        (
            "functions/order_router",
            "tests/functions/order_router",
            "tests/functions/order_router/events",
            ".scaffold/functions/order_router",
            "functions/order_router/",
        ),
    ),
    "colocated-nested": (
        {"template_file": "services/pay/template.yaml"},
        (
            "services/pay/functions/order_router/src",
            "services/pay/functions/order_router/tests",
            "services/pay/functions/order_router/events",
            "services/pay/functions/order_router",
            "functions/order_router/src/",
        ),
    ),
    "flat-nested": (
        {"layout": "flat", "template_file": "a/t.yml"},
        (
            "a/functions/order_router",
            "a/tests/functions/order_router",
            "a/tests/functions/order_router/events",
            "a/.scaffold/functions/order_router",
            "functions/order_router/",
        ),
    ),
}


@pytest.mark.parametrize(("answers", "expected"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts(answers: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert places(made(answers)) == expected


@pytest.mark.parametrize("layout", ["colocated", "flat"])
def test_nothing_but_code_lies_below_the_code_uri(layout: str) -> None:
    facts = made({"layout": layout})
    code = PurePosixPath(facts["code_dir"])
    for key in ("tests_dir", "events_dir", "meta_dir"):
        assert not PurePosixPath(facts[key]).is_relative_to(code)


def test_house_decides_folder_prefix_and_suffix() -> None:
    facts = made(
        {"layout": "flat"}, function_dir="src/{kebab}", code_uri_prefix="./", code_uri_suffix=""
    )
    assert facts["code_dir"] == "src/order-router"
    assert facts["code_uri"] == "./src/order-router"
    assert facts["tests_dir"] == "tests/functions/order_router"


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
    facts = made(handler=handler)
    assert (facts["handler_path"], facts["handler_module"], facts["handler_function"]) == (
        path, module, function,
    )  # fmt: skip


def test_names_come_in_every_spelling() -> None:
    facts = made()
    assert [facts[key] for key in ("snake", "kebab", "camel", "pascal", "title")] == [
        "order_router", "order-router", "orderRouter", "OrderRouter", "Order router",
    ]  # fmt: skip
    assert facts["logical_id"] == "OrderRouterFunction"
    assert made(logical_id="{camel}Fn")["logical_id"] == "orderRouterFn"


def test_function_name_and_tags_are_filled_however_deep() -> None:
    name = {"Fn::If": ["IsMain", {"Fn::Sub": "${Stage}-{kebab}"}, {"Ref": "{snake}"}]}
    facts = made(function_name=name, tags={"fn": "{pascal}", "n": 1})
    assert facts["function_name"]["Fn::If"][1] == {"Fn::Sub": "${Stage}-order-router"}
    assert facts["tags"] == {"fn": "OrderRouter", "n": 1}
    assert made()["function_name"] is None
    assert made(tags={"a": "b"}, globals={"Tags": {"a": "b"}})["tags"] is None


@pytest.mark.parametrize(
    ("given", "answers", "left_out"),
    [
        ({}, {}, set()),
        ({"Runtime": "python3.12"}, {}, {"Runtime"}),
        ({"Runtime": "python3.12"}, {"runtime": "python3.13"}, set()),
        ({"Architectures": ["x86_64"]}, {}, {"Architectures"}),
        ({"Architectures": ["arm64"]}, {}, set()),
        ({"Timeout": 30, "MemorySize": 256}, {}, {"Timeout", "MemorySize"}),
        ({"Timeout": 10}, {}, set()),
        ({"Timeout": {"Ref": "Seconds"}}, {}, {"Timeout"}),
        ({"Timeout": {"Ref": "Seconds"}}, {"timeout": 31}, set()),
        ({"Runtime": {"Ref": "Runtime"}}, {}, {"Runtime"}),
        ({"Handler": "lambda_handler.lambda_handler"}, {}, {"Handler"}),
        ({"Handler": "other.handler"}, {}, set()),
    ],
)
def test_what_globals_set_is_left_out(
    given: dict[str, Any], answers: dict[str, Any], left_out: set[str]
) -> None:
    explicit = () if "Architectures" in given else ("Architectures",)
    stated = set(made(answers, globals=given, explicit=explicit)["properties"])
    every = {"Handler", "Runtime", "Architectures", "Timeout", "MemorySize"}
    assert every - stated == left_out


def test_what_the_house_always_states_is_stated_whatever_globals_say() -> None:
    facts = made(globals={"Runtime": "python3.12"}, explicit=("Runtime",))
    assert facts["properties"]["Runtime"] == "python3.12"


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
def test_layers_come_in_the_order_of_the_house(
    chosen: list[str], style: dict[str, Any], expected: list[str]
) -> None:
    assert ordered_layers(chosen, House(**style)) == expected


def test_layer_of_packages_and_of_code() -> None:
    answers = {"kind": "layer", "name": "numeric", "contents": "requirements"}
    facts = made(answers, layer_name={"Fn::Sub": "${Stage}-{kebab}"})
    assert facts["logical_id"] == "NumericLayer"
    assert facts["content_uri"] == "layers/numeric/"
    assert facts["meta_dir"] == ".scaffold/layers/numeric"
    assert (facts["manifest"], facts["package"], facts["tests_dir"]) == ("requirements.txt", "", "")
    assert facts["layer_name"] == {"Fn::Sub": "${Stage}-numeric"}
    code = made({**answers, "contents": "shared_code"})
    assert (code["manifest"], code["package"]) == ("", "numeric")
    assert code["tests_dir"] == "tests/layers/numeric"


@pytest.mark.parametrize(("fresh", "root", "new"), [(True, "sam", "sam/t.yaml"), (False, "", "")])
def test_application_fresh_or_not(
    fresh: bool,  # noqa: FBT001 - a parameter of the test
    root: str,
    new: str,
) -> None:
    answers = {"kind": "app", "name": "my_shop", "template_file": "sam/t.yaml", "fresh": fresh}
    facts = made(answers)
    assert facts["logical_id"] == "SharedCodeLayer"
    assert (facts["root_dir"], facts["new_template"]) == (root, new)
    assert facts["content_dir"] == "sam/layers/shared"
    assert facts["content_uri"] == "layers/shared/"
    assert (facts["package"], facts["stack_name"]) == ("my_shop", "my-shop")


@pytest.mark.parametrize(
    ("folder", "target"),
    [
        ("functions/a/tests", "functions/a/src"),
        ("functions/a/tests", "functions/a/events"),
        ("tests/functions/a", "functions/a"),
        ("tests/functions/a", "tests/functions/a/events"),
        ("tests/functions/a", "tests/functions/a"),
        ("x/tests/functions/a", "layers/shared"),
        ("tests", "."),
        ("a/b", "a"),
    ],
)
def test_expression_leads_from_a_file_to_the_target(
    folder: str, target: str, tmp_path: Path
) -> None:
    text = expression(PurePosixPath(folder), PurePosixPath(target))
    found = eval(f"path.{text}", {"path": tmp_path / folder / "conftest.py"})  # noqa: S307
    assert found == tmp_path / target


def test_answers_of_an_older_version_are_enough() -> None:
    """An update renders with the house that was recorded then."""
    house = {"logical_id": "{pascal}Lambda", "gone_since": 1}
    facts = component({**ANSWERS, "house": house})
    assert facts["logical_id"] == "OrderRouterLambda"
    assert facts["handler"] == "lambda_handler.lambda_handler"


def test_architecture_that_a_parameter_says_is_not_repeated() -> None:
    given = {"Architectures": [{"Ref": "Arch"}]}
    house = {"globals": given, "explicit": (), "architecture": "arm64"}
    assert "Architectures" not in made({"architecture": "arm64"}, **house)["properties"]
    assert made({"architecture": "x86_64"}, **house)["properties"]["Architectures"] == ["x86_64"]


@pytest.mark.parametrize(
    ("given", "timeout", "seconds"),
    [({}, 30, 180), ({"Timeout": 20}, 20, 120), ({"Timeout": {"Ref": "T"}}, 30, 5400)],
    ids=["own", "globals", "a-parameter's"],
)
def test_a_queue_hides_messages_for_six_timeouts(given: Any, timeout: int, seconds: int) -> None:
    facts = made({"timeout": timeout}, globals=given)
    assert facts["visibility_timeout"] == seconds
