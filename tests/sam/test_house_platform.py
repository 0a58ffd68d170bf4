"""Runtime, architecture and Globals, learned from a whole template."""

from __future__ import annotations

from typing import Any

import pytest
from houses import function, globals_, house

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
    resources = [function(f"F{i}", "src/", **properties) for i, properties in enumerate(functions)]
    learned = house(*resources, Globals=globals_(**everywhere), Parameters=PARAMETERS)
    assert (learned.runtime, learned.architecture) == expected


def test_properties_in_globals_are_recorded_and_not_explicit() -> None:
    everywhere = {
        "Runtime": "python3.12",
        "Timeout": 5,
        "EphemeralStorage": {"Size": 1024},
        "ReservedConcurrentExecutions": 3,
        "CodeUri": "src/",
        "Environment": {"Variables": {"STAGE": {"Ref": "Stage"}, "LEVEL": "INFO"}},
        "EventInvokeConfig": {"MaximumRetryAttempts": 0},
        "LoggingConfig": {"LogFormat": "JSON"},
        "Tracing": "Active",
        "VpcConfig": {"SubnetIds": ["subnet-1"]},
    }
    learned = house(
        function("AFn", Architectures=["arm64"]),
        Globals=globals_(**everywhere, Description="not a property that decides anything"),
    )
    assert learned.globals == everywhere
    assert learned.explicit == ("Architectures",)


def test_properties_of_every_function_are_explicit_in_spite_of_globals() -> None:
    stated = {"Runtime": "python3.12", "Architectures": ["x86_64"]}
    learned = house(
        function("AFn", **stated),
        function("BFn", Runtime="python3.12"),
        Globals=globals_(**stated),
    )
    assert learned.explicit == ("Runtime",)


def test_runtime_is_explicit_if_globals_are_for_another_language() -> None:
    assert house(Globals=globals_(Runtime="nodejs22.x")).explicit == ("Runtime", "Architectures")
    assert house(Globals=globals_(Runtime={"Ref": "X"})).explicit == ("Architectures",)
