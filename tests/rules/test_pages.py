"""Each rule has a page, whose examples are what it says they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

pytest.importorskip("cfnlint")

from conftest import ROOT
from rules import TEMPLATE, lint
from sam_scaffold.contents.network import NETWORK
from sam_scaffold.dependencies.resolution.resolution import Resolution
from sam_scaffold.rules import RULES, component_outdated, too_large

PAGES = ROOT / "docs" / "reference" / "rules"
SECTIONS = ("Reason", "Incorrect", "Correct", "Limits")

_BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(rule: str) -> str:
    return (PAGES / f"{rule}.md").read_text(encoding="utf-8")


def section(rule: str, title: str) -> str:
    """The text below a heading of the second level."""
    found = re.split(r"^## (.+)$", page(rule), flags=re.MULTILINE)
    return found[found.index(title) + 1]


def example(rule: str, title: str) -> dict[str, str]:
    """The files that a section shows, by their path."""
    return dict(_BLOCK.findall(section(rule, title)))


MEGABYTES = {"pandas==2.2.3": 94, "pyarrow==18.1.0": 125, "scikit-learn==1.6.0": 198}
"""What packages come to with all that they need, and the others do not bring."""


@pytest.fixture(autouse=True)
def _command(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give the command the version that the pages mention, and these packages."""
    own = ("https://github.com/example/sam-scaffold.git", "v1.1.0")
    monkeypatch.setattr(component_outdated, "own_template", lambda: own)
    monkeypatch.setattr(too_large, "resolve", _resolved)
    token = NETWORK.set(True)
    yield
    NETWORK.reset(token)


def _resolved(lines: Sequence[str], *_: str) -> Resolution:
    return Resolution(tuple(lines), sum(MEGABYTES.get(line, 1) << 20 for line in lines), (), ())


@pytest.mark.parametrize("rule", RULES)
class TestPage:
    def test_is_titled_with_id_and_what_is_wrong(self, rule: str) -> None:
        assert page(rule).splitlines()[0] == f"# {rule}: {RULES[rule].shortdesc}"

    def test_says_what_is_found_before_the_first_heading(self, rule: str) -> None:
        assert page(rule).split("\n## ")[0].splitlines()[2:]

    def test_has_all_sections_in_order(self, rule: str) -> None:
        titles = re.findall(r"^## (.+)$", page(rule), flags=re.MULTILINE)
        assert tuple(titles) == SECTIONS

    def test_gives_the_source_of_its_reason(self, rule: str) -> None:
        why = section(rule, "Reason")
        assert "https://docs.aws.amazon.com/" in why or "measured" in why

    @pytest.mark.parametrize("title", ["Incorrect", "Correct"])
    def test_shows_a_template(self, rule: str, title: str) -> None:
        assert TEMPLATE in example(rule, title)

    def test_finds_something_in_what_is_bad(self, rule: str, tmp_path: Path) -> None:
        files = example(rule, "Incorrect")
        assert lint(tmp_path, rule, files.pop(TEMPLATE), files)

    def test_finds_nothing_in_what_is_good(self, rule: str, tmp_path: Path) -> None:
        files = example(rule, "Correct")
        assert lint(tmp_path, rule, files.pop(TEMPLATE), files) == []


def test_there_is_no_page_without_a_rule() -> None:
    assert {page.stem for page in PAGES.glob("[EWI]*.md")} == set(RULES)
