from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.layouts.flat_names import FlatNames, FlatPlacement, flat_names
from sam_scaffold.migration.layouts.flat_tests import flat_tests, importable_names
from sam_scaffold.migration.pytest_settings.pytest_path import with_test_folders
from sam_scaffold.migration.renaming.rewriting import rewrite_modules

HANDLER = """\
import json
from ..shared.money import RATE
from . import rules
from .config import NAME


def main(event, context):
    return json.dumps([NAME, RATE, rules.apply(event)])
"""

TESTS = """\
import importlib
from unittest import mock
from unittest.mock import patch

import pkg.{name}.rules
from pkg.{name} import handler, rules as r
from pkg.{name}.handler import main
from pkg.shared import money


def test_result():
    assert main(2, None) == '["{name}", 3, {result}]'


@patch("pkg.{name}.handler.NAME", "other")
@mock.patch("pkg.{name}.handler.RATE", 5)
def test_patched_handler():
    assert handler.main(2, None) == '["other", 5, {result}]'


def test_patched_rule(monkeypatch):
    monkeypatch.setattr("pkg.{name}.rules.FACTOR", 0)
    assert main(2, None) == '["{name}", 3, 0]'
    assert r.FACTOR == 0 and pkg.{name}.rules.FACTOR == 0


def test_by_name():
    module = importlib.import_module("pkg.{name}.handler")
    assert module is handler and module.rules is r and money.RATE == 3


def test_failing():
    assert r.FACTOR == -1
"""


def write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def monolith(root: Path) -> None:
    write(root, {"pkg/__init__.py": "", "pkg/shared/money.py": "RATE = 3\n"})
    for name, factor in (("orders", 10), ("billing", 100)):
        rules = f"FACTOR = {factor}\ndef apply(event):\n    return event * FACTOR\n"
        write(
            root,
            {
                f"pkg/{name}/__init__.py": "",
                f"pkg/{name}/handler.py": HANDLER,
                f"pkg/{name}/rules.py": rules,
                f"pkg/{name}/config.py": f"NAME = '{name}'\n",
                f"tests/test_{name}.py": TESTS.format(name=name, result=2 * factor),
            },
        )


def migrate(root: Path, name: str) -> FlatNames:
    """Make one function of the monolith flat, with the pieces of the command."""
    others = {name for folder in root.glob("functions/*") for name in importable_names(folder)}
    others |= importable_names(root) | importable_names(root / "tests")
    own = [f"pkg/{name}/{module}.py" for module in ("__init__", "handler", "rules", "config")]
    names = flat_names(name, f"pkg/{name}/handler.py", own, taken=frozenset(others))
    tests = flat_tests(f"functions/{name}", names, others)
    for path in names.files:
        code = rewrite_modules(
            path.path, (root / path.path).read_bytes(), names.modules, f"pkg.{name}"
        )
        (root / path.path).unlink()
        write(root, {f"functions/{name}/{path.place}": code.data.decode()})
    for file in (root / "tests").glob("*.py"):
        file.write_bytes(rewrite_modules(file.name, file.read_bytes(), tests.modules).data)
    if edit := with_test_folders(root, tests.folders):
        (root / edit.path).write_bytes(edit.data)
    return names


def passed(root: Path, *options: str) -> set[str]:
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", *options]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, check=False, env=environment
    )
    return set(re.findall(r"^(\S+::\S+) PASSED", done.stdout, re.MULTILINE))


def result(root: Path, module: str, *path: str) -> str:
    code = (
        f"import sys; sys.path[:0] = {[str(root / folder) for folder in path]!r}; "
        f"import {module} as m; print(m.main(2, None))"
    )
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_tests_of_two_flat_functions_pass_in_one_process(tmp_path: Path) -> None:
    monolith(tmp_path)
    before = passed(tmp_path, "--rootdir=.", "-o", "pythonpath=.")
    assert len(before) == 8
    results = {
        function: result(tmp_path, f"pkg.{function}.handler", ".")
        for function in ("orders", "billing")
    }
    for name, rules in (("orders", "rules"), ("billing", "billing_rules")):
        names = migrate(tmp_path, name)
        assert names.modules[f"pkg.{name}.rules"] == rules
        assert result(tmp_path, "lambda_handler", f"functions/{name}", ".") == results[name]
        assert passed(tmp_path) == before
    assert passed(tmp_path, "--import-mode=importlib") == before
    assert passed(tmp_path, "tests/test_billing.py", "tests/test_orders.py") == before
    written = (tmp_path / "pytest.ini").read_text()
    assert written == "[pytest]\npythonpath = . functions/orders functions/billing\n"


def test_two_handlers_of_one_name_are_one_to_a_process(tmp_path: Path) -> None:
    """Tests cannot import them by that name, whatever the import mode."""
    for name in ("orders", "billing"):
        write(
            tmp_path,
            {
                f"functions/{name}/lambda_handler.py": f"NAME = '{name}'\n",
                f"tests/test_{name}.py": (
                    f"from lambda_handler import NAME\ndef test(): assert NAME == '{name}'\n"
                ),
            },
        )
    edit = with_test_folders(tmp_path, ["functions/orders", "functions/billing"])
    assert edit is not None
    (tmp_path / edit.path).write_bytes(edit.data)
    for mode in ("prepend", "importlib"):
        assert passed(tmp_path, f"--import-mode={mode}") == {"tests/test_orders.py::test"}


LAYOUT = FlatNames(
    {"pkg.orders.handler": "lambda_handler", "pkg.orders.rules": "rules"},
    (
        FlatPlacement("pkg/orders/handler.py", "lambda_handler.py"),
        FlatPlacement("pkg/orders/rules.py", "rules.py"),
        FlatPlacement("pkg/orders/sql/a.sql", "sql/a.sql"),
    ),
    (),
)


def test_only_modules_beside_the_handler_need_their_folder() -> None:
    found = flat_tests("functions/orders", LAYOUT, {"sql"})
    assert found.folders == (".", "functions/orders")
    assert found.modules == {
        "pkg.orders.handler": "functions.orders.lambda_handler",
        "pkg.orders.rules": "rules",
    }
    alone = FlatNames(LAYOUT.modules, LAYOUT.files[:1], ())
    assert flat_tests("functions/orders", alone, {"rules"}).folders == (".",)


@pytest.mark.parametrize(
    ("folder", "others", "importers", "said"),
    [
        ("functions/orders", {"rules"}, [], "rules in functions/orders is the name of another"),
        ("my-functions/orders", set(), [], "my-functions is not a name in Python"),
        ("functions/import", set(), [], "import is not a name in Python"),
        ("functions/orders", set(), ["rules.py"], "rules.py imports the handler"),
    ],
)
def test_what_tests_could_not_tell_apart_is_refused(
    folder: str, others: set[str], importers: list[str], said: str
) -> None:
    with pytest.raises(ScaffoldError, match=said):
        flat_tests(folder, LAYOUT, others, importers)
