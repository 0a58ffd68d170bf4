"""The GitHub Action: its shell, run as GitHub runs it, with a pip that fetches nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from checks import BAD, HANDLER, WARNED, repository
from command_environment import ROOT, environment
from repositories import Done

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
PYTHON = """\
#!/bin/sh
echo "$@" >> "$0.log"
case "$2" in
  venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  pip) ;;
  *) exec "{python}" "$@" ;;
esac
"""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def run(root: Path, temporary: Path, **inputs: str) -> Done:
    """Run the steps of the action that are shell, in a workspace."""
    python = temporary / "python"
    temporary.mkdir()
    python.write_text(PYTHON.format(python=sys.executable))
    python.chmod(0o755)
    stated: dict[str, str] = {
        name: given["default"] for name, given in ACTION["inputs"].items()
    } | inputs
    known = {f"inputs.{name}": value for name, value in stated.items()}
    known["steps.python.outputs.python-path"] = str(python)

    def expression(found: re.Match[str]) -> str:
        return known[found[1]]

    (step,) = (found for found in ACTION["runs"]["steps"] if "run" in found)
    assert "${{" not in step["run"]  # the name of a folder is never run as code
    given = {
        key: re.sub(r"\$\{\{ ([\w.-]+) \}\}", expression, value)
        for key, value in step["env"].items()
    }
    script = temporary / "script.sh"
    script.write_text(step["run"])
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
        cwd=root,
        env=environment(
            **given,
            RUNNER_TEMP=str(temporary),
            GITHUB_ACTION_PATH=str(ROOT),
        ),
        capture_output=True,
        check=False,
        text=True,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_python_is_set_up_for_the_action_alone() -> None:
    (step,) = (found for found in ACTION["runs"]["steps"] if "uses" in found)
    assert step["uses"].startswith("actions/setup-python@v")
    assert step["with"]["update-environment"] is False
    assert step["with"]["python-version"] == "${{ inputs.python-version }}"


def test_every_input_is_explained_and_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, given in ACTION["inputs"].items():
        assert given["description"]
        assert f"${{{{ inputs.{name} }}}}" in text


@pytest.mark.slow
def test_a_mistake_fails_and_is_shown_at_its_line(tmp_path: Path) -> None:
    repository(tmp_path / "work" / "my app", BAD)
    done = run(tmp_path / "work", tmp_path / "temporary", directory="my app")
    assert done.code == 1, done.err
    assert done.out.startswith("::error file=my app/template.yaml,line=6,col=7,")
    log = (tmp_path / "temporary/sam-scaffold-check/bin/python.log").read_text()
    assert log.startswith("-m pip install ")
    assert log.splitlines()[0].endswith(str(ROOT))


@pytest.mark.slow
@pytest.mark.parametrize(("strict", "code"), [("false", 0), ("true", 1)])
def test_strict(strict: str, code: int, tmp_path: Path) -> None:
    repository(tmp_path / "work", WARNED)
    done = run(tmp_path / "work", tmp_path / "temporary", strict=strict)
    assert (done.code, done.out.partition(" ")[0]) == (code, "::warning"), done.err


@pytest.mark.slow
def test_templates_are_named(tmp_path: Path) -> None:
    repository(tmp_path / "work", BAD, **{
        "a/one.yaml": WARNED, "a/worker/app.py": HANDLER, "b*/two.yaml": WARNED,
        "b*/worker/app.py": HANDLER,
    })  # fmt: skip
    done = run(tmp_path / "work", tmp_path / "temporary", templates="a/one.yaml\nb*/two.yaml\n")
    assert (done.code, done.out.count("::warning")) == (0, 2), done.err
