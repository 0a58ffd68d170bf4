"""The verdict on imports is the one of AWS's runtime client when the built function starts."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from import_cases import CASES, LAYERS, Case

from rules import lint, write_files
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
        template: The template that `sam build` wrote.
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
    write_files(root, template_of(CASES), {**LAYERS, **files})
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
        imports: The imports that are added to its handler afterwards.
        loses: The layer that is taken from it afterwards.
        missing: The import that fails then.
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
