"""Relative imports at the top of a function's code, which is not a package in Lambda."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "E9106"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: functions/orders/}
    """

FAILS = {
    "module": ({"app.py": "from . import rules\n"}, "app.py:1 imports .rules, but app is not"),
    "name": ({"app.py": "\nfrom .rules import LIMIT\n"}, "app.py:2 imports .rules, but app is"),
    "with-init": (
        {"app.py": "from .rules import LIMIT\n", "__init__.py": ""},
        "app.py:1 imports .rules, but app is not in a package in Lambda. Import the module without",
    ),
    "reached": (
        {"app.py": "import service\n", "service.py": "from .rules import LIMIT\n"},
        "service.py:1 imports .rules, but service is not in a package",
    ),
    "in-a-call": (
        {"app.py": "def handler(event, context):\n    from . import rules\n"},
        "app.py:2 imports .rules, but",
    ),
    "above-a-package": (
        {"app.py": "import shop.prices\n", "shop/prices.py": "from .. import rules\n"},
        "shop/prices.py:1 imports ..rules, but shop is not in another package in",
    ),
}


@pytest.mark.parametrize(("files", "what"), FAILS.values(), ids=FAILS.keys())
def test_import_that_fails(files: dict[str, str], what: str, tmp_path: Path) -> None:
    laid = {"rules.py": "LIMIT = 3\n", **files}
    there = {f"functions/orders/{name}": text for name, text in laid.items()}
    (said,) = lint(tmp_path, RULE, TEMPLATE, there)
    assert said.path == ("Resources", "Orders", "Properties", "CodeUri")
    assert said.message.startswith(f"Orders: functions/orders/{what}")
    assert lint(tmp_path, "E9201", TEMPLATE) == []


WORKS = {
    "absolute": {"app.py": "from rules import LIMIT\n"},
    "inside-a-package": {"app.py": "import shop.prices\n", "shop/prices.py": "from . import b\n"},
    "caught": {
        "app.py": "try:\n    from .rules import LIMIT\nexcept ImportError:\n"
        "    from rules import LIMIT\n"
    },
    "for-checkers": {
        "app.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from . import rules\n"
    },
    "not-reached": {"app.py": "", "tool.py": "from . import rules\n"},
    "test-beside": {"app.py": "", "test_app.py": "from .app import handler\n"},
}


@pytest.mark.parametrize("files", WORKS.values(), ids=WORKS.keys())
def test_import_that_works_or_never_runs(files: dict[str, str], tmp_path: Path) -> None:
    laid = {"rules.py": "LIMIT = 3\n", "shop/b.py": "", **files}
    there = {f"functions/orders/{name}": text for name, text in laid.items()}
    assert lint(tmp_path, RULE, TEMPLATE, there) == []


def test_handler_in_a_package_may(tmp_path: Path) -> None:
    files = {"src/orders/app.py": "from .rules import LIMIT\n", "src/orders/rules.py": "LIMIT = 1"}
    template = TEMPLATE.replace("app.handler", "orders.app.handler")
    template = template.replace("functions/orders/", "src/")
    assert lint(tmp_path, RULE, template, files) == []
