"""The answers file in the root says what stands for all components."""

from __future__ import annotations

import pytest

from sam_scaffold.components.root_answers import RootAnswers, root_answers

HERE, THERE = "gh:acme/sam-scaffold", "gh:other/sam-scaffold"


def of(*versions: str, source: str = HERE) -> list[RootAnswers]:
    return [RootAnswers(source, version) for version in versions]


@pytest.mark.parametrize(
    ("versions", "oldest"),
    [
        (["v1.2.0"], "v1.2.0"),
        (["v1.10.0", "v1.9.0"], "v1.9.0"),
        (["v1.2.0-10-gabcdef0", "v1.2.0-9-gabcdef1"], "v1.2.0-9-gabcdef1"),
        (["v1.2.0-1-gabcdef0", "v1.2.0", "v1.3.0"], "v1.2.0"),
        (["v1.2.0", "abcdef0"], "abcdef0"),
        (["", "v1.2.0"], "v1.2.0"),
        (["--all", "HEAD; touch x", "v1.2.0"], "v1.2.0"),
    ],
)
def test_oldest_version_counts(versions: list[str], oldest: str) -> None:
    assert root_answers(of(*versions)) == RootAnswers(HERE, oldest)


def test_nothing_stands_for_components_without_a_version_or_an_address() -> None:
    assert root_answers(of("", "")) is None
    assert root_answers([RootAnswers("", "v1.0.0")]) is None
    assert root_answers([]) is None


def test_address_is_that_of_most_and_stays_what_it_was() -> None:
    both = [*of("v2.0.0", "v1.0.0"), *of("v0.1.0", source=THERE)]
    assert root_answers(both) == RootAnswers(HERE, "v1.0.0")
    assert root_answers(both, THERE) == RootAnswers(THERE, "v0.1.0")
    assert root_answers(both, "gh:gone/away") == RootAnswers(HERE, "v1.0.0")


@pytest.mark.parametrize("source", [HERE, "git+https://example.com/a b/ü.git", "a: 'b' # c"])
def test_what_is_written_is_read_back(source: str) -> None:
    found = RootAnswers(source, "v1.0.0")
    assert RootAnswers.parse(found.encode()) == found


@pytest.mark.parametrize("data", [b"", b"kind: repository\n", b"<<<<<<< ours\n_commit: v1\n"])
def test_what_says_nothing_is_nothing(data: bytes) -> None:
    assert RootAnswers.parse(data) is None
