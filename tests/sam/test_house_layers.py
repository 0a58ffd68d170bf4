"""The conventions of layers, and the shared layer, in a whole template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from houses import function, house, layer

SHARED = layer("SharedCodeLayer", "layers/shared/", LayerName="t-shared-code")


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        pytest.param([["Http", "SharedCodeLayer"]], False, id="last"),
        pytest.param([["SharedCodeLayer", "Http"]], True, id="first"),
        pytest.param([["SharedCodeLayer"], ["SharedCodeLayer"]], False, id="only the shared layer"),
        pytest.param([["SharedCodeLayer", "Http"], ["Http", "SharedCodeLayer"]], False, id="tie"),
    ],
)
def test_order_of_layers(orders: list[list[str]], expected: bool) -> None:  # noqa: FBT001
    functions = [
        function(f"F{i}", Layers=[{"Ref": name} for name in names])
        for i, names in enumerate(orders)
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
        pytest.param(
            [SHARED], ("{pascal}Layer", "t-{kebab}", "layers/{snake}"), id="only the shared layer"
        ),
        pytest.param(
            [SHARED, layer("HttpClientDeps", "deps/http-client", LayerName="d_http_client")],
            ("{pascal}Deps", "d_{snake}", "deps/{kebab}"),
            id="the others decide",
        ),
        pytest.param(
            [layer("HttpLayer", "http/"), layer("BigLayer", "s3://x/y", LayerName="big")],
            ("{pascal}Layer", "{kebab}", "{snake}"),
            id="next to the template",
        ),
        pytest.param(
            [layer("SharedCodeLayer", "shared/", LayerName="shared-code")],
            ("{pascal}Layer", "{kebab}", "layers/{snake}"),
            id="only the shared layer, next to the template",
        ),
        pytest.param(
            [layer("BigLayer", "s3://x/y", LayerName="big")],
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
