"""The rule on missing imports knows what a build installs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from missing_imports import APP, FILES, RULE, said, template

from rules import lint, write_files

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


PROJECT = '[project]\nname = "x"\ndependencies = ["httpx"]\n'


def test_uv_installs_what_a_project_lists(tmp_path: Path) -> None:
    files = {"functions/orders/pyproject.toml": PROJECT}
    uv = {"metadata": "Metadata: {BuildMethod: python-uv}"}
    assert said(tmp_path, "import httpx\n", files, **uv) == []
    ((_, message),) = said(tmp_path, "import yaml\n", files, own="", **uv)
    assert "Attach Formats" in message
    ((_, message),) = said(tmp_path, "import jose\n", files, **uv)
    assert message.endswith(
        "Add python-jose to functions/orders/pyproject.toml, or create the module."
    )


def test_pip_does_not(tmp_path: Path) -> None:
    files = {"functions/orders/pyproject.toml": PROJECT}
    assert len(said(tmp_path, "import httpx\n", files)) == 1


def test_manifest_of_all(tmp_path: Path) -> None:
    files = {"all.txt": "httpx\n"}
    configuration = '[default.build.parameters]\nmanifest = "all.txt"\n'
    assert len(said(tmp_path, "import httpx\n", files)) == 1
    assert said(tmp_path, "import httpx\n", {**files, "samconfig.toml": configuration}) == []


BY_SCRIPT = {
    "installed": "pip install -r requirements.txt -t functions/orders\n",
    "exported": "poetry export -o functions/orders/requirements.txt\n",
    "copied": "cp -r lib/pricing.py functions/orders/\n",
    "manifest": "sam build --manifest requirements-all.txt\n",
}


@pytest.mark.parametrize("script", BY_SCRIPT.values(), ids=BY_SCRIPT.keys())
def test_what_a_script_may_bring(script: str, tmp_path: Path) -> None:
    assert said(tmp_path, "import pricing\n", {"build.sh": script}) == []


def test_list_that_a_windows_shell_wrote(tmp_path: Path) -> None:
    write_files(tmp_path, template(), {**FILES, APP: "import yaml\nimport jose\n"})
    requirements = tmp_path / "functions" / "orders" / "requirements.txt"
    requirements.write_bytes("PyYAML==6.0.2\r\n".encode("utf-16"))
    (found,) = lint(tmp_path, RULE, template())
    assert "imports jose" in found.message
