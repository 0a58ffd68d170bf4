from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sam_scaffold.dependencies.requirements.requirements_file import read_requirements
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.layouts.flat_names import (
    FlatNames,
    FlatPlacement,
    flat_names,
    taken_names,
)
from sam_scaffold.migration.renaming.rewriting import rewrite_modules

HANDLER = "pkg/orders/handler.py"


def named(*modules: str, taken: str = "") -> dict[str, str]:
    return dict(flat_names("orders", HANDLER, modules, taken=frozenset(taken.split())).modules)


def places(found: FlatNames) -> dict[str, str]:
    return {file.place: file.path for file in found.files}


def test_siblings_of_the_handler_come_to_the_top() -> None:
    found = flat_names(
        "orders", HANDLER, [HANDLER, "pkg/orders/__init__.py", "pkg/orders/rules.py"]
    )
    assert found.modules == {"pkg.orders.handler": "lambda_handler", "pkg.orders.rules": "rules"}
    assert found.files == (
        FlatPlacement(HANDLER, "lambda_handler.py"),
        FlatPlacement("pkg/orders/rules.py", "rules.py"),
    )
    assert found.dropped == ("pkg/orders/__init__.py",)


def test_a_handler_at_the_top_changes_alone() -> None:
    found = flat_names("orders", "app.py", ["app.py", "helper.py", "types.py", "utils/a.py"])
    assert found.modules == {"app": "lambda_handler"}
    assert places(found)["utils/a.py"] == "utils/a.py"


@pytest.mark.parametrize("name", ["config", "types", "logging", "requests", "shared"])
def test_a_taken_name_gets_that_of_the_package(name: str) -> None:
    taken = taken_names("python3.12", read_requirements(b"requests\n", lambda _: None), ["shared"])
    found = flat_names("orders", HANDLER, [f"pkg/orders/{name}.py"], taken=taken)
    expected = name if name == "config" else f"orders_{name}"
    assert found.modules[f"pkg.orders.{name}"] == expected


def test_taken_is_what_the_runtime_and_its_packages_have() -> None:
    requirements = read_requirements(b"requests\nPyYAML\n", lambda _: None)
    taken = taken_names("python3.12", requirements, ["shared"])
    assert {"types", "boto3", "requests", "urllib3", "yaml", "shared"} <= taken
    assert not {"config", "rules", "distutils"} & taken
    assert "distutils" in taken_names("python3.11", requirements)


def test_two_of_a_name_are_told_apart_by_their_packages() -> None:
    assert named("pkg/billing/rules.py", "pkg/orders/rules.py", "lib/billing/rules.py") == {
        "pkg.orders.handler": "lambda_handler",
        "pkg.orders.rules": "rules",
        "lib.billing.rules": "billing_rules",
        "pkg.billing.rules": "pkg_billing_rules",
    }
    assert named("pkg/orders/Rules.py", "pkg/orders/rules.py") == {
        "pkg.orders.handler": "lambda_handler",
        "pkg.orders.Rules": "Rules",
        "pkg.orders.rules": "orders_rules",
    }
    assert named("pkg/orders/lambda_handler.py")["pkg.orders.lambda_handler"] == (
        "orders_lambda_handler"
    )


def test_a_module_in_no_package_gets_the_name_of_the_function() -> None:
    found = flat_names("orders", HANDLER, ["pkg/orders/tax.py", "tax.py"])
    assert found.modules["pkg.orders.tax"] == "tax"
    assert found.modules["tax"] == "orders_tax"


def test_packages_keep_their_folders() -> None:
    modules = [
        "pkg/__init__.py",
        "pkg/orders/steps/a.py",
        "pkg/orders/types/__init__.py",
        "pkg/orders/types/b.py",
        "pkg/billing/__init__.py",
        "pkg/billing/deep/rates.py",
        "pkg/loose/tax.py",
    ]
    found = flat_names("orders", HANDLER, modules, taken=frozenset({"types"}))
    assert found.modules == {
        "pkg.orders.handler": "lambda_handler",
        "pkg.orders.steps": "steps",
        "pkg.orders.types": "orders_types",
        "pkg.billing": "billing",
        "pkg.loose.tax": "tax",
    }
    assert found.dropped == ("pkg/__init__.py",)
    assert sorted(places(found)) == [
        "billing/__init__.py",
        "billing/deep/rates.py",
        "lambda_handler.py",
        "orders_types/__init__.py",
        "orders_types/b.py",
        "steps/a.py",
        "tax.py",
    ]


