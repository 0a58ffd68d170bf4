"""Monoliths of each kind come apart, work at each step, and come together again."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from command_environment import git
from lambdas import build
from monoliths import KINDS, LAYER, Function, Monolith, files_below, outcome
from repositories import Repository, succeeded

from sam_scaffold.invocation import Artifact

pytestmark = pytest.mark.slow

RECORDS = ".scaffold/"
"""Files that a migration may write besides the code and the template."""

MAY_CHANGE = {"CodeUri", "Handler", "Layers", "Metadata"}
"""What of a function a migration may change."""

EVERY = bool(os.environ.get("EVERY_MONOLITH"))
"""Whether all kinds come apart one by one; by default those in which that differs most."""

ONE_BY_ONE = ("container_reaches_back", "one_file", "siblings")

REALLY_BUILT = ("one_package", "siblings", "template_in_a_subfolder")


def readable(repository: Repository) -> dict[str, bytes]:
    """All bytes by the paths that they are found by, links followed."""
    return {
        path: (repository.root / path).read_bytes()
        for path in files_below(repository.root)
        if path.split("/")[0] != ".git"
    }


@pytest.mark.parametrize("kind", KINDS if EVERY else ONE_BY_ONE)
def test_one_by_one_and_back(kind: str, tmp_path: Path) -> None:
    monolith = Monolith.of(kind)
    work = monolith.copied(tmp_path / "work")
    tests = monolith.passing(work.root)
    states = [work.snapshot()]
    for number, function in enumerate(monolith.functions):
        before = readable(work)
        succeeded(work.run("migrate", function.logical_id, "--no-tests"))
        check_what_is_read(monolith, work, before)
        check_template(monolith, before[monolith.template], work, [function])
        check_folders(monolith, work, monolith.functions[: number + 1])
        check_answers(monolith, work)
        assert monolith.passing(work.root) == tests
        work.commit()
        states.append(work.snapshot())
    assert files_below(work.root / LAYER) == monolith.shared
    for function, before_it in zip(reversed(monolith.functions), states[-2::-1], strict=True):
        succeeded(work.run("migrate", function.logical_id, "--undo"))
        assert work.snapshot() == before_it, function.logical_id
        work.commit()
    first = git(work.root, "rev-list", "--max-parents=0", "HEAD").strip()
    assert git(work.root, "diff", "--stat", first) == ""
    succeeded(work.run("migrate", monolith.functions[0].logical_id, "--no-tests"))
    assert work.snapshot() == states[1]


@pytest.mark.parametrize("kind", KINDS)
def test_all_at_once_and_back(kind: str, tmp_path: Path) -> None:
    monolith = Monolith.of(kind)
    work = monolith.copied(tmp_path / "work")
    tests = monolith.passing(work.root)
    assert len(tests) == monolith.passed
    check_answers(monolith, work)
    before, bytes_before = work.snapshot(), readable(work)
    succeeded(work.run("migrate", "--all", "--dry-run"))
    assert work.snapshot() == before
    succeeded(work.run("migrate", "--all"))
    after = work.snapshot()
    check_what_is_read(monolith, work, bytes_before)
    check_template(monolith, bytes_before[monolith.template], work, monolith.functions)
    check_folders(monolith, work, monolith.functions)
    check_answers(monolith, work)
    assert files_below(work.root / LAYER) == monolith.shared
    assert monolith.passing(work.root) == tests
    undo_all(work)
    assert git(work.root, "status", "--porcelain") == ""
    assert work.snapshot() == before
    succeeded(work.run("migrate", "--all", "--no-tests"))
    assert work.snapshot() == after


@pytest.mark.parametrize("kind", REALLY_BUILT)
def test_sam_builds_what_was_planned(kind: str, tmp_path: Path) -> None:
    monolith = Monolith.of(kind)
    work = monolith.copied(tmp_path / "work")
    succeeded(work.run("migrate", "--all", "--no-tests"))
    built = build(work.root, monolith.template)
    for function in monolith.functions:
        artifact = Artifact.of(built, function.logical_id)
        assert files_below(artifact.code) == function.artifact
        for layer in artifact.layers:
            assert files_below(layer / "python") == monolith.shared
        assert outcome(artifact, function) == function.result


def undo_all(work: Repository) -> None:
    """Undo all, the last one first: the names of the records are in order."""
    for record in sorted((work.root / RECORDS / "migrations").iterdir(), reverse=True):
        logical_id = json.loads(record.read_text(encoding="utf-8"))["logical_id"]
        succeeded(work.run("migrate", logical_id, "--undo"))


def check_what_is_read(monolith: Monolith, work: Repository, before: dict[str, bytes]) -> None:
    """Check that each old path, except the template's, still leads to the same bytes."""
    now = readable(work)
    changed = {path for path, data in before.items() if now.get(path) != data}
    assert {path for path in changed if not path.startswith(RECORDS)} <= {monolith.template}


