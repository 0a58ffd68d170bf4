"""The owner of each file: one function, the layer, or several functions with links."""

from __future__ import annotations

from pathlib import Path

import pytest
from analysed import BODY, analysed, decided, handlers
from market import HEADER, function

THREE = handlers("pkg.orders.handler", "pkg.billing.handler", "pkg.health.handler")
HANDLERS = {f"pkg/{name}/handler.py": BODY for name in ("orders", "billing", "health")}


def importing(*modules: str) -> str:
    return "".join(f"import {module}\n" for module in modules) + BODY


def test_module_of_one_function_is_its_own(tmp_path: Path) -> None:
    files = {
        "template.yaml": THREE,
        **HANDLERS,
        "pkg/orders/handler.py": importing("pkg.orders.book", "pkg.tools"),
        "pkg/orders/book.py": "",
        "pkg/tools.py": "",
        "pkg/orders/dead.py": "",
    }
    assert decided(analysed(tmp_path, files)) == {
        "pkg/orders/handler.py": "own Orders",
        "pkg/orders/book.py": "own Orders",
        "pkg/tools.py": "own Orders",
        "pkg/billing/handler.py": "own Billing",
        "pkg/health/handler.py": "own Health",
    }


def test_module_of_two_functions_is_shared(tmp_path: Path) -> None:
    files = {
        "template.yaml": THREE,
        **HANDLERS,
        "pkg/orders/handler.py": importing("pkg.tools"),
        "pkg/billing/handler.py": importing("pkg.tools"),
        "pkg/tools.py": "import pkg.deeper\n",
        "pkg/deeper.py": "",
    }
    found = analysed(tmp_path, files)
    assert {path: word for path, word in decided(found).items() if "handler" not in path} == {
        "pkg/tools.py": "shared",
        "pkg/deeper.py": "shared",
    }
    assert found.decisions.files["pkg/tools.py"].why == "needed by 2 functions"


def test_shared_code_that_reaches_back_gets_links(tmp_path: Path) -> None:
    """Files in a function's own package stay there, and the others get a link."""
    files = {
        "template.yaml": THREE,
        **HANDLERS,
        "pkg/orders/handler.py": importing("pkg.tools", "pkg.orders.book"),
        "pkg/orders/book.py": "",
        "pkg/billing/handler.py": importing("pkg.tools"),
        "pkg/tools.py": "def later():\n    import pkg.orders.wiring\n",
        "pkg/orders/wiring.py": "",
    }
    found = decided(analysed(tmp_path, files))
    assert found["pkg/orders/wiring.py"] == "own Orders -> Billing"
    assert found["pkg/orders/book.py"] == "own Orders"
    assert found["pkg/tools.py"] == "shared"


def test_borrowed_from_a_function_that_needs_it_not(tmp_path: Path) -> None:
    files = {
        "template.yaml": THREE,
        **HANDLERS,
        "pkg/orders/handler.py": importing("pkg.orders.book"),
        "pkg/orders/book.py": "",
        "pkg/billing/handler.py": importing("pkg.orders.rates"),
        "pkg/health/handler.py": importing("pkg.orders.rates"),
        "pkg/orders/rates.py": "",
    }
    found = analysed(tmp_path, files)
    assert decided(found)["pkg/orders/rates.py"] == "linked -> Billing Health"
    assert found.decisions.files["pkg/orders/rates.py"].why == (
        "in the package of another function, pkg/orders"
    )


def test_file_with_several_handlers_is_linked_with_what_it_alone_needs(tmp_path: Path) -> None:
    blocks = (
        function("OneFunction", handler="pkg.api.one"),
        function("TwoFunction", handler="pkg.api.two"),
        function("OtherFunction", handler="pkg.other.main"),
    )
    api = "import pkg.words\n\n\ndef one(event, context):\n    pass\n\n\ntwo = one\n"
    files = {
        "template.yaml": HEADER + "\n".join(blocks),
        "pkg/api.py": api,
        "pkg/words.py": "",
        "pkg/other.py": BODY,
    }
    assert decided(analysed(tmp_path, files)) == {
        "pkg/api.py": "linked -> One Two",
        "pkg/words.py": "linked -> One Two",
        "pkg/other.py": "own Other",
    }


