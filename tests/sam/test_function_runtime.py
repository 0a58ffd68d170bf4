"""A function's runtime and architecture."""

from __future__ import annotations

from typing import Any

import pytest
from houses import globals_, template

from sam_scaffold.sam.model.function_resource import FunctionResource
from sam_scaffold.sam.model.function_runtime import architecture_of, is_python, runtime_of
from sam_scaffold.sam.model.template import FUNCTION

PARAMETERS = {"Py": {"Type": "String", "Default": "python3.13"}, "No": {"Type": "String"}}


@pytest.mark.parametrize(
    ("properties", "everywhere", "runtime"),
    [
        pytest.param({"Runtime": "python3.12"}, {"Runtime": "java21"}, "python3.12", id="its-own"),
        pytest.param({}, {"Runtime": "java21"}, "java21", id="globals"),
        pytest.param({"Runtime": {"Ref": "Py"}}, {}, "python3.13", id="parameter"),
        pytest.param({}, {"Runtime": {"Ref": "Py"}}, "python3.13", id="parameter-in-globals"),
        pytest.param({"Runtime": {"Ref": "No"}}, {"Runtime": "java21"}, None, id="no-default"),
        pytest.param({}, {}, None, id="nothing-said"),
    ],
)
def test_a_runtime_is_found_in_parameters_and_mappings(
    properties: Any, everywhere: Any, runtime: str | None
) -> None:
    found = template(Globals=globals_(**everywhere), Parameters=PARAMETERS)
    assert runtime_of(found, properties) == runtime


ARM = {"Arm": {"Type": "String", "Default": "arm64"}, "No": {"Type": "String"}}


@pytest.mark.parametrize(
    ("own", "everywhere", "architecture"),
    [
        pytest.param(["arm64"], ["x86_64"], "arm64", id="its-own"),
        pytest.param(None, ["arm64"], "arm64", id="globals"),
        pytest.param([{"Ref": "Arm"}], None, "arm64", id="parameter"),
        pytest.param([{"Ref": "No"}], ["arm64"], "", id="no-default"),
        pytest.param({"Fn::If": ["A", ["arm64"], ["x86_64"]]}, None, "", id="condition"),
        pytest.param(None, None, "absent", id="nothing-said"),
    ],
)
def test_an_architecture_is_found_in_parameters_and_globals(
    own: Any, everywhere: Any, architecture: str
) -> None:
    stated = {} if own is None else {"Architectures": own}
    inherited = {} if everywhere is None else {"Architectures": everywhere}
    found = template(Parameters=ARM)
    function = FunctionResource("Orders", FUNCTION, stated, {}, inherited)
    assert architecture_of(found, function, "absent") == architecture


@pytest.mark.parametrize(
    ("runtime", "python"),
    [
        ("python3.12", True),
        ("python3.9", True),
        ("python2.7", False),
        ("python3.12-beta", False),
        ("nodejs22.x", False),
        (None, False),
        ({"Fn::If": ["A", "python3.12", "python3.13"]}, False),
    ],
)
def test_python_runtimes_are_recognised(runtime: Any, *, python: bool) -> None:
    assert is_python(runtime) is python
