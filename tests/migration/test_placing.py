"""Moves and links: whole folders if possible, else single files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from analysed import BODY, analysed, handlers

from sam_scaffold.migration.layouts.folders import Folders, below
from sam_scaffold.migration.layouts.placing import Placement, Placements

ORDERS = "OrdersFunction in template.yaml"
BILLING = "BillingFunction in template.yaml"

FILES = {
    "template.yaml": handlers("pkg.orders.handler", "pkg.billing.handler"),
    "pkg/orders/handler.py": "import pkg.orders.book, pkg.shared.tools\n" + BODY,
    "pkg/orders/book.py": "",
    "pkg/billing/handler.py": "import pkg.shared.tools\n" + BODY,
    "pkg/shared/tools.py": "",
}


def places(root: Path, more: Mapping[str, str] | None = None, **links: str) -> Placements:
    """The functions' files; keyword ``a__b="c"`` makes a link ``a/b`` to ``c``."""
    for name, target in links.items():
        link = root / name.replace("__", "/")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)
    found = analysed(root, {**FILES, **(more or {})})
    return Placements(root.resolve(), ".", found.decisions)


def moves(placed: Placement) -> dict[str, str]:
    return {move.source: move.target for move in placed.moves}


def links(placed: Placement) -> dict[str, str]:
    return {link.path: link.target for link in placed.links}


def own(found: Placements, key: str = ORDERS, name: str = "orders") -> Placement:
    return found.of_function(key, f"functions/{name}", leaves_links=True)


def test_folder_of_one_function_goes_as_a_whole(tmp_path: Path) -> None:
    placed = own(places(tmp_path))
    assert moves(placed) == {"pkg/orders": "functions/orders/pkg/orders"}
    assert links(placed) == {}
    assert dict(placed.paths) == {
        "pkg/orders/book.py": "pkg/orders/book.py",
        "pkg/orders/handler.py": "pkg/orders/handler.py",
    }


STAYING = {
    "a test of it": {"pkg/orders/test_book.py": ""},
    "a folder of tests": {"pkg/orders/tests/data.json": "{}"},
    "a script": {"pkg/orders/fill.py": "#!/usr/bin/env python3\n"},
    "a main block": {"pkg/orders/fill.py": "if __name__ == '__main__':\n    pass\n"},
    "a conftest": {"pkg/orders/conftest.py": ""},
    "a key": {"pkg/orders/private.pem": "x"},
    "a hidden file": {"pkg/orders/.env.local": "x"},
}


@pytest.mark.parametrize("what", STAYING)
def test_what_is_a_developers_stays_and_files_go_one_by_one(what: str, tmp_path: Path) -> None:
    placed = own(places(tmp_path, STAYING[what]))
    assert moves(placed) == {
        "pkg/orders/book.py": "functions/orders/pkg/orders/book.py",
        "pkg/orders/handler.py": "functions/orders/pkg/orders/handler.py",
    }


GOING = {
    "a dead module": {"pkg/orders/dead.py": ""},
    "a text": {"pkg/orders/README.md": ""},
    "a folder of data": {"pkg/orders/data/rates.json": "{}"},
}


@pytest.mark.parametrize("what", GOING)
def test_what_is_nobodys_goes_along_with_its_package(what: str, tmp_path: Path) -> None:
    placed = own(places(tmp_path, GOING[what]))
    assert moves(placed) == {"pkg/orders": "functions/orders/pkg/orders"}
    assert set(GOING[what]) < set(placed.paths)


def test_file_that_is_shared_stays_in_a_folder_of_one_functions(tmp_path: Path) -> None:
    text = "import pkg.shared.tools, pkg.orders.book\n" + BODY
    extra = {
        "template.yaml": handlers("pkg.orders", "pkg.billing.handler"),
        "pkg/orders.py": "import pkg.misc.one, pkg.misc.two\n" + BODY,
        "pkg/billing/handler.py": "import pkg.misc.two\n" + BODY,
        "pkg/misc/one.py": "",
        "pkg/misc/two.py": "",
    }
    assert text
    found = places(tmp_path, extra)
    assert moves(own(found)) == {
        "pkg/misc/one.py": "functions/orders/pkg/misc/one.py",
        "pkg/orders.py": "functions/orders/pkg/orders.py",
    }
    layer = found.of_layer("layers/shared", moves=False)
    assert links(layer) == {"layers/shared/pkg/misc/two.py": "pkg/misc/two.py"}


def test_layer_has_links_to_whole_folders_of_shared_code(tmp_path: Path) -> None:
    layer = places(tmp_path, {"pkg/shared/rates.json": "{}"}).of_layer("layers/shared", moves=False)
    assert links(layer) == {"layers/shared/pkg/shared": "pkg/shared"}
    assert set(layer.paths) == {"pkg/shared/tools.py", "pkg/shared/rates.json"}