def test_handler_that_others_import_stays_its_functions(tmp_path: Path) -> None:
    files = {
        "template.yaml": THREE,
        **HANDLERS,
        "pkg/billing/handler.py": importing("pkg.orders.handler"),
    }
    assert decided(analysed(tmp_path, files))["pkg/orders/handler.py"] == "own Orders -> Billing"


READING = "from pathlib import Path\n\nTEXT = (Path(__file__).parent / 'rates.json').read_text()\n"


def test_data_goes_where_its_reader_goes(tmp_path: Path) -> None:
    files = {
        "template.yaml": THREE,
        "pkg/orders/handler.py": READING + "import pkg.shared.tools\n" + BODY,
        "pkg/orders/rates.json": "{}",
        "pkg/billing/handler.py": importing("pkg.shared.tools"),
        "pkg/health/handler.py": BODY,
        "pkg/shared/tools.py": READING,
        "pkg/shared/rates.json": "{}",
    }
    found = decided(analysed(tmp_path, files))
    assert found["pkg/orders/rates.json"] == "own Orders"
    assert found["pkg/shared/rates.json"] == "shared"


def test_data_of_the_current_folder_is_in_each_function(tmp_path: Path) -> None:
    reading = "TEXT = open('config/rates.json').read()\n" + BODY
    files = {
        "template.yaml": THREE,
        **HANDLERS,
        "pkg/orders/handler.py": reading,
        "pkg/billing/handler.py": reading,
        "config/rates.json": "{}",
    }
    assert decided(analysed(tmp_path, files))["config/rates.json"] == "linked -> Orders Billing"


WISHES = {
    "template.yaml": THREE,
    **HANDLERS,
    "pkg/orders/handler.py": importing("pkg.tools.one", "pkg.tools.two"),
    "pkg/billing/handler.py": importing("pkg.tools.one"),
    "pkg/tools/one.py": "",
    "pkg/tools/two.py": "",
}


@pytest.mark.parametrize(
    ("own", "shared", "one", "two"),
    [
        ((), (), "shared", "own Orders"),
        (("pkg/tools",), (), "linked -> Orders Billing", "own Orders"),
        ((), ("pkg/tools",), "shared", "shared"),
        (("pkg/tools",), ("pkg/tools/one.py",), "shared", "own Orders"),
        (("pkg/tools/one.py",), ("pkg",), "linked -> Orders Billing", "shared"),
        (("pkg/tool",), (), "shared", "own Orders"),
        (("nowhere",), (), "shared", "own Orders"),
    ],
)
def test_wishes_overrule_and_the_longer_path_counts(
    own: tuple[str, ...], shared: tuple[str, ...], one: str, two: str, tmp_path: Path
) -> None:
    found = decided(analysed(tmp_path, WISHES, own=own, shared=shared))
    assert (found["pkg/tools/one.py"], found["pkg/tools/two.py"]) == (one, two)


def test_handlers_are_not_overruled(tmp_path: Path) -> None:
    found = decided(analysed(tmp_path, WISHES, shared=["."]))
    assert found["pkg/orders/handler.py"] == "own Orders"


def test_included_files_are_needed(tmp_path: Path) -> None:
    files = {"template.yaml": handlers("pkg.orders"), "pkg/orders.py": BODY, "plugs/one.py": ""}
    assert "plugs/one.py" not in decided(analysed(tmp_path / "1", files))
    found = decided(analysed(tmp_path / "2", files, included=["plugs"]))
    assert found["plugs/one.py"] == "own Orders"


NESTED = {
    "template.yaml": HEADER
    + function("OrdersFunction", "CodeUri: pkg/orders/", handler="app.main")
    + function("BillingFunction", handler="pkg.main.main"),
    "pkg/orders/app.py": "import helper\nimport rates\n" + BODY,
    "pkg/orders/helper.py": "",
    "pkg/orders/rates.py": "",
    "pkg/main.py": "import pkg.orders.helper\n" + BODY,
}


def test_file_in_another_functions_code_folder_stays_there(tmp_path: Path) -> None:
    found = analysed(tmp_path, NESTED)
    assert decided(found) == {
        "pkg/main.py": "own Billing",
        "pkg/orders/helper.py": "linked -> Billing",
    }
    assert found.decisions.foreign == ("pkg/orders",)


def test_modules_of_another_code_folder_are_not_looked_at(tmp_path: Path) -> None:
    found = analysed(tmp_path, NESTED, "pkg/orders")
    assert set(decided(found)) == {"app.py", "helper.py", "rates.py"}
