"""The handler's module and function, told from the code without importing it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from textwrap import dedent

import pytest

from rules import lint, write_files

RULE = "E9103"


def function(handler: str, properties: str = "", metadata: str = "") -> str:
    return f"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            {metadata}
            Properties:
              Runtime: python3.12
              Handler: {handler}
              CodeUri: functions/orders/
              {properties}
          Shared:
            Type: AWS::Serverless::LayerVersion
            Metadata: {{BuildMethod: python3.12}}
            Properties: {{ContentUri: layers/shared/}}
          Bundle:
            Type: AWS::Serverless::LayerVersion
            Metadata: {{BuildMethod: makefile}}
            Properties: {{ContentUri: layers/bundle/}}
        """


APP = "functions/orders/app.py"
DEF = "def lambda_handler(event, context): ...\n"

DEFINED = {
    "def": DEF,
    "async-def": f"async {DEF}",
    "class": "class lambda_handler: ...\n",
    "assignment": "lambda_handler = print\n",
    "annotated": "lambda_handler: object = print\n",
    "tuple": "first, (lambda_handler, *rest) = things\n",
    "walrus": "if lambda_handler := print: ...\n",
    "import": "from service import lambda_handler\n",
    "import-as": "from service import handle as lambda_handler\n",
    "module": "import service as lambda_handler\n",
    "under-if": f"import os\nif os.environ.get('X'):\n    {DEF}",
    "under-try": f"try:\n    from service import lambda_handler\nexcept ImportError:\n    {DEF}",
    "under-with": f"with open('x'):\n    {DEF}",
    "matched": "match thing:\n    case {'a': lambda_handler}: ...\n",
    "star": "from service import *\n",
    "getattr": "def __getattr__(name): ...\n",
    "globals": "globals()['lambda_handler'] = print\n",
    "globals-in-function": "def make():\n    globals()['lambda_handler'] = print\nmake()\n",
    "sys-modules": "import sys\nsetattr(sys.modules[__name__], 'lambda_handler', print)\n",
    "global": "def make():\n    global lambda_handler\n    lambda_handler = print\nmake()\n",
    "of-another-python": "print 'hello'\n",
}


@pytest.mark.parametrize("code", DEFINED.values(), ids=DEFINED.keys())
def test_function_that_is_there(code: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, function("app.lambda_handler"), {APP: code}) == []


NOT_DEFINED = {
    "empty": "",
    "method": f"class A:\n    {DEF}",
    "inner": f"def outer():\n    {DEF}",
    "local": "def outer():\n    lambda_handler = print\n",
    "attribute": "app.lambda_handler = print\n",
    "import-under-another-name": "from service import lambda_handler as handle\n",
    "read": "print(lambda_handler)\n",
}


@pytest.mark.parametrize("code", NOT_DEFINED.values(), ids=NOT_DEFINED.keys())
def test_function_that_is_not_there(code: str, tmp_path: Path) -> None:
    (said,) = lint(tmp_path, RULE, function("app.lambda_handler"), {APP: code})
    assert said.path == ("Resources", "Orders", "Properties", "Handler")
    assert said.message.startswith(
        "Orders: functions/orders/app.py does not define lambda_handler. Define it, or correct "
        "the handler."
    )


def test_nearest_function_is_named(tmp_path: Path) -> None:
    code = DEF.replace("lambda_handler", "lambda_hander")
    (said,) = lint(tmp_path, RULE, function("app.lambda_handler"), {APP: code})
    assert said.message.endswith(" Did you mean lambda_hander?")


PLACES = {
    "dots": ("src.app.lambda_handler", "functions/orders/src/app.py"),
    "slashes": ("src/app.lambda_handler", "functions/orders/src/app.py"),
    "package": ("app.lambda_handler", "functions/orders/app/__init__.py"),
    "no-identifier": ("my-orders.lambda_handler", "functions/orders/my-orders.py"),
    "in-layer": ("shop.app.lambda_handler", "layers/shared/shop/app.py"),
    "namespace": ("shop.app.lambda_handler", "functions/orders/shop/app.py"),
}


@pytest.mark.parametrize(("handler", "file"), PLACES.values(), ids=PLACES.keys())
def test_module_is_found(handler: str, file: str, tmp_path: Path) -> None:
    template = function(handler, "Layers: [!Ref Shared]")
    files = {"functions/orders/": "", "layers/shared/shop/money.py": ""}
    assert lint(tmp_path, RULE, template, {**files, file: DEF}) == []
    (said,) = lint(tmp_path, RULE, template, {**files, file: ""})
    assert f"{file} does not define lambda_handler" in said.message


MISSING = {
    "module": ("apps.lambda_handler", "no apps.py in functions/orders", "Did you mean app?"),
    "below": ("src/app.lambda_handler", "no src/app.py in functions/orders", "handler."),
    "case": ("App.lambda_handler", "no App.py in functions/orders", "Did you mean app?"),
    "method": ("app.Handler.handle", "no app/Handler.py in functions/orders", "handler."),
    "no-dot": (
        "lambda_handler",
        "'lambda_handler' is not a valid handler",
        "Use the form module.function.",
    ),
    "relative": (
        "./app.lambda_handler",
        "'./app.lambda_handler' is not a valid",
        "form module.function.",
    ),
}


