"""The runbook: each function is changed, checked, deployed, watched, and can go back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sam_scaffold.migration.runbook import Coupling, Stage, runbook
from sam_scaffold.migration.sizes import NOTHING, Size

BEFORE, AFTER = Size(587, 4_000_000), Size(80, 480_000)


def stage(
    name: str,
    template_file: str = "template.yaml",
    stack: str = "trading",
    layer: str = "",
    alias: str = "",
    alarms: tuple[str, ...] = (),
    refused: str = "",
) -> Stage:
    return Stage(
        name, name, template_file, stack, BEFORE, AFTER, layer, NOTHING, alias, alarms, refused
    )


def part_of(text: str, name: str) -> str:
    """Return the part with a heading."""
    return next(part for part in re.split(r"^## ", text, flags=re.MULTILINE) if name in part[:40])


def shell_of(text: str) -> str:
    return "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


def test_functions_come_in_their_order_with_their_sizes() -> None:
    text = runbook([stage("Health"), stage("Orders", layer="Shared")])
    assert text.index("## 1. Health") < text.index("## 2. Orders")
    assert "| 1 | `Health` | 587 files, 3.8 MB | 80 files, 469 kB | - |" in text
    assert "| 2 | `Orders` | 587 files, 3.8 MB | 80 files, 469 kB | Shared |" in text


def test_each_function_has_its_commands() -> None:
    part = part_of(runbook([stage("Health")], options="--layout flat"), "1. Health")
    assert shell_of(part).splitlines() == [
        "sam-scaffold migrate Health --layout flat",
        "git status --short",
        "sam build",
        "sam-scaffold invoke Health",
        'git add -A && git commit -m "Give Health its own code"',
        "sam deploy --confirm-changeset",
        "look Health",
        "sam-scaffold migrate Health --undo",
        "sam build",
        "sam deploy --confirm-changeset",
    ]


def test_the_layer_is_added_once_a_template_and_then_changes() -> None:
    stages = [
        stage("Health"),
        stage("Orders", layer="Shared"),
        stage("Fills", layer="Shared"),
        stage("Report", "backend/template.yaml", "reports", layer="Shared"),
    ]
    text = runbook(stages)
    assert "Shared" not in part_of(text, "1. Health")
    assert "- Add `Shared…`\n" in part_of(text, "2. Orders")
    assert "- Add `Shared…`\n" not in part_of(text, "3. Fills")
    assert "Add `Shared…`, Remove the former one" in part_of(text, "3. Fills")
    assert "- Add `Shared…`\n" in part_of(text, "4. Report")


def test_a_template_in_a_folder_is_built_and_deployed_there() -> None:
    stages = [stage("Health"), stage("Report", "backend/api.yaml", "reports"), stage("Orders")]
    text = runbook(stages)
    report = shell_of(part_of(text, "2. Report"))
    assert "sam-scaffold migrate Report --template-file backend/api.yaml\n" in report
    assert "(cd backend && sam build --template-file api.yaml)\n" in report
    assert "STACK=reports\n(cd backend && sam deploy --confirm-changeset)\n" in report
    assert "STACK=trading\n" in shell_of(part_of(text, "3. Orders"))


def test_a_stack_that_is_not_known_has_a_place_for_its_name() -> None:
    assert "STACK=STACK-OF-template.yaml\n" in runbook([stage("Health", stack="")])


def test_a_function_with_an_alias_goes_back_at_once() -> None:
    text = runbook([stage("Health"), stage("Orders", alias="live")])
    orders = part_of(text, "2. Orders")
    assert "--name live --function-version NUMBER" in orders
    assert "Add `OrdersVersion…`, Remove the former one, Modify `OrdersAliaslive`" in orders
    assert "update-alias" not in part_of(text, "1. Health")


def test_its_alarms_are_looked_at() -> None:
    text = runbook([stage("Health"), stage("Orders", alarms=("OrdersErrors", "OrdersAge"))])
    asked = 'describe-alarms --alarm-names "$(physical OrdersErrors)" "$(physical OrdersAge)"'
    assert asked in part_of(text, "2. Orders")
    assert "describe-alarms" not in part_of(text, "1. Health")


def test_what_is_refused_is_said_and_not_planned() -> None:
    text = runbook([stage("Health"), stage("Images", refused="it is a container image.")])
    assert "- `Images`: it is a container image." in text
    assert "migrate Images" not in text
    only = runbook([stage("Images", refused="it is a container image.")])
    assert "No function can be migrated." in only
    assert "```" not in only


def test_coupling_is_named_with_file_and_line() -> None:
    text = runbook([stage("Health")], [Coupling("pkg/container.py", 31, "imports pkg.orders")])
    assert "- `pkg/container.py:31` imports pkg.orders" in text
    assert "Decouple first" not in runbook([stage("Health")])


AWS = """\
#!/bin/sh
echo "$@" >> "$LOG"
case "$*" in *describe-stack-resource*) echo trading-Orders-1XY;; *LogGroup*) echo /logs;; esac
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell")
def test_the_shell_of_it_asks_for_the_function_by_its_name_in_aws(tmp_path: Path) -> None:
    text = runbook([stage("Orders", alias="live", alarms=("OrdersErrors",))])
    fake = tmp_path / "aws"
    fake.write_text(AWS, encoding="utf-8")
    fake.chmod(0o755)
    once = shell_of(part_of(text, "Once in your shell"))
    watched = [
        command for command in shell_of(part_of(text, "1. Orders")).split("\n") if "look" in command
    ]
    log = tmp_path / "log"
    subprocess.run(
        ["bash", "-euc", "\n".join([once, *watched])],
        check=True,
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "LOG": str(log)},
    )
    asked = log.read_text(encoding="utf-8").splitlines()
    assert "--stack-name trading --logical-resource-id Orders " in asked[0]
    metrics = [command for command in asked if "get-metric-statistics" in command]
    assert [command.split("--metric-name ")[1].split()[0] for command in metrics] == [
        "Errors",
        "Throttles",
        "Duration",
    ]
    assert all("Name=FunctionName,Value=trading-Orders-1XY" in command for command in metrics)
    assert asked[-1] == 'logs tail /logs --since 1h --filter-pattern "Runtime.ImportModuleError"'


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell")
def test_all_of_its_shell_can_be_read() -> None:
    text = runbook([stage("Orders", "b/t.yaml", "", "Shared", "live", ("A", "B")), stage("Health")])
    subprocess.run(["bash", "-n", "-c", shell_of(text)], check=True)
