"""Corrupt answers files, by mistake or not, which result in one clear line."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
import yaml
from hostile import ANSWERS, Cloned, victim

from sam_scaffold.components.component_facts import component
from sam_scaffold.components.component_record import find_instances
from sam_scaffold.errors import ScaffoldError

BROKEN: dict[str, tuple[str, object, str]] = {
    "name-is-a-list": ("name", ["alpha"], "name: ['alpha'] is not a text"),
    "name-is-a-number": ("name", 5, "name: 5 is not a text"),
    "name-is-missing": ("name", "", "name: '' is not a name in snake_case"),
    "name-is-no-name": ("name", "Al pha", "name: 'Al pha' is not a name in snake_case"),
    "kind-is-unknown": ("kind", "lambda", "kind: 'lambda' is not one of app, function, layer"),
    "kind-is-a-mapping": ("kind", {"a": 1}, "kind: {'a': 1} is not a text"),
    "house-is-a-text": ("house", "mine", "house: 'mine' is not a mapping"),
    "house-is-nothing": ("house", None, "house: None is not a mapping"),
    "house-has-a-list": ("house", {"handler": ["x"]}, "house: handler: ['x'] is not a text"),
    "house-has-a-number": ("house", {"tracing": 1}, "house: tracing: 1 is not true or false"),
    "house-has-a-text": ("house", {"globals": "x"}, "house: globals: 'x' is not a mapping"),
    "house-has-code": ("house", {"handler": "a.b(x)"}, "handler: 'a.b(x)' is not a handler"),
    "house-has-code-in-a-variable": (
        "house",
        {"connected": [{"resource": "Table", "variable": 'A"]; x()'}]},
        "house: connected: {'resource': 'Table', 'variable': ",
    ),
    "house-connects-nothing": ("house", {"connected": [{"variable": "A"}]}, "is not valid"),
    "house-connects-a-text": ("house", {"connected": ["x"]}, "house: connected: 'x' is not valid"),
    "house-has-no-statements": (
        "house",
        {"connected": [{"resource": "Table", "statements": ["x"]}]},
        "is not valid",
    ),
    "template-is-a-list": ("template_file", [1], "template_file: [1] is not a text"),
    "template-is-missing": ("template_file", "", "template_file: it is missing"),
    "address-is-a-list": ("_src_path", [1], "_src_path: [1] is not a text"),
    "description-has-lines": ("description", "a\nb", "is not one line of printable text"),
}


@pytest.fixture
def repository(tmp_path: Path) -> Cloned:
    return victim(tmp_path / "shop")


@pytest.mark.parametrize("command", ["list", "status", "update --all"])
@pytest.mark.parametrize(("key", "value", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_answers_are_told_in_one_line(
    key: str, value: object, why: str, command: str, repository: Cloned
) -> None:
    answers = {**repository.answers(ANSWERS), key: value}
    repository.write(ANSWERS, yaml.safe_dump(answers))
    done = repository.here(*command.split())
    assert (done.code, done.out) == (1, "")
    (line,) = done.err.splitlines()
    assert line.startswith(f"error: {repository.root / ANSWERS} is not a valid answers file: ")
    assert why in line


def test_files_of_other_templates_are_nobodys_business(repository: Cloned) -> None:
    repository.write("other/.copier-answers.yml", "kind: lambda\nhouse: mine\nname: [x]\n")
    done = repository.here("list")
    assert (done.code, done.err) == (0, "")


VALUES: tuple[object, ...] = (
    None, True, -1, 1.5, 10**30, "", "x", "../x", "/x", "a\nb", "{{ x }}", "\x1b[2J", "é" * 300,
    [], [None], ["x"], [["x"]], {}, {"x": None}, {"x": {"y": []}}, "C:\\x", "a\\..\\b",
)  # fmt: skip


def mutated(answers: dict[str, object], chance: random.Random) -> dict[str, object]:
    """Return answers with a few of them replaced, also those of the style."""
    found = {**answers, "house": dict(answers["house"])}  # type: ignore[call-overload]
    for _ in range(chance.randint(1, 3)):
        place = found["house"] if chance.random() < 0.5 else found
        assert isinstance(place, dict)
        place[chance.choice(sorted(place))] = chance.choice(VALUES)
        if not isinstance(found["house"], dict) or not found["house"]:
            break
    return found


def test_any_answers_are_right_or_refused_in_one_line(repository: Cloned) -> None:
    """More of them: SAM_SCAFFOLD_FUZZ=10000."""
    answers, chance = repository.answers(ANSWERS), random.Random(7)  # noqa: S311 - to repeat it
    for number in range(int(os.environ.get("SAM_SCAFFOLD_FUZZ", "300"))):
        repository.write(ANSWERS, yaml.safe_dump(mutated(answers, chance)))
        done = repository.here("list", "--json")
        assert (done.code, done.err.count("\n")) in ((0, 0), (1, 1)), (number, done)
        assert "should not have happened" not in done.err, (number, done)


def test_what_passes_leads_to_no_folder_outside(repository: Cloned) -> None:
    answers, chance = repository.answers(ANSWERS), random.Random(8)  # noqa: S311 - to repeat it
    passed = 0
    for number in range(int(os.environ.get("SAM_SCAFFOLD_FUZZ", "300"))):
        changed = mutated(answers, chance)
        repository.write(ANSWERS, yaml.safe_dump(changed))
        try:
            if not any(component.name == "alpha" for component in find_instances(repository.root)):
                continue
            facts = component(changed).data()
        except ScaffoldError:
            continue
        passed += 1
        folders = [facts[key] for key in facts if key.endswith("_dir")]
        assert all(not folder.startswith("/") and ".." not in folder for folder in folders), number
    assert passed