@pytest.mark.parametrize(("handler", "what", "way_out"), MISSING.values(), ids=MISSING.keys())
def test_module_that_is_not_there(handler: str, what: str, way_out: str, tmp_path: Path) -> None:
    files = {APP: DEF, "layers/shared/shop/money.py": ""}
    (said,) = lint(tmp_path, RULE, function(handler, "Layers: [!Ref Shared]"), files)
    assert what in said.message
    assert said.message.endswith(way_out)


SILENT = {
    "foreign-layer": function("datadog.handler", "Layers: [!Sub 'arn:aws:lambda:datadog:1']"),
    "layers-unknown": function("datadog.handler", "Layers: !If [A, [!Ref Shared], []]"),
    "makefile-layer": function("bundled.handler", "Layers: [!Ref Bundle]"),
    "makefile-function": function("app.other", "", "Metadata: {BuildMethod: makefile}"),
    "of-a-requirement": function("mangum.handler"),
    "unknown-package": function("ours.handlers.handler"),
    "other-runtime": function("app.other").replace("python3.12", "nodejs22.x"),
    "runtime-unknown": function("app.other").replace("python3.12", "!Ref Runtime"),
    "handler-unknown": function("!Ref Handler"),
    "code-missing": function("app.other").replace("functions/orders/", "functions/none/"),
    "code-in-s3": function("app.other").replace("functions/orders/", "s3://bucket/key"),
    "inline": function("app.other", "InlineCode: pass"),
    "image": function("app.other", "PackageType: Image"),
    "wrapper": function(
        "run.sh", "Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /opt/bootstrap}}"
    ),
    "path": function("app.other", "Environment: {Variables: {PYTHONPATH: /var/task/src}}"),
    "environment-unknown": function("run.sh", "Environment: !Ref Environment"),
    "list-as-handler": function("[app.lambda_handler]"),
    "number-as-handler": function("1.5"),
    "long": function("a" * 5000 + ".handler"),
}


@pytest.mark.parametrize("template", SILENT.values(), ids=SILENT.keys())
def test_what_is_not_known_is_not_judged(template: str, tmp_path: Path) -> None:
    files = {
        APP: DEF,
        "functions/orders/requirements.txt": "mangum\nour-private-package\n",
        "layers/shared/shop/money.py": "",
        "layers/bundle/Makefile": "",
    }
    assert lint(tmp_path, RULE, template, files) == []


def zipped(folder: Path, files: dict[str, str]) -> str:
    """A template with a zip file as code."""
    (folder / "build").mkdir()
    with zipfile.ZipFile(folder / "build/orders.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return function("src/app.lambda_handler").replace("functions/orders/", "build/orders.zip")


def test_zip_file_with_the_handler(tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, zipped(tmp_path, {"src/app.py": DEF})) == []


ZIPPED = {
    "function": ({"src/app.py": ""}, "build/orders.zip/src/app.py does not define lambda_handler"),
    "module": ({"src/main.py": DEF}, "there is no src/app.py in build/orders.zip"),
}


@pytest.mark.parametrize(("files", "what"), ZIPPED.values(), ids=ZIPPED.keys())
def test_zip_file_without_the_handler(files: dict[str, str], what: str, tmp_path: Path) -> None:
    (said,) = lint(tmp_path, RULE, zipped(tmp_path, files))
    assert what in said.message


def test_file_that_is_no_zip_file_is_not_judged(tmp_path: Path) -> None:
    template = function("app.other").replace("functions/orders/", "app.py")
    assert lint(tmp_path, RULE, template, {"app.py": DEF}) == []


def test_handler_from_globals_is_judged(tmp_path: Path) -> None:
    template = dedent("""
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Runtime: python3.12, Handler: app.lambda_handler}}
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties: {CodeUri: functions/orders/}
          Plain:
            Type: AWS::Lambda::Function
            Properties: {Runtime: python3.12, Handler: app.handler, Code: functions/orders/}
        """)
    said = lint(tmp_path, RULE, template, {APP: "def handle(event, context): ...\n"})
    assert [finding.path[1] for finding in said] == ["Orders", "Plain"]


def test_layer_that_was_built_is_looked_into(tmp_path: Path) -> None:
    write_files(tmp_path, "", {"layers/bundle/Makefile": "", "functions/orders/": ""})
    built = {".aws-sam/build/Bundle/python/bundled.py": DEF}
    template = function("bundled.lambda_handler", "Layers: [!Ref Bundle]")
    assert lint(tmp_path, RULE, template, built) == []
    (said,) = lint(tmp_path, RULE, template.replace("bundled.", "other."), built)
    assert "there is no other.py in functions/orders" in said.message