def test_data_is_as_far_from_its_module_as_before() -> None:
    data = [
        ("pkg/orders/sql/a.sql", HANDLER),
        ("pkg/loose/rates.json", "pkg/loose/tax.py"),
        ("pkg/orders/sub/b.json", "pkg/orders/sub/b.py"),
        ("config/x.json", ""),
    ]
    modules = ["pkg/loose/tax.py", "pkg/orders/sub/b.py"]
    found = places(flat_names("orders", HANDLER, modules, data))
    assert found["sql/a.sql"] == "pkg/orders/sql/a.sql"
    assert found["rates.json"] == "pkg/loose/rates.json"
    assert found["sub/b.json"] == "pkg/orders/sub/b.json"
    assert found["config/x.json"] == "config/x.json"


@pytest.mark.parametrize(
    ("modules", "data", "taken", "said"),
    [
        ([], [("pkg/a.json", HANDLER)], "", "above the function's folder"),
        (
            ["pkg/loose/tax.py"],
            [("pkg/orders/a.json", HANDLER), ("pkg/loose/a.json", "pkg/loose/tax.py")],
            "",
            "would both be a.json",
        ),
        ([], [], "lambda_handler", "cannot become lambda_handler"),
        (["pkg/orders/a.py"], [], "a orders_a pkg_orders_a", "rename it"),
    ],
)
def test_what_has_no_place_is_refused(
    modules: list[str], data: list[tuple[str, str]], taken: str, said: str
) -> None:
    with pytest.raises(ScaffoldError, match=said):
        flat_names("orders", HANDLER, modules, data, frozenset(taken.split()))


def test_the_flat_function_does_the_same(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/shared/money.py": "RATE = 2\n",
        "pkg/orders/__init__.py": "",
        "pkg/orders/handler.py": (
            "from ..shared.money import RATE\n"
            "from . import types, rules as r\n"
            "from .steps import one\n"
            "import pkg.billing.tax\n"
            "def main():\n"
            "    return [RATE, types.A, r.rule(), one.STEP, pkg.billing.tax.rate()]\n"
        ),
        "pkg/orders/types.py": "A = 'a'\n",
        "pkg/orders/rules.py": "from pkg.orders.types import A\ndef rule():\n    return A * 2\n",
        "pkg/orders/steps/one.py": "from ..rules import rule\nSTEP = rule() + '!'\n",
        "pkg/billing/__init__.py": "from .rates import RATES\n",
        "pkg/billing/rates.py": "RATES = 3\n",
        "pkg/billing/tax.py": (
            "from pathlib import Path\nfrom . import RATES\n"
            "def rate():\n    return Path(__file__).with_name('a.txt').read_text() * RATES\n"
        ),
    }
    layer = {"pkg/shared/money.py"}
    taken = taken_names("python3.12", read_requirements(b"", lambda _: None), ["pkg"])
    own = [path for path in files if path not in layer and path != "pkg/__init__.py"]
    found = flat_names("orders", HANDLER, own, [("pkg/billing/a.txt", "pkg/billing/tax.py")], taken)
    files["pkg/billing/a.txt"] = "x"
    for file in found.files:
        package = str(Path(file.path).parent).replace("/", ".")
        after = str(Path(file.place).parent).replace("/", ".").strip(".")
        code = files[file.path].encode()
        if file.path.endswith(".py"):
            code = rewrite_modules(file.path, code, found.modules, package, after).data
        write(tmp_path / "task" / file.place, code)
    for path in layer:
        write(tmp_path / "opt" / path, files[path].encode())
    for path, text in files.items():
        write(tmp_path / "before" / path, text.encode())
    new = run("lambda_handler", tmp_path / "task", tmp_path / "opt")
    assert new == run("pkg.orders.handler", tmp_path / "before") == "[2, 'a', 'aa', 'aa!', 'xxx']"


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def run(module: str, *path: Path) -> str:
    code = (
        f"import sys; sys.path[:0] = {list(map(str, path))!r}; import {module} as m; "
        "print(m.main())"
    )
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
