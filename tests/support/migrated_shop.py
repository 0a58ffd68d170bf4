"""A repository whose functions share one folder, and the same with one of them migrated."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\nResources:\n"

FUNCTION = """\
  {id}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python{version}
      Handler: {handler}
      CodeUri: {code}
"""
LAYER = """\
  SharedCodeLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata:
      BuildMethod: python{version}
    Properties:
      ContentUri: layers/shared/
      RetentionPolicy: Retain
      CompatibleRuntimes: [python{version}]
"""
USES = "      Layers: [!Ref SharedCodeLayer]\n"

VERSION = "3.12"


def template(**codes: str) -> str:
    """Functions by name; the one with a folder of its own has the layer."""
    text = HEAD
    for name, code in codes.items():
        handler = f"shop.{name}.handler.main"
        text += FUNCTION.format(
            id=f"{name.title()}Function", handler=handler, code=code, version=VERSION
        )
        text += USES if code != "./" else ""
    return text + (LAYER.format(version=VERSION) if set(codes.values()) != {"./"} else "")


MONOLITH: dict[str, str] = {
    "template.yaml": template(orders="./", stock="./"),
    "shop/orders/__init__.py": "",
    "shop/orders/handler.py": (
        "import os\nfrom shop.common.money import total\nfrom shop.orders.texts import HELLO\n\n\n"
        "def main(event, context):\n    return HELLO, total(1)\n"
    ),
    "shop/orders/texts.py": "HELLO = 'hello'\n",
    "shop/stock/__init__.py": "",
    "shop/stock/handler.py": (
        "from shop.common.money import total\n\n\ndef main(event, context):\n    return total(2)\n"
    ),
    "shop/common/__init__.py": "",
    "shop/common/money.py": "def total(value):\n    return value\n",
    "tests/test_orders.py": (
        "from shop.orders import handler\n\n\n"
        "def test_it():\n    assert handler.main({}, None) == ('hello', 1)\n\n\n"
        "def test_that_fails():\n    assert handler.main({}, None) == 0\n"
    ),
    "tests/test_stock.py": (
        "from shop.stock.handler import main\n\n\n"
        "def test_stock():\n    assert main({}, None) == 2\n"
    ),
    "conftest.py": "",
}

NEEDED = frozenset(f"shop/orders/{name}.py" for name in ("__init__", "handler", "texts"))
"""What OrdersFunction may have in its artifact."""


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def migrate(root: Path) -> Path:
    """Give OrdersFunction a folder of its own, and links in the place of what was moved."""
    own = root / "functions/orders/shop/orders"
    own.parent.mkdir(parents=True)
    shutil.move(root / "shop/orders", own)
    (root / "shop/orders").symlink_to("../functions/orders/shop/orders")
    (root / "layers/shared/shop").mkdir(parents=True)
    (root / "layers/shared/shop/common").symlink_to("../../../shop/common")
    (root / "template.yaml").write_text(template(orders="functions/orders/", stock="./"))
    return root


def committed(root: Path) -> Path:
    """Make a folder a repository of git's with all in it."""
    for words in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *words], cwd=root, check=True)
    return root
