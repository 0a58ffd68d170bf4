"""The style of functions and layers that is learned from samples, or left to the standard."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.model.shared_layer import SharedLayer
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.style.learning.function_style import (
    function_style,
    is_shared_first,
    layer_style,
    platform_style,
)
from sam_scaffold.sam.style.learning.style_samples import style_samples

SHARED = SharedLayer("SharedCodeLayer", "layers/shared", "")
PARAMETER = {"Runtime": {"Type": "String", "Default": "python3.13"}}


def function(name: str, **properties: Any) -> Any:
    properties = {"CodeUri": f"functions/{name}/", **properties}
    return {"Type": "AWS::Serverless::Function", "Properties": properties}


def layer(uri: str, **properties: Any) -> Any:
    properties = {"ContentUri": uri, **properties}
    return {"Type": "AWS::Serverless::LayerVersion", "Properties": properties}


def template(globals_: dict[str, Any] | None = None, **resources: Any) -> Template:
    sections = {"Resources": resources, "Parameters": PARAMETER}
    text = json.dumps({**sections, "Globals": {"Function": globals_ or {}}})
    return Template("t.json", Document.parse("t.json", text.encode()))


def learned(**resources: Any) -> dict[str, Any]:
    """Learn the style of the functions among these resources."""
    found = template(**resources)
    return function_style(found, style_samples(found))


@pytest.mark.parametrize(
    ("globals_", "functions", "expected"),
    [
        pytest.param({}, [], None, id="nothing-said"),
        pytest.param({}, ["python3.13", "python3.13", "python3.11"], "python3.13", id="majority"),
        pytest.param({}, ["nodejs20.x"], None, id="another-language"),
        pytest.param({"Runtime": "python3.11"}, [], "python3.11", id="globals"),
        pytest.param(
            {"Runtime": "python3.11"}, ["python3.13", None], "python3.11", id="globals-prevail"
        ),
        pytest.param(
            {"Runtime": "python3.11"}, ["python3.13"], "python3.13", id="all-override-globals"
        ),
        pytest.param({"Runtime": {"Ref": "Runtime"}}, [], "python3.13", id="parameter"),
        pytest.param({"Runtime": {"Ref": "Other"}}, [], None, id="unknown-parameter"),
    ],
)
def test_runtime(globals_: Any, functions: list[str | None], expected: str | None) -> None:
    stated = [{"Runtime": runtime} if runtime else {} for runtime in functions]
    resources = {f"F{i}": function(f"f{i}", **properties) for i, properties in enumerate(stated)}
    assert platform_style(template(globals_, **resources)).get("runtime") == expected


@pytest.mark.parametrize(
    ("globals_", "functions", "explicit"),
    [
        ({}, [], ("Runtime", "Architectures")),
        ({}, [{"Architectures": ["x86_64"]}], ("Runtime", "Architectures")),
        ({}, [{}], ("Runtime",)),
        ({"Runtime": "python3.12"}, [{}], ()),
        ({"Runtime": "python3.12"}, [{"Runtime": "python3.12"}], ("Runtime",)),
        ({"Runtime": "nodejs20.x"}, [{}], ("Runtime",)),
        ({"Runtime": "python3.12", "Architectures": ["arm64"]}, [{}], ()),
    ],
    ids=[
        "no-functions",
        "no-globals",
        "no-architecture",
        "globals",
        "stated-all-the-same",
        "not-python",
        "both",
    ],
)
def test_properties_in_globals_are_not_repeated(
    globals_: Any, functions: list[Any], explicit: tuple[str, ...]
) -> None:
    resources = {f"F{i}": function(f"f{i}", **properties) for i, properties in enumerate(functions)}
    assert platform_style(template(globals_, **resources))["explicit"] == explicit


def test_only_python_functions_are_samples() -> None:
    found = learned(
        OrdersFn=function("orders", Runtime="python3.12", Handler="app.main"),
        PageLambda=function("page", Runtime="nodejs20.x", Handler="index.handler"),
        ViewLambda=function("view", Runtime="nodejs20.x", Handler="index.handler"),
    )
    assert (found["logical_id"], found["handler"]) == ("{pascal}Fn", "app.main")


NODE = {"Runtime": "nodejs22.x", "Handler": "index.handler"}


def test_functions_in_another_language_count_for_folders() -> None:
    found = learned(PageLambda=function("page", **NODE), ViewLambda=function("view", **NODE))
    assert (found["function_dir"], found["logical_id"]) == ("functions/{snake}", "{pascal}Lambda")
    assert "handler" not in found
    assert "build_method" not in found


def test_one_function_in_another_language_counts_for_the_suffix_only() -> None:
    pay = function("pay", CodeUri="src/authorizers/pay", **NODE)
    image = {"Type": "AWS::Serverless::Function", "Properties": {"PackageType": "Image"}}
    found = learned(PayAuthorizerFunction=pay, ParcelImageFunction=image)
    assert found == {"logical_id": "{pascal}Function", "layout": "colocated"}


def test_an_odd_function_among_others_is_ignored() -> None:
    helper = {"Runtime": "python3.12", "Handler": "index.handler", "InlineCode": "pass"}
    inline = {"Type": "AWS::Serverless::Function", "Properties": helper}
    found = learned(
        EmptyBucketCustomResource=inline,
        CopyFilesCustomResource=inline,
        OrdersFn=function("orders", Runtime="python3.12", Handler="app.main"),
    )
    assert (found["logical_id"], found["handler"]) == ("{pascal}Fn", "app.main")


@pytest.mark.parametrize(
    ("names", "shape"),
    [
        (["dev-order-a", "dev-order-b"], "dev-{kebab}"),
        (["dev-order-a", None], "dev-{kebab}"),
        (["dev-order-a", None, None], None),
        (["one", "two"], None),
    ],
    ids=["all", "half", "minority", "not-from-the-name"],
)
def test_function_name(names: list[str | None], shape: str | None) -> None:
    stated = [{"FunctionName": name} if name else {} for name in names]
    resources = {
        f"Order{'ABC'[i]}Function": function(f"order_{'abc'[i]}", **properties)
        for i, properties in enumerate(stated)
    }
    assert learned(**resources).get("function_name") == shape


@pytest.mark.parametrize(
    ("tagged", "tags"), [(2, {"Team": "x"}), (1, None)], ids=["more-than-half", "half"]
)
def test_tags(tagged: int, tags: Any) -> None:
    stated: list[dict[str, Any]] = [{"Tags": {"Team": "x"}}] * tagged + [{}] * (2 - tagged)
    resources = {
        f"F{i}Function": function(f"f{i}", **properties) for i, properties in enumerate(stated)
    }
    assert learned(**resources).get("tags") == tags


def test_the_shared_layer_is_not_a_sample_among_others() -> None:
    found = layer_style(
        template(
            SharedCodeLayer=layer("common/", LayerName="shared-code"),
            DepsHttp=layer("layers/http/", LayerName="x-http"),
        ),
        SHARED,
    )
    assert found["layer_name"] == "x-{kebab}"
    assert found["content_dir"] == "layers/{snake}"
    assert found["layer_id"] == "Deps{pascal}"


def test_the_only_layer_is_a_sample_even_if_it_is_shared() -> None:
    shared = layer("layers/shared/", LayerName="x-shared-code")
    found = layer_style(template(SharedCodeLayer=shared), SHARED)
    assert found == {"layer_name": "x-{kebab}", "content_dir": "layers/{snake}"}


@pytest.mark.parametrize(
    ("lists", "first"),
    [
        ([["SharedCodeLayer", "A"]], True),
        ([["A", "SharedCodeLayer"]], False),
        ([["SharedCodeLayer", "A"], ["A", "SharedCodeLayer"]], False),
        ([["SharedCodeLayer"]], False),
        ([["SharedCodeLayer"], ["SharedCodeLayer", "A"]], True),
    ],
    ids=["first", "last", "undecided", "alone-says-nothing", "one-that-says"],
)
def test_the_order_of_the_layers(lists: list[list[str]], *, first: bool) -> None:
    resources = {
        f"F{i}": function(f"f{i}", Layers=[{"Ref": name} for name in names])
        for i, names in enumerate(lists)
    }
    assert is_shared_first(template(**resources), SHARED) is first
    assert is_shared_first(template(**resources), None) is False
