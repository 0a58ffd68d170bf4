"""Shared code that moves into the layer's folder, with links where it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from lambdas import build
from monoliths import LAYER, Monolith, files_below, outcome
from repositories import Repository, succeeded

from sam_scaffold.invocation import Artifact

pytestmark = pytest.mark.slow

LAYER_CODE = ("--shared-code", "layer", "--no-tests")


@pytest.mark.parametrize("kind", ["one_package", "src_root", "container_reaches_back"])
def test_all_at_once_and_back(kind: str, tmp_path: Path) -> None:
    monolith = Monolith.of(kind)
    work = monolith.copied(tmp_path / "work")
    before = work.snapshot()
    succeeded(work.here("migrate", "--all", *LAYER_CODE))
    check(monolith, work)
    for path in monolith.shared:
        assert (work.root / LAYER / path).resolve() == work.root / LAYER / path
    undo_all(work)
    assert work.snapshot() == before


def test_one_by_one_with_either_option(tmp_path: Path) -> None:
    """Links in the layer stay as they are."""
    monolith = Monolith.of("src_root")
    work = monolith.copied(tmp_path / "work")
    states = [work.snapshot()]
    for number, function in enumerate(monolith.functions):
        option = ("source", "layer")[number % 2]
        succeeded(work.here("migrate", function.logical_id, "--shared-code", option, "--no-tests"))
        work.commit()
        states.append(work.snapshot())
    check(monolith, work)
    for state in states[-2::-1]:
        succeeded(work.here("migrate", "--undo"))
        assert work.snapshot() == state


def test_what_moved_first_is_shared_by_later_functions(tmp_path: Path) -> None:
    monolith = Monolith.of("siblings")
    work = monolith.copied(tmp_path / "work")
    first, *others = monolith.functions
    succeeded(work.here("migrate", first.logical_id, *LAYER_CODE))
    work.commit()
    assert not (work.root / LAYER / "prices.py").is_symlink()
    for path in others:
        succeeded(work.here("migrate", path.logical_id, "--no-tests"))
        work.commit()
    check(monolith, work)
    built = build(work.root, monolith.template)
    for function in monolith.functions:
        artifact = Artifact.of(built, function.logical_id)
        assert files_below(artifact.code) == function.artifact
        assert [files_below(layer / "python") for layer in artifact.layers] == [monolith.shared]
        assert outcome(artifact, function) == function.result


def check(monolith: Monolith, work: Repository) -> None:
    """All functions answer, all tests pass, and the layer has what is shared."""
    assert files_below(work.root / LAYER) == monolith.shared
    assert len(monolith.passing(work.root)) == monolith.passed
    for function in monolith.functions:
        assert monolith.answer(work.root, function) == function.result, function.logical_id


def undo_all(work: Repository) -> None:
    for _ in list((work.root / ".scaffold/migrations").iterdir()):
        succeeded(work.here("migrate", "--undo"))
