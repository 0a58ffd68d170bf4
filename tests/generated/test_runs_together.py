"""Tests of many generated functions, which pass in one run, and for each function on its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from .projects import FUNCTIONS, TRADING, Project
from .toolchain import PYTEST, interpreter, pytest_environment

pytestmark = pytest.mark.slow

PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")

_COMPILE = "import sys; [compile(open(f, 'rb').read(), f, 'exec') for f in sys.argv[1:]]"


def pytest_run(root: Path, *words: str) -> str:
    """Run pytest without plugins: generated tests need none."""
    run = subprocess.run(
        [*PYTEST, *words],
        cwd=root,
        env=pytest_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, f"pytest {' '.join(words)}\n{run.stdout}{run.stderr}"
    return run.stdout


def test_all_functions_are_there(project: Project) -> None:
    wanted = TRADING if project.shared_package == "trading" else FUNCTIONS
    assert len(project.tests) == len(wanted)
    assert len(FUNCTIONS) >= 10


def test_all_pass_in_one_run(project: Project) -> None:
    # The example's own code is for its runtime, Python 3.12, and needs at least 3.11.
    too_old = sys.version_info < (3, 11) and project.shared_package == "trading"
    folders = [str(folder) for folder in project.tests.values()] if too_old else []
    shown = pytest_run(project.root, "-v", *folders)
    for name in project.tests:
        assert re.search(rf"/test_{name}\.py::\S+ PASSED", shown), name


def test_each_passes_alone(project: Project) -> None:
    folders = [str(path.relative_to(project.root)) for path in project.tests.values()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda folder: pytest_run(project.root, "-q", folder), folders))


def test_each_passes_in_its_own_folder(project: Project) -> None:
    folders = list(project.tests.values())[:3]
    for folder in folders:
        pytest_run(folder, "-q")


@pytest.mark.parametrize("project", ["trading", "fresh-colocated"], indirect=True)
def test_a_broken_function_fails(copied: Project) -> None:
    """The generated tests do look at the generated code, which is the same in the flat layout."""
    for name, folder in zip(copied.tests, copied.code.values(), strict=True):
        handler = folder / "lambda_handler.py"
        text = handler.read_text(encoding="utf-8")
        handler.write_text(text.replace("return ", "return None and "), encoding="utf-8")
        with pytest.raises(AssertionError, match="FAILED"):
            pytest_run(copied.root, "-q", str(copied.tests[name]))


@pytest.mark.parametrize("version", PYTHONS)
def test_every_python_can_read_it(project: Project, version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no python{version} found")
    subprocess.run(
        [str(python), "-c", _COMPILE, *project.python_files()], cwd=project.root, check=True
    )


def test_descriptions_arrive_as_they_were_given(project: Project) -> None:
    text = (project.root / "template.yaml").read_text(encoding="utf-8")
    resources = below(yaml.compose(text, Loader=yaml.CSafeLoader))["Resources"]
    for logical_id, wanted in project.descriptions.items():
        description = below(below(below(resources)[logical_id])["Properties"])["Description"]
        assert (description.tag, description.value) == ("tag:yaml.org,2002:str", wanted)


def below(node: yaml.Node | None) -> dict[str, yaml.Node]:
    assert isinstance(node, yaml.MappingNode)
    return {key.value: value for key, value in node.value}
