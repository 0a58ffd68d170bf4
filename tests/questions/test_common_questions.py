"""Questions of several kinds: what they offer and refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from contexts import context
from repositories import SHOP, WITHOUT_SHARED_LAYER
from repositories import Repository as Folder

from sam_scaffold.questions.common_questions import (
    app_name,
    description_problem,
    learned_style,
    limit_problem,
    name_problem,
    packages_of,
    present_files,
    sam_templates,
    template_problem,
)
from sam_scaffold.questions.context import Phase
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


def test_templates_are_offered_and_what_was_answered_stays(
    repository: RepositoryView, tmp_path: Path
) -> None:
    unanswered = {"template_file": None}
    assert sam_templates(context(unanswered, root=tmp_path)) == ["template.yaml"]
    given = {"template_file": "gone.yaml"}
    here = context(unanswered, root=tmp_path, given=given)
    assert sam_templates(here) == ["template.yaml", "gone.yaml"]
    assert "gone.yaml" in template_problem(repository, "function", "gone.yaml")


def test_recorded_template_is_the_only_choice_in_an_update(tmp_path: Path) -> None:
    here = context({"template_file": "gone.yaml"}, root=tmp_path, phase=Phase.AGAIN)
    assert sam_templates(here) == ["gone.yaml"]


def test_empty_folder_offers_a_template_only_to_an_application(tmp_path: Path) -> None:
    empty, unanswered = RepositoryView(tmp_path), {"template_file": None}
    app = context({**unanswered, "kind": "app"}, root=tmp_path)
    assert sam_templates(app) == ["template.yaml"]
    assert sam_templates(context(unanswered, root=tmp_path)) == []
    assert "sam-scaffold init" in template_problem(empty, "function", "")
    assert template_problem(empty, "app", "template.yaml") == ""
    assert template_problem(empty, "app", "../template.yaml") != ""


def test_files_of_a_new_application_s_folder_are_patterns(tmp_path: Path) -> None:
    Folder(tmp_path, {"sam/README.md": "", "sam/a b.txt": "", "sam/src/x.py": "", "other": ""})
    assert present_files(context({"template_file": "sam/t.yaml"}, root=tmp_path)) == (
        "/sam/README.md\n/sam/a\\ b.txt"
    )
    assert present_files(context({"template_file": "new/t.yaml"}, root=tmp_path)) == ""


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


def test_house_is_the_standard_where_nothing_can_be_learned(tmp_path: Path) -> None:
    repository = RepositoryView(tmp_path)
    assert learned_style(repository, "") == HouseStyle()
    assert learned_style(repository, "template.yaml") == HouseStyle()
    (tmp_path / "template.yaml").write_text("A: [\n", encoding="utf-8")
    assert learned_style(repository, "template.yaml") == HouseStyle()
    (tmp_path / "template.yaml").write_text(WITHOUT_SHARED_LAYER, encoding="utf-8")
    assert learned_style(repository, "template.yaml").shared_layer == ""


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
