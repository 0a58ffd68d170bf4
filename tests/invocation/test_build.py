"""`sam build` is run when something changed, in a folder of its own; here is a fake one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from repositories import Repository

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.invocation import Artifact
from sam_scaffold.invocation.build import built

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, Handler: app.handler}}
Resources:
  CodeLayer:
    Type: AWS::Serverless::LayerVersion
    Metadata: {BuildMethod: python3.12}
    Properties: {ContentUri: layers/code}
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: functions/orders, Layers: [!Ref CodeLayer]}
  OtherFunction:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: functions/other}
  InlineFunction:
    Type: AWS::Serverless::Function
    Properties: {InlineCode: "def handler(event, context): return 1"}
  LayeredInlineFunction:
    Type: AWS::Serverless::Function
    Properties: {InlineCode: "def handler(event, context): return 1", Layers: [!Ref CodeLayer]}
"""

FILES = {
    "template.yaml": TEMPLATE,
    "samconfig.toml": "version = 0.1\n",
    "functions/orders/app.py": "",
    "functions/other/app.py": "",
    "layers/code/shop/__init__.py": "",
}

SAM = """\
#!/bin/sh
echo "$PWD $@" >> "{log}"
echo "$PATH" > "{log}.path"
mkdir -p build/OrdersFunction build/CodeLayer functions/orders functions/other layers/code
cp "{root}/template.yaml" build/template.yaml
mkdir -p build/functions/orders build/functions/other build/layers/code
{more}
"""


