"""Artifacts of functions, predicted from the sources and compared with those of `sam build`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from migrated_shop import HEAD, write

from sam_scaffold.application.application import Application
from sam_scaffold.invocation.interpreter import interpreter
from sam_scaffold.migration.proof.built import Builder, Built

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the sources have links")

FUNCTION = """\
  {id}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python{version}
      Handler: {handler}
      CodeUri: {code}
      Layers: [!Ref One, !Ref Two]
"""
LAYERS = """\
  One:
    Type: AWS::Serverless::LayerVersion
    Metadata:
      BuildMethod: python{version}
      BuildProperties: {{ParentPackageMode: explicit, ParentPackages: shop.common}}
    Properties:
      ContentUri: shop/common/
  Two:
    Type: AWS::Serverless::LayerVersion
    Properties:
      ContentUri: layers/two/
"""
AUTO = "    Metadata: {BuildProperties: {ParentPackageMode: auto}}\n"
EXPLICIT = "    Metadata: {BuildProperties: {ParentPackageMode: explicit, ParentPackages: %s}}\n"

FILES = {
    "shop/__init__.py": "",
    "shop/orders/__init__.py": "",
    "shop/orders/handler.py": "def main(event, context): ...\n",
    "shop/orders/data/a.json": "{}",
    "shop/orders/venv/x.py": "",
    "shop/orders/a.pyc": "",
    "shop/orders/b.so": "",
    "shop/orders/.hidden": "x",
    "shop/common/money.py": "A = 1\n",
    "layers/two/python/two.py": "",
    "layers/two/python/env/kept.py": "",
    "layers/two/bin/tool": "",
}

CASES = {
    "Whole": ("shop.orders.handler.main", "./", ""),
    "Auto": ("shop.orders.handler.main", "shop/orders/", AUTO),
    "AutoFromAbove": ("shop.common.money.main", "../app/shop/common", AUTO),
    "AutoOfAnother": ("other.handler.main", "linked/", AUTO),
    "Explicit": ("shop.orders.handler.main", "shop/orders/", EXPLICIT % "shop.orders"),
    "ExplicitInUse": ("shop.orders.handler.main", "shop/orders/", EXPLICIT % "data"),
    "Linked": ("orders.handler.main", "linked/", ""),
}


def sources(root: Path, version: str) -> Path:
    text = HEAD + LAYERS.format(version=version)
    for name, (handler, code, metadata) in CASES.items():
        text += FUNCTION.format(id=name, handler=handler, code=code, version=version) + metadata
    write(root, {**FILES, "template.yaml": text})
    (root / "linked").mkdir()
    (root / "linked/orders").symlink_to("../shop/orders")
    (root / "linked/one.py").symlink_to("../shop/common/money.py")
    return root


def built_of(root: Path, target: Path) -> dict[str, Built]:
    facts = Application.of(root / "template.yaml")
    builder = Builder(target)
    found = {function.logical_id: builder.build(facts, function) for function in facts.functions}
    return {name: build for name, build in found.items() if build is not None}


def files(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found}


def test_parent_packages_are_put_above(tmp_path: Path) -> None:
    built = built_of(sources(tmp_path / "app", "3.12"), tmp_path / "built")
    assert set(built["Explicit"].task.sizes) == {
        f"shop/orders/{name}" for name in ("__init__.py", "handler.py", "data/a.json", ".hidden")
    }
    assert built["Auto"].task.sizes == built["Explicit"].task.sizes
    assert set(built["AutoFromAbove"].task.sizes) == {"shop/common/money.py"}
    assert "orders/handler.py" in built["AutoOfAnother"].task.sizes
    assert "handler.py" in built["ExplicitInUse"].task.sizes


def test_links_are_followed_and_sizes_are_those_of_files(tmp_path: Path) -> None:
    built = built_of(sources(tmp_path / "app", "3.12"), tmp_path / "built")["Linked"]
    assert built.task.sizes["one.py"] == len("A = 1\n")
    assert "orders/handler.py" in built.task.sizes
    assert files(built.task.folder) == set(built.task.sizes)
    assert set(built.opt.sizes) == {
        "python/shop/common/money.py",
        "python/two.py",
        "python/env/kept.py",
        "bin/tool",
    }


def test_links_that_lead_nowhere_or_into_themselves_are_named(tmp_path: Path) -> None:
    root = sources(tmp_path / "app", "3.12")
    (root / "linked/lost").symlink_to("nowhere")
    (root / "linked/round").symlink_to("../linked")
    (root / "linked/itself").symlink_to("itself")
    (root / "shop/common/gone.py").symlink_to("missing.py")
    built = built_of(root, tmp_path / "built")["Linked"]
    assert set(built.task.broken) == {"linked/lost", "linked/round", "linked/itself"}
    assert built.opt.broken == ("shop/common/gone.py",)


def test_functions_of_one_folder_are_built_once(tmp_path: Path) -> None:
    built = built_of(sources(tmp_path / "app", "3.12"), tmp_path / "built")
    assert built["Auto"].task is built["Explicit"].task
    assert built["Auto"].opt is built["Whole"].opt


@pytest.mark.slow
def test_it_is_what_sam_builds(tmp_path: Path) -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    python = interpreter(version)
    assert python is not None
    root = sources(tmp_path / "app", version)
    built = built_of(root, tmp_path / "built")
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    subprocess.run(
        [Path(sys.executable).with_name("sam"), "build"],
        cwd=root,
        check=True,
        env={**os.environ, "PATH": path, "SAM_CLI_TELEMETRY": "0"},
    )
    made = root / ".aws-sam/build"
    assert {name: set(build.task.sizes) for name, build in built.items()} == {
        name: files(made / name) for name in CASES
    }
    one = {f"python/{path}" for path in files(made / "One/python")}
    two = files(root / "layers/two")  # taken as it is
    assert set(built["Whole"].opt.sizes) == one | two
