"""Makefiles, scripts and pipelines that name functions which are not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from rules import lint

RULE = "W9701"

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Globals: {Function: {Runtime: python3.12, Handler: app.handler}}
    Resources:
      OrderRouterFunction:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: functions/order_router/}
      RiskMonitorFunction:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: functions/risk_monitor/src/}
      ReporterFunction:
        Type: AWS::Serverless::Function
        Metadata: {BuildMethod: makefile}
        Properties: {CodeUri: functions/reporter/}
      SharedLayer:
        Type: AWS::Serverless::LayerVersion
        Properties: {ContentUri: layers/shared/}
    """

FILES = {
    "functions/order_router/app.py": "",
    "functions/risk_monitor/src/app.py": "",
    "functions/reporter/Makefile": "build-ReporterFunction:\n\tcp app.py $(ARTIFACTS_DIR)\n",
    "layers/shared/": "",
}

WORKFLOW = ".github/workflows/deploy.yml"

STALE = {
    "folder": ("Makefile", "test:\n\tpytest functions/old_router/tests\n", 2, "old_router"),
    "folder-in-quotes": ("scripts/a.sh", "zip -r x './functions/old_router'\n", 1, "old_router"),
    "folder-in-pipeline": (
        WORKFLOW,
        "on:\n  push:\n    paths:\n      - 'functions/old/**'\n",
        4,
        "old",
    ),
    "build": ("deploy.sh", "set -e\nsam build OldFunction --cached\n", 2, "OldFunction"),
    "invoke": ("Makefile", "try:\n\tsam local invoke OldFunction -e x.json\n", 2, "OldFunction"),
    "make-list": (
        "Makefile",
        "FUNCTIONS := order_router risk_monitor old_router\n",
        1,
        "old_router",
    ),
    "make-list-over-lines": (
        "Makefile",
        "\nLAMBDAS = order_router \\\n  old_router reporter\n",
        2,
        "old_router",
    ),
    "array": ("deploy.sh", "functions=(order-router risk-monitor old-router)\n", 1, "old-router"),
    "array-over-lines": (
        "bin/deploy.sh",
        "declare -a LAMBDAS=(\n  OrderRouterFunction  # the first\n  RiskMonitor\n  OldRouter\n)\n",
        1,
        "OldRouter",
    ),
    "text": ("deploy.sh", 'FUNCTIONS="order_router risk_monitor old"\n', 1, "old"),
    "loop": ("deploy.sh", "for f in order_router reporter old; do\n", 1, "old"),
    "matrix": (WORKFLOW, "matrix:\n  function: [order_router, reporter, old]\n", 2, "old"),
    "matrix-of-lines": (
        WORKFLOW,
        "matrix:\n  lambda:\n    - order_router\n    - reporter\n    - old\n",
        2,
        "old",
    ),
    "target": (
        "functions/reporter/Makefile",
        "build-ReporterFunction:\n\tcp app.py $(ARTIFACTS_DIR)\n\nbuild-OldFunction:\n\ttrue\n",
        4,
        "OldFunction",
    ),
}


@pytest.mark.parametrize(("file", "text", "line", "name"), STALE.values(), ids=STALE.keys())
def test_stale(file: str, text: str, line: int, name: str, tmp_path: Path) -> None:
    (said,) = lint(tmp_path, RULE, TEMPLATE, {**FILES, file: text})
    assert said.path == ("Resources",)
    is_built = "build" in text and name == "OldFunction"
    kind = "function or layer" if is_built else "function"
    says = "has a target for" if "build-OldFunction" in text else "names"
    assert said.message.startswith(
        f"{file}:{line} {says} {name}, which is not a {kind} of template.yaml. Correct the name, "
        "or remove it."
    )


def test_layers_are_built_too(tmp_path: Path) -> None:
    target = FILES["functions/reporter/Makefile"] + "build-SharedLayr:\n\ttrue\n"
    files = {**FILES, "functions/reporter/Makefile": target}
    (said,) = lint(tmp_path, RULE, TEMPLATE, files)
    assert said.message.endswith("remove it. Did you mean SharedLayer?")


