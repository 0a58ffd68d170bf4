"""Files that scripts add to folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import write_files
from sam_scaffold.application.application import Application
from sam_scaffold.contents.prepared_folders import is_installed_into, may_provide

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: functions/orders/, Handler: app.handler, Runtime: python3.12}
      Http:
        Type: AWS::Serverless::LayerVersion
        Properties: {ContentUri: layers/http/}
    """

INSTALLED = {
    "target": {"Makefile": "all:\n\tpip install -r requirements.txt -t layers/http/python\n"},
    "long": {"build.sh": "python3 -m pip install --target=layers/http/python httpx\n"},
    "uv": {"build.sh": "uv pip install httpx --target layers/http/python\n"},
    "variable": {"build.sh": 'pip install httpx -t "$TARGET"\n'},
    "beside": {"layers/http/build.sh": "pip install -r requirements.txt -t python/\n"},
    "in-a-container": {
        "layers/http/build.sh": 'docker run --rm image bash -c "pip install httpx -t python"\n'
    },
    "made-before": {"build.sh": "mkdir -p layers/http && pip install httpx -t layers/http\n"},
    "workflow": {
        ".github/workflows/deploy.yml": "    - run: pip install httpx -t layers/http/python\n"
    },
    "exported": {"build.sh": "poetry export -o layers/http/requirements.txt\n"},
    "written": {"build.sh": "pipenv requirements > layers/http/requirements.txt\n"},
    "copied-list": {"build.sh": "cp requirements.txt layers/http/\n"},
}

NOT_INSTALLED = {
    "elsewhere": {"build.sh": "pip install httpx -t layers/other/python\n"},
    "here": {"build.sh": "pip install -r layers/http/requirements.txt\n"},
    "comment": {"build.sh": "# pip install httpx -t layers/http/python\n"},
    "of-a-makefile-build": {
        "layers/http/Makefile": 'build-Http:\n\tpip install httpx -t "$(ARTIFACTS_DIR)/python"\n'
    },
    "type": {"build.sh": "pip install httpx && find layers/http -type d\n"},
}


def http(folder: Path, files: dict[str, str]) -> tuple[Application, Path]:
    found = Application.of(write_files(folder, TEMPLATE, {**files, "layers/http/notes.txt": ""}))
    content = found.layers["Http"].content
    assert content is not None
    return found, content


@pytest.mark.parametrize("files", INSTALLED.values(), ids=INSTALLED.keys())
def test_what_may_install(files: dict[str, str], tmp_path: Path) -> None:
    assert is_installed_into(*http(tmp_path, files))


@pytest.mark.parametrize("files", NOT_INSTALLED.values(), ids=NOT_INSTALLED.keys())
def test_what_does_not_install(files: dict[str, str], tmp_path: Path) -> None:
    assert not is_installed_into(*http(tmp_path, files))


COPIED = {
    "folder": ("cp -r shared/acme layers/http/\n", True),
    "all": ("rsync -a shared/ layers/http\n", True),
    "module-to-a-variable": ('cp -r shared/acme "$TARGET"\n', True),
    "link": ("ln -s ../../shared/acme layers/http/acme\n", True),
    "other-module-to-a-variable": ('cp -r shared/other "$TARGET"\n', False),
    "module-elsewhere": ("cp -r shared/acme backup/\n", False),
}


@pytest.mark.parametrize(("text", "brings"), COPIED.values(), ids=COPIED.keys())
def test_what_copies_a_module(text: str, tmp_path: Path, *, brings: bool) -> None:
    assert may_provide(*http(tmp_path, {"build.sh": text}), "acme") is brings


IGNORED = {
    "module": ("/layers/http/acme.py\n", True),
    "folder": ("acme/\n", True),
    "pattern": ("ac*.py\n", True),
    "all-modules": ("*\n*.py\n", False),
    "others": ("*.pyc\n# acme\nother/\n", False),
}


@pytest.mark.parametrize(("text", "brings"), IGNORED.values(), ids=IGNORED.keys())
def test_what_git_ignores_may_be_made(text: str, tmp_path: Path, *, brings: bool) -> None:
    assert may_provide(*http(tmp_path, {".gitignore": text}), "acme") is brings
