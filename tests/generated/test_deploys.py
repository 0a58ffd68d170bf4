"""Generated code passes SAM's gates, and its artifact contains only its own code.

The gates do not overlap: cfn-lint reads the source, the translator checks events and
policies, and cfn-lint on the translator's output sees what becomes of the two.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from .projects import Project
from .toolchain import NO_PYTHON, NO_SAM, interpreter, sam_environment, tool
from .yaml_loaders import unchanged_yaml

pytestmark = pytest.mark.slow

THE_EXAMPLE = pytest.mark.parametrize("project", ["trading"], indirect=True)
"""New applications with functions of all triggers are judged by `make gate`."""

# What the translator does to the example's layers, generated or not: to name a layer's
# version by a hash of its properties, it replaces parameters in them by their defaults. So
# `!Sub "trading-${Stage}-numeric"` comes out as a !Sub without a variable, which W1020 is
# about. In the source the variable is there, and cfn-lint passes.
_FROM_THE_TRANSLATOR = ("--ignore-checks", "W1020")


def sam(project: Project, *words: str, python: Path | None = None) -> str:
    """Run the SAM CLI; a failure shows what it said."""
    command = tool("sam")
    if command is None:
        pytest.skip(NO_SAM)
    return passes(project.root, command, *words, environment=sam_environment(python))


def passes(root: Path, *command: str, environment: dict[str, str] | None = None) -> str:
    run = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, f"{' '.join(command)}\n{run.stdout}{run.stderr}"
    return run.stdout


def cfn_lint(root: Path, *words: str) -> None:
    command = tool("cfn-lint")
    if command is None:
        pytest.skip("no cfn-lint found beside this Python or on PATH (pip install cfn-lint)")
    passes(root, command, "--regions", "eu-west-1", *words)


def translated(template: Path) -> str:
    """Return the translated template."""
    validator = pytest.importorskip("samcli.lib.translate.sam_template_validator")
    yamlhelper = pytest.importorskip("samcli.yamlhelper")

    class NoPolicies:
        """A substitute for AWS, from which SAM gets the ARNs of managed policies."""

        def load(self) -> dict[str, str]:
            return {}

    with unchanged_yaml():
        source = yamlhelper.yaml_parse(template.read_text(encoding="utf-8"))
        sam_template = validator.SamTemplateValidator(source, NoPolicies(), region="eu-west-1")
        return str(sam_template.get_translated_template_if_valid())


def test_sam_validates(project: Project) -> None:
    assert "is a valid SAM Template" in sam(project, "validate", "--lint")


@THE_EXAMPLE
def test_cfn_lint_passes_on_the_source(project: Project) -> None:
    cfn_lint(project.root, "--", "template.yaml")


@THE_EXAMPLE
def test_cfn_lint_passes_on_what_the_translator_makes_of_it(
    project: Project, tmp_path: Path
) -> None:
    output = tmp_path / "translated.yaml"
    output.write_text(translated(project.root / "template.yaml"), encoding="utf-8")
    types = {entry["Type"] for entry in yaml.safe_load(output.read_bytes())["Resources"].values()}
    assert "AWS::Lambda::Function" in types
    assert not any(name.startswith("AWS::Serverless::") for name in types)
    cfn_lint(tmp_path, *_FROM_THE_TRANSLATOR, "--", str(output))


def test_the_translator_can_fail(tmp_path: Path) -> None:
    broken = tmp_path / "template.yaml"
    broken.write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n"
        "    Type: AWS::Serverless::Function\n    Properties: {Nonsense: 1}\n",
        encoding="utf-8",
    )
    with pytest.raises(Exception, match=r"Nonsense|Handler|Runtime"):
        translated(broken)


def test_sam_builds_the_code_and_nothing_else(copied: Project) -> None:
    python = interpreter("3.12")
    if python is None:
        pytest.skip(NO_PYTHON)
    sam(copied, "build", python=python)
    built = copied.root / ".aws-sam" / "build"
    for logical_id in copied.code:
        assert files(built / logical_id) == {"lambda_handler.py"}, logical_id
    shared = copied.root / "layers" / "shared"
    assert files(built / "SharedCodeLayer") == {f"python/{name}" for name in files(shared)}
    assert f"python/{copied.shared_package}/__init__.py" in files(built / "SharedCodeLayer")
    assert files(built / "HelpersLayer") == {
        "python/helpers/__init__.py",
        "python/helpers/environment.py",
    }
    assert "python/xmltodict.py" in files(built / "FormatsLayer")


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
