"""Handlers are imported as in Lambda: the function, its layers, Python, and packages last."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from environments import VERSION, environment
from migrated_shop import HEAD, write

from sam_scaffold.application.application import Application
from sam_scaffold.migration.proof import import_check
from sam_scaffold.migration.proof.built import Builder
from sam_scaffold.migration.proof.import_check import Compared, HandlerImporter, Start
from sam_scaffold.migration.proof.project_python import ProjectPython, project_pythons

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Lambda's folders are Unix's")

TEMPLATE = f"""{HEAD}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python{VERSION}
      Handler: app.main
      CodeUri: code/
      Layers: [!Ref Shared]
      Environment: {{Variables: {{TABLE: !Ref Table, EMPTY: ""}}}}
  Shared:
    Type: AWS::Serverless::LayerVersion
    Metadata: {{BuildMethod: python{VERSION}}}
    Properties:
      ContentUri: layer/
  Table:
    Type: AWS::Serverless::SimpleTable
"""
MAIN = "\n\ndef main(event, context): ...\n"


@pytest.fixture
def projects(tmp_path: Path) -> tuple[ProjectPython, ...]:
    packages = environment(tmp_path / "repository/.venv")
    write(packages, {"installed.py": "", "common.py": "WHERE = 'installed'\n"})
    return project_pythons(tmp_path / "repository", (), {"PATH": ""})[:1]


def start(root: Path, files: Mapping[str, str], template: str = TEMPLATE) -> Start:
    (root / "layer").mkdir(parents=True)
    write(root, {"template.yaml": template, **files})
    facts = Application.of(root / "template.yaml")
    built = Builder(root.parent / f"{root.name}-built").build(facts, facts.functions[0])
    assert built is not None
    return Start(facts, facts.functions[0], built)


def compared(
    tmp_path: Path,
    projects: tuple[ProjectPython, ...],
    before: Mapping[str, str],
    after: Mapping[str, str] | None = None,
) -> Compared:
    first = start(tmp_path / "before", before)
    second = start(tmp_path / "after", before if after is None else after)
    return HandlerImporter(projects).compare(first, second)


def test_a_module_may_move_to_a_layer(tmp_path: Path, projects: tuple[ProjectPython, ...]) -> None:
    app = f"import common\nassert common.WHERE == 'own'{MAIN}"
    before = {"code/app.py": app, "code/common.py": "WHERE = 'own'\n"}
    after = {"code/app.py": app, "layer/common.py": "WHERE = 'own'\n"}
    found = compared(tmp_path, projects, before, after)
    assert (found.problems, found.untried) == ((), "")
    assert found.own == {"app": "/var/task/app.py", "common": "/opt/python/common.py"}


def test_a_lost_module_is_not_made_up_for_by_an_installed_one(
    tmp_path: Path, projects: tuple[ProjectPython, ...]
) -> None:
    app = f"import common{MAIN}"
    before = {"code/app.py": app, "code/common.py": ""}
    found = compared(tmp_path, projects, before, {"code/app.py": app})
    assert found.problems == ("common is now loaded from outside of the function and its layers",)


def test_packages_of_the_project_are_found(
    tmp_path: Path, projects: tuple[ProjectPython, ...]
) -> None:
    found = compared(tmp_path, projects, {"code/app.py": f"import installed{MAIN}"})
    assert (found.problems, found.untried) == ((), "")


@pytest.mark.parametrize(
    "asserted",
    [
        "os.environ['TABLE'] == 'Table'",
        "os.environ['AWS_DEFAULT_REGION'] == os.environ['AWS_REGION'] == 'us-east-1'",
        "os.environ['AWS_ACCESS_KEY_ID'] == 'local'",
        "'OF_THE_CALLER' not in os.environ",
        "os.getcwd() == os.path.dirname(__file__) == os.environ['LAMBDA_TASK_ROOT']",
        f"sys.version_info[:2] == {sys.version_info[:2]}",
        "sys.path[0] == os.getcwd() and sys.path[2].endswith('/python')",
    ],
)
def test_the_handler_finds_what_lambda_gives_it(
    tmp_path: Path,
    projects: tuple[ProjectPython, ...],
    monkeypatch: pytest.MonkeyPatch,
    asserted: str,
) -> None:
    monkeypatch.setenv("OF_THE_CALLER", "1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "mine")
    found = compared(
        tmp_path, projects, {"code/app.py": f"import os, sys\nassert {asserted}{MAIN}"}
    )
    assert (found.problems, found.untried) == ((), "")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("import nothing", "ModuleNotFoundError: No module named 'nothing' (/var/task/app.py)"),
        ("raise SystemExit('no')", "SystemExit: no (/var/task/app.py)"),
        ("open('data/x')", "No such file or directory: 'data/x' (/var/task/app.py)"),
        ("import os\nprint('bye', flush=True)\nos._exit(3)", "Python ended with 3: bye"),
        ("raise ValueError(__file__)", "ValueError: /var/task/app.py (/var/task/app.py)"),
    ],
)
def test_what_failed_before_is_no_problem(
    tmp_path: Path, projects: tuple[ProjectPython, ...], text: str, error: str
) -> None:
    found = compared(tmp_path, projects, {"code/app.py": f"{text}{MAIN}"})
    assert found.problems == ()
    assert found.untried.endswith(error)


def test_another_error_than_before_is_a_problem(
    tmp_path: Path, projects: tuple[ProjectPython, ...]
) -> None:
    before = {"code/app.py": "import nothing", "code/own.py": ""}
    after = {"code/app.py": "import own\nimport nothing"}
    (problem,) = compared(tmp_path, projects, before, after).problems
    assert problem.startswith("fails differently: ModuleNotFoundError: No module named 'own'")


def test_a_handler_that_is_not_in_its_module_is_a_problem(
    tmp_path: Path, projects: tuple[ProjectPython, ...]
) -> None:
    found = compared(tmp_path, projects, {"code/app.py": MAIN}, {"code/app.py": "other = 1\n"})
    assert "has no attribute 'main'" in found.problems[0]


def test_one_that_hangs_is_ended(
    tmp_path: Path, projects: tuple[ProjectPython, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_check, "_SECONDS", 2)
    hanging = {"code/app.py": f"import time\ntime.sleep(60){MAIN}"}
    found = compared(tmp_path, projects, {"code/app.py": MAIN}, hanging)
    assert found.problems == ("can no longer be imported: the import takes longer than 2 s",)


def test_nothing_is_written_into_what_is_imported(
    tmp_path: Path, projects: tuple[ProjectPython, ...]
) -> None:
    compared(tmp_path, projects, {"code/app.py": f"import common{MAIN}", "layer/common.py": ""})
    assert list(tmp_path.rglob("*.pyc")) == []


def test_pythonpath_takes_the_place_of_layers(
    tmp_path: Path, projects: tuple[ProjectPython, ...]
) -> None:
    template = TEMPLATE.replace("TABLE: !Ref Table", "PYTHONPATH: /var/task/lib")
    files = {"code/app.py": f"import inner\nimport common{MAIN}", "code/lib/inner.py": ""}
    first = start(tmp_path / "before", {**files, "code/common.py": ""}, template)
    second = start(tmp_path / "after", {**files, "layer/common.py": ""}, template)
    assert HandlerImporter(projects).compare(first, second).problems != ()


def test_a_newer_python_stands_in_and_is_named(
    tmp_path: Path, projects: tuple[ProjectPython, ...]
) -> None:
    template = TEMPLATE.replace(f"Runtime: python{VERSION}", "Runtime: python3.99")
    files = {"code/app.py": MAIN}
    importer = HandlerImporter(projects)
    found = importer.compare(
        start(tmp_path / "before", files, template), start(tmp_path / "after", files, template)
    )
    assert (found.problems, found.untried) == ((), "")
    assert importer.notes[0].startswith("python3.99 is not installed")
