"""Properties that a function states itself, and those in Globals."""

from __future__ import annotations

from typing import Any

import pytest
from answers import facts

from sam_scaffold.components.stated_properties import with_given_answers
from sam_scaffold.sam.model.intrinsics import Data
from sam_scaffold.sam.style.house_style import HouseStyle


def stated(answers: dict[str, Any] | None = None, **style: Any) -> dict[str, Data]:
    found: dict[str, Data] = facts(answers, **style)["properties"]
    return found


def test_a_plain_function_states_what_has_no_default_in_lambda() -> None:
    assert stated() == {
        "Handler": "lambda_handler.lambda_handler",
        "Runtime": "python3.12",
        "Architectures": ["x86_64"],
        "Timeout": 30,
        "MemorySize": 256,
    }


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
    every = {"Handler", "Runtime", "Architectures", "Timeout", "MemorySize"}
    assert every - set(stated(answers, globals=given, explicit=explicit)) == left_out


def test_what_the_house_always_states_is_stated_whatever_globals_say() -> None:
    found = stated(globals={"Runtime": "python3.12"}, explicit=("Runtime",))
    assert found["Runtime"] == "python3.12"


def test_storage_that_a_parameter_says_is_not_repeated() -> None:
    given = {"EphemeralStorage": {"Size": {"Ref": "Size"}}}
    assert "EphemeralStorage" not in stated(globals=given)
    assert stated({"ephemeral_storage": 600}, globals=given)["EphemeralStorage"] == {"Size": 600}


ANSWERED = {
    "timeout": ("Timeout", 30), "memory_size": ("MemorySize", 256),
    "runtime": ("Runtime", "python3.12"), "architecture": ("Architectures", ["x86_64"]),
    "ephemeral_storage": ("EphemeralStorage", {"Size": 512}), "tracing": ("Tracing", "PassThrough"),
}  # fmt: skip


@pytest.mark.parametrize("reference", [{"Ref": "X"}, {"Fn::If": ["C", 1, 2]}])
@pytest.mark.parametrize("question", ANSWERED)
def test_what_was_answered_is_stated_whatever_globals_say(question: str, reference: Any) -> None:
    key, value = ANSWERED[question]
    style = HouseStyle(globals={key: reference}, explicit=()).to_dict()
    assert key not in stated(**style) or key == "EphemeralStorage"
    said = with_given_answers(style, ["description", question], [])
    assert stated(**said)[key] == value
    assert with_given_answers(said, [question], [])["explicit"] == [key]


def test_what_globals_do_not_set_needs_no_words_of_its_own() -> None:
    style = HouseStyle().to_dict()
    assert with_given_answers(style, ["tracing", "timeout"], []) == style
    assert with_given_answers(style, ["tracing"], ["Tracing"])["explicit"][-1] == "Tracing"


def test_architecture_that_a_parameter_says_is_not_repeated() -> None:
    given = {"Architectures": [{"Ref": "Arch"}]}
    style = {"globals": given, "explicit": (), "architecture": "arm64"}
    assert "Architectures" not in stated({"architecture": "arm64"}, **style)
    assert stated({"architecture": "x86_64"}, **style)["Architectures"] == ["x86_64"]


SETTINGS = {
    "traced": ({"tracing": True}, {}, "Tracing", "Active"),
    "untraced": ({"tracing": False}, {}, "Tracing", None),
    "traced-by-globals": (
        {"tracing": True}, {"globals": {"Tracing": "Active"}}, "Tracing", None,
    ),
    "untraced-against-globals": (
        {"tracing": False}, {"globals": {"Tracing": "Active"}}, "Tracing", "PassThrough",
    ),
    "traced-by-a-parameter": (
        {"tracing": True}, {"globals": {"Tracing": {"Ref": "T"}}, "tracing": True}, "Tracing", None,
    ),
    "untraced-against-a-parameter": (
        {"tracing": False}, {"globals": {"Tracing": {"Ref": "T"}}, "tracing": True}, "Tracing",
        "PassThrough",
    ),
    "more-storage": (
        {"ephemeral_storage": 1024}, {}, "EphemeralStorage", {"Size": 1024},
    ),
    "storage-of-globals": (
        {"ephemeral_storage": 1024}, {"globals": {"EphemeralStorage": {"Size": 1024}}},
        "EphemeralStorage", None,
    ),
    "less-storage-than-globals": (
        {"ephemeral_storage": 512}, {"globals": {"EphemeralStorage": {"Size": 1024}}},
        "EphemeralStorage", {"Size": 512},
    ),
    "reserved": ({"reserved_concurrency": 2}, {}, "ReservedConcurrentExecutions", 2),
    "reserved-none": ({"reserved_concurrency": 0}, {}, "ReservedConcurrentExecutions", 0),
    "unreserved": ({"reserved_concurrency": -1}, {}, "ReservedConcurrentExecutions", None),
    "network": ({"vpc": True}, {"vpc": {"SubnetIds": ["s"]}}, "VpcConfig", {"SubnetIds": ["s"]}),
    "network-not-wanted": ({"vpc": False}, {"vpc": {"SubnetIds": ["s"]}}, "VpcConfig", None),
    "no-network": ({"vpc": True}, {}, "VpcConfig", None),
}  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "style", "key", "value"), SETTINGS.values(), ids=SETTINGS.keys()
)
def test_settings_are_stated_where_they_differ(
    answers: dict[str, Any], style: dict[str, Any], key: str, value: Data
) -> None:
    assert stated(answers, **style).get(key) == value


@pytest.mark.parametrize(
    ("given", "timeout", "seconds"),
    [({}, 30, 30), ({"Timeout": 20}, 20, 20), ({"Timeout": {"Ref": "T"}}, 30, 900)],
    ids=["own", "globals", "a-parameter's"],
)
def test_a_timeout_that_a_parameter_says_may_be_the_longest(
    given: Any, timeout: int, seconds: int
) -> None:
    found = facts({"timeout": timeout}, globals=given)
    assert found["timeout"] == seconds
    assert found["visibility_timeout"] == 6 * seconds
    assert found["timeout_known"] is (seconds == timeout)
