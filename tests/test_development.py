"""The tools of this project: the lock has what is needed, and hooks run what `make lint` runs."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from command_environment import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LOCK = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
HOOKS = ROOT / ".pre-commit-config.yaml"
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")

ENTRIES = re.findall(r"^(?![ #])(.+?) \\\n((?: +--hash=.+\n)+)", LOCK, re.MULTILINE)
LOCKED = [Requirement(line) for line, _ in ENTRIES]


def needed() -> list[Requirement]:
    """The requirements of the package, of its tests, and of its build."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    lines = [
        *project["dependencies"],
        *project["optional-dependencies"]["test"],
        *settings["build-system"]["requires"],
    ]
    return [Requirement(line) for line in lines]


def applies(requirement: Requirement, python: str) -> bool:
    environment = {"python_version": python, "python_full_version": f"{python}.9"}
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_has_one_version_of_each_requirement(python: str) -> None:
    here = [locked for locked in LOCKED if applies(locked, python)]
    versions = {canonicalize_name(locked.name): str(locked.specifier) for locked in here}
    assert len(versions) == len(here)
    wrong = {
        str(requirement): version
        for requirement in needed()
        if applies(requirement, python)
        and not requirement.specifier.contains(
            (version := versions.get(canonicalize_name(requirement.name), "==0"))[2:],
            prereleases=True,
        )
    }
    assert wrong == {}


def test_lock_is_exact_and_names_no_index() -> None:
    lines = [line for line in LOCK.splitlines() if re.match(r"[^ #]", line)]
    assert len(lines) == len(ENTRIES)
    assert all(re.fullmatch(r"==[\w.]+", str(locked.specifier)) for locked in LOCKED)
    assert "://" not in LOCK


def hooks() -> list[dict[str, Any]]:
    (local,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))["repos"]
    assert local["repo"] == "local"  # others would have to be fetched
    found: list[dict[str, Any]] = local["hooks"]
    return found


def command(line: str) -> tuple[str, ...]:
    """The words of a line without options."""
    return tuple(word for word in line.split() if not word.startswith("-"))


def test_hooks_run_what_make_lint_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^lint: setup\n((?:\t.+\n)+)", makefile, re.MULTILINE)
    assert recipe
    lint = [command(line.strip().removeprefix("$(BIN)/")) for line in recipe[1].splitlines()]
    entries = [command(hook["entry"].removeprefix(".venv/bin/")) for hook in hooks()]
    assert sorted(entries) == sorted(lint)


def test_pre_commit_takes_the_hooks() -> None:
    validate_config = pytest.importorskip("pre_commit.clientlib").load_config
    assert validate_config(HOOKS)["repos"][0]["hooks"]


FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_issue_form_is_what_github_takes(form: Path) -> None:
    """https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests"""
    data = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert data.keys() == {"name", "description", "labels", "body"}
    fields = [field for field in data["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields)
    assert {field["type"] for field in fields} <= {"textarea", "input", "checkboxes"}
    assert all(field["attributes"]["label"] for field in fields)
    rendered = [field["type"] for field in fields if "render" in field["attributes"]]
    assert set(rendered) <= {"textarea"}
