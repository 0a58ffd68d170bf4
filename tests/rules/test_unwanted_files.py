"""Files below a CodeUri or ContentUri that are not for Lambda."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import lint

RULE = "W9105"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: functions/orders/}
      Shared:
        Type: AWS::Serverless::LayerVersion
        Metadata: {BuildMethod: python3.12}
        Properties: {ContentUri: layers/shared/}
    """

TEST = "def test_total(): ...\n"

MISTAKES = {
    "tests": ("tests/test_app.py", TEST, "tests"),
    "tests-below": ("shop/test/unit/app_test.py", TEST, "shop/test"),
    "fixtures": ("tests/conftest.py", "", "tests"),
    "test-beside": ("test_app.py", f"import pytest\n{TEST}", "test_app.py"),
    "unittest": ("app_test.py", "from unittest import TestCase\n", "app_test.py"),
    "environment-file": (".env.local", "KEY=1", ".env.local"),
    "direnv": (".envrc", "export KEY=1", ".envrc"),
    "ruff": (".ruff_cache/x", "", ".ruff_cache"),
    "hypothesis": (".hypothesis/x", "", ".hypothesis"),
    "virtual-environment": ("env312/pyvenv.cfg", "", "env312"),
    "node": ("node_modules/a/index.js", "", "node_modules"),
    "github": (".github/workflows/x.yml", "", ".github"),
    "coverage": (".coverage.host.1", "", ".coverage.host.1"),
    "scaffold": (".copier-answers.yml", "", ".copier-answers.yml"),
}

FOLDERS = {
    "function": ("functions/orders", "Orders", "CodeUri"),
    "layer": ("layers/shared", "Shared", "ContentUri"),
}


def test_a_folder_that_several_ship_is_found_once(tmp_path: Path) -> None:
    more = "{Runtime: python3.12, Handler: test_it.handler, CodeUri: functions/orders}"
    other = f"Returns: {{Type: AWS::Serverless::Function, Properties: {more}}}\n    "
    files = {"functions/orders/test_it.py": TEST, "functions/orders/test_app.py": TEST}
    (said,) = lint(tmp_path, RULE, f"{TEMPLATE}  {other}", files)
    assert said.message.startswith("Orders: test_app.py in functions/orders would be deployed")


