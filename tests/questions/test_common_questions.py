"""What the questions offer and refuse, as plain functions."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import SHOP, TEMPLATE, WITHOUT_SHARED_LAYER
from repositories import Repository as Folder

from sam_scaffold.questions.common_questions import (
    app_name,
    description_problem,
    house_style,
    key_problem,
    layer_choices,
    layer_count_problem,
    layers_problem,
    limit_problem,
    name_problem,
    packages_of,
    template_choices,
    template_problem,
    unasked_problem,
)
from sam_scaffold.sam.model.names import name_problem as spelling_problem
from sam_scaffold.sam.style.house_style import HouseStyle
from sam_scaffold.transaction.paths import path_problem
from sam_scaffold.transaction.repository_view import RepositoryView


@pytest.fixture
def repository(tmp_path: Path) -> RepositoryView:
    Folder(tmp_path, SHOP)
    return RepositoryView(tmp_path)


INSIDE = ["template.yaml", "a/b.yaml", "a..b/t.yaml", "..a/t.yaml", "ä ö.yaml"]
OUTSIDE = ["../t.yaml", "a/../../t.yaml", "a/..", "..", "/t.yaml", r"..\t.yaml", r"\t.yaml",
           "C:/t.yaml", r"c:\t.yaml", "//server/t.yaml"]  # fmt: skip


@pytest.mark.parametrize("path", INSIDE)
def test_path_inside_is_fine(path: str) -> None:
    assert path_problem(path) == ""


@pytest.mark.parametrize("path", OUTSIDE)
def test_path_that_leads_out_is_named(path: str) -> None:
    assert repr(path) in path_problem(path)


@pytest.mark.parametrize("path", ["./template.yaml", "a//b.yaml", "a/./b.yaml"])
def test_path_has_one_spelling_which_is_named(path: str) -> None:
    assert repr(str(Path(path))) in path_problem(path)


def test_templates_are_offered_and_what_was_answered_stays(repository: RepositoryView) -> None:
    assert template_choices(repository, "function", {}) == ["template.yaml"]
    recorded = {"template_file": "gone.yaml"}
    assert template_choices(repository, "function", recorded) == ["template.yaml", "gone.yaml"]
    assert "gone.yaml" in template_problem(repository, "function", "gone.yaml")


def test_empty_folder_offers_a_template_to_an_application_alone(tmp_path: Path) -> None:
    empty = RepositoryView(tmp_path)
    assert template_choices(empty, "app", {}) == ["template.yaml"]
    assert template_choices(empty, "function", {}) == []
    assert "sam-scaffold init" in template_problem(empty, "function", "")
    assert template_problem(empty, "app", "template.yaml") == ""
    assert template_problem(empty, "app", "../template.yaml") != ""


def test_function_name_has_64_characters_at_most() -> None:
    assert name_problem("function", "a" * 64) == ""
    assert "65" in name_problem("function", "a" * 65)


FOLDERS = {
    "my-shop": "my_shop",
    "MyShop": "my_shop",
    "my.shop 2": "my_shop_2",
    "Café": "cafe",
    "json": "json_app",
    "class": "class_app",
    "shop": "shop",
    "": "app",
    "---": "app",
}


@pytest.mark.parametrize(("folder", "name"), FOLDERS.items())
def test_application_is_named_after_its_folder(folder: str, name: str) -> None:
    assert app_name(folder) == name


TAKEN = {
    "a package beside it": (("shop/__init__.py",), "shop_app"),
    "the folder itself": (("__init__.py",), "shop_app"),
    "a module": (("shop.py", "shop_app.py", "app_shop.py", "app.py"), "shop_shared_code"),
    "no package": (("shop/handler.py", "other/__init__.py"), "shop"),
}


@pytest.mark.parametrize(("files", "name"), TAKEN.values(), ids=TAKEN)
def test_application_has_no_name_that_something_else_is_imported_by(
    files: tuple[str, ...], name: str, tmp_path: Path
) -> None:
    root = Folder(tmp_path / "shop", dict.fromkeys(files, "")).root
    assert app_name("shop", packages_of(root)) == name


@pytest.mark.parametrize(
    "folder", ["123", "2nd-shop", "東京", "_x_", "a__b", "-", "Straße", "C3PO"]
)
def test_every_folder_gives_a_valid_name(folder: str) -> None:
    assert spelling_problem(app_name(folder)) == ""


def test_layers_are_offered_without_the_shared_one(repository: RepositoryView) -> None:
    house = house_style(repository, "template.yaml")
    assert house["shared_layer"] == "SharedCodeLayer"
    assert layer_choices(repository, "template.yaml", house, None) == ["HttpLayer"]
    assert set(layer_choices(repository, "template.yaml", house, ["Old"])) == {"Old", "HttpLayer"}
    assert layer_choices(repository, "gone.yaml", house, ["Old"]) == ["Old"]


def test_layers_that_are_not_there_or_too_many(repository: RepositoryView, tmp_path: Path) -> None:
    house = house_style(repository, "template.yaml")
    assert layers_problem(repository, "template.yaml", house, ["HttpLayer"]) == ""
    problem = layers_problem(repository, "template.yaml", house, ["HtpLayer"])
    assert "'HtpLayer'" in problem
    assert "Did you mean HttpLayer?" in problem
    more = "".join(f"  L{n}: {{Type: AWS::Lambda::LayerVersion}}\n" for n in range(5))
    (tmp_path / "template.yaml").write_text(
        TEMPLATE.replace("Outputs:", more + "Outputs:"), encoding="utf-8"
    )
    five = [f"L{n}" for n in range(5)]
    assert layers_problem(repository, "template.yaml", house, five[:4]) == ""
    assert "6 layers" in layers_problem(repository, "template.yaml", house, five)
    given = {**house, "globals": {"Layers": [{"Ref": "SharedCodeLayer"}, {"Ref": "HttpLayer"}]}}
    assert layers_problem(repository, "template.yaml", given, five[:3]) == ""
    assert "6 layers" in layers_problem(repository, "template.yaml", given, five[:4])


def test_layers_that_come_by_themselves_are_counted() -> None:
    house = HouseStyle(globals={"Layers": [{"Ref": "A"}]})
    four = [{"Ref": name} for name in "BCDE"]
    assert layer_count_problem(four, house, "ours") == ""
    problem = layer_count_problem([*four, "arn:aws:lambda:x"], house, "ours")
    assert "6 layers with ours" in problem
    assert "at most 5" in problem


def test_house_is_the_standard_where_nothing_can_be_learned(tmp_path: Path) -> None:
    repository = RepositoryView(tmp_path)
    standard = HouseStyle().to_dict()
    assert house_style(repository, "") == standard
    assert house_style(repository, "template.yaml") == standard
    (tmp_path / "template.yaml").write_text("A: [\n", encoding="utf-8")
    assert house_style(repository, "template.yaml") == standard
    (tmp_path / "template.yaml").write_text(WITHOUT_SHARED_LAYER, encoding="utf-8")
    assert house_style(repository, "template.yaml")["shared_layer"] == ""


def test_descriptions() -> None:
    assert description_problem("") == ""
    assert description_problem("Bücher: 東京 # 'x' \"y\"") == ""
    assert description_problem("a" * 256) == ""
    for text in ("a" * 257, "a\nb", "a\rb", "a\tb", "a\u2028b", "a\x00b"):
        assert description_problem(text) != ""


@pytest.mark.parametrize(
    ("question", "value", "problem"),
    [
        ("timeout", 1, ""),
        ("timeout", 901, "901 is not between 1 and 900 seconds."),
        ("memory_size", 10_241, "10241 is not between 128 and 10240 MB."),
        ("ephemeral_storage", 511, "511 is not between 512 and 10240 MB."),
        ("reserved_concurrency", -1, ""),
        ("reserved_concurrency", 1001, "1001 is not between -1 and 1000 at once."),
    ],
)
def test_a_number_is_held_against_lambdas_limits(question: str, value: int, problem: str) -> None:
    assert limit_problem(question, value) == problem


KNOWN = {
    "name": {"type": "str"},
    "trigger": {"when": "{{ kind == 'function' }}"},
    "timeout": {"when": "{{ kind == 'function' }}"},
    "packages": {"when": "{{ kind == 'layer' and contents == 'requirements' }}"},
    "schedule": {"when": "{{ trigger == 'schedule' }}"},
}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "function", "name": "x", "schedule": "rate(1 day)", "timeout": 3}, ""),
        ({"kind": "layer", "packages": []}, ""),
        ({"timeout": 3}, ""),
        ({"kind": "function", "timout": 3}, "Did you mean timeout?"),
        ({"kind": "function", "packages": []}, "'packages' is no question of kind function"),
        ({"kind": "layer", "timeout": 3}, "'timeout' is no question of kind layer"),
        ({"zzz": 3}, "There are kind, name, packages, schedule, timeout, trigger."),
    ],
)
def test_keys_are_questions_of_the_kind(given: dict[str, object], says: str) -> None:
    problem = key_problem(given, {"kind": {}, **KNOWN})
    assert says in problem
    assert bool(problem) == bool(says)


def test_an_answer_that_nobody_asked_for_is_refused() -> None:
    asked = {"name": "x", "trigger": "sqs"}
    assert unasked_problem({"name": "x", "trigger": "sqs", "_src_path": "y"}, asked) == ""
    problem = unasked_problem({"name": "x", "schedule": "rate(1 day)"}, asked)
    assert problem.startswith("schedule does not go with the other answers")
    assert "leave it out" in problem
