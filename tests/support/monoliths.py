"""The monoliths of ``tests/migration/monoliths/``: their content, and how to run them.

Each is a folder with a ``repository/`` and an ``expected.toml``, which says what each
function answers and where each of its files belongs once it has a folder of its own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from command_environment import ROOT, environment
from lambdas import python
from repositories import Repository

from sam_scaffold.dependencies.requirements.toml_text import toml_of
from sam_scaffold.invocation import Artifact, invoke
from sam_scaffold.invocation.lambda_environment import environment as variables_of
from sam_scaffold.sam.model.intrinsics import Data

HOME = ROOT / "tests" / "migration" / "monoliths"
KINDS = tuple(sorted(path.parent.name for path in HOME.glob("*/expected.toml")))
LAYER = "layers/shared"

_PASSED = re.compile(r"^(\S+::.+?) PASSED", re.MULTILINE)


@dataclass(frozen=True)
class Function:
    """The behaviour of a function, and the files that it needs.

    Attributes:
        logical_id: Its key in Resources.
        folder: The target folder of its code, relative to the repository's root.
        event: An event.
        result: Its answer to that, on any path to its code.
        own: Files that are moved there, by their path in the artifact.
        links: Files that it has as links, likewise.
        layer: Whether it needs the shared layer.
    """

    logical_id: str
    folder: str
    event: Data
    result: Data
    own: frozenset[str]
    links: frozenset[str]
    layer: bool

    @property
    def artifact(self) -> frozenset[str]:
        """Return all files of its artifact."""
        return self.own | self.links


@dataclass(frozen=True)
class Monolith:
    """A repository with functions that share their code's folder.

    Attributes:
        kind: Its folder's name.
        template: Its SAM template.
        tests: The folder that its tests are started in.
        passed: The number of them that pass.
        functions: Its functions, in the template's order.
        shared: Files of the shared layer, by their path in the artifact.
    """

    kind: str
    template: str
    tests: str
    passed: int
    functions: tuple[Function, ...]
    shared: frozenset[str]

    @classmethod
    def of(cls, kind: str) -> Monolith:
        """Read a monolith's ``expected.toml``."""
        said = toml_of((HOME / kind / "expected.toml").read_text(encoding="utf-8"))
        assert said is not None
        functions = cast("dict[str, dict[str, object]]", said["functions"])
        shared = cast("dict[str, list[str]]", said["shared"])
        return cls(
            kind,
            str(said.get("template", "template.yaml")),
            str(said.get("tests", "")),
            cast("int", said["passed"]),
            tuple(_function(logical_id, each) for logical_id, each in functions.items()),
            frozenset(shared["modules"]),
        )

    def copied(self, into: Path) -> Repository:
        """Make a repository of it, with all committed."""
        shutil.copytree(HOME / self.kind / "repository", into)
        repository = Repository(into, {})
        repository.commit()
        return repository

    def passing(self, root: Path) -> frozenset[str]:
        """Return the ids of its tests that pass."""
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-p", "no:xdist"],
            cwd=root / self.tests,
            env=environment(PYTHONPATH="", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return frozenset(_PASSED.findall(done.stdout))

    def answer(self, root: Path, function: Function) -> Data:
        """Return what a function answers to its event, from an artifact as SAM would build it.

        Links are followed and layers have their content below ``python/``, as after a build
        with a BuildMethod; no packages are installed.
        """
        with tempfile.TemporaryDirectory() as folder:
            source = Artifact.of(root / self.template, function.logical_id)
            layers = []
            for number, layer in enumerate(source.layers):
                layers.append(Path(folder, f"layer{number}"))
                _copy(layer, layers[-1] / "python")
            code = Path(folder, "task")
            _copy(source.code, code)
            return outcome(replace(source, code=code, layers=tuple(layers)), function)


def outcome(artifact: Artifact, function: Function) -> Data:
    """Run a built function with its event."""
    variables = variables_of(artifact, {"PATH": os.environ["PATH"]})
    found = invoke(artifact, function.event, variables, python())
    assert found.error is None, (found.error, found.logs)
    return found.result


def files_below(folder: Path) -> frozenset[str]:
    """Return the files that an artifact of a folder has: links to folders are followed."""
    return frozenset(
        Path(above, name).relative_to(folder).as_posix()
        for above, folders, names in os.walk(folder, followlinks=True)
        if "__pycache__" not in Path(above).parts
        for name in names
    )


def _copy(source: Path, target: Path) -> None:
    """Copy as `sam build` does: what links lead to, and an error for one to nothing."""
    ignored = shutil.ignore_patterns(".git", "__pycache__", ".aws-sam")
    shutil.copytree(source, target, ignore=ignored)


def _function(logical_id: str, said: dict[str, object]) -> Function:
    return Function(
        logical_id,
        str(said["folder"]),
        json.loads(str(said["event"])),
        json.loads(str(said["result"])),
        frozenset(cast("list[str]", said.get("own", []))),
        frozenset(cast("list[str]", said.get("links", []))),
        bool(said.get("layer", True)),
    )