class Shop(Repository):
    """A repository, and a fake `sam` that logs what it is run with."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(root / "repository", FILES)
        self.log = root / "log"
        self.sam = root / "bin" / "sam"
        self.sam.parent.mkdir()
        monkeypatch.setenv("PATH", f"{self.sam.parent}:/usr/bin:/bin")
        self.says()

    def says(self, more: str = "") -> None:
        """Add commands to the fake."""
        text = SAM.format(log=self.log, root=self.root, more=more)
        self.sam.write_text(text, encoding="utf-8")
        self.sam.chmod(0o755)

    def build(
        self, logical_id: str = "OrdersFunction", template: str = "template.yaml"
    ) -> Artifact:
        return built(self.root / template, logical_id, Path("/pythons"), "eu-west-1")

    def runs(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(tmp_path, monkeypatch)


def test_command_and_folders(shop: Shop) -> None:
    found = shop.build()
    folder = shop.root / ".aws-sam/sam-scaffold/template.yaml/OrdersFunction"
    (run,) = shop.runs()
    assert run == (
        f"{folder} build OrdersFunction --template-file {shop.root}/template.yaml "
        "--build-dir build --cached --cache-dir cache --no-use-container"
    )
    path = shop.log.with_name("log.path").read_text(encoding="utf-8")
    assert path.startswith(f"/pythons{os.pathsep}{shop.sam.parent}")
    assert found.code == folder / "build/functions/orders"
    assert found.layers == (folder / "build/layers/code",)


def test_sams_own_build_is_left_alone(shop: Shop) -> None:
    shop.write(".aws-sam/build/template.yaml", "mine")
    shop.write(".aws-sam/cache/x", "mine")
    shop.build()
    assert shop.text(".aws-sam/build/template.yaml") == "mine"
    assert sorted(path.name for path in (shop.root / ".aws-sam").iterdir()) == [
        "build",
        "cache",
        "sam-scaffold",
    ]


def test_nothing_new_is_not_built_again(shop: Shop) -> None:
    said: list[str] = []
    template = shop.root / "template.yaml"
    for _ in range(2):
        built(template, "OrdersFunction", Path("/pythons"), "eu-west-1", said.append)
    assert len(shop.runs()) == 1
    assert said == ["Building OrdersFunction with sam build."]


CHANGES = {
    "template": "template.yaml",
    "configuration": "samconfig.toml",
    "code": "functions/orders/app.py",
    "new-code": "functions/orders/new.py",
    "layer": "layers/code/shop/__init__.py",
}


@pytest.mark.parametrize("path", CHANGES.values(), ids=CHANGES.keys())
def test_change_is_built(path: str, shop: Shop) -> None:
    shop.build()
    before = shop.text(path) if (shop.root / path).exists() else ""
    shop.write(path, f"{before}# more\n")
    shop.build()
    assert len(shop.runs()) == 2


def test_older_file_is_a_change(shop: Shop) -> None:
    shop.build()
    os.utime(shop.root / "functions/orders/app.py", (1, 1))
    shop.build()
    assert len(shop.runs()) == 2


def test_file_that_goes_is_a_change(shop: Shop) -> None:
    shop.write("functions/orders/old.py", "")
    shop.build()
    (shop.root / "functions/orders/old.py").unlink()
    shop.build()
    assert len(shop.runs()) == 2


def test_lost_build_is_built(shop: Shop) -> None:
    shop.build()
    shutil.rmtree(shop.root / ".aws-sam/sam-scaffold/template.yaml/OrdersFunction/build")
    shop.build()
    assert len(shop.runs()) == 2


UNCHANGED = {
    "other-function": "functions/other/app.py",
    "bytecode": "functions/orders/__pycache__/app.cpython-312.pyc",
    "tests-cache": "functions/orders/.pytest_cache/x",
    "document": "README.md",
}


@pytest.mark.parametrize("path", UNCHANGED.values(), ids=UNCHANGED.keys())
def test_change_of_something_else_is_not_built(path: str, shop: Shop) -> None:
    shop.build()
    shop.write(path, "changed")
    shop.build()
    assert len(shop.runs()) == 1


def test_build_inside_the_code_is_no_change(shop: Shop) -> None:
    shop.write("template.yaml", TEMPLATE.replace("functions/orders", "."))
    shop.build()
    shop.build()
    assert len(shop.runs()) == 1


def test_functions_of_several_templates(shop: Shop) -> None:
    shop.write("other.yaml", TEMPLATE)
    shop.build()
    shop.build(template="other.yaml")
    shop.build("OtherFunction")
    shop.build()
    folders = [Path(run.split()[0]) for run in shop.runs()]
    assert [folder.relative_to(shop.root).as_posix() for folder in folders] == [
        ".aws-sam/sam-scaffold/template.yaml/OrdersFunction",
        ".aws-sam/sam-scaffold/other.yaml/OrdersFunction",
        ".aws-sam/sam-scaffold/template.yaml/OtherFunction",
    ]


def test_inline_code_needs_no_build(shop: Shop) -> None:
    assert shop.build("InlineFunction").inline.startswith("def handler")
    assert shop.runs() == []


def test_layers_of_inline_code_are_built_with_all(shop: Shop) -> None:
    shop.build("LayeredInlineFunction")
    (run,) = shop.runs()
    assert " build --template-file " in run


REASONS = {
    "error": (
        "printf 'Building\\nError: PythonPipBuilder:ResolveDependencies - {x==9}\\n' >&2; exit 1",
        "sam build OrdersFunction: PythonPipBuilder:ResolveDependencies - {x==9}",
    ),
    "error-of-two-lines": (
        "printf 'Error: one\\ntwo\\n\\nthree\\n' >&2; exit 1",
        "sam build OrdersFunction: one two",
    ),
    "traceback": (
        "printf 'Error: oh\\nTraceback:\\n  File x\\nAn unexpected error\\n' >&2; exit 1",
        "sam build OrdersFunction: oh",
    ),
    "usage": (
        "printf 'Usage: sam\\n\\nNo such option: --cached\\n' >&2; exit 2",
        "sam build OrdersFunction: No such option: --cached",
    ),
    "silence": ("exit 1", "sam build OrdersFunction: it failed without a message."),
}


@pytest.mark.parametrize(("more", "expected"), REASONS.values(), ids=REASONS.keys())
def test_failure_is_one_line_and_tried_again(more: str, expected: str, shop: Shop) -> None:
    shop.build()
    shop.write("functions/orders/app.py", "changed")
    shop.says(more)
    with pytest.raises(ScaffoldError) as caught:
        shop.build()
    assert str(caught.value) == expected
    shop.says()
    shop.build()
    assert len(shop.runs()) == 3


def test_a_layer_that_is_a_parameter_without_a_value_has_a_way_out(shop: Shop) -> None:
    shop.write("template.yaml", "Parameters: {Wrapper: {Type: String}}\n" + TEMPLATE)
    shop.says("printf 'Error: Wrapper is an Invalid Layer Arn.\n' >&2; exit 1")
    with pytest.raises(ScaffoldError, match=r"Arn\. Give the parameter a Default, or .* samconfig"):
        shop.build()


def test_missing_sam_is_refused_before_anything_is_said(shop: Shop) -> None:
    shop.sam.unlink()
    said: list[str] = []
    template = shop.root / "template.yaml"
    with pytest.raises(ScaffoldError, match=r"^sam is not on PATH, .*\. Install the SAM CLI\.$"):
        built(template, "OrdersFunction", Path("/pythons"), "eu-west-1", said.append)
    assert said == []


def test_folder_that_cannot_be_made_is_refused(shop: Shop) -> None:
    shop.write(".aws-sam", "a file")
    with pytest.raises(ScaffoldError, match=r"OrdersFunction for builds cannot be created \("):
        shop.build()


def test_what_cannot_run_is_not_built(shop: Shop) -> None:
    shop.write("template.yaml", TEMPLATE.replace("python3.12, Handler", "nodejs22.x, Handler"))
    with pytest.raises(ScaffoldError, match=r"nodejs22\.x"):
        shop.build()
    assert shop.runs() == []


def test_what_was_built_for_a_function_that_is_gone_is_removed(shop: Shop) -> None:
    shop.build()
    folder = shop.root / ".aws-sam/sam-scaffold/template.yaml"
    (folder / "GoneFunction" / "build").mkdir(parents=True)
    (folder / "OtherFunction" / "build").mkdir(parents=True)
    shop.write("functions/orders/app.py", "x = 1")
    shop.build()
    assert sorted(path.name for path in folder.iterdir()) == ["OrdersFunction", "OtherFunction"]
