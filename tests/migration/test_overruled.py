"""The user's choices for files, in every layout and after other migrations."""

from __future__ import annotations

from pathlib import Path

import pytest
from monoliths import LAYER, Monolith, files_below
from repositories import Done, Repository, succeeded

ZONES = "parcels/shared/zones.py"
RATES = "parcels/postage/rates.py"


@pytest.fixture
def monolith() -> Monolith:
    return Monolith.of("one_package")


@pytest.fixture
def work(monolith: Monolith, tmp_path: Path) -> Repository:
    return monolith.copied(tmp_path / "work")


def migrate(work: Repository, *words: str) -> Done:
    done = succeeded(work.here("migrate", *words, "--no-tests"))
    work.commit()
    return done


def check_answers(monolith: Monolith, work: Repository) -> None:
    for function in monolith.functions:
        assert monolith.answer(work.root, function) == function.result, function.logical_id


@pytest.mark.slow
def test_own_before_and_after_others(monolith: Monolith, work: Repository) -> None:
    """A file that some functions have as a link stays out of the layer from then on."""
    states = [work.snapshot()]
    for words in (
        ("RoutingFunction", "--own", ZONES),
        ("PostageFunction",),
        ("NoticesFunction", "--own", "parcels/shared/models.py"),
    ):
        migrate(work, *words)
        states.append(work.snapshot())
    assert files_below(work.root / "functions/routing") >= {ZONES}
    assert files_below(work.root / "functions/postage") >= {ZONES}
    assert ZONES not in files_below(work.root / LAYER)
    check_answers(monolith, work)
    assert len(monolith.passing(work.root)) == monolith.passed
    for state in states[-2::-1]:
        succeeded(work.here("migrate", "--undo"))
        work.commit()
        assert {
            path: content for path, content in work.snapshot().items() if "__pyc" not in path
        } == state


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["keep", "flat"])
def test_shared_takes_what_one_function_needs(
    layout: str, monolith: Monolith, work: Repository
) -> None:
    """Its package would be in two places, so the outer ``__init__.py`` is in neither."""
    migrate(work, "PostageFunction", "--shared", RATES, "--layout", layout)
    assert files_below(work.root / LAYER) >= {RATES, "parcels/postage/rates.json"}
    assert not {RATES, "rates.py"} & files_below(work.root / "functions/postage")
    check_answers(monolith, work)


def test_shared_cannot_split_a_package_in_place(work: Repository) -> None:
    done = work.here(
        "migrate", "PostageFunction", "--shared", RATES, "--layout", "in-place", "--no-tests"
    )
    assert "it would deploy parcels/postage/rates.json of parcels/postage" in done.err


@pytest.mark.slow
def test_own_goes_with_a_flat_function_under_its_name(monolith: Monolith, work: Repository) -> None:
    """Others need it, too, so that it cannot get another name."""
    migrate(work, "RoutingFunction", "--own", "parcels/shared", "--layout", "flat")
    assert files_below(work.root / "functions/routing") >= {"lambda_handler.py", ZONES}
    check_answers(monolith, work)


@pytest.mark.parametrize("layout", ["keep", "flat"])
def test_what_is_included_is_in_the_artifact(layout: str, work: Repository) -> None:
    done = migrate(work, "RoutingFunction", "--include", "parcels/legacy.py", "--layout", layout)
    names = {Path(path).name for path in files_below(work.root / "functions/routing")}
    assert "legacy.py" in names, done.out
