"""Code that ties functions together: shared code that reaches back, packages that import all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from analysed import BODY, handlers, planned

from sam_scaffold.migration.coupling import couplings

TWO = handlers("pkg.orders.handler", "pkg.billing.handler")
FILES = {
    "template.yaml": TWO,
    "pkg/orders/handler.py": "import pkg.shared.tools\n" + BODY,
    "pkg/billing/handler.py": "import pkg.shared.tools\n" + BODY,
    "pkg/shared/tools.py": "",
}


def found(root: Path, **more: str) -> list[tuple[str, int, str]]:
    """Say what is coupled; ``shared__one`` stands for ``pkg/shared/one.py``."""
    files = {f"pkg/{path.replace('__', '/', 1)}.py": text for path, text in more.items()}
    return found_in(root, files)


def found_in(root: Path, files: Mapping[str, str]) -> list[tuple[str, int, str]]:
    return [
        (coupling.file, coupling.line, coupling.what)
        for coupling in couplings(planned(root, {**FILES, **files}))
    ]


def test_nothing_is_said_of_code_that_is_not_coupled(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_shared_code_that_reaches_back(tmp_path: Path) -> None:
    tools = "\n\ndef later():\n    from importlib import import_module\n\n    "
    tools += "return import_module('pkg.orders.wiring')\n"
    assert found(tmp_path, shared__tools=tools, orders__wiring="") == [
        ("pkg/shared/tools.py", 6, "imports pkg/orders/wiring.py, which is a function's own")
    ]


def test_package_that_imports_the_handlers(tmp_path: Path) -> None:
    init = "import os\nfrom pkg.orders import handler as one\nfrom pkg.billing import handler\n"
    assert (
        "pkg/__init__.py",
        2,
        "imports 2 handlers, so that each of their functions needs all",
    ) in found_in(tmp_path, {"pkg/__init__.py": init})


def test_package_that_imports_all_it_has(tmp_path: Path) -> None:
    init = "from . import one, two\nfrom .tools import X\n"
    said = found(
        tmp_path, shared____init__=init, shared__one="", shared__two="", shared__tools="X = 1\n"
    )
    assert said == [
        (
            "pkg/shared/__init__.py",
            1,
            "imports 3 modules, so that code that needs one of them loads all",
        )
    ]


def test_package_that_imports_little_is_fine(tmp_path: Path) -> None:
    said = found(tmp_path, shared____init__="from .tools import X\n", shared__tools="X = 1\n")
    assert said == []
