"""Imports of a function that nothing provides: E9201. The verdict is tested on built functions."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from missing_imports import APP, FILES, RULE, said, template

from rules import lint, write_files

MESSAGES = {
    "layer-has-it": (
        "import yaml\n",
        f"{APP}:1 imports yaml, which nothing provides. Attach Formats, which has it.",
    ),
    "layer-has-the-module": (
        "from acme.money import round_up\n",
        f"{APP}:1 imports acme, which nothing provides. Attach Shared, which has it.",
    ),
    "distribution": (
        "import os\n\nimport jose.jwt\n",
        (
            f"{APP}:3 imports jose, which nothing provides. Add python-jose to the "
            "requirements.txt of its code or of a layer, or create the module."
        ),
    ),
    "name-of-the-distribution": (
        "import pyyaml\n",
        f"{APP}:1 imports pyyaml, which nothing provides. pyyaml is imported as yaml.",
    ),
    "namespace": (
        "from google.cloud import storage\n",
        (
            f"{APP}:1 imports google.cloud.storage, which nothing provides. Add "
            "google-cloud-storage to the requirements.txt of its code or of a layer, or create "
            "the module."
        ),
    ),
    "namespace-by-module": (
        "from google.oauth2 import service_account\n",
        (
            f"{APP}:1 imports google.oauth2, which nothing provides. Add "
            "google-auth to the requirements.txt of its code or of a layer, or create the module."
        ),
    ),
    "left-python": (
        "import distutils.util\n",
        (
            f"{APP}:1 imports distutils, which nothing provides. Python 3.12 no longer has it, "
            "3.11 was the last. Do not import it."
        ),
    ),
    "on-windows": (
        "import winreg\n",
        (
            f"{APP}:1 imports winreg, which nothing provides. Python only has it on Windows. Do "
            "not import it."
        ),
    ),
    "package-for-windows": (
        "import win32api\n",
        (
            f"{APP}:1 imports win32api, which nothing provides. pywin32 is only for Windows. Do "
            "not import it."
        ),
    ),
    "module-of-the-repository": (
        "from money import rounded\n",
        (
            f"{APP}:1 imports money, which nothing provides. lib/money.py is not in its code or "
            "layers: move it there."
        ),
    ),
    "own": (
        "import order_rules_of_ours\n",
        (
            f"{APP}:1 imports order_rules_of_ours, which nothing provides. Add the module next to "
            "the handler, or attach a layer that has it."
        ),
    ),
    "lazy": (
        "def handler(event, context):\n    import yaml\n",
        (
            f"{APP}:2 imports yaml when it is called, which nothing provides. Attach Formats, "
            "which has it."
        ),
    ),
    "name": (
        "from rules import MOST\n",
        f"{APP}:1 imports MOST from rules, which does not define it. Define it, or correct that.",
    ),
    "member": (
        "import checks.missing\n",
        (
            f"{APP}:1 imports checks.missing, which nothing provides. Create that module, or "
            "correct the name."
        ),
    ),
    "circle": (
        "import one\n",
        (
            "functions/orders/two.py:1 imports X from one before it is defined, because both "
            "import each other. Import it in the function that uses it."
        ),
    ),
}


BESIDE = {
    "functions/orders/rules.py": "LIMIT = 3\n",
    "functions/orders/checks/__init__.py": "",
    "lib/money.py": "",
    "functions/orders/one.py": "import two\nX = 1\n",
    "functions/orders/two.py": "from one import X\n",
}


@pytest.mark.parametrize(("text", "message"), MESSAGES.values(), ids=MESSAGES.keys())
def test_messages(text: str, message: str, tmp_path: Path) -> None:
    assert said(tmp_path, text, BESIDE) == [("CodeUri", f"Orders: {message}")]


def test_layers_are_named_where_there_are_some(tmp_path: Path) -> None:
    assert [key for key, _ in said(tmp_path, "import yaml\n", own="Layers: [!Ref Shared]")] == [
        "Layers"
    ]


def test_each_name_is_said_once(tmp_path: Path) -> None:
    files = {"functions/orders/more.py": "import yaml\n"}
    found = said(tmp_path, "import more\nimport yaml\nimport yaml\nimport jose\n", files)
    assert [message.split()[3].rstrip(",") for _, message in found] == ["yaml", "jose"]


SILENT = {
    "from-globals": {"shared": "Layers: [!Ref Formats]"},
    "layer-from-outside": {"own": "Layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:x:1']"},
    "layer-of-a-parameter": {"own": "Layers: [!Ref Other]"},
    "layers-by-condition": {"own": "Layers: [!If [Prod, !Ref Formats, !Ref Shared]]"},
    "layers-unknown": {"own": "Layers: !FindInMap [A, B, C]"},
    "makefile-layer": {"own": "Layers: [!Ref Bundle]"},
    "makefile-function": {"metadata": "Metadata: {BuildMethod: makefile}"},
    "parent-packages": {"metadata": "Metadata: {BuildProperties: {ParentPackageMode: auto}}"},
    "own-path": {"own": "Environment: {Variables: {PYTHONPATH: /opt/mine}}"},
    "other-runtime": {"own": "Runtime: nodejs22.x"},
    "unknown-runtime": {"own": "Runtime: !FindInMap [A, B, C]"},
    "handler-elsewhere": {"own": "Handler: other.handler"},
    "code-elsewhere": {"own": "CodeUri: s3://bucket/key", "shared": ""},
}


@pytest.mark.parametrize("places", SILENT.values(), ids=SILENT.keys())
def test_what_is_not_known_is_not_missed(places: dict[str, str], tmp_path: Path) -> None:
    text = template(**places)
    if "CodeUri" in places.get("own", ""):
        text = text.replace("CodeUri: functions/orders/, ", "")
    if "Runtime" in places.get("own", "") or "Handler" in places.get("own", ""):
        key = places["own"].partition(":")[0]
        text = text.replace(f"{key}: {'python3.12' if key == 'Runtime' else 'app.handler'}, ", "")
    files = {**FILES, APP: "import yaml\n", **BESIDE}
    assert lint(tmp_path, RULE, text, files) == []


ON_THE_PATH = ("/opt/python", "/var/task:/opt/python/", "/opt/python:/var/runtime", ":/opt/python")


@pytest.mark.parametrize("value", ON_THE_PATH)
def test_pythonpath_that_changes_nothing_hides_nothing(value: str, tmp_path: Path) -> None:
    text = template(own=f"Environment: {{Variables: {{PYTHONPATH: '{value}'}}}}")
    files = {**FILES, APP: "import yaml\n", **BESIDE}
    assert len(lint(tmp_path, RULE, text, files)) == 1


def test_powertools_layer_of_aws(tmp_path: Path) -> None:
    arn = (
        "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7"
    )
    text = "import aws_lambda_powertools, pydantic, aws_xray_sdk\nimport order_rules_of_ours\n"
    (found,) = said(tmp_path, text, own=f"Layers: ['{arn}']")
    assert "order_rules_of_ours" in found[1]


RAW = """
      Raw:
        Type: AWS::Serverless::LayerVersion
        Properties: {ContentUri: layers/raw/}
    """


def with_raw(folder: Path, files: dict[str, str], text: str = "import pricing\n") -> list[str]:
    """The messages about a function with a layer that is taken as it is."""
    template_text = f"{template(own='Layers: [!Ref Raw]').rstrip()}{RAW}"
    found = lint(folder, RULE, template_text, {**FILES, APP: text, **files})
    return [finding.message for finding in found]


MISPLACED = {
    "beside": ("layers/raw/pricing.py", ", or set a BuildMethod"),
    "package-beside": ("layers/raw/pricing/__init__.py", ", or set a BuildMethod"),
    "nested": ("layers/raw/raw/python/pricing.py", ""),
    "other-python": ("layers/raw/python/lib/python3.9/site-packages/pricing.py", ""),
    "below-python": ("layers/raw/python/python/pricing.py", ""),
}


@pytest.mark.parametrize(("file", "or_else"), MISPLACED.values(), ids=MISPLACED.keys())
def test_module_where_python_does_not_look(file: str, or_else: str, tmp_path: Path) -> None:
    (found,) = with_raw(tmp_path, {file: ""})
    place = file.removesuffix("/__init__.py")
    assert found == (
        f"Orders: {APP}:1 imports pricing, which Raw has at {place}, but Python only searches "
        f"python/. Move it to layers/raw/python/{or_else}."
    )


IN_PLACE = {
    "python": {"layers/raw/python/pricing.py": ""},
    "site-packages": {"layers/raw/python/lib/python3.12/site-packages/pricing/__init__.py": ""},
    "both": {"layers/raw/pricing.py": "", "layers/raw/python/pricing.py": ""},
    "script": {"layers/raw/pricing.py": "", "build.sh": "cp layers/raw/*.py layers/raw/python/\n"},
    "beside-the-code": {"layers/raw/pricing.py": "", "functions/orders/pricing.py": ""},
}


UNSURE = {
    "from-outside": "Layers: [!Ref Raw, !Ref Other]",
    "makefile": "Layers: [!Ref Raw, !Ref Bundle]",
    "path": "Layers: [!Ref Raw], Environment: {Variables: {PYTHONPATH: /opt}}",
}


@pytest.mark.parametrize("own", UNSURE.values(), ids=UNSURE.keys())
def test_module_that_something_else_may_bring(own: str, tmp_path: Path) -> None:
    text = f"{template(own=own).rstrip()}{RAW}"
    files = {**FILES, APP: "import pricing\n", "layers/raw/pricing.py": ""}
    assert lint(tmp_path, RULE, text, files) == []


@pytest.mark.parametrize("files", IN_PLACE.values(), ids=IN_PLACE.keys())
def test_module_where_python_looks(files: dict[str, str], tmp_path: Path) -> None:
    assert with_raw(tmp_path, files) == []


def test_zip_file_with_a_module_beside_python(tmp_path: Path) -> None:
    text = f"{template(own='Layers: [!Ref Raw]').rstrip()}{RAW}".replace("raw/}", "raw.zip}")
    files = {**FILES, APP: "import pricing\nimport tariffs\n", "layers/other": ""}
    write_files(tmp_path, text, files)
    with zipfile.ZipFile(tmp_path / "layers" / "raw.zip", "w") as archive:
        archive.writestr("pricing.py", "")
        archive.writestr("python/tariffs.py", "")
    (found,) = lint(tmp_path, RULE, text, files)
    assert "which Raw has at layers/raw.zip/pricing, but" in found.message


def test_doubled_python_is_said_once(tmp_path: Path) -> None:
    files = {"layers/shared/python/doubled.py": ""}
    assert said(tmp_path, "import doubled\n", files, own="Layers: [!Ref Shared]") == []
    ((_, message),) = said(tmp_path, "import doubled\n", files)
    assert message.endswith("Attach Shared, which has it.")


CLASS = "class A:\n    def __init__(self):\n        import yaml\n"


FUNCTIONS = {
    "named": ("def load():\n    import yaml\n", "from rates import load\nload()\n", 1),
    "not-named": ("def load():\n    import yaml\n", "import rates\n", 0),
    "in-its-module": ("def load():\n    import yaml\nx = load\n", "import rates\n", 1),
    "method": ("class A:\n    def load(self):\n        import yaml\n", "import rates\n", 0),
    "special": (CLASS, "import rates\nrates.A()\n", 1),
    "special-of-none": (CLASS, "import rates\n", 0),
    "decorated": ("def d(f): ...\n@d\ndef load():\n    import yaml\n", "import rates\n", 1),
    "by-text": ("def load():\n    import yaml\n", "import rates\ngetattr(rates, 'load')\n", 1),
}


@pytest.mark.parametrize(("module", "text", "count"), FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_imports_in_functions_count_where_something_calls_them(
    module: str, text: str, count: int, tmp_path: Path
) -> None:
    assert len(said(tmp_path, text, {"functions/orders/rates.py": module})) == count
