"""What a function imports and nothing provides: E9201. The verdict itself is tested in reality."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from rules import lint

RULE = "E9201"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Globals:
      Function: {{Runtime: python3.12, Handler: app.handler, {shared}}}
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        {metadata}
        Properties: {{CodeUri: functions/orders/, {own}}}
      Shared:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{BuildMethod: python3.12}}
        Properties: {{ContentUri: layers/shared/}}
      Formats:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{BuildMethod: python3.12}}
        Properties: {{ContentUri: layers/formats/}}
      Bundle:
        Type: AWS::Serverless::LayerVersion
        Metadata: {{BuildMethod: makefile}}
        Properties: {{ContentUri: layers/bundle/}}
    """

FILES = {
    "layers/shared/acme/money.py": "def round_up(price): ...\n",
    "layers/formats/requirements.txt": "PyYAML==6.0.2\n",
    "layers/bundle/Makefile": "",
}
APP = "functions/orders/app.py"


def template(own: str = "", shared: str = "", metadata: str = "") -> str:
    return TEMPLATE.format(own=own, shared=shared, metadata=metadata)


def said(
    folder: Path, text: str, files: dict[str, str] | None = None, **places: str
) -> list[tuple[str | int, str]]:
    """The last key and the message of each finding."""
    found = lint(folder, RULE, template(**places), {**FILES, APP: text, **(files or {})})
    return [(one.path[-1], one.message) for one in found]


MESSAGES = {
    "layer-has-it": (
        "import yaml\n",
        f"{APP}:1 imports yaml, which nothing provides; attach Formats, which has it.",
    ),
    "layer-has-the-module": (
        "from acme.money import round_up\n",
        f"{APP}:1 imports acme, which nothing provides; attach Shared, which has it.",
    ),
    "distribution": (
        "import os\n\nimport jose.jwt\n",
        (
            f"{APP}:3 imports jose, which nothing provides; add python-jose to the "
            "requirements.txt of its code or of a layer, or write it."
        ),
    ),
    "name-of-the-distribution": (
        "import pyyaml\n",
        f"{APP}:1 imports pyyaml, which nothing provides; pyyaml is imported as yaml.",
    ),
    "own": (
        "import order_rules_of_ours\n",
        (
            f"{APP}:1 imports order_rules_of_ours, which nothing provides; put that module beside "
            "the handler, or attach a layer that has it."
        ),
    ),
    "lazy": (
        "def handler(event, context):\n    import yaml\n",
        (
            f"{APP}:2 imports yaml when it is called, which nothing provides; attach Formats, "
            "which has it."
        ),
    ),
    "name": (
        "from rules import MOST\n",
        f"{APP}:1 imports MOST from rules, which has no such name; write it, or mend that.",
    ),
    "member": (
        "import checks.missing\n",
        (
            f"{APP}:1 imports checks.missing, which nothing provides; write that module, or mend "
            "the name."
        ),
    ),
    "circle": (
        "import one\n",
        (
            "functions/orders/two.py:1 imports X from one before it is there, as both import each "
            "other; import it in the function that needs it."
        ),
    ),
}

BESIDE = {
    "functions/orders/rules.py": "LIMIT = 3\n",
    "functions/orders/checks/__init__.py": "",
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


REQUIREMENTS = {
    "opaque": ("git+https://example.com/a.git\n", "import yaml\n", 0),
    "unknown-distribution": ("a-thing-of-our-own-index==1\n", "import yaml\n", 0),
    "needs-are-unknown": ("natsort==8.4.0\n", "import yaml\n", 0),
    "needs-are-unknown-own": ("natsort==8.4.0\n", "import order_rules_of_ours\n", 1),
    "needs-are-known": ("requests\n", "import yaml\n", 1),
    "lock": ("natsort==8.4.0 --hash=sha256:1\n", "import yaml\n", 1),
    "mistaken-top": ("natsort==8.4.0\n", "import utils\n", 1),
}


@pytest.mark.parametrize(
    ("requirements", "text", "count"), REQUIREMENTS.values(), ids=REQUIREMENTS.keys()
)
def test_what_is_needed_in_turn(requirements: str, text: str, count: int, tmp_path: Path) -> None:
    files = {"functions/orders/requirements.txt": requirements}
    assert len(said(tmp_path, text, files)) == count


SCRIPTED = {
    "empty": ({"layers/raw/build.sh": ""}, 0),
    "listed": ({"layers/raw/requirements.txt": "PyYAML\n", "layers/raw/python/x.py": ""}, 0),
    "other": ({"layers/raw/python/x.py": ""}, 1),
}


@pytest.mark.parametrize(("files", "count"), SCRIPTED.values(), ids=SCRIPTED.keys())
def test_layer_that_a_script_may_fill(files: dict[str, str], count: int, tmp_path: Path) -> None:
    raw = """
      Raw:
        Type: AWS::Serverless::LayerVersion
        Properties: {ContentUri: layers/raw/}
    """
    text = f"{template(own='Layers: [!Ref Raw]').rstrip()}{raw}"
    assert len(lint(tmp_path, RULE, text, {**FILES, **files, APP: "import yaml\n"})) == count


def test_provides_beside_a_makefile(tmp_path: Path) -> None:
    files = {"layers/bundle/provides.txt": "PyYAML\n"}
    text = "import yaml\nimport order_rules_of_ours\n"
    (found,) = said(tmp_path, text, files, own="Layers: [!Ref Bundle]")
    assert "order_rules_of_ours" in found[1]


def test_powertools_layer_of_aws(tmp_path: Path) -> None:
    arn = (
        "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7"
    )
    text = "import aws_lambda_powertools, pydantic, aws_xray_sdk\nimport order_rules_of_ours\n"
    (found,) = said(tmp_path, text, own=f"Layers: ['{arn}']")
    assert "order_rules_of_ours" in found[1]


def test_build_counts_while_nothing_changed(tmp_path: Path) -> None:
    files = {
        "functions/orders/requirements.txt": "requests\n",
        ".aws-sam/build/Orders/app.py": "import brought_by_the_build\n",
        ".aws-sam/build/Orders/brought_by_the_build.py": "",
    }
    text = "import brought_by_the_build\n"
    assert said(tmp_path, text) != []
    assert said(tmp_path, text, files) == []
    (tmp_path / APP).touch()
    os.utime(tmp_path / APP, (time.time() + 5, time.time() + 5))
    assert len(lint(tmp_path, RULE, template())) == 1
