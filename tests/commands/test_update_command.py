"""`update`: what is updated equals what is generated afresh, and every edit stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_environment import ROOT
from releases import (
    NEW_LINE,
    Change,
    contents,
    made,
    older,
    replaced,
)
from repositories import TEMPLATE, Repository, succeeded
from trigger_answers import required_answers
from updates import CODE, META, SNIPPET, sub

TRIGGERS = sorted(folder.name for folder in (ROOT / "template/triggers").iterdir())

LAYOUTS = {
    "colocated-policies": ("layout=colocated", "iam=policies"),
    "flat-role": ("layout=flat", "iam=role"),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_updated_equals_fresh(trigger: str, layout: tuple[str, str], tmp_path: Path) -> None:
    needed = [f"{key}={answer}" for key, answer in required_answers(trigger).items()]
    answers = (f"trigger={trigger}", *layout, *needed)
    repository = older(tmp_path, *answers)
    succeeded(repository.here("update", "--all"))
    assert contents(repository) == made("v1.1.0", *answers)


OTHERS = {
    "new-queue": ("trigger=sqs", "publishes_to=new_queue", "layers=HttpLayer"),
    "new-topic": ("trigger=s3", "publishes_to=new_topic", "iam=role"),
    "new-bus": ("trigger=eventbridge", "publishes_to=new_bus"),
    "without-logs-and-alarms": ("trigger=kinesis", "alarms=none", "log_retention=0"),
}


@pytest.mark.parametrize("answers", OTHERS.values(), ids=OTHERS.keys())
def test_updated_equals_fresh_with_other_answers(answers: tuple[str, ...], tmp_path: Path) -> None:
    repository = older(tmp_path, *answers)
    succeeded(repository.here("update", "--all"))
    assert contents(repository) == made("v1.1.0", *answers)


FORMS = {
    "crlf": TEMPLATE.replace("\n", "\r\n"),
    "without-final-line-end": TEMPLATE.partition("\nOutputs:")[0].rstrip(),
    "byte-order-mark": f"\ufeff{TEMPLATE}",
    "wide": re.sub(r"(?m)^( +)", r"\1\1", TEMPLATE),
    "lists-below-their-keys": TEMPLATE.replace("Outputs:", "  Q:\n    R:\n    - 1\nOutputs:"),
}


@pytest.mark.parametrize("sam", FORMS.values(), ids=FORMS.keys())
def test_sam_template_keeps_its_form(sam: str, tmp_path: Path) -> None:
    repository = older(tmp_path, "trigger=sqs", "iam=role", sam=sam)
    succeeded(repository.here("update", "--all"))
    assert contents(repository) == made("v1.1.0", "trigger=sqs", "iam=role", sam=sam)


_LAYER = '"SharedCodeLayer": {"Type": "AWS::Serverless::LayerVersion", "Properties": {}}'

_LINE = f'{{"Transform": "AWS::Serverless-2016-10-31", "Resources": {{{_LAYER}}}}}\n'

JSON = {
    "json": json.dumps(json.loads(_LINE), indent=2) + "\n",
    "json-on-one-line": _LINE,
    "yaml-in-braces": f"Transform: AWS::Serverless-2016-10-31\nResources: {{{_LAYER}}}\n",
}


@pytest.mark.parametrize("sam", JSON.values(), ids=JSON.keys())
def test_template_in_braces_gets_the_same_but_for_the_order(sam: str, tmp_path: Path) -> None:
    where = {"sam": sam, "name": "template.yml"}
    repository = older(tmp_path, "trigger=sqs", "iam=role", **where)
    succeeded(repository.here("update", "--all"))
    fresh = Repository(tmp_path / "fresh", made("v1.1.0", "trigger=sqs", "iam=role", **where))
    assert repository.data("template.yml") == fresh.data("template.yml")
    assert sorted(repository.text("template.yml")) == sorted(fresh.text("template.yml"))


SAM = TEMPLATE.replace("Outputs:", "  LedgerTable: {Type: AWS::DynamoDB::Table}\n\nOutputs:")

ANSWERS = ("trigger=sqs", "uses=LedgerTable:read", "iam=role")


def _moved_to_the_top(text: str) -> str:
    start, end = text.index("  # Orders"), text.index("Outputs:")
    return text[:start].replace("Resources:\n", f"Resources:\n{text[start:end]}") + text[end:]


EDITS = {
    "value-and-comment-behind": replaced("MemorySize: 256", "MemorySize: 1024   # measured"),
    "comment-line": sub(r"(      Handler:)", r"      # Ours: see the runbook.\n\1"),
    "variable": sub(r"( +LOG_LEVEL: INFO\n)", r'\1          OURS: "1"\n'),
    "first-variable": sub(r"( +)(LOG_LEVEL: INFO\n)", r"\1FIRST: 1\n\1\2"),
    "property": sub(r"(      Handler:)", r"      Tags: {Team: ours}\n\1"),
    "statement": sub(
        r"( +)(- Sid: ReadLedgerTable\n)",
        r'\1- Sid: Ours\n\1  Effect: Allow\n\1  Action: s3:GetObject\n\1  Resource: "*"\n\1\2',
    ),
    "alarm-that-is-gone": sub(r"  # Alarm .*on invocations that take over(.+\n)+\n", ""),
    "alarm-actions": sub(r"( +)(AlarmActions:\n)", r"\1OKActions: [!Ref AlarmsTopic]\n\1\2"),
    "comment-in-an-alarm": sub(r"Threshold: 0\n", "Threshold: 0  # not one\n"),
    "block-at-the-top": _moved_to_the_top,
    "order-of-keys": sub(r"( +Timeout: 30\n)( +MemorySize: 256\n)", r"\2\1"),
    "order-in-an-alarm": sub(r"( +Statistic: Sum\n)( +Period: \d+\n)", r"\2\1"),
    "retention-policy": sub(r"(::LogGroup\n)", r"\1    DeletionPolicy: Retain\n"),
    "quotes": replaced("AWS::Serverless::Function", '"AWS::Serverless::Function"'),
    "functions-in-long": replaced("!Ref OrdersFunction", "{Ref: OrdersFunction}"),
    "lists-in-brackets": sub(r"Architectures:\n +- x86_64", "Architectures: [x86_64]"),
}

"""Each can be made before the update and after it."""


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_edit_of_the_block_stays_and_the_news_come(edit: Change, tmp_path: Path) -> None:
    repository = older(tmp_path, *ANSWERS, sam=SAM)
    fresh = Repository(tmp_path / "fresh", made("v1.1.0", *ANSWERS, sam=SAM))
    for found in (repository, fresh):
        text = edit(found.text())
        assert text != found.text()
        found.write("template.yaml", text)
    succeeded(repository.here("update", "--all"))
    assert repository.data() == fresh.data()
    assert sorted(repository.text().splitlines()) == sorted(fresh.text().splitlines())


def test_policy_of_ours_stays_beside_a_new_one(tmp_path: Path) -> None:
    repository = older(tmp_path, "uses=LedgerTable:read", sam=SAM)
    policies = "      Policies:\n"
    text = repository.text().replace(policies, f"{policies}        - AWSLambdaExecute # ours\n")
    repository.write("template.yaml", text)
    succeeded(repository.here("update", "--all"))
    assert repository.properties("OrdersFunction")["Policies"] == [
        "AWSLambdaExecute",
        {"DynamoDBReadPolicy": {"TableName": {"Ref": "LedgerTable"}}},
        "AWSXrayWriteOnlyAccess",
    ]
    assert "- AWSLambdaExecute # ours\n" in repository.text()


def test_all_edits_at_once_stay(tmp_path: Path) -> None:
    repository = older(tmp_path, *ANSWERS, sam=SAM)
    fresh = Repository(tmp_path / "fresh", made("v1.1.0", *ANSWERS, sam=SAM))
    for found in (repository, fresh):
        text = found.text()
        for name, edit in EDITS.items():
            if name not in ("order-in-an-alarm", "order-of-keys"):
                text = edit(text)
        found.write("template.yaml", text)
    succeeded(repository.here("update", "--all"))
    assert repository.data() == fresh.data()


def test_value_in_other_quotes_is_updated(tmp_path: Path) -> None:
    repository = older(tmp_path)
    text = repository.text().replace("Description: Orders", 'Description: "Orders" # ours')
    repository.write("template.yaml", text)
    succeeded(repository.here("update", "--all"))
    assert "      Description: Orders, 1.1.0 # ours\n" in repository.text()


def test_edits_of_files_stay(tmp_path: Path) -> None:
    repository = older(tmp_path, "trigger=sqs")
    edited = repository.text(CODE).replace("message is not a JSON object", "MESSAGE IS NONE")
    repository.write(CODE, f"{edited}\n\ndef ours() -> None:\n    pass\n")
    (repository.root / META / "tests/test_orders.py").unlink()
    repository.write(f"{META}/src/ours.py", "OURS = 1\n")
    snippet = repository.text(SNIPPET).replace("MemorySize: 256", "MemorySize: 1024 # measured")
    repository.write(SNIPPET, snippet)
    succeeded(repository.here("update", "--all"))
    code = repository.text(CODE)
    assert NEW_LINE in code
    assert "MESSAGE IS NONE" in code
    assert "def ours() -> None:" in code
    assert f"{META}/tests/test_orders.py" not in repository.files()
    assert f"{META}/NOTES.md" in repository.files()
    for path in (SNIPPET, "template.yaml"):
        assert "MemorySize: 1024 # measured\n" in repository.text(path)
        assert repository.properties("OrdersErrorsAlarm", path)["Period"] == 60


def test_files_with_other_line_ends_are_updated(tmp_path: Path) -> None:
    files = {
        path: data.replace(b"\n", b"\r\n") for path, data in made("v1.0.0", "trigger=sqs").items()
    }
    repository = Repository(tmp_path / "shop", files)
    repository.commit()
    succeeded(repository.here("update", "--all"))
    expected = made("v1.1.0", "trigger=sqs")
    found = contents(repository)
    assert {path: data.replace(b"\r\n", b"\n") for path, data in found.items()} == expected
    assert found[CODE].count(b"\r\n") == found[CODE].count(b"\n")
