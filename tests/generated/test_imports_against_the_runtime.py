"""The verdict on imports is the one of AWS's runtime client when the built function starts."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from rules import lay, lint
from sam_scaffold.invocation import Artifact, invoke
from sam_scaffold.invocation.interpreter import managed
from sam_scaffold.invocation.lambda_environment import environment

from .projects import Project, Wanted, commit, required
from .toolchain import NO_PYTHON, NO_SAM, interpreter, sam_environment, tool

pytestmark = pytest.mark.slow

RULES = ("E9201", "E9106")
"""What looks at imports: the second one has those with dots."""
PYTHONS = ("3.12", "3.13")
OF_IMPORTS = ("Runtime.ImportModuleError", "ModuleNotFoundError", "ImportError")
HERE = "import os, sys\nhere = os.path.dirname(os.path.abspath(__file__))\n"
HANDLER = "\ndef handler(event, context):\n    return 'fine'\n"


@dataclass(frozen=True)
class Case:
    """A function.

    Attributes:
        files: Its files. The handler is added to ``app.py``, below its other code.
        missing: What it imports in vain, nothing if it is fine.
        layers: Its layers.
        python: Its Python.
        handler: Its handler.
        lazy: Whether it starts, and fails when it is invoked.
        known_when_built: Whether that is not known before it is built.
        said_of_the_layer: Whether E9206 has it, at the layer.
    """

    files: dict[str, str]
    missing: str = ""
    layers: tuple[str, ...] = ()
    python: str = "3.12"
    handler: str = "app.handler"
    lazy: bool = False
    known_when_built: bool = False
    said_of_the_layer: bool = False


def app(text: str, *layers: str, missing: str = "", **files: str) -> Case:
    """Return a function with other modules next to it: ``acme__prices`` is in ``acme``."""
    return Case({"app.py": text + HANDLER, **modules(files)}, missing, layers)


def modules(texts: dict[str, str]) -> dict[str, str]:
    init, marked = "__init__", "<init>"
    names = {name: name.replace(init, marked).replace("__", "/") for name in texts}
    return {f"{names[name].replace(marked, init)}.py": text for name, text in texts.items()}


def at(python: str, text: str, missing: str = "") -> Case:
    return Case({"app.py": text + HANDLER}, missing, python=python)


def listing(requirements: str, text: str, missing: str = "", *layers: str) -> Case:
    files = {"app.py": text + HANDLER, "requirements.txt": requirements}
    return Case(files, missing, layers)


def inside(path: str, text: str, missing: str = "", **files: str) -> Case:
    """A function whose handler is in a package."""
    handler = f"{path.removesuffix('.py')}.handler"
    return Case({path: text + HANDLER, **modules(files)}, missing, handler=handler)


def called(text: str, missing: str = "", *layers: str) -> Case:
    """A function that imports when it is invoked."""
    body = f"def handler(event, context):\n    {text}\n    return 'fine'\n"
    return Case({"app.py": body}, missing, layers, lazy=True)


CASES = {
    # Packages of others.
    "not-listed": app("import yaml", missing="yaml"),
    "listed": listing("PyYAML==6.0.2\n", "import yaml"),
    "layer-attached": app("import yaml", "Formats"),
    "layer-not-attached": app("import yaml", "Shared", missing="yaml"),
    "what-another-needs": listing("requests==2.32.3\n", "import requests, idna, urllib3.util"),
    "what-another-does-not-need": listing("requests==2.32.3\n", "import pandas", "pandas"),
    "from-a-layer-what-another-needs": app("import certifi", "Web"),
    "what-another-may-need": Case(
        {"app.py": f"import numpy{HANDLER}", "requirements.txt": "natsort==8.4.0\n"},
        "numpy",
        known_when_built=True,
    ),
    "extra": listing("PyJWT[crypto]==2.10.1\n", "import jwt, cryptography"),
    "without-the-extra": listing("PyJWT==2.10.1\n", "import cryptography", "cryptography"),
    "marker-holds": listing('xmltodict==0.14.2; python_version >= "3.9"\n', "import xmltodict"),
    "marker-does-not": listing(
        'xmltodict==0.14.2; sys_platform == "win32"\n', "import xmltodict", "xmltodict"
    ),
    "included": Case(
        {
            "app.py": f"import xmltodict{HANDLER}",
            "requirements.txt": "-r more.txt\n",
            "more.txt": "# nothing but\nxmltodict \\\n  == 0.14.2\n",
        }
    ),
    "namespace-of-others": listing("ruamel.yaml==0.18.6\n", "import ruamel.yaml"),
    "not-in-the-namespace": listing(
        "ruamel.yaml==0.18.6\n", "import ruamel.nothing", "ruamel.nothing"
    ),
    "distribution-name": listing("PyYAML==6.0.2\n", "import pyyaml", "pyyaml"),
    # What the runtime has.
    "boto3": app("import boto3, botocore.exceptions, dateutil.parser, urllib3, jmespath, six"),
    "library": app("from __future__ import annotations\nimport json, email.mime.text, zoneinfo"),
    "cgi-3.12": at("3.12", "import cgi"),
    "cgi-3.13": at("3.13", "import cgi", "cgi"),
    "distutils-3.12": at("3.12", "import distutils.util", "distutils"),
    "by-version": at(
        "3.13",
        "import sys\nif sys.version_info < (3, 13):\n    import cgi\nelse:\n    import html\n",
    ),
    # Modules of the function's own.
    "own": app("import rules\nfrom rules import LIMIT", rules="LIMIT = 3"),
    "own-missing": app("import prices", missing="prices"),
    "own-below": app("from acme import prices", acme____init__="", acme__prices="X = 1"),
    "own-below-missing": app(
        "import acme.prices", acme____init__="", acme__other="", missing="acme.prices"
    ),
    "own-below-missing-from": app(
        "from acme import prices", acme____init__="", missing="acme.prices"
    ),
    "name-missing": app("from rules import LIMIT", rules="LIMITS = 3", missing="rules.LIMIT"),
    "name-from-star": app("from rules import LIMIT", rules="from more import *", more="LIMIT = 3"),
    "name-by-getattr": app(
        "from rules import LIMIT", rules="def __getattr__(name):\n    return 3\n"
    ),
    "name-by-globals": app("from rules import LIMIT", rules="globals()['LIMIT'] = 3"),
    "name-annotated": app("from rules import LIMIT", rules="LIMIT: int = 3"),
    "further-on": app("import first", first="import second", second="import yaml", missing="yaml"),
    "init-imports": app(
        "import acme.prices",
        acme____init__="from .nothing import X",
        acme__prices="",
        missing="acme.nothing",
    ),
    "relative-inside": app(
        "import acme.prices",
        acme____init__="",
        acme__prices="from . import rules\nfrom .rules import X",
        acme__rules="X = 1",
    ),
    "relative-beyond": app(
        "import acme.prices", acme____init__="", acme__prices="from .. import app", missing="..app"
    ),
    "relative-at-the-top": app("from .rules import LIMIT", rules="LIMIT = 3", missing=".rules"),
    "relative-and-init": app(
        "from . import rules", __init__="", rules="LIMIT = 3", missing=".rules"
    ),
    "circle": app("import a", a="import b\nX = 1", b="import a"),
    "circle-of-names": app(
        "import a", a="from b import Y\nX = 1", b="from a import X\nY = 1", missing="a.X"
    ),
    "circle-later": app(
        "import a", a="X = 1\nfrom b import Y", b="from a import X\nY = 1"
    ),
    "case": app("import Rules", rules="", missing="Rules"),
    "handler-in-package": inside(
        "orders/app.py", "from . import rules\nimport orders.rules", orders__rules=""
    ),
    "handler-in-package-missing": inside(
        "src/orders/app.py",
        "from . import rules\nimport orders.rules",
        "orders",
        src__orders__rules="",
    ),
    # Layers and the function together.
    "shared": app("from acme.money import round_up", "Shared"),
    "shared-not-attached": app("from acme.money import round_up", missing="acme"),
    "shared-imports": app("import acme.web", "Shared", missing="requests"),
    "shared-imports-attached": app("import acme.web", "Shared", "Web"),
    "not-built": app("import raw", "Raw"),
    "not-built-site-packages": app("import deep", "Raw"),
    "doubled": Case(
        {"app.py": f"import twice{HANDLER}"}, "twice", ("Doubled",), said_of_the_layer=True
    ),
    "path-own": app(
        f"{HERE}sys.path.insert(0, here)\nimport absent_module", missing="absent_module"
    ),
    "path-vendor": app(
        f"{HERE}sys.path.append(os.path.join(here, 'vendor'))\nimport vendored", vendor__vendored=""
    ),
    "path-vendor-lacks": app(
        f"{HERE}sys.path.append(os.path.join(here, 'vendor'))\nimport vendored, absent_module",
        missing="absent_module",
        vendor__vendored="",
    ),
    "path-loop": app(
        f"{HERE}for name in ('src', 'vendor'):\n    sys.path.append(f'{{here}}/{{name}}')\n"
        "import vendored",
        vendor__vendored="",
    ),
    "left-python": app("import distutils.util", missing="distutils"),
    "not-called": app("import rates", rates="def load():\n    import absent_module\n"),
    "namespace-of-two": app("import corp.first, corp.second", "Corp", corp__first=""),
    "init-hides-layer": app(
        "import corp.first, corp.second",
        "Corp",
        corp____init__="",
        corp__first="",
        missing="corp.second",
    ),
    "init-in-layer-hides": app("import acme.mine", "Shared", acme__mine="", missing="acme.mine"),
    "module-hides": app("import corp.second", "Corp", corp="", missing="corp.second"),
    "old-namespace": app(
        "import corp.first, corp.second",
        "Corp",
        corp____init__="__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
        corp__first="",
    ),
    "layers-over-each-other": app("import acme.money, acme.more", "Shared", "More"),
    # What may fail, or runs later.
    "guarded": app("try:\n    import yaml\nexcept ImportError:\n    yaml = None"),
    "guarded-by-all": app("try:\n    import yaml\nexcept Exception:\n    yaml = None"),
    "guarded-for-another": app(
        "try:\n    import yaml\nexcept KeyError:\n    yaml = None", missing="yaml"
    ),
    "raised-again": app("try:\n    import yaml\nexcept ImportError:\n    raise", missing="yaml"),
    "instead": app("try:\n    import ujson as json\nexcept ImportError:\n    import json"),
    "instead-missing": app(
        "try:\n    import yaml\nexcept ImportError:\n    import ujson", missing="ujson"
    ),
    "not-needed-instead": app("try:\n    import json\nexcept ImportError:\n    import yaml"),
    "suppressed": app(
        "from contextlib import suppress\nwith suppress(ImportError):\n    import yaml"
    ),
    "for-checkers": app("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import yaml"),
    "for-checkers-else": app(
        "import typing\nif typing.TYPE_CHECKING:\n    pass\nelse:\n    import yaml", missing="yaml"
    ),
    "main": app("if __name__ == '__main__':\n    import yaml"),
    "if-there": app(
        "from importlib.util import find_spec\nif find_spec('yaml'):\n    import yaml"
    ),
    "by-name": app("import importlib\nimportlib.import_module('yaml')", missing="yaml"),
    "by-name-there": app("from importlib import import_module\nimport_module('rules')", rules=""),
    "on-own-path": Case(
        {
            "app.py": "import os, sys\nsys.path.append(os.path.dirname(__file__) + '/vendor')\n"
            f"import inner{HANDLER}",
            "vendor/inner.py": "",
        }
    ),
    "called": called("import yaml", "yaml"),
    "called-there": called("import yaml", "", "Formats"),
    "called-own": called("from prices import total", "prices"),
}  # fmt: skip

LAYERS = {
    "layers/formats/requirements.txt": "PyYAML==6.0.2\n",
    "layers/web/requirements.txt": "requests==2.32.3\n",
    "layers/shared/acme/__init__.py": "",
    "layers/shared/acme/money.py": "def round_up(x): return x\n",
    "layers/shared/acme/web.py": "import requests\n",
    "layers/more/acme/more.py": "",
    "layers/corp/corp/second.py": "",
    "layers/raw/python/raw.py": "",
    "layers/raw/python/lib/python3.12/site-packages/deep.py": "",
    "layers/doubled/python/twice.py": "",
}
BUILT = ("Formats", "Web", "Shared", "More", "Corp", "Doubled")


def logical_id(name: str) -> str:
    return f"{re.sub(r'[^A-Za-z0-9]', '', name.title())}Function"


def template_of(cases: dict[str, Case]) -> str:
    layers = "".join(
        f"  {name}:\n    Type: AWS::Serverless::LayerVersion\n"
        + ("    Metadata: {BuildMethod: python3.12}\n" if name in BUILT else "")
        + f"    Properties: {{ContentUri: layers/{name.lower()}/}}\n"
        for name in (*BUILT, "Raw")
    )
    functions = "".join(
        f"  {logical_id(name)}:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        f"      {{CodeUri: functions/{name}/, Handler: {case.handler}, Timeout: 10,\n"
        f"       Runtime: python{case.python},\n"
        f"       Layers: [{', '.join(f'!Ref {layer}' for layer in case.layers)}]}}\n"
        for name, case in cases.items()
    )
    return f"Transform: AWS::Serverless-2016-10-31\nResources:\n{layers}{functions}"


@dataclass(frozen=True)
class Judged:
    """The functions of a repository.

    Attributes:
        template: What `sam build` made of its template.
        before: The findings of our rule for each function before it is built.
        after: The same with the build folder next to it.
    """

    template: Path
    before: dict[str, list[str]]
    after: dict[str, list[str]]


def judged(root: Path) -> Judged:
    """Judge a repository's functions, build them, and judge them again."""
    before = said(root)
    return Judged(built(root), before, said(root))


