"""The contract between versions of the template.

An update runs the code of an older version in this process, and reads what it recorded; a later
version will do the same with this one. So each name and format here is explicit: what changes
one of them has to read the old one, too.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import copier
import pytest
import yaml
from command_environment import ROOT
from repositories import Repository
from version_before import BEFORE, NOW, application, both_versions

from sam_scaffold import record_files
from sam_scaffold.components.recorded_answers import is_ours
from sam_scaffold.components.root_answers import RootAnswers
from sam_scaffold.lifecycle.rerender import Version, from_answers
from sam_scaffold.merge.last_applied import LastApplied
from sam_scaffold.rendering.checkout import Checkout
from sam_scaffold.rendering.configuration import questions_of
from sam_scaffold.rendering.render import render
from sam_scaffold.sam.style.house_style import HouseStyle

# --- What the command tells the template's extension: environment variables ----------


def told(**given: Any) -> dict[str, str]:
    """Return our variables with which copier runs."""
    seen: list[dict[str, str]] = []

    def run_copy(*_: Any, **__: Any) -> SimpleNamespace:
        seen.append({key: os.environ[key] for key in os.environ if key.startswith("SAM_SCAFFOLD_")})
        return SimpleNamespace(answers=SimpleNamespace(combined={"component": {}}))

    checkout = Checkout("gh:a/b", "folder", None, {"_commit": "v1", "_src_path": "gh:a/b"})
    ours = dict.fromkeys(VARIABLES, "left from before")
    with patch.object(copier, "run_copy", run_copy), patch.dict(os.environ, ours):
        render(checkout, Path("stage"), data={}, **given)
    return {key: seen[0][key] for key in VARIABLES if key in seen[0]}


VARIABLES = ("SAM_SCAFFOLD_REPOSITORY", "SAM_SCAFFOLD_RECORDED", "SAM_SCAFFOLD_CHANGED")


def test_a_new_component_is_told_its_repository_and_what_to_record() -> None:
    found = told(repository=Path("/shop"))
    assert found.pop("SAM_SCAFFOLD_REPOSITORY") == str(Path("/shop"))
    recorded = json.loads(found.pop("SAM_SCAFFOLD_RECORDED"))
    assert recorded == {"_commit": "v1", "_src_path": "gh:a/b"}
    assert found == {}


def test_an_update_is_told_no_repository() -> None:
    assert set(told(repository=None)) == {"SAM_SCAFFOLD_RECORDED"}


def test_changed_answers_are_a_sorted_list() -> None:
    found = told(repository=Path("/shop"), changed={"timeout", "memory_size"})
    assert json.loads(found["SAM_SCAFFOLD_CHANGED"]) == ["memory_size", "timeout"]
    assert json.loads(told(repository=None, changed=())["SAM_SCAFFOLD_CHANGED"]) == []


def test_running_package_is_found_by_its_name() -> None:
    """The older version compares it with its own code, and loads that if they differ."""
    assert Path(str(sys.modules["sam_scaffold"].__file__)).name == "__init__.py"


# --- Files in the repository ---------------------------------------------------------


@cache
def _shop() -> Repository:
    return application(both_versions().with_name("contract"))


def answers_files() -> list[str]:
    return [path for path in _shop().files() if path.endswith("/answers.yml")]


def test_records_have_their_names() -> None:
    assert record_files.SCAFFOLD == ".scaffold"
    assert record_files.SNIPPET_FILE == "resource.yaml"
    assert record_files.APPLIED_FILE == "applied.yaml"
    assert record_files.ANSWERS_FILE == "answers.yml"
    assert record_files.ROOT_ANSWERS_FILE == ".copier-answers.sam-scaffold.yml"
    assert record_files.EARLIER_ANSWERS_FILE == ".copier-answers.yml"
    assert record_files.EARLIER_APPLIED_FILE == ".resource.applied.yaml"


def test_answers_tell_components_from_others() -> None:
    assert is_ours({"kind": "function", "house": {}, "template_file": "template.yaml"})
    assert is_ours({"kind": "resource", "provides": "topic", "template_file": "template.yaml"})
    assert not is_ours({"kind": "function", "template_file": "template.yaml"})


def test_every_recorded_answer_still_has_its_question() -> None:
    """Copier drops an answer without a question: what it said would be lost silently."""
    files = [_shop().answers(path) for path in answers_files()]
    recorded = {key for answers in files for key in answers if not key.startswith("_")}
    assert recorded >= {"kind", "name", "house", "trigger", "packages", "uses", "layers", "pin"}
    assert recorded - questions_of(ROOT).keys() == set()
    assert all({"_commit", "_src_path"} <= answers.keys() for answers in files)


HOUSE = [
    "logical_id",
    "function_dir",
    "layout",
    "code_uri_prefix",
    "code_uri_suffix",
    "handler",
    "runtime",
    "architecture",
    "shared_first",
    "shared_layer",
    "shared_source",
    "shared_package",
    "shared_content",
    "build_method",
    "function_name",
    "tags",
    "layer_id",
    "layer_name",
    "content_dir",
    "globals",
    "explicit",
    "iam",
    "shared_role",
    "own",
    "role_id",
    "role_name",
    "role_properties",
    "environment",
    "tracing",
    "vpc",
    "log_retention",
    "alarm_topic",
    "powertools_layer",
    "powertools_inherited",
    "powertools_lacks",
    "event",
]
"""What the answer of ``house`` says."""


def test_house_of_the_version_before_is_read_whole() -> None:
    houses = [_shop().answers(path).get("house") for path in answers_files()]
    for house in filter(None, houses):
        assert isinstance(house, dict)
        assert set(house) == set(HOUSE)
        read = json.loads(json.dumps(asdict(HouseStyle.from_dict(house))))
        standard = json.loads(json.dumps(asdict(HouseStyle())))
        assert read == {**standard, **house}


def test_root_answers_file_stands_for_all() -> None:
    text = _shop().read(record_files.ROOT_ANSWERS_FILE)
    assert yaml.safe_load(text).keys() == {"_commit", "_src_path", "kind"}
    assert yaml.safe_load(text)["kind"] == "repository"
    found = RootAnswers.parse(text)
    assert found == RootAnswers(str(both_versions()), BEFORE)
    assert found.encode() == text


APPLIED = b"""\
# The component's resource.yaml as it was last merged into the SAM template.
# Written by sam-scaffold, the base of the next merge: commit it, do not edit it.
# In the template, Resources.OrdersQueue is called Inbox.
# Adopted as it stood: Resources.OrdersFunction 0123abcd
# The template had no section Outputs before.
Resources:
  OrdersFunction: {Type: X}