def test_layer_has_no_modules_that_no_function_needs(tmp_path: Path) -> None:
    layer = places(tmp_path, {"pkg/shared/dead.py": ""}).of_layer("layers/shared", moves=False)
    assert links(layer) == {"layers/shared/pkg/shared/tools.py": "pkg/shared/tools.py"}


def test_shared_code_can_be_moved_and_leaves_a_link(tmp_path: Path) -> None:
    layer = places(tmp_path).of_layer("layers/shared", moves=True)
    assert [(move.source, move.target, move.leaves_link) for move in layer.moves] == [
        ("pkg/shared", "layers/shared/pkg/shared", True)
    ]


@pytest.mark.parametrize("moving", [False, True])
def test_layer_is_filled_once(moving: bool, tmp_path: Path) -> None:  # noqa: FBT001
    found = places(tmp_path)
    found.of_layer("layers/shared", moves=moving)
    again = found.of_layer("layers/shared", moves=moving)
    assert (again.moves, again.links) == ((), ())


def test_copy_goes_on_by_itself(tmp_path: Path) -> None:
    found = places(tmp_path)
    other = found.copy()
    own(other)
    assert found.now("pkg/orders/book.py") == "pkg/orders/book.py"
    assert other.now("pkg/orders/book.py") == "functions/orders/pkg/orders/book.py"
    assert other.now("pkg/orders") == "functions/orders/pkg/orders"
    assert other.now("pkg/orders_2/x.py") == "pkg/orders_2/x.py"


def test_borrowed_file_is_linked_to_where_it_is_by_now(tmp_path: Path) -> None:
    text = "import pkg.orders.book\n" + BODY
    before, after = places(tmp_path, {"pkg/billing/handler.py": text}), "pkg/orders/book.py"
    assert links(own(before.copy(), BILLING, "billing"))[f"functions/billing/{after}"] == after
    own(before)
    moved = links(own(before, BILLING, "billing"))
    assert moved == {f"functions/billing/{after}": f"functions/orders/{after}"}


def test_link_of_the_users_is_no_part_of_a_whole_folder(tmp_path: Path) -> None:
    """It may lead to what others need, or nowhere once it is moved."""
    placed = own(places(tmp_path, pkg__orders__notes="../../docs"))
    assert sorted(moves(placed)) == ["pkg/orders/book.py", "pkg/orders/handler.py"]


def test_code_behind_a_link_is_linked_and_not_moved(tmp_path: Path) -> None:
    files = {"pkg/orders/handler.py": "import pkg.common.words\n" + BODY, "lib/words.py": ""}
    placed = own(places(tmp_path, files, pkg__common="../lib"))
    assert links(placed) == {"functions/orders/pkg/common/words.py": "lib/words.py"}
    assert sorted(moves(placed)) == ["pkg/orders"]


def test_another_functions_code_folder_does_not_go_along(tmp_path: Path) -> None:
    inner = handlers("pkg.orders.inner.app", code="pkg/orders/inner/").partition("Resources:\n")[2]
    inner = inner.replace("pkg.orders.inner.app", "app")
    found = places(
        tmp_path,
        {"template.yaml": FILES["template.yaml"] + inner, "pkg/orders/inner/app.py": BODY},
    )
    assert found.decisions.foreign == ("pkg/orders/inner",)
    assert sorted(moves(own(found))) == ["pkg/orders/book.py", "pkg/orders/handler.py"]


def test_largest_folders_are_those_with_nothing_else_in_them(tmp_path: Path) -> None:
    for path in ("a/b/one.py", "a/b/two.py", "a/three.py", "c/four.py", "c/__pycache__/x.pyc"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    wanted = frozenset({"a/b/one.py", "a/b/two.py", "c/four.py"})
    nothing = Folders(tmp_path, wanted, lambda _path: False)
    assert list(nothing.largest(".")) == ["a/b", "c"]
    assert list(nothing.largest("a")) == ["a/b"]
    assert list(nothing.largest("a/b")) == ["a/b/one.py", "a/b/two.py"]
    anything = Folders(tmp_path, wanted, lambda _path: True)
    assert list(anything.largest(".")) == ["a", "c"]


def test_files_below_a_folder_are_without_caches(tmp_path: Path) -> None:
    for path in ("a/b/one.py", "a/__pycache__/x.pyc", "a/two.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    assert list(below(tmp_path, "a")) == ["a/two.py", "a/b/one.py"]
    assert list(below(tmp_path, "a/two.py")) == ["a/two.py"]