@pytest.mark.parametrize(("folder", "owner", "key"), FOLDERS.values(), ids=FOLDERS.keys())
@pytest.mark.parametrize(("path", "text", "named"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes(
    path: str, text: str, named: str, folder: str, owner: str, key: str, tmp_path: Path
) -> None:
    (said,) = lint(tmp_path, RULE, TEMPLATE, {f"{folder}/{path}": text})
    assert said.path == ("Resources", owner, "Properties", key)
    assert said.message == (
        f"{owner}: {named} in {folder} would be deployed. Move this out of the {key}."
    )


KEPT = {
    "code": ("app.py", ""),
    "requirements": ("requirements.txt", ""),
    "module-with-such-a-name": ("test_connection.py", "def connect(): ...\n"),
    "folder-with-such-a-name": ("tests/cases.py", "CASES = []\n"),
    "data": ("tests/event.json", "{}"),
    "dot-env": (".env", "KEY=1"),
    "bytecode": ("__pycache__/test_app.cpython-312.pyc", ""),
    "pytest": (".pytest_cache/x", ""),
    "mypy": (".mypy_cache/x", ""),
    "virtual-environment": (".venv/pyvenv.cfg", ""),
    "tests-in-one": ("venv/lib/test_app.py", TEST),
    "git": (".git/config", ""),
    "build": (".aws-sam/build/tests/test_app.py", TEST),
}


@pytest.mark.parametrize("folder", ["functions/orders", "layers/shared"])
@pytest.mark.parametrize(("path", "text"), KEPT.values(), ids=KEPT.keys())
def test_what_belongs_there_or_is_left_out(
    path: str, text: str, folder: str, tmp_path: Path
) -> None:
    assert lint(tmp_path, RULE, TEMPLATE, {f"{folder}/{path}": text}) == []


def test_three_are_named_and_the_others_counted(tmp_path: Path) -> None:
    names = [".ruff_cache/x", "tests/test_a.py", "test_b.py", "test_c.py", ".envrc"]
    (said,) = lint(tmp_path, RULE, TEMPLATE, {f"functions/orders/{name}": TEST for name in names})
    assert ": .ruff_cache, tests, .envrc and 2 more in functions/orders would" in said.message


def test_whole_repository_as_code(tmp_path: Path) -> None:
    template = TEMPLATE.replace("CodeUri: functions/orders/", "CodeUri: .")
    files = {".git/config": "", "tests/test_app.py": TEST, "layers/shared/shop.py": ""}
    (said,) = lint(tmp_path, RULE, template, files)
    assert said.message.startswith("Orders: tests in . would be deployed.")


def test_tests_of_packages_that_lie_there_are_theirs(tmp_path: Path) -> None:
    files = {"numpy/tests/test_core.py": TEST, "numpy-2.0.dist-info/METADATA": ""}
    assert lint(tmp_path, RULE, TEMPLATE, {f"layers/shared/{k}": v for k, v in files.items()}) == []


def test_handler_is_code_whatever_its_name(tmp_path: Path) -> None:
    template = TEMPLATE.replace("app.handler", "test_run.handler")
    assert lint(tmp_path, RULE, template, {"functions/orders/test_run.py": TEST}) == []


SILENT = {
    "other-runtime": ("python3.12, Handler", "nodejs22.x, Handler"),
    "makefile": ("Properties: {Run", "Metadata: {BuildMethod: makefile}\n        Properties: {Run"),
    "s3": ("functions/orders/", "s3://bucket/orders.zip"),
    "missing": ("functions/orders/", "functions/others/"),
}


@pytest.mark.parametrize(("old", "new"), SILENT.values(), ids=SILENT.keys())
def test_what_is_not_copied_is_not_judged(old: str, new: str, tmp_path: Path) -> None:
    assert old in TEMPLATE
    template = TEMPLATE.replace(old, new)
    assert lint(tmp_path, RULE, template, {"functions/orders/tests/test_app.py": TEST}) == []


def test_layer_that_is_not_built(tmp_path: Path) -> None:
    template = TEMPLATE.replace("Metadata: {BuildMethod: python3.12}", "DeletionPolicy: Delete")
    (said,) = lint(tmp_path, RULE, template, {"layers/shared/python/shop/test/test_a.py": TEST})
    assert said.message.startswith("Shared: python/shop/test in layers/shared would be deployed.")
    (tmp_path / "layers/shared/python/numpy-2.0.dist-info").mkdir()
    assert lint(tmp_path, RULE, template) == []


def test_layer_that_a_makefile_builds_is_not_judged(tmp_path: Path) -> None:
    template = TEMPLATE.replace("BuildMethod: python3.12", "BuildMethod: makefile")
    assert lint(tmp_path, RULE, template, {"layers/shared/tests/test_a.py": TEST}) == []


SUITE = "sqlalchemy/testing/suite/test_cte.py"


def test_packages_beside_their_list_bring_their_own_tests(tmp_path: Path) -> None:
    files = {f"functions/orders/{SUITE}": TEST, "functions/orders/requirements.txt": "SQLAlchemy\n"}
    assert lint(tmp_path, RULE, TEMPLATE, files) == []


def test_a_package_that_no_list_names_is_the_users(tmp_path: Path) -> None:
    files = {f"functions/orders/{SUITE}": TEST, "functions/orders/requirements.txt": "httpx\n"}
    (said,) = lint(tmp_path, RULE, TEMPLATE, files)
    assert f"{SUITE} in functions/orders would be deployed" in said.message


STAGE = "load_dotenv(f\".env.{os.environ['STAGE']}\")"
SETTINGS = {
    "computed": (STAGE, ".env.prod", False),
    "by-name": ("load_dotenv('.env.prod')", ".env.prod", False),
    "another": ("load_dotenv('.env.prod')", ".env.test", True),
    "local": (STAGE, ".env.local", True),
    "local-by-name": ("load_dotenv('.env.local')", ".env.local", False),
    "not-read": ("load_dotenv()", ".env.prod", True),
}


@pytest.mark.parametrize(("code", "name", "told"), SETTINGS.values(), ids=SETTINGS.keys())
def test_settings_that_the_code_reads_belong_there(
    code: str, name: str, tmp_path: Path, *, told: bool
) -> None:
    files = {"functions/orders/app.py": code, f"functions/orders/{name}": "STAGE=prod"}
    assert bool(lint(tmp_path, RULE, TEMPLATE, files)) == told
