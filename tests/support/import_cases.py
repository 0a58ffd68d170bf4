"""Functions written by hand, with imports that succeed or fail in Lambda."""

from __future__ import annotations

from dataclasses import dataclass

HERE = "import os, sys\nhere = os.path.dirname(os.path.abspath(__file__))\n"


HANDLER = "\ndef handler(event, context):\n    return 'fine'\n"


@dataclass(frozen=True)
class Case:
    """A function.

    Attributes:
        files: Its files. The handler is added to ``app.py``, below its other code.
        missing: The import that fails, nothing if there is none.
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
