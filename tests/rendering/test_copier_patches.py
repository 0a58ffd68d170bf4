"""Changes to copier, Jinja and PyYAML at run time: each still changes what it is meant to.

Copier runs without a change and with it: a test fails where the change has no effect by now,
and where it is not needed any more.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import ChainMap, Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar
from unittest.mock import patch

import copier
import pytest
import yaml
from copier._user_data import AnswersMap
from jinja2 import Environment
from jinja2.ext import Extension
from plumbum.machines.local import LocalCommand

from sam_scaffold.rendering.bytecode_cache import CompiledTemplates
from sam_scaffold.rendering.copier_patches import (
    answers_in_a_dict,
    asked_once,
    is_constant,
    keep_code,
    keep_files,
    keep_templates,
    read_once,
    share_globals,
    without_git,
    yaml_in_c,
)

CONSTANT, EXPRESSION, FILE = "Beware of the dog", "{{ 'dog' | upper }}", "{{ animal }}!"

FILES = {
    "copier.yml": f"""\
_jinja_extensions: ["{__name__}.Changed"]
animal:
  type: str
  choices: {{"{CONSTANT}": "{EXPRESSION}", "A cat": "CAT"}}
  default: "{EXPRESSION}"
""",
    "animal.txt.jinja": FILE,
    "{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml }}",
}

Change = Callable[[Environment], None]


class Changed(Extension):
    """Applies the change that a test is about to the environment that copier renders with."""

    change: ClassVar[list[Change]] = []

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        for change in self.change:
            change(environment)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    folder = tmp_path / "template"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rendered(template: Path, *changes: Change) -> str:
    """Return what copier renders with changes."""
    copy = template.with_name("copy")
    with patch.object(Changed, "change", list(changes)):
        copier.run_copy(str(template), copy, defaults=True, unsafe=True, quiet=True, overwrite=True)
    return (copy / "animal.txt").read_text(encoding="utf-8")


@contextmanager
def counted(name: str) -> Iterator[Counter[str]]:
    """Count the texts that a method of Jinja's environment is called with."""
    seen: Counter[str] = Counter()
    method = getattr(Environment, name)

    def counting(self: Environment, source: Any, *args: Any, **kwargs: Any) -> Any:
        seen[str(source)] += 1
        return method(self, source, *args, **kwargs)

    with patch.object(Environment, name, counting):
        yield seen


def test_copier_makes_one_template_of_each_text(template: Path) -> None:
    with counted("from_string") as before:
        assert rendered(template) == "DOG!"
    assert before[EXPRESSION] > 1
    assert before[CONSTANT] > 0
    with counted("from_string") as after:
        assert rendered(template, keep_templates) == "DOG!"
    assert after[EXPRESSION] == 1
    assert after[CONSTANT] == 0


def test_copier_compiles_each_text_once_in_a_process(template: Path) -> None:
    with counted("compile") as before:
        rendered(template)
    assert before[EXPRESSION] > 1
    code: dict[str, CodeType] = {}

    def keep(environment: Environment) -> None:
        keep_code(environment, code)

    with counted("compile") as after:
        assert [rendered(template, keep) for _ in range(2)] == ["DOG!"] * 2
    assert after[EXPRESSION] == 1


