"""Folders of a function, and the paths between them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from answers import facts

from sam_scaffold.components.function_paths import expression


def places(found: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        found[key] for key in ("code_dir", "tests_dir", "events_dir", "meta_dir", "code_uri")
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
    assert places(facts(answers)) == expected


@pytest.mark.parametrize("layout", ["colocated", "flat"])
def test_nothing_but_code_lies_below_the_code_uri(layout: str) -> None:
    found = facts({"layout": layout})
    code = PurePosixPath(found["code_dir"])
    for key in ("tests_dir", "events_dir", "meta_dir"):
        assert not PurePosixPath(found[key]).is_relative_to(code)


def test_house_decides_folder_prefix_and_suffix() -> None:
    found = facts(
        {"layout": "flat"}, function_dir="src/{kebab}", code_uri_prefix="./", code_uri_suffix=""
    )
    assert found["code_dir"] == "src/order-router"
    assert found["code_uri"] == "./src/order-router"
    assert found["tests_dir"] == "tests/functions/order_router"


@pytest.mark.parametrize(
    ("style", "shared"),
    [
        ({"shared_source": "layers/shared"}, 'parents[3] / "layers" / "shared"'),
        ({}, ""),
    ],
    ids=["in-the-repository", "nowhere"],
)
def test_tests_find_the_code_and_the_shared_package(style: dict[str, Any], shared: str) -> None:
    found = facts(**style)
    assert found["source_expression"] == 'parents[1] / "src"'
    assert found["events_expression"] == 'parents[1] / "events"'
    assert found["shared_expression"] == shared


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
