"""Notes on actions that a plan leaves to the user."""

from __future__ import annotations

from pathlib import Path

from analysed import BODY, handlers, planned

from sam_scaffold.migration.notes import notes

FILES = {
    "template.yaml": handlers("pkg.orders.handler", "pkg.billing.handler"),
    "pkg/__init__.py": "",
    "pkg/orders/handler.py": "import pkg.tools\n" + BODY,
    "pkg/billing/handler.py": "import pkg.tools\n" + BODY,
    "pkg/tools.py": "",
}


def said(root: Path, **more: str) -> tuple[str, ...]:
    files = {f"{path.replace('__', '/', 1)}.py": text for path, text in more.items()}
    return notes(planned(root, {**FILES, **files}))


def test_nothing_to_see_to(tmp_path: Path) -> None:
    assert said(tmp_path) == ()


def test_package_that_no_list_brings(tmp_path: Path) -> None:
    handler = "import pkg.tools\nimport acme.rates\nimport boto3\nimport json\n" + BODY
    found = said(tmp_path, **{"pkg__orders/handler": handler})
    assert found == (
        (
            "OrdersFunction imports acme, which no requirements file here lists; what installs "
            "it into ./ must do so in functions/orders/."
        ),
    )


def test_package_of_a_list_is_no_concern(tmp_path: Path) -> None:
    handler = "import pkg.tools\nimport acme\n" + BODY
    files = {"pkg/orders/handler.py": handler, "requirements.txt": "acme\n"}
    assert notes(planned(tmp_path, {**FILES, **files})) == ()


def test_imports_that_are_not_run_any_more(tmp_path: Path) -> None:
    found = said(tmp_path, pkg____init__="import logging\nfrom . import tools\n")
    assert found == (
        (
            "pkg/__init__.py is in neither the layer nor a function, which share its package, and "
            "so import logging; from . import tools is not run."
        ),
    )


def test_data_that_nothing_names_stays_and_is_said(tmp_path: Path) -> None:
    files = {
        "template.yaml": handlers("api.orders", "api.billing"),
        "api/orders.py": BODY,
        "api/billing.py": "LIST = 'rates'\n" + BODY,
        "api/schemas/order.json": "{}",
        "api/tables/rates.csv": "",
        "api/tests/event.json": "{}",
    }
    found = notes(planned(tmp_path, files))
    assert "api/schemas/ stays, as nothing names a file in it" in found[0]
    assert [line for line in found if "tables" in line or "tests" in line] == []