def test_files_are_kept_as_compiled(template: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()

    def keep(environment: Environment) -> None:
        assert environment.bytecode_cache is None
        keep_files(environment, CompiledTemplates(str(kept)))

    with counted("compile") as before:
        rendered(template, keep)
    assert (before[FILE], len(list(kept.iterdir()))) == (1, len(FILES) - 1)
    with counted("compile") as after:
        assert rendered(template, keep) == "DOG!"
    assert after[FILE] == 0


@contextmanager
def views() -> Iterator[list[ChainMap[Any, Any]]]:
    """Note the views of several mappings of which an entry is looked up."""
    seen: list[ChainMap[Any, Any]] = []
    look_up = ChainMap.__getitem__

    def looking_up(self: ChainMap[Any, Any], key: Any) -> Any:
        seen.append(self)
        return look_up(self, key)

    with patch.object(ChainMap, "__getitem__", looking_up):
        yield seen


def test_templates_share_the_globals(template: Path) -> None:
    def of_globals(views: list[ChainMap[Any, Any]]) -> int:
        return sum("cycler" in view for view in views)

    with views() as before:
        assert rendered(template) == "DOG!"
    assert of_globals(before) > 0
    with views() as after:
        assert rendered(template, share_globals) == "DOG!"
    assert of_globals(after) == 0


def test_globals_of_one_template_stay_its_own() -> None:
    environment = Environment(autoescape=True)
    share_globals(environment)
    own = environment.from_string("{{ name }}{{ late }}", globals={"name": "x"})
    environment.globals["late"] = "y"
    assert own.render() == "xy"
    assert environment.from_string("{{ name }}{{ late }}").render() == "y"


def test_answers_are_combined_in_a_dict(template: Path) -> None:
    def of_answers(views: list[ChainMap[Any, Any]]) -> int:
        return sum("_external_data" in view for view in views)

    with views() as before:
        assert rendered(template) == "DOG!"
    assert of_answers(before) > 0
    with views() as after, answers_in_a_dict():
        assert rendered(template) == "DOG!"
    assert of_answers(after) == 0


def test_combined_answers_are_those_of_copier() -> None:
    answers = AnswersMap(
        user={"a": 1}, init={"b": 2, "a": 0}, metadata={"m": 3}, last={"c": 4, "b": 0},
        user_defaults={"d": 5, "c": 0},
    )  # fmt: skip
    before = list(answers.combined.items())
    with answers_in_a_dict():
        assert list(answers.combined.items()) == before


def test_configuration_is_read_once(template: Path) -> None:
    def read() -> int:
        """Return how often YAML is read while Copier renders twice."""
        with patch.object(yaml, "load_all", side_effect=yaml.load_all) as seen:
            assert [rendered(template) for _ in range(2)] == ["DOG!"] * 2
        return seen.call_count

    before = read()
    with read_once():
        assert read() < before


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML has no loader in C here")
def test_copier_reads_its_configuration_in_c(template: Path) -> None:
    def parsed() -> int:
        """Return how often copier parses YAML in Python."""
        begin = yaml.parser.Parser.__init__
        with patch.object(yaml.parser.Parser, "__init__", autospec=True, side_effect=begin) as seen:
            rendered(template)
        return seen.call_count

    in_python, loader = parsed(), yaml.SafeLoader
    assert in_python > 0
    with yaml_in_c():
        assert yaml.SafeLoader is not loader
        assert parsed() == 0
    assert yaml.SafeLoader is loader


@pytest.mark.parametrize(
    ("text", "constant"),
    [
        ("", True),
        ("A queue {of ours}", True),
        ("{{ name }}", False),
        ("{% if name %}{% endif %}", False),
        ("{# a comment #}", False),
        ("two\nlines", True),
        ("two\r\nlines", False),
        ("a line\n", False),
    ],
)
def test_texts_that_jinja_renders_as_they_are(text: str, *, constant: bool) -> None:
    environment = Environment(autoescape=True)
    assert is_constant(environment, text) is constant
    rendered_text = environment.from_string(text).render(name="x")
    assert (rendered_text == text) is constant


def test_last_line_s_end_is_kept_as_copier_yml_says() -> None:
    assert is_constant(Environment(autoescape=True, keep_trailing_newline=True), "a line\n")


def test_copier_runs_no_git_for_a_plain_folder(template: Path) -> None:
    asked = Counter(_git_commands(template))
    assert asked["rev-parse"] > 0
    assert asked["config"] > 0
    with without_git():
        assert _git_commands(template) == []


def _git_commands(template: Path) -> list[str]:
    """Return the first words of the commands that copier calls git with."""
    seen: list[str] = []
    popen = LocalCommand.popen

    def running(self: LocalCommand, args: Any = (), **kwargs: Any) -> Any:
        seen.append(str(args[0]))
        return popen(self, args, **kwargs)

    with patch.object(LocalCommand, "popen", running):
        assert rendered(template) == "DOG!"
    return seen


UNASKED = {
    "copier.yml": """\
animal:
  type: str
  default: dog
sound:
  type: str
  when: "{{ animal == 'cat' }}"
  default: "{{ animal | upper }}"
""",
    "animal.txt.jinja": "{{ sound }}!",
}


def test_copier_computes_what_it_does_not_ask_once(template: Path) -> None:
    for name, text in UNASKED.items():
        (template / name).write_text(text, encoding="utf-8")
    condition, default = "{{ animal == 'cat' }}", "{{ animal | upper }}"
    with counted("from_string") as before:
        assert rendered(template) == "DOG!"
    assert before[condition] > 1
    assert before[default] > 1
    with counted("from_string") as after, asked_once():
        assert rendered(template) == "DOG!"
    assert (after[condition], after[default]) == (1, 1)


PROMPTS = ("questionary", "prompt_toolkit", "pygments")

IMPORTING = f"""\
import sys
from sam_scaffold.rendering.copier_patches import import_copier

def packages():
    return sorted({{name.split(".")[0] for name in sys.modules}} & set({PROMPTS!r}))
"""

WITH_DEFAULTS = """\
import_copier(ask=False)
import copier
copier.run_copy(sys.argv[1], sys.argv[2], defaults=True, unsafe=True, quiet=True)
assert packages() == [], packages()
"""

WITH_QUESTIONS = """\
import_copier(ask=True)
import questionary
from copier import _main, _user_data
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.data import JsonLexer, YamlLexer
assert _main.unsafe_prompt is questionary.unsafe_prompt
assert _main.confirm is questionary.confirm
assert _user_data.Choice is questionary.Choice
assert _user_data.PygmentsLexer is PygmentsLexer
assert (_user_data.JsonLexer, _user_data.YamlLexer) == (JsonLexer, YamlLexer)
"""

CONFIRMING = """\
import_copier(ask=False)
from copier import _main
_main.confirm(" Overwrite?", default=True)
assert "questionary" in packages()
"""

PLAINLY = f"""\
import sys
import copier
assert set({PROMPTS!r}) <= set(sys.modules)
"""


@pytest.mark.parametrize(
    "code",
    [
        PLAINLY,  # without the change, copier imports them
        IMPORTING + WITH_DEFAULTS,
        IMPORTING + WITH_QUESTIONS,
        IMPORTING + WITH_DEFAULTS + WITH_QUESTIONS,
        IMPORTING + CONFIRMING,
    ],
)
def test_copier_imports_what_it_asks_with_when_it_asks(template: Path, code: str) -> None:
    (template / "copier.yml").write_text(
        "animal:\n  type: str\n  choices: [dog, cat]\n  default: dog\n", encoding="utf-8"
    )
    copy = template.with_name("copy")
    path = os.pathsep.join(sys.path)
    run = subprocess.run(
        [sys.executable, "-c", code, str(template), str(copy)],
        env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