"""


def test_last_applied_copy_is_read_and_written_alike() -> None:
    found = LastApplied.parse(APPLIED)
    assert found.data == b"Resources:\n  OrdersFunction: {Type: X}\n"
    assert found.renamed == {"OrdersQueue": "Inbox"}
    assert found.adopted == {"Resources.OrdersFunction": "0123abcd"}
    assert found.opened == ("Outputs",)
    assert found.encode() == APPLIED


def test_last_applied_copies_of_the_version_before_are_read_and_written_alike() -> None:
    copies = [path for path in _shop().files() if path.endswith("/applied.yaml")]
    assert len(copies) == len(answers_files())
    for path in copies:
        assert LastApplied.parse(_shop().read(path)).encode() == _shop().read(path)


# --- What an older version's extension returns: facts --------------------------------

FOLDERS = ("code_dir", "content_dir", "tests_dir", "events_dir", "meta_dir", "records_dir")

FACTS: Mapping[str, tuple[str, ...]] = {
    "function": (
        "logical_id", "answers_file", "code_dir", "tests_dir", "events_dir", "meta_dir",
        "records_dir", "handler", "handler_path", "needs", "snake", "kebab", "camel", "pascal",
    ),
    "layer": (
        "logical_id", "answers_file", "content_dir", "tests_dir", "meta_dir", "records_dir",
        "package", "snake", "kebab", "camel", "pascal",
    ),
    "app": (
        "logical_id", "answers_file", "content_dir", "tests_dir", "meta_dir", "records_dir",
        "package", "snake", "kebab", "camel", "pascal",
    ),
    "resource": (
        "logical_id", "answers_file", "meta_dir", "records_dir",
        "snake", "kebab", "camel", "pascal",
    ),
}  # fmt: skip
"""What commands read of ``component``, by kind."""


def by_version(answers_file: str, version: str, answers: bytes | None = None) -> Version:
    """Return a component of the application as a version renders it from its answers."""
    address = str(both_versions())
    checkout = Checkout(address, address, version)
    return from_answers(checkout, answers_file, answers or _shop().read(answers_file))


EXAMPLES = ("app", "functions/nightly", "layers/formats", "resources/catalogue_http_api")


@pytest.fixture(scope="module", params=EXAMPLES)
def both(request: pytest.FixtureRequest) -> tuple[Version, Version]:
    answers_file = f".scaffold/{request.param}/answers.yml"
    return by_version(answers_file, BEFORE), by_version(answers_file, NOW)


def test_both_versions_give_what_commands_read(both: tuple[Version, Version]) -> None:
    before, now = (version.rendered for version in both)
    assert before.kind == now.kind
    assert before.template_file == now.template_file == "template.yaml"
    wanted = FACTS[now.kind]
    facts = {key: before.component[key] for key in wanted}
    assert {key: now.component[key] for key in wanted} == facts
    assert set(FOLDERS).intersection(now.component) <= set(wanted)


def test_snippet_and_answers_are_where_the_facts_say(both: tuple[Version, Version]) -> None:
    for version in both:
        facts = version.rendered.component
        assert version.rendered.snippet == f"{facts['meta_dir']}/resource.yaml"
        assert version.rendered.snippet in version.files
        assert facts["answers_file"] == f"{facts['records_dir']}/answers.yml"


@pytest.mark.parametrize("version", [BEFORE, NOW])
def test_needs_carry_the_answers_of_shared_resources(version: str) -> None:
    """v0.1.0 recorded a source as new, where later ones record what they made."""
    answers_file = ".scaffold/functions/catalogue/answers.yml"
    answers = _shop().read(answers_file)
    earlier = answers.replace(b"source: CatalogueHttpApi\n", b"source: new\n")
    assert earlier != answers
    (need,) = by_version(answers_file, version, earlier).rendered.needs
    assert need["name"] == "catalogue_http_api"
    assert need.keys() >= {"kind", "provides", "template_file", "came_along"}


# --- What an older version is handed: the patterns of what stays ----------------------


def test_patterns_use_what_older_versions_have() -> None:
    """Copier renders the newest ``_exclude`` with the older version's extension."""
    text = (ROOT / "copier.yml").read_text(encoding="utf-8")
    patterns = text.partition("\n_exclude:\n")[2].partition("\n\n")[0]
    called = set(re.findall(r"\b(\w+)\(|\|\s*(\w+)", patterns))
    assert {first or other for first, other in called} == {
        "regex_replace",
        "present_files",
        "present_conftest",
    }
