"""`sam build` builds a changed block as the migration expects."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generated.toolchain import NO_PYTHON, NO_SAM, interpreter, sam_environment, tool
from sam_scaffold.document import Document
from sam_scaffold.migration.block.block import Settings, with_settings
from sam_scaffold.migration.block.layer_resource import NewLayer, platforms_of, with_shared_layer
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.style.house_style import HouseStyle

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, Architectures: [arm64], CodeUri: ./}}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: pkg.orders.handler.run
  Plain:
    Type: AWS::Lambda::Function
    Properties:
      Code: .
      Handler: pkg.plain.handler.run
      Runtime: python3.12
      Role: arn:aws:iam::111111111111:role/plain
"""


def built(root: Path) -> str:
    """Build a template; what the command says."""
    command, python = tool("sam"), interpreter("3.12")
    if command is None or python is None:
        pytest.skip(NO_SAM if command is None else NO_PYTHON)
    run = subprocess.run(
        [command, "build"], cwd=root, env=sam_environment(python),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return run.stdout + run.stderr


def files(folder: Path) -> list[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found)


@pytest.mark.slow
def test_packages_in_place_are_built_where_they_are_imported_from(tmp_path: Path) -> None:
    for name in ("orders/handler.py", "plain/handler.py", "shared/text.py"):
        (tmp_path / "pkg" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pkg" / name).write_text("def run(event, context): ...\n")
    document = Document.parse("template.yaml", TEMPLATE.encode())
    platforms = platforms_of(Template("template.yaml", document), ["Orders"])
    new = NewLayer("pkg/shared/", platforms, "pkg.shared")
    document = with_shared_layer(document, new, HouseStyle())
    for logical_id, own in (("Orders", "orders"), ("Plain", "plain")):
        settings = Settings(f"pkg/{own}/", None, ("SharedCodeLayer",), f"pkg.{own}")
        document = with_settings(document, logical_id, settings)
    (tmp_path / "template.yaml").write_bytes(document.encode())
    said = built(tmp_path)
    build = tmp_path / ".aws-sam" / "build"
    assert files(build / "Orders") == ["pkg/orders/handler.py"]
    assert files(build / "Plain") == ["pkg/plain/handler.py"]
    assert files(build / "SharedCodeLayer") == ["python/pkg/shared/text.py"]
    assert "not listed in CompatibleArchitectures" not in said
