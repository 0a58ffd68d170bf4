"""Facts as data: what the template's files and other versions read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pytest
from answers import ANSWERS

from sam_scaffold.components.component_facts import component
from sam_scaffold.components.facts import ComponentFacts, Facts, Need, Place, Records, Spellings
from sam_scaffold.sam.style.house_style import HouseStyle

HOUSE = HouseStyle(shared_source="layers/shared").to_dict()
LAYER = {"kind": "layer", "name": "numeric", "contents": "requirements"}
KINDS: dict[str, dict[str, Any]] = {
    "function": {},
    "role": {"iam": "role", "publishes_to": "new_topic", "tracing": True},
    "layer": LAYER,
    "external-layer": {**LAYER, "contents": "arn", "arn": "arn:aws:lambda:eu-west-1:1:layer:n:1"},
    "app": {"kind": "app", "name": "my_shop", "fresh": True},
    "module": {"kind": "module", "name": "money", "package": "my_shop"},
    "resource": {"kind": "resource", "name": "orders_http_api", "provides": "http_api"},
}


def made(answers: dict[str, Any]) -> ComponentFacts:
    return component({**ANSWERS, "house": HOUSE, **answers})


@pytest.mark.parametrize("answers", KINDS.values(), ids=KINDS)
def test_data_is_what_json_can_hold(answers: dict[str, Any]) -> None:
    data = made(answers).data()
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("answers", KINDS.values(), ids=KINDS)
def test_place_is_what_the_data_says(answers: dict[str, Any]) -> None:
    facts = made(answers)
    data, place = facts.data(), facts.place
    if place is None:
        assert "logical_id" not in data
        return
    assert place.logical_id == data["logical_id"]
    assert place.meta_dir == data["meta_dir"]
    assert place.content_dir == data.get("code_dir", data.get("content_dir", ""))
    assert place.content_uri == data.get("code_uri", data.get("content_uri"))
    assert place.tests_dir == data.get("tests_dir", "")
    assert facts.records.answers_file == f"{data['records_dir']}/answers.yml"


@pytest.mark.parametrize("answers", KINDS.values(), ids=KINDS)
def test_folders_are_those_of_the_data(answers: dict[str, Any]) -> None:
    facts = made(answers)
    data = facts.data()
    assert set(facts.folders) == {data[key] for key in data if key.endswith("_dir")} - {""}


def test_needs_are_answers_and_facts() -> None:
    facts = made(KINDS["role"])
    names = [need.component.names.snake for need in facts.needs]
    assert names == ["alarms_topic", "order_router_output_topic"]
    assert [need["component"]["snake"] for need in facts.data()["needs"]] == names
    assert facts.data()["recorded"]["publishes_to"] == "OrderRouterOutputTopic"


@dataclass(frozen=True)
class _Part(Facts):
    key: str
    title: str


@dataclass(frozen=True)
class _Whole(ComponentFacts):
    part: _Part
    place_: Place
    several: tuple[Need, ...]
    mapping: dict[str, Any]


def test_parts_are_flattened_and_others_are_not() -> None:
    names, records = Spellings.of("order_router"), Records.in_folder(PurePosixPath("a/b"))
    inner = ComponentFacts(names, records)
    whole = _Whole(
        names, records, _Part("k", "T"), Place("X", "m"), (Need({"a": 1}, inner),), {"list": [1]}
    )
    spelled = {"snake": "order_router", "kebab": "order-router", "camel": "orderRouter"}
    recorded = {"records_dir": "a/b", "answers_file": "a/b/answers.yml"}
    common = {**spelled, "pascal": "OrderRouter", "title": "Order router", **recorded}
    assert inner.data() == common
    assert whole.data() == {
        **common,
        "key": "k",
        "title": "T",
        "place_": {
            "logical_id": "X", "meta_dir": "m", "content_dir": "", "content_uri": "",
            "tests_dir": "",
        },
        "several": [{"answers": {"a": 1}, "component": common}],
        "mapping": {"list": [1]},
    }  # fmt: skip
