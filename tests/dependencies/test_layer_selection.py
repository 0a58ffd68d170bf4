"""Selection of layers for packages: the table of cases, and properties of all."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layer_cases import CASES, Case
from packaging.requirements import Requirement

from sam_scaffold.dependencies.packages.layer_contents import LayerContents, agree
from sam_scaffold.dependencies.packages.layer_selection import LayerSelection, choose
from sam_scaffold.questions.layer_choice import why


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_layers_are_those_of_the_table(case: Case, tmp_path: Path) -> None:
    found = case.choice(tmp_path)
    problem = found.problem()
    chosen = () if problem else found.choice.layers
    assert chosen == case.chosen
    lines = [*why({**found.answers, "package_layers": found.brought})]
    said = [problem] if problem else [*lines, *map(str, found.choice.conflicts)]
    assert case.said in "\n".join(said)


def offer(*packages: str) -> LayerContents:
    found = [Requirement(package) for package in packages]
    return LayerContents({requirement.name: requirement for requirement in found})


def chosen(wanted: str, offers: Mapping[str, LayerContents], limit: int = 5) -> LayerSelection:
    return choose([Requirement(word) for word in wanted.split()], offers, limit)


NAMES = [f"package-{number}" for number in range(6)]
PINS = st.builds("{}=={}".format, st.sampled_from(NAMES), st.sampled_from("12"))
OFFERS = st.lists(
    st.lists(PINS, min_size=1, max_size=4, unique_by=lambda pin: pin[:9]), min_size=1, max_size=6
)


def clashes(offers: list[LayerContents]) -> int:
    """Return the number of pairs of layers with incompatible versions of a package."""
    return sum(
        any(
            not agree(layer.distributions[name], other.distributions[name])
            for name in layer.distributions.keys() & other.distributions.keys()
        )
        for layer, other in combinations(offers, 2)
    )


def worse(brought: list[LayerContents]) -> tuple[bool, int, int, int]:
    """Return the disadvantages of a set of layers, the most important first."""
    packages = {name for layer in brought for name in layer.distributions}
    return bool(clashes(brought)), len(brought), clashes(brought), len(packages)


@settings(max_examples=300, deadline=None)
@given(
    layers=OFFERS,
    wanted=st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
    limit=st.integers(0, 4),
)
def test_no_other_set_is_better(layers: list[list[str]], wanted: list[str], limit: int) -> None:
    offers = {f"L{number}": offer(*packages) for number, packages in enumerate(layers)}
    sets = [several for size in range(limit + 1) for several in combinations(offers, size)]
    covering = [
        worse(brought)
        for several in sets
        for brought in [[offers[name] for name in several]]
        if all(any(name in layer.distributions for layer in brought) for name in wanted)
    ]
    found = chosen(" ".join(wanted), offers, limit)
    assert bool(covering) is not bool(found.missing)
    assert len(found.layers) <= limit
    if covering:
        brought = [offers[name] for name in found.layers]
        assert worse(brought) == min(covering)
        assert len(found.conflicts) == clashes(brought)


def test_of_sets_that_clash_the_one_with_fewer_clashes_is_taken() -> None:
    offers = {
        "A": offer("base==1", "x"), "B": offer("base==1", "y"),
        "C": offer("base==2", "z"), "D": offer("x", "more"),
    }  # fmt: skip
    assert chosen("x y z", offers).layers == ("B", "C", "D")


def test_choice_does_not_depend_on_what_is_asked_for_first() -> None:
    offers = {"A": offer("x", "y"), "B": offer("y", "z"), "C": offer("x", "z")}
    assert chosen("x y z", offers).layers == chosen("z y x", offers).layers == ("A", "B")


@pytest.mark.parametrize("several", [1, 2, 3, 5, 8], ids=lambda count: f"{count}-each")
@pytest.mark.parametrize("versions", [1, 2], ids=["agreeing", "clashing"])
def test_sixty_layers_and_a_dozen_packages_take_less_than_a_second(
    several: int, versions: int
) -> None:
    dice = random.Random(several)  # noqa: S311 - any layers will do
    wanted = [f"package-{number}" for number in range(12)]
    offers = {
        f"L{number}": offer(
            *dice.sample(wanted, several),
            *(f"other-{number}=={dice.randint(1, versions)}" for number in range(30)),
        )
        for number in range(60)
    }
    begun = time.process_time()
    found = chosen(" ".join(wanted), offers)
    assert time.process_time() - begun < 1
    assert len(found.layers) <= 5
    assert bool(found.missing) is (several < 3)


def test_nearest_has_most_and_another_version_counts_less_than_the_right_one() -> None:
    offers = {"Old": offer("x==1", "y==1"), "New": offer("x==2")}
    assert chosen("x>=2 y>=2", offers).nearest == "New"
    assert chosen("y>=2 z", offers).nearest == "Old"
    assert chosen("z", offers).nearest == ""


def test_what_is_there_already_is_not_chosen_and_clashes_with_others() -> None:
    offers = {"There": offer("x==1", "n==1"), "New": offer("y", "n==2"), "Same": offer("y", "n==1")}
    wanted = [Requirement("x"), Requirement("y")]
    found = choose(wanted, offers, 1, given=["There"])
    assert found.layers == ("Same",)
    assert {name: len(brought) for name, brought in found.covered.items()} == {
        "There": 1,
        "Same": 1,
    }


def test_a_locked_version_of_what_the_runtime_has_is_taken_from_a_layer() -> None:
    offers = {"AwsLayer": offer("boto3==1.40.0")}
    locked, free = chosen("boto3==1.40.0", offers), chosen("boto3>=1.30", offers)
    assert (locked.layers, locked.by_runtime) == (("AwsLayer",), ())
    assert (free.layers, [str(requirement) for requirement in free.by_runtime]) == (
        (),
        ["boto3>=1.30"],
    )
    assert [str(requirement) for requirement in chosen("boto3==1.41.0", offers).missing] == [
        "boto3==1.41.0"
    ]
