"""Shared code that really moves into the layer."""

from __future__ import annotations

from pathlib import Path

from repositories import Repository, succeeded

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    CodeUri: src/
Resources:
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: orders.handler
  UsersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: users.handler
"""
HANDLER = "import money\n\ndef handler(event, context):\n    return money.CENTS\n"


def test_it_moves_with_the_first_function_alone(tmp_path: Path) -> None:
    files = {
        "template.yaml": TEMPLATE,
        "src/orders.py": HANDLER,
        "src/users.py": HANDLER,
        "src/money.py": "CENTS = 100\n",
    }
    work = Repository(tmp_path, files)

    succeeded(work.run("migrate", "--all", "--shared-code", "layer", "--no-tests"))

    assert not (tmp_path / "layers/shared/money.py").is_symlink()
    assert (tmp_path / "src/money.py").resolve() == tmp_path / "layers/shared/money.py"
    for _ in range(2):
        succeeded(work.run("migrate", "--undo"))
    assert {name: (tmp_path / name).read_text() for name in files} == files
    assert not (tmp_path / "layers").exists()