SOUND = {
    "folders": ("Makefile", "test:\n\tpytest functions/order_router functions/reporter/app.py\n"),
    "variable": ("Makefile", "test:\n\tpytest functions/$(NAME) functions/*/tests\n"),
    "wildcard": ("Makefile", "FUNCTIONS := $(wildcard functions/*)\n"),
    "other-tree": ("Makefile", "test:\n\tpytest tests/functions/old_router\n"),
    "made": ("deploy.sh", "mkdir -p functions/staging\nrm -rf functions/build functions/old\n"),
    "file": ("Makefile", "x:\n\tcat functions/README.md\n"),
    "comment": ("Makefile", "# sam build OldFunction, functions/old/\nall: # functions/old/\n"),
    "said": ("deploy.sh", "echo sam build OldFunction functions/old\n"),
    "name-of-step": (WORKFLOW, "- name: sam build Everything\n"),
    "url": ("x.sh", "curl http://127.0.0.1:3001/2015-03-31/functions/function/invocations\n"),
    "commands": ("deploy.sh", "sam build OrderRouterFunction\nsam build --cached\nsam build x\n"),
    "layer": ("deploy.sh", "sam build SharedLayer\n"),
    "of-other-template": ("deploy.sh", "sam build OldFunction -t other/template.yaml\n"),
    "list": ("Makefile", "FUNCTIONS = order_router risk-monitor ReporterFunction\n"),
    "of-other-things": ("Makefile", "TOOLS = order_router risk_monitor ruff\n"),
    "few-are-functions": ("deploy.sh", "functions=(reporter mailer billing)\n"),
    "half": ("deploy.sh", "functions=(reporter mailer)\n"),
    "folder-beside": ("deploy.sh", "functions=(order_router reporter layers)\n"),
    "targets-of-a-root": ("Makefile", "build-Docs:\n\tmake docs\n"),
    "other-folder": ("notes/deploy.sh", "sam build OldFunction\n"),
    "binary": ("deploy.sh", "\0\x01 sam build\n"),
}


@pytest.mark.parametrize(("file", "text"), SOUND.values(), ids=SOUND.keys())
def test_sound(file: str, text: str, tmp_path: Path) -> None:
    assert lint(tmp_path, RULE, TEMPLATE, {**FILES, file: text}) == []


def test_nearest_function_is_named(tmp_path: Path) -> None:
    files = {**FILES, "deploy.sh": "sam build OrderRoutrFunction\n"}
    (said,) = lint(tmp_path, RULE, TEMPLATE, files)
    assert said.message.endswith("remove it. Did you mean OrderRouterFunction?")


def test_function_of_another_template(tmp_path: Path) -> None:
    other = "Transform: AWS::Serverless-2016-10-31\nResources: {OldFunction: {Type: A}}\n"
    files = {**FILES, "deploy.sh": "sam build OldFunction\n", "other/template.yaml": other}
    assert lint(tmp_path, RULE, TEMPLATE, files) == []


def test_functions_that_a_loop_makes(tmp_path: Path) -> None:
    template = TEMPLATE.replace("      SharedLayer:", "      Fn::ForEach::Functions:")
    files = {**FILES, "deploy.sh": "sam build OldFunction\n"}
    assert lint(tmp_path, RULE, template, files) == []


def test_code_in_a_folder_src_beside_the_template(tmp_path: Path) -> None:
    template = TEMPLATE.replace("functions/risk_monitor/src/", "src")
    files = {**FILES, "src/app.py": "", "Makefile": "a:\n\tls src/old\n"}
    assert lint(tmp_path, RULE, template, files) == []


def test_template_below_the_root(tmp_path: Path) -> None:
    """Paths are relative to the root in the root's scripts, else to the template."""
    (tmp_path / ".git").mkdir()
    shop = tmp_path / "services/shop"
    (tmp_path / "Makefile").write_text("a:\n\tls services/shop/functions/old functions/other\n")
    files = {**FILES, "Makefile": "a:\n\tls functions/older\n"}
    said = [finding.message.split(",")[0] for finding in lint(shop, RULE, TEMPLATE, files)]
    assert said == ["Makefile:2 names old", "services/shop/Makefile:2 names older"]


def test_list_in_the_example(tmp_path: Path) -> None:
    trading = tmp_path / "trading"
    shutil.copytree(ROOT / "examples/trading", trading)
    template = (trading / "template.yaml").read_text(encoding="utf-8")
    assert lint(trading, RULE, template) == []
    names = "order_router risk_monitor trade_reporter market_data_provider position_keeper"
    makefile = (trading / "Makefile").read_text(encoding="utf-8")
    assert "FUNCTIONS := $(wildcard functions/*)" in makefile
    stale = makefile.replace("$(wildcard functions/*)", names)
    (said,) = lint(trading, RULE, template, {"Makefile": stale})
    assert "Makefile:4 names position_keeper" in said.message
