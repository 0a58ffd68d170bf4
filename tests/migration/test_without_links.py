"""Repositories in which links cannot be created: settings of pytest and the layer replace them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command_environment import environment, git, wheels
from lambdas import build
from monoliths import Function, Monolith, files_below, outcome
from repositories import Done, Repository, succeeded
from wheels import only_from

from sam_scaffold.invocation import Artifact

HANDLER = """\
import xmltodict

from {name}_rules import FACTOR
from shared.money import rounded

def handler(event, context):
    return rounded(event * FACTOR)
"""

FUNCTION = """\
  {id}Function:
    Type: AWS::Serverless::Function
    Properties: {{Handler: {name}.handler}}
"""

TEST = """\
import sys
sys.modules["xmltodict"] = sys
import {name}

def test_{name}():
    assert {name}.handler(2, None) == {result}
"""

NAMES = {"orders": 2, "billing": 3}

FILES = {
    "template.yaml": "Transform: AWS::Serverless-2016-10-31\n"
    "Globals: {Function: {Runtime: python3.12, CodeUri: src/}}\nResources:\n"
    + "".join(FUNCTION.format(id=name.capitalize(), name=name) for name in NAMES),
    "pytest.ini": "[pytest]\npythonpath = src\n",
    "src/requirements.txt": "xmltodict==0.14.2\n",
    "src/unused.py": "",
    "src/shared/__init__.py": "",
    "src/shared/money.py": "from .deep.places import PLACES\n\ndef rounded(value):\n"
    "    return round(value, PLACES)\n",
    "src/shared/deep/places.py": "PLACES = 2\n",
    **{f"src/{name}.py": HANDLER.format(name=name) for name in NAMES},
    **{f"src/{name}_rules.py": f"FACTOR = {factor}\n" for name, factor in NAMES.items()},
    **{
        f"tests/test_{name}.py": TEST.format(name=name, result=2 * factor)
        for name, factor in NAMES.items()
    },
}


@pytest.fixture
def work(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "work", FILES)
    repository.commit()
    return without_links(repository)


def without_links(repository: Repository) -> Repository:
    git(repository.root, "config", "core.symlinks", "false")
    return repository


def migrate(work: Repository, *words: str) -> Done:
    return work.here("migrate", *words, "--no-tests")


def passed(work: Repository) -> str:
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(
        words,
        cwd=work.root,
        env=environment(PYTHONPATH=""),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()[-1].partition(" in ")[0]


@pytest.mark.slow
def test_modules_at_the_top_and_one_shared_package(
    work: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in only_from(wheels()).items():
        monkeypatch.setenv(name, value)
    before = work.snapshot()
    for name in NAMES:
        succeeded(migrate(work, name))
        assert passed(work) == "2 passed"
    assert not [path for path in work.root.rglob("*") if path.is_symlink()]
    assert work.text("pytest.ini").splitlines()[1] == (
        "pythonpath = src functions/orders functions/billing"
    )
    built = build(work.root)
    for name, factor in NAMES.items():
        artifact = Artifact.of(built, f"{name.capitalize()}Function")
        files = {file for file in files_below(artifact.code) if not file.startswith("xmltodict")}
        assert files == {f"{name}.py", f"{name}_rules.py", "requirements.txt"}
        assert len(files_below(artifact.code)) > len(files)  # what the other list names
        assert [files_below(layer) for layer in artifact.layers] == [
            {
                "python/shared/__init__.py",
                "python/shared/money.py",
                "python/shared/deep/places.py",
            }
        ]
        function = Function(
            artifact.logical_id, "", 2, 2 * factor, frozenset(), frozenset(), layer=True
        )
        assert outcome(artifact, function) == function.result
    for folder in [work.root / ".aws-sam", *work.root.rglob("__pycache__")]:
        shutil.rmtree(folder)
    for _ in NAMES:
        succeeded(work.here("migrate", "--undo"))
    assert work.snapshot() == before


def test_in_place_names_the_list_of_packages(work: Repository) -> None:
    for name in ("handler", "rules"):
        old = "src/orders.py" if name == "handler" else "src/orders_rules.py"
        text = work.text(old).replace("orders_rules", "own.rules")
        (work.root / old).unlink()
        work.write(f"src/own/{name}.py", text)
    template = work.text().replace("Handler: orders.handler", "Handler: own.handler.handler")
    work.write("template.yaml", template)
    work.commit()
    succeeded(migrate(work, "OrdersFunction", "--layout", "in-place"))
    assert work.text("src/own/requirements.txt") == "-r ../requirements.txt\n"
    resources = work.data()["Resources"]
    assert resources["OrdersFunction"]["Properties"]["CodeUri"] == "src/own/"  # type: ignore[index]


REFUSED = {
    "out-of-a-package": (
        {
            "src/shared/orders_only.py": "X = 1\n",
            "src/orders_rules.py": "from shared.orders_only import X\nFACTOR = X\n",
        },
        (),
        "src/shared/orders_only.py leaves the package src/shared",
    ),
    "two-shared-places": (
        {
            "src/other.py": "",
            "src/orders_rules.py": "import other\nFACTOR = 2\n",
            "src/billing_rules.py": "import other\nFACTOR = 3\n",
        },
        (),
        "shared code is in src/other.py, src/shared; links cannot be created here",
    ),
    "shared-code-that-moves": ({}, ("--shared-code", "layer"), "moving shared code leaves links"),
    "needed-by-two": (
        {"src/billing.py": "import orders\nhandler = orders.handler\n"},
        (),
        "so do others; links cannot be created here",
    ),
}


@pytest.mark.parametrize(("files", "words", "said"), REFUSED.values(), ids=REFUSED)
def test_what_only_a_link_could_do_is_refused(
    files: dict[str, str], words: tuple[str, ...], said: str, work: Repository
) -> None:
    for path, text in files.items():
        work.write(path, text)
    work.commit()
    before = work.snapshot()
    name = "BillingFunction" if "src/billing.py" in files else "OrdersFunction"
    done = migrate(work, name, *words)
    assert done.code == 1
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert work.snapshot() == before


def test_turning_links_on_is_a_way_out(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("links need a right on Windows")
    work = without_links(Monolith.of("one_package").copied(tmp_path / "work"))
    done = migrate(work, "IntakeFunction")
    assert done.code == 1
    assert "git config core.symlinks true" in done.err
    git(work.root, "config", "core.symlinks", "true")
    succeeded(migrate(work, "IntakeFunction"))
