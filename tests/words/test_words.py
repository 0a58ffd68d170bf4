"""The check of words: what it finds where, and what it leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from words import check
from words.docstrings import verbs
from words.rules import LIST, rules


def found(path: str, source: str) -> list[tuple[int, str, str]]:
    return [(item.line, item.found, item.rule) for item in sorted(check.findings_in(path, source))]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("docs/page.md", "A queue wakes it.\n"),
        ("docs/page.md", "\n# A queue wakes it\n"),
        ("README.md", "- [A queue wakes it](page.md)\n"),
        ("extensions/module.py", "# A queue wakes it.\n"),
        ("extensions/module.py", '"""A function, which a queue wakes."""\n'),
        ("extensions/module.py", 'A = 1\n"""A queue wakes it."""\n'),
        ("extensions/module.py", 'text = "A queue wakes it"\n'),
        ("extensions/module.py", 'text = f"A queue wakes it: {text}"\n'),
        ("tests/test_module.py", "# A queue wakes it.\n"),
        ("template/x.yaml.jinja", "# A queue wakes it.\n"),
        ("template/x.yaml.jinja", "{{ queue('A queue wakes it') }}\n"),
        ("template/README.md.jinja", "A queue wakes {{ name }}.\n"),
        ("template/x/trigger.yaml", "label: A queue wakes it\n"),
        ("copier.yml", "# A queue wakes it.\n"),
        ("copier.yml", "trigger:\n  help: A queue wakes it\n"),
        ("CHANGELOG.md", "# Changes\n\n## 0.2.0, unreleased\n\nA queue wakes it.\n\n## 0.1.0\n"),
    ],
)
def test_word_is_found_in_prose(path: str, source: str) -> None:
    assert [rule for _, _, rule in found(path, source)] == ["wake"]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("docs/page.md", "`A queue wakes it`\n"),
        ("docs/page.md", "```text\nA queue wakes it.\n```\n"),
        ("docs/page.md", "1. One\n\n   ```text\n   A queue wakes it.\n   ```\n"),
        ("docs/page.md", "Text:\n\n    A queue wakes it.\n"),
        ("docs/page.md", "[Page](wakes.md)\n"),
        ("docs/page.md", "<!-- setup: wakes -->\n"),
        ("docs/page.md", "<!-- made by x -->\nIt wakes.\n<!-- end of what is made -->\n"),
        ("extensions/module.py", "wakes = 1\n"),
        ("extensions/module.py", 'text = "wakes"\n'),
        ("tests/test_module.py", 'text = "A queue wakes it"\n'),
        ("template/x.yaml.jinja", "{{ wakes }}{% if wakes %}{% endif %}\n"),
        ("copier.yml", "wakes: wakes\n"),
        ("copier.yml", "run: python tests/wakes.py wakes/x\n"),
        ("CHANGELOG.md", "# Changes\n\n## 0.2.0\n\n## 0.1.0\n\nA queue wakes it.\n"),
    ],
)
def test_word_is_not_found_in_code(path: str, source: str) -> None:
    assert found(path, source) == []


def test_finding_has_its_line_where_a_phrase_is_broken() -> None:
    assert found("docs/page.md", "One.\n\nIt stays without\na word.\n") == [
        (3, "without a word", "without-a-word")
    ]


def test_finding_has_its_line_in_a_comment_of_several_lines() -> None:
    source = "x = 1\n# It stays without\n# a word.\n"
    assert found("extensions/module.py", source) == [(2, "without a word", "without-a-word")]


def test_finding_is_shown_with_its_replacement() -> None:
    (finding,) = check.findings_in("docs/page.md", "A queue wakes it.\n")
    assert str(finding) == "docs/page.md:1: 'wakes' -> invoke, trigger (wake)"


@pytest.mark.parametrize(
    ("wrong", "proper"),
    [
        ("The name stands there.", "It stands for the name."),
        ("This one alone is used.", "Leave it alone."),
        ("It is no layer.", "There is no layer."),
        ("It is no layer.", "It is no longer a layer."),
        ("It is put behind the others.", "It is behind a proxy."),
        ("It is kept for good.", "It has changed for good reasons."),
        ("It follows the house.", "It follows the house style."),
        ("All but for one.", "But for example this."),
        ("The layer brings it.", "They bring their own."),
        ("What is there is kept.", "What is there to do?"),
        ("It takes it out.", "It takes out a lock."),
        ("It lies in the folder.", "The rest lies ahead."),
        ("Lambda takes no list.", "Lambda takes no longer than that."),
    ],
)
def test_proper_use_is_not_found(wrong: str, proper: str) -> None:
    assert len(found("docs/page.md", wrong)) == 1
    assert found("docs/page.md", proper) == []


def test_names_are_judged_by_rules_for_names() -> None:
    source = "def worked_off(mended: int) -> None:\n    circles = mended\n    standing = circles\n"
    assert [(line, name) for line, name, _ in found("extensions/module.py", source)] == [
        (1, "mended"),
        (1, "worked_off"),
        (2, "circles"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "for one in range(3):\n    print(one)\n",
        "x = [one for one in range(3)]\n",
        "x = {one: 1 for one, two in {}}\n",
    ],
)
def test_loop_names_its_items(source: str) -> None:
    assert [rule for _, _, rule in found("extensions/module.py", source)] == ["for-one-in"]
    assert found("extensions/module.py", source.replace("one", "layer")) == []


def test_loop_in_a_template_names_its_items() -> None:
    source = "\n{% for one in layers %}{{ one }}{% endfor %}\n"
    assert found("template/x.yaml.jinja", source) == [(2, "one", "for-one-in")]


@pytest.mark.parametrize("word", ["What", "Whether", "Why", "How", "Which", "Where"])
@pytest.mark.parametrize("source", ['"""{} it is."""\n', 'class A:\n    """{} it is."""\n'])
def test_docstring_is_no_question(word: str, source: str) -> None:
    assert found("tests/module.py", source.format(word))[0][1:] == (word, "question-word")


@pytest.mark.parametrize(
    ("summary", "rules_broken"),
    [
        ("Return the layers.", []),
        ("Return whether it is a layer.", []),
        ("The layers.", ["imperative"]),
        ("Returns the layers.", ["third-person", "imperative"]),
        ("Tell whether it is a layer.", ["imperative"]),
        ("Whether it is a layer.", ["question-word", "imperative"]),
    ],
)
def test_docstring_of_a_function_begins_with_a_verb(summary: str, rules_broken: list[str]) -> None:
    source = f'def f() -> None:\n    """{summary}\n\n    More.\n    """\n'
    assert sorted(rule for _, _, rule in found("extensions/module.py", source)) == sorted(
        rules_broken
    )


def test_docstring_of_a_property_may_be_a_noun() -> None:
    source = 'class A:\n    @property\n    def f(self) -> int:\n        """The layers."""\n'
    assert found("extensions/module.py", source) == []


@pytest.mark.parametrize(
    ("summary", "expected"), [("Raised when it fails.", []), ("It failed.", ["exception"])]
)
def test_docstring_of_an_exception_says_when_it_is_raised(
    summary: str, expected: list[str]
) -> None:
    source = f'class A(ValueError):\n    """{summary}"""\n'
    assert [rule for _, _, rule in found("extensions/module.py", source)] == expected


def test_heading_is_no_question() -> None:
    page = "# What is kept\n\nWhat is kept.\n\n```sh\n# What\n```\n"
    assert found("docs/page.md", page) == [(1, "What", "question-heading")]


def test_a_finding_is_printed_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("A queue wakes it.\n", encoding="utf-8")
    monkeypatch.setattr(check, "ROOT", tmp_path)
    monkeypatch.setattr(check, "files", lambda _root: ["page.md"])
    assert check.main() == 1
    assert capsys.readouterr().out == "page.md:1: 'wakes' -> invoke, trigger (wake)\n"
    page.write_text("A queue invokes it.\n", encoding="utf-8")
    assert check.main() == 0


def test_list_of_rules_is_whole() -> None:
    assert len(rules()) == len(LIST.read_text(encoding="utf-8").splitlines()) - 1
    assert "return" in verbs()
