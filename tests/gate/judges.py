"""The tools that judge an application; each returns its findings."""

from __future__ import annotations

import json
import logging
import os
import subprocess
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from generated.toolchain import PYTEST, interpreter, pytest_environment, sam_environment, tool
from generated.yaml_loaders import unchanged_yaml

from .apps import Made

Findings = list[str]


def cfn_lint(made: Made) -> Findings:
    """cfn-lint on the SAM template, warnings included."""
    return _run(made.root, _tool("cfn-lint"), "--regions", "eu-west-1", "--", str(made.template))


def translator(made: Made) -> Findings:
    """SAM's translator, which checks events and policies."""
    try:
        translated(made)
    except Exception as error:  # noqa: BLE001 - any exception is a finding
        return [f"{type(error).__name__}: {error}"]
    return []


def cfn_lint_on_the_output(made: Made) -> Findings:
    """Run cfn-lint on the translated template."""
    output = made.root / ".translated.json"
    output.write_text(json.dumps(translated(made), indent=2), encoding="utf-8")
    return _run(made.root, _tool("cfn-lint"), "--regions", "eu-west-1", "--", str(output))


def ruff(made: Made) -> Findings:
    """The linter and the formatter, as the application has them set."""
    return [
        *_run(made.root, _tool("ruff"), "check", "--no-cache", "--output-format", "concise"),
        *_run(made.root, _tool("ruff"), "format", "--check", "--no-cache"),
    ]


def mypy(made: Made) -> Findings:
    """Types, strictly, as the application's Makefile checks them.

    Applications in the same folder share what mypy finds in the libraries.
    """
    layers = sorted(str(path) for path in (made.root / "layers").iterdir())
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(layers)}
    cache = str(made.root.parent / ".mypy_cache")
    return _run(made.root, _tool("mypy"), "--cache-dir", cache, ".", environment=environment)


def pytest(made: Made) -> Findings:
    """The generated tests, a warning counted as a failure."""
    return _run(made.root, *PYTEST, "-q", "-W", "error", environment=pytest_environment())


def sam_build(made: Made) -> Findings:
    """`sam build`, into ``.aws-sam/build``."""
    python = interpreter("3.12")
    other = interpreter("3.13")
    environment = sam_environment(python)
    if other is not None:
        environment["PATH"] = f"{environment['PATH']}{os.pathsep}{other.parent}"
    words = ("build", "--cached", "--parallel")
    return _run(made.root, _tool("sam"), *words, environment=environment)


def translated(made: Made) -> dict[str, Any]:
    """Return the translated template."""
    validator = import_module("samcli.lib.translate.sam_template_validator")  # untyped, and slow
    yamlhelper = import_module("samcli.yamlhelper")
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)  # exceptions say the same
    with unchanged_yaml():
        source = yamlhelper.yaml_parse(made.template.read_text(encoding="utf-8"))
        template = validator.SamTemplateValidator(source, _NoPolicies(), region="eu-west-1")
        found: dict[str, Any] = yaml.safe_load(template.get_translated_template_if_valid())
    return found


class _NoPolicies:
    """A substitute for AWS, from which SAM gets the ARNs of managed policies."""

    def load(self) -> dict[str, str]:
        return {}


def _tool(name: str) -> str:
    found = tool(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not there; it comes with this project's test extra.")
    return found


def _run(root: Path, *command: str, environment: Mapping[str, str] | None = None) -> Findings:
    run = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    return [] if run.returncode == 0 else [*run.stdout.splitlines(), *run.stderr.splitlines()]
