"""The ``__init__.py`` of packages that are in a function's folder and in the layer at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from analysed import BODY, analysed, handlers, shown

from sam_scaffold.migration.needs.analysis import Analysis

TWO = handlers("pkg.orders.handler", "pkg.billing.handler")
LINKED = sorted(["linked", "->", "Orders", "Billing"])
KEYS = {"OrdersFunction in template.yaml", "BillingFunction in template.yaml"}


def split(root: Path, init: str, /, *own: str, included: str = "", **more: str) -> Analysis:
    """Analyse two functions that share ``pkg/shared``, so that ``pkg`` is split."""
    files = {
        "template.yaml": TWO,
        "pkg/__init__.py": init,
        "pkg/orders/__init__.py": "",
        "pkg/orders/handler.py": "import pkg.shared.tools\n" + BODY,
        "pkg/billing/__init__.py": "",
        "pkg/billing/handler.py": "import pkg.shared.tools\n" + BODY,
        "pkg/shared/__init__.py": "",
        "pkg/shared/tools.py": "",
    }
    more = {f"pkg/{path.replace('__', '/')}.py": text for path, text in more.items()}
    return analysed(root, {**files, **more}, own=own, included=[included] if included else [])


def inits(found: Analysis) -> dict[str, str]:
    files = found.decisions.files.values()
    return {file.path: shown(file) for file in files if file.path.endswith("__init__.py")}


def test_outer_package_is_left_out_and_the_others_lie_where_their_package_does(
    tmp_path: Path,
) -> None:
    found = split(tmp_path, "")
    assert inits(found) == {
        "pkg/orders/__init__.py": "own Orders",
        "pkg/billing/__init__.py": "own Billing",
        "pkg/shared/__init__.py": "shared",
    }
    assert [(file.path, file.imports) for file in found.left_out] == [("pkg/__init__.py", ())]
    assert found.split.problems == {}


def test_package_of_several_functions_that_is_not_split_is_linked(tmp_path: Path) -> None:
    files = {
        "template.yaml": TWO,
        "pkg/__init__.py": "",
        "pkg/orders/handler.py": BODY,
        "pkg/billing/handler.py": BODY,
    }
    found = analysed(tmp_path, files)
    assert sorted(inits(found)["pkg/__init__.py"].split()) == LINKED
    assert found.left_out == ()


def test_package_of_the_layer_alone_is_whole(tmp_path: Path) -> None:
    files = {
        "template.yaml": handlers("orders", "billing"),
        "orders.py": "import pkg.tools\n" + BODY,
        "billing.py": "import pkg.tools\n" + BODY,
        "pkg/__init__.py": "import os\n\nos.environ['A'] = 'b'\n",
        "pkg/tools.py": "",
    }
    found = analysed(tmp_path, files)
    assert inits(found) == {"pkg/__init__.py": "shared"}
    assert found.split.problems == {}


HARMLESS = [
    "",
    "# A comment.\n",
    '"""A text."""\n',
    "__version__ = '1.0'\n",
    "__all__ = ['orders']\n",
    "import logging\n\nlogger = logging.getLogger(__name__)\n",
    "from __future__ import annotations\n",
    "import typing\n\nif typing.TYPE_CHECKING:\n    import json\n\n    json.dumps(1)\n",
    "try:\n    import json\nexcept ImportError:\n    json = None\n",
    "def helper():\n    print(1)\n",
    "class Thing:\n    name = 'x'\n",
    "from typing import TypeVar\n\nT = TypeVar('T')\n",
    "A: int = 3\n",
]


@pytest.mark.parametrize("init", HARMLESS)
def test_what_nobody_takes_may_be_left_out(init: str, tmp_path: Path) -> None:
    found = split(tmp_path, init)
    assert [file.path for file in found.left_out] == ["pkg/__init__.py"]
    assert found.split.problems == {}


EFFECTS = {
    "import os\n\nos.environ['A'] = 'b'\n": 3,
    "import logging\n\nlogging.basicConfig()\n": 3,
    "import sys\n\nsys.path.append('x')\n": 3,
    "print('loaded')\n": 1,
    "import boto3\n\nclient = boto3.client('s3')\n": 3,
    "for one in range(3):\n    pass\n": 1,
    "try:\n    import json\nexcept ImportError:\n    print(1)\n": 4,
    "if True:\n    print(1)\n": 1,
    "with open('x') as file:\n    pass\n": 1,
    "import os\n\ndel os.environ['A']\n": 3,
    "assert True\n": 1,
    "import os\n\nA = 1\nos.linesep = 'x'\n": 4,
}


@pytest.mark.parametrize("init", EFFECTS)
def test_what_runs_is_not_left_out(init: str, tmp_path: Path) -> None:
    found = split(tmp_path, init)
    assert found.left_out == ()
    assert found.split.problems.keys() == KEYS
    assert found.split.problems["OrdersFunction in template.yaml"] == (
        f"pkg/__init__.py runs code in line {EFFECTS[init]}, and pkg would be split between the "
        "function and the layer; move that to a module of its own, or keep the package whole "
        "with --own pkg."
    )


TAKING = [
    "from pkg import RATE\n",
    "from .. import RATE\n",
    "import pkg\n\nprint(pkg.RATE)\n",
    "def later():\n    from pkg import RATE\n",
    "from pkg import *\n",
]


@pytest.mark.parametrize("taking", TAKING)
def test_what_is_taken_from_it_is_not_left_out(taking: str, tmp_path: Path) -> None:
    text = taking + "import pkg.shared.tools\n" + BODY
    found = split(tmp_path, "RATE = 3\n", orders__handler=text)
    assert found.left_out == ()
    problem = found.split.problems["OrdersFunction in template.yaml"]
    assert problem.startswith("pkg/__init__.py binds ")
    assert problem.endswith("or keep the package whole with --own pkg.")


@pytest.mark.parametrize("init", ["RATE = 3\n", "import os\n\nos.environ['A'] = 'b'\n"])
def test_package_that_is_kept_whole_has_its_init(init: str, tmp_path: Path) -> None:
    text = "from pkg import *\nimport pkg.shared.tools\n" + BODY
    found = split(tmp_path, init, "pkg", orders__handler=text)
    assert found.split.problems == {}
    assert found.left_out == ()
    assert sorted(inits(found)["pkg/__init__.py"].split()) == LINKED


def test_submodule_is_not_bound_by_its_package(tmp_path: Path) -> None:
    text = "from pkg import shared\nimport pkg.shared.tools\n" + BODY
    found = split(tmp_path, "", orders__handler=text)
    assert [file.path for file in found.left_out] == ["pkg/__init__.py"]


def test_imports_of_what_is_left_out_are_not_followed_any_more(tmp_path: Path) -> None:
    """An eager package makes all closures equal; without it they are not."""
    found = split(tmp_path, "from pkg.billing import handler\n", orders__own="")
    assert found.left_out[0].imports == ("from pkg.billing import handler",)
    orders, billing = found.readings.values()
    assert "pkg/billing/handler.py" in next(iter(found.before.values())).files
    assert "pkg/billing/handler.py" not in orders.files
    assert "pkg/billing/handler.py" in billing.files


def test_package_that_is_included_is_left_out_once(tmp_path: Path) -> None:
    found = split(tmp_path, "", included="pkg")
    assert [file.path for file in found.left_out] == ["pkg/__init__.py"]


def test_inner_package_is_split_at_its_own_level(tmp_path: Path) -> None:
    """A module of a function's own package that shared code needs stays with the function."""
    files = {
        "template.yaml": TWO,
        "pkg/core/__init__.py": "",
        "pkg/core/one.py": "",
        "pkg/core/two.py": "",
        "pkg/orders/handler.py": "import pkg.core.one, pkg.core.two\n" + BODY,
        "pkg/billing/handler.py": "import pkg.core.one\n" + BODY,
    }
    found = analysed(tmp_path, files)
    assert [file.path for file in found.left_out] == ["pkg/core/__init__.py"]
    assert shown(found.decisions.files["pkg/core/one.py"]) == "shared"
    assert shown(found.decisions.files["pkg/core/two.py"]) == "own Orders"