def said(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    text = (root / "template.yaml").read_text(encoding="utf-8")
    for finding in (said for rule in RULES for said in lint(root, rule, text)):
        found.setdefault(str(finding.path[1]), []).append(finding.message)
    return found


def built(root: Path) -> Path:
    """Build everything; `sam build` needs the interpreters on PATH."""
    command = tool("sam")
    pythons = [interpreter(version) for version in PYTHONS]
    if command is None or None in pythons:
        pytest.skip(NO_SAM if command is None else NO_PYTHON)
    variables = sam_environment()
    folders = [str(python.parent) for python in pythons if python is not None]
    variables["PATH"] = os.pathsep.join([*folders, variables["PATH"]])
    run = subprocess.run(
        [command, "build", "--parallel"],
        cwd=root, env=variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return root / ".aws-sam" / "build" / "template.yaml"


python = cache(managed)


def reported(template: Path, function: str) -> str:
    """Return the runtime client's error on an import that fails, or nothing.

    A function that starts and fails when it is invoked reports the exception's own type.
    """
    artifact = Artifact.of(template, function)
    variables = environment(artifact, {"PATH": os.environ["PATH"]})
    error = invoke(artifact, {}, variables, python(artifact.runtime)).error
    kind = "" if error is None else error["errorType"]
    if error is None or kind not in OF_IMPORTS:
        assert not kind.startswith("Runtime."), error
        return ""
    return f"{kind}: {error['errorMessage']}"


@pytest.fixture(scope="module")
def made_by_hand(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """All cases, built at once."""
    root = tmp_path_factory.mktemp("imports")
    files = {
        f"functions/{name}/{path}": text
        for name, case in CASES.items()
        for path, text in case.files.items()
    }
    lay(root, template_of(CASES), {**LAYERS, **files})
    return judged(root)


@pytest.mark.parametrize("name", CASES)
def test_made_by_hand(made_by_hand: Judged, name: str) -> None:
    case, function = CASES[name], logical_id(name)
    error = reported(made_by_hand.template, function)
    before, after = (found.get(function, []) for found in (made_by_hand.before, made_by_hand.after))
    assert bool(error) == bool(case.missing), error
    assert len(after) == (bool(error) and not case.said_of_the_layer), (error, after)
    assert before == ([] if case.known_when_built else after)
    if after:
        last = case.missing.rpartition(".")[2]
        assert last in after[0]
        assert last in error or case.missing.startswith(".")
        assert error.startswith("Runtime.ImportModuleError") != case.lazy


def test_both_verdicts_occur() -> None:
    failing = [case for case in CASES.values() if case.missing]
    assert min(len(failing), len(CASES) - len(failing)) >= 30


@dataclass(frozen=True)
class Generated:
    """A function that `add` writes.

    Attributes:
        trigger: Its trigger.
        layers: The layers that are asked for.
        imports: What is put at the top of its handler afterwards.
        loses: The layer that is taken from it afterwards.
        missing: What it imports in vain then.
    """

    trigger: str
    layers: str = ""
    imports: str = ""
    loses: str = ""
    missing: str = ""


SHARED = "SharedCodeLayer"

GENERATED = {
    "plain_job": Generated("none", "FormatsLayer", "import xmltodict"),
    "order_router": Generated("sqs"),
    "order_keeper": Generated("sqs_fifo", loses=SHARED, missing="my_shop"),
    "web_api": Generated("http_api"),
    "rest_service": Generated("rest_api", "HelpersLayer", "import helpers"),
    "link": Generated("function_url", imports="import helpers", missing="helpers"),
    "nightly_report": Generated("schedule", loses=SHARED, missing="my_shop"),
    "quote_reader": Generated("eventbridge", imports="import xmltodict", missing="xmltodict"),
    "news_reader": Generated("sns", imports="from my_shop import nothing", missing="nothing"),
    "uploads": Generated("s3", "FormatsLayer", "import xmltodict"),
    "changes": Generated("dynamodb_stream"),
    "prices": Generated("msk", loses=SHARED, missing="my_shop"),
    "mails": Generated("mq", imports="from my_shop import nothing", missing="nothing"),
    "ticks": Generated(
        "kinesis",
        imports="from my_shop.structured_logging import nothing",
        missing="nothing",
    ),
}


@pytest.fixture(scope="module")
def made_by_add(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """A repository with functions of each trigger, some of them spoiled."""
    root = tmp_path_factory.mktemp("generated") / "my_shop"
    root.mkdir()
    project = Project(root, template, "my_shop")
    project.scaffold("init", "-d", "name=my_shop", "--defaults")
    commit(root)
    project.add_layers()
    for name, wanted in GENERATED.items():
        more = (f"layers={wanted.layers}",) if wanted.layers else ()
        more = (*more, *required(wanted.trigger))
        project.add(Wanted(name, wanted.trigger, f"The function {name}", more), "flat")
        spoil(root, name, wanted)
    return judged(root)


def spoil(root: Path, name: str, wanted: Generated) -> None:
    handler = next((root / "functions" / name).glob("*.py"))
    text = handler.read_text(encoding="utf-8")
    handler.write_text(f"{text}\n{wanted.imports}\n", encoding="utf-8")
    if wanted.loses:
        file = root / "template.yaml"
        head, mark, tail = file.read_text(encoding="utf-8").partition(f"  {made_id(name)}:\n")
        tail = tail.replace(f"      Layers:\n        - !Ref {wanted.loses}\n", "", 1)
        file.write_text(f"{head}{mark}{tail}", encoding="utf-8")


def made_id(name: str) -> str:
    return f"{''.join(map(str.capitalize, name.split('_')))}Function"


@pytest.mark.parametrize("name", GENERATED)
def test_made_by_add(made_by_add: Judged, name: str) -> None:
    wanted, function = GENERATED[name], made_id(name)
    error = reported(made_by_add.template, function)
    messages = made_by_add.before.get(function, [])
    assert messages == made_by_add.after.get(function, [])
    assert (bool(error), len(messages)) == (bool(wanted.missing), bool(wanted.missing)), error
    assert wanted.missing in error
    assert wanted.missing in "".join(messages)