def check_template(
    monolith: Monolith, before: bytes, work: Repository, functions: Iterable[Function]
) -> None:
    """Check that only the lines of these functions changed, and that a layer was added."""
    now = work.read(monolith.template)
    old_lines, new_lines = before.splitlines(keepends=True), now.splitlines(keepends=True)
    gone = [
        line[2:]
        for line in difflib.ndiff(lines_of(old_lines), lines_of(new_lines))
        if line.startswith("- ")
    ]
    assert [line for line in gone if not is_of_a_function(line)] == []
    assert {line.endswith(b"\r\n") for line in new_lines} == {
        line.endswith(b"\r\n") for line in old_lines
    }
    was = data_of(work, monolith.template, before)
    becomes = work.data(monolith.template)
    migrated = {function.logical_id for function in functions}
    assert {key: value for key, value in becomes.items() if key != "Resources"} == {
        key: value for key, value in was.items() if key != "Resources"
    }
    new = becomes["Resources"].keys() - was["Resources"].keys()
    assert all(becomes["Resources"][logical_id]["Type"] == LAYER_TYPE for logical_id in new)
    for logical_id, resource in was["Resources"].items():
        changed = differing(resource, becomes["Resources"][logical_id])
        assert changed <= (MAY_CHANGE if logical_id in migrated else set()), logical_id


LAYER_TYPE = "AWS::Serverless::LayerVersion"


def lines_of(lines: Iterable[bytes]) -> list[str]:
    return [line.decode() for line in lines]


def is_of_a_function(line: str) -> bool:
    """Tell whether a migration may replace a line; JSON needs a comma before what is new."""
    return any(word in line for word in MAY_CHANGE) or line.strip() == "}"


def data_of(work: Repository, path: str, data: bytes) -> dict[str, dict[str, dict[str, object]]]:
    """Return a template as data."""
    return Repository(work.root.parent / "before", {path: data}).data(path)


def differing(before: object, after: object) -> set[str]:
    """The keys of a resource, and of its properties, that say something else."""
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    found: set[str] = set()
    for key in before.keys() | after.keys():
        if before.get(key) == after.get(key):
            continue
        if key == "Properties":
            found |= differing(before[key], after[key])
        else:
            found.add(key)
    return found


def check_folders(monolith: Monolith, work: Repository, migrated: Iterable[Function]) -> None:
    """Each migrated function has what it needs, its own files as files and the rest as links."""
    assert files_below(work.root / LAYER) <= monolith.shared
    template = (work.root / monolith.template).parent
    for function in migrated:
        properties = work.properties(function.logical_id, monolith.template)
        folder = (template / str(properties["CodeUri"])).resolve()
        assert folder == work.root / function.folder
        assert files_below(folder) == function.artifact
        own = {path for path in function.artifact if (folder / path).resolve() == folder / path}
        assert own == function.own
        assert bool(properties.get("Layers")) == function.layer


def check_answers(monolith: Monolith, work: Repository) -> None:
    """Each function answers as before, migrated or not."""
    for function in monolith.functions:
        found = monolith.answer(work.root, function)
        assert found == function.result, function.logical_id
