"""In place: nothing moves, and SAM puts the packages around a function's folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from command_environment import wheels
from lambdas import build
from monoliths import Function, Monolith, files_below, outcome
from repositories import Repository, refusal, succeeded
from wheels import only_from

from sam_scaffold.invocation import Artifact

HANDLER = """\
import json
from pathlib import Path

from shop.shared.money import rounded
from shop.{name}.rules import FACTOR

NAMES = json.loads((Path(__file__).parent / "names.json").read_text())

def handler(event, context):
    return [NAMES, rounded(event * FACTOR)]
"""


def function(name: str) -> str:
    return f"""\
  {name.capitalize()}Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./
      Handler: shop.{name}.handler.handler
      Runtime: python3.12
"""


def folder(name: str, factor: int) -> dict[str, str]:
    return {
        f"shop/{name}/__init__.py": "",
        f"shop/{name}/handler.py": HANDLER.format(name=name),
        f"shop/{name}/rules.py": f"FACTOR = {factor}\n",
        f"shop/{name}/forgotten.py": "import shop.shared.money\n",
        f"shop/{name}/names.json": f'["{name}"]',
    }


FILES = {
    "template.yaml": "Transform: AWS::Serverless-2016-10-31\nResources:\n"
    + function("orders")
    + function("billing"),
    "requirements.txt": "-r more.txt\n",
    "more.txt": "xmltodict==0.14.2\n",
    "shop/__init__.py": "",
    "shop/shared/__init__.py": "",
    "shop/shared/money.py": "import xmltodict\n\ndef rounded(value):\n    return round(value)\n",
    **folder("orders", 2),
    **folder("billing", 3),
    "tests/test_orders.py": (
        "import sys\nsys.modules['xmltodict'] = sys\nfrom shop.orders.handler import handler\n\n"
        "def test_orders():\n    assert handler(2.2, None) == [['orders'], 4]\n"
    ),
    "pytest.ini": "[pytest]\npythonpath = .\n",
}

ORDERS = Function("OrdersFunction", "", 2.2, [["orders"], 4], frozenset(), frozenset(), layer=True)
BILLING = Function("BillingFunction", "", 2, [["billing"], 6], frozenset(), frozenset(), layer=True)


def shop(root: Path, **files: str) -> Repository:
    repository = Repository(root, {**FILES, **files})
    repository.commit()
    return repository


@pytest.mark.slow
def test_sam_builds_the_package_alone_and_all_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lists of packages are read in the folder of the CodeUri, so they are linked there."""
    for name, value in only_from(wheels()).items():
        monkeypatch.setenv(name, value)
    work = shop(tmp_path / "work")
    before = work.snapshot()
    done = succeeded(work.run("migrate", "OrdersFunction", "--layout", "in-place"))
    assert "tests: 1 passed before, 1 passed after" in done.out
    after = work.snapshot()
    assert {path for path in before if after.get(path) != before[path]} == {"template.yaml"}
    assert work.properties("OrdersFunction")["CodeUri"] == "shop/orders/"
    built = build(work.root)
    artifact = Artifact.of(built, "OrdersFunction")
    own = {f"shop/orders/{Path(path).name}" for path in folder("orders", 0)}
    lists = {"shop/orders/requirements.txt", "shop/orders/more.txt"}
    brought = {path for path in files_below(artifact.code) if path.startswith("xmltodict")}
    assert brought
    assert files_below(artifact.code) - brought == own | lists
    assert [files_below(layer) for layer in artifact.layers] == [
        {"python/shop/shared/__init__.py", "python/shop/shared/money.py"}
    ]
    assert outcome(artifact, ORDERS) == ORDERS.result
    assert outcome(Artifact.of(built, "BillingFunction"), BILLING) == BILLING.result
    shutil.rmtree(work.root / ".aws-sam")
    succeeded(work.run("migrate", "--undo"))
    assert work.snapshot() == before


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"shop/orders/test_rules.py": "def test(): ...\n"}, "would deploy shop/orders/test_rules"),
        ({"shop/orders/requirements.txt": "h11\n"}, "has its own requirements.txt"),
        (
            {"shop/orders/rules.py": "import shop.own\nFACTOR = 2\n", "shop/own.py": ""},
            "needs shop/own.py, which is outside of shop/orders",
        ),
        (
            {"shop/billing/rules.py": "from shop.orders.rules import FACTOR\n"},
            "",
        ),
        (
            {"shop/__init__.py": "import logging\nlogging.basicConfig()\n"},
            "shop/__init__.py runs code in line 2",
        ),
    ],
)
def test_what_cannot_stay_is_refused(files: dict[str, str], said: str, tmp_path: Path) -> None:
    work = shop(tmp_path / "work", **files)
    before = work.snapshot()
    done = work.here("migrate", "OrdersFunction", "--layout", "in-place", "--dry-run")
    if said:
        assert said in done.err.splitlines()[-1]
    else:
        succeeded(done)
    assert work.snapshot() == before


def test_a_handler_at_the_top_is_in_no_package(tmp_path: Path) -> None:
    work = Monolith.of("siblings").copied(tmp_path / "work")
    done = work.here("migrate", "SeatPlan", "--layout", "in-place", "--no-tests")
    assert "is not in a package of its own; use --layout keep" in done.err
    assert done.code == 1


def test_empty_packages_around_it_are_not_needed(tmp_path: Path) -> None:
    monolith = Monolith.of("package_called_src")
    work = monolith.copied(tmp_path / "work")
    for function in monolith.functions[:2]:
        succeeded(work.here("migrate", function.logical_id, "--layout", "in-place", "--no-tests"))
    for function in monolith.functions[:2]:
        resource = work.data()["Resources"][function.logical_id]
        name = function.folder.removeprefix("functions/")
        assert resource["Metadata"]["BuildProperties"] == {  # type: ignore[index]
            "ParentPackageMode": "explicit",
            "ParentPackages": f"src.functions.{name}",
        }


@pytest.mark.skipif(os.name == "nt", reason="the SAM CLI of this test is a script")
@pytest.mark.parametrize(
    ("version", "said"),
    [("1.144.2", "SAM CLI 1.144 ignores"), ("1.145.0", ""), ("", "needs SAM CLI 1.145")],
)
def test_the_sam_cli_has_to_read_parent_packages(version: str, said: str, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    git = shutil.which("git")
    assert git is not None
    (tools / "git").symlink_to(git)
    if version:
        sam = tools / "sam"
        sam.write_text(f"#!/bin/sh\necho SAM CLI, version {version}\n")
        sam.chmod(0o755)
    work = shop(tmp_path / "work")
    words = ("migrate", "OrdersFunction", "--layout", "in-place", "--dry-run")
    done = work.here(*words, PATH=f"{tools}:/bin")
    if version.startswith("1.144"):
        assert said in refusal(done)
    else:
        assert succeeded(done).err.startswith(f"warning: `sam build` {said}" if said else "")
        assert bool(said) == ("SAM CLI" in done.err)
