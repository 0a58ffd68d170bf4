"""Values that arrive in the function exactly as typed, or are refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from command_environment import template
from repositories import Repository, refusal, shop, succeeded
from seeds import SEED

from generated.yaml_loaders import unchanged_yaml

ANSWERS = ".scaffold/functions/orders/answers.yml"

ODD = {
    "TIME": "12:30", "VERSION": "1.10", "NO": "no", "ON": "On", "OCTAL": "010", "OCTAL2": "0o17",
    "HEX": "0x1F", "GROUPED": "1_000", "DATE": "2030-01-01", "POWER": "1e3", "NULL": "null",
    "TILDE": "~", "EMPTY": "", "SPACE": " a ", "VALUE": "=", "TRUE": "true", "FIVE": "5",
    "LINE": "a\x85b\u2028c\u2029d", "MARK": "\ufeffa", "EMOJI": "😀", "HASH": "a # b",
    "COLON": "a: b", "STAR": "*a", "TAG": "!a", "AT": "@a", "PERCENT": "%a", "QUOTES": "'\"\\",
    "LINES": "a\nb\n", "TAB": "\ta", "BELL": "\x07", "RESOLVED": "{{resolve:ssm:/a/b}}",
    "JINJA": "{{ 7 * 7 }}{% if %}", "SHELL": "$HOME `id`", "INF": ".inf", "MERGE": "<<",
}  # fmt: skip
"""Text that something on the way may take for something else."""


def variables(repository: Repository) -> dict[str, Any]:
    """Return the variables of the function, as SAM CLI reads them."""
    yamlhelper = pytest.importorskip("samcli.yamlhelper")
    with unchanged_yaml():
        found = yamlhelper.yaml_parse(repository.text())["Resources"]["OrdersFunction"]
    return dict(found["Properties"]["Environment"]["Variables"])


def of_1_2(repository: Repository) -> dict[str, Any]:
    """Return the same as a reader of YAML 1.2 reads them."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import

    reader = YAML(typ="rt")
    found = reader.load(repository.text())["Resources"]["OrdersFunction"]["Properties"]
    return dict(found["Environment"]["Variables"])


def test_text_is_the_same_to_all_readers_and_stays_so(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    succeeded(repository.here("add", "function", "orders", "-d", f"environment={json.dumps(ODD)}"))
    expected = {"LOG_LEVEL": "INFO", **ODD}
    for words in ((), ("set", "orders", "memory_size=512"), ("update", "--all")):
        if words:
            succeeded(repository.here(*words))
        assert variables(repository) == expected
        assert of_1_2(repository) == expected
        assert repository.answers(ANSWERS)["environment"] == ODD
    assert succeeded(repository.here("status")).out.count("up to date") == 2
    assert "no edits since" in succeeded(repository.here("diff", "orders")).out


PLAIN = {key: value for key, value in ODD.items() if value.strip(":_.+").isalnum()} | {
    "VERSION": "1.10", "TIME": "12:30", "DATE": "2030-01-01",
}  # fmt: skip
del PLAIN["NULL"]
UNQUOTED = "{" + ", ".join(f"{key}: {value}" for key, value in PLAIN.items()) + "}"


@pytest.mark.parametrize("door", ["add", "set", "copier", "edited"])
def test_what_stands_without_quotes_is_text_through_every_door(door: str, tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    given = f"environment={UNQUOTED}"
    if door == "copier":
        data = ("-d", "kind=function", "-d", "name=orders", "-d", given)
        succeeded(
            repository.copier("copy", "--trust", "--defaults", "-q", *data, str(template()), ".")
        )
    else:
        words = ("-d", given) if door == "add" else ()
        succeeded(repository.here("add", "function", "orders", *words))
    if door == "set":
        succeeded(repository.here("set", "orders", given))
    if door == "edited":
        text = repository.text(ANSWERS).replace("environment: {}", f"environment: {UNQUOTED}", 1)
        repository.write(ANSWERS, text)
        succeeded(repository.here("set", "orders", "memory_size=512"))
        recorded = yaml.safe_load(repository.text(ANSWERS))["environment"]
        assert {key: _as_read(value) for key, value in recorded.items()} == PLAIN
        return
    assert variables(repository) == {"LOG_LEVEL": "INFO", **PLAIN}


def _as_read(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool | int) else str(value)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("environment: {START: 12:30}", "START: d.yml has 12:30, which copier reads as 750"),
        ("description: 1.10", "description: d.yml has 1.10"),
        ("description: no", "description: d.yml has no"),
        ("timeout: 010", "timeout: d.yml has 010"),
        ("timeout: 1.5", "timeout: 1.5 is of another type"),
        ("timeout: true", "timeout: True is a Boolean"),
    ],
)
def test_a_file_of_answers_that_copier_misreads_is_refused(
    answers: str, said: str, tmp_path: Path
) -> None:
    repository = shop(tmp_path / "shop", **{"d.yml": answers})
    before = repository.snapshot()
    words = ("-d", "kind=function", "-d", "name=orders", "--data-file", "d.yml")
    done = repository.copier("copy", "--trust", "--defaults", "-q", *words, str(template()), ".")
    assert done.code != 0
    assert said in done.err
    assert repository.snapshot() == before


def test_answers_that_plain_copier_would_misread_are_refused(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    succeeded(repository.here("add", "function", "orders", "-d", "environment={START: 12:30}"))
    repository.write(ANSWERS, repository.text(ANSWERS).replace("'12:30'", "12:35"))
    repository.commit()
    before = repository.snapshot()
    done = repository.copier("recopy", "--trust", "--defaults", "-q", "-f", "-a", ANSWERS)
    assert "START: .scaffold/functions/orders/answers.yml has 12:35" in done.err
    assert repository.snapshot() == before


def test_recorded_answers_of_another_type_are_refused(tmp_path: Path) -> None:
    """Copier silently uses the default instead (measured, 9.19)."""
    repository = shop(tmp_path / "shop")
    succeeded(repository.here("add", "function", "orders"))
    repository.write(ANSWERS, repository.text(ANSWERS).replace("timeout: 30", "timeout: 30s"))
    done = repository.here("set", "orders", "memory_size=512")
    assert "timeout: '30s' is not a whole number" in done.out + done.err
    assert repository.properties("OrdersFunction")["MemorySize"] == 256


# --- Intrinsic functions --------------------------------------------------------


def test_functions_become_functions_and_follow_what_they_name(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    succeeded(repository.here("add", "function", "ledger", "-d", "trigger=sqs"))
    given = (
        "environment={QUEUE: !Ref LedgerQueue, ARN: !GetAtt LedgerQueue.Arn, "
        'NAME: !Sub "x-${LedgerQueue}"}'
    )
    succeeded(repository.here("add", "function", "orders", "-d", given))
    text = repository.text()
    for line in ("QUEUE: !Ref LedgerQueue", "ARN: !GetAtt LedgerQueue.Arn",
                 'NAME: !Sub "x-${LedgerQueue}"'):  # fmt: skip
        assert f"          {line}\n" in text
    said = refusal(repository.here("remove", "ledger"))
    assert "orders" in said
    assert repository.text() == text
    succeeded(repository.here("rename", "ledger", "book"))
    after = repository.text()
    assert "QUEUE: !Ref BookQueue" in after
    assert 'NAME: !Sub "x-${BookQueue}"' in after
    assert repository.answers(ANSWERS)["environment"] == {
        "QUEUE": {"Ref": "BookQueue"},
        "ARN": {"Fn::GetAtt": ["BookQueue", "Arn"]},
        "NAME": {"Fn::Sub": "x-${BookQueue}"},
    }
    succeeded(repository.here("set", "orders", "memory_size=512"))
    succeeded(repository.here("update", "--all"))
    succeeded(repository.here("status"))
    assert "QUEUE: !Ref BookQueue" in repository.text()


def test_functions_in_quotes_are_functions(tmp_path: Path) -> None:
    """JSON has no tags, and most shells and files need quotes around them."""
    repository = shop(tmp_path / "shop")
    succeeded(repository.here("add", "function", "ledger", "-d", "trigger=sqs"))
    quoted = {
        "QUEUE": "!Ref LedgerQueue",
        "ARN": "!GetAtt LedgerQueue.Arn",
        "DB_PASSWORD": '{"Ref": "LedgerQueue"}',
        "NAME": "!Sub 'x-${AWS::StackName}'",
        "OTHER": "!ImportValue other-stack",
        "TEXT": '{"Ref": "LedgerQueue", "Text": 1}',
    }
    given = f"environment={json.dumps(quoted)}"
    succeeded(repository.here("add", "function", "orders", "-d", given))
    text = repository.text()
    for line in ("QUEUE: !Ref LedgerQueue", "ARN: !GetAtt LedgerQueue.Arn",
                 "DB_PASSWORD: !Ref LedgerQueue", 'NAME: !Sub "x-${AWS::StackName}"',
                 "OTHER: !ImportValue other-stack"):  # fmt: skip
        assert f"          {line}\n" in text
    recorded: Any = repository.answers(ANSWERS)["environment"]
    assert recorded["ARN"] == {"Fn::GetAtt": ["LedgerQueue", "Arn"]}
    assert recorded["TEXT"] == quoted["TEXT"]
    succeeded(repository.here("update", "--all"))
    succeeded(repository.here("set", "orders", "memory_size=512"))
    assert succeeded(repository.here("status")).out.count("up to date") == 3


DATA = """\
environment: {LAYER: "!Ref HttpLayer", STACK: '!Sub "x-${AWS::StackName}"'}
permissions:
  - {actions: "s3:ListBucket", resource: "*"}
  - {actions: ["lambda:GetLayerVersion"], resource: "!Ref HttpLayer"}
"""


def test_functions_in_a_file_of_answers_are_functions(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop", **{"d.yml": DATA})
    words = ("-d", "kind=function", "-d", "name=orders", "--data-file", "d.yml")
    succeeded(repository.copier("copy", "--trust", "--defaults", *words, str(template()), "."))
    text = repository.text()
    assert "          LAYER: !Ref HttpLayer\n" in text
    assert '          STACK: !Sub "x-${AWS::StackName}"\n' in text
    assert "              Resource: !Ref HttpLayer\n" in text
    recorded: Any = repository.answers(ANSWERS)
    assert recorded["permissions"][1]["resource"] == {"Ref": "HttpLayer"}
    repository.commit()
    done = repository.copier("recopy", "--trust", "--defaults", "-q", "-f", "-a", ANSWERS)
    assert succeeded(done).out == ""
    assert repository.text() == text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("description=!Ref Stage", "description: '!Ref Stage' is an intrinsic function"),
        ("description={Ref: Stage}", "is an intrinsic function"),
        ("timeout=!Ref Seconds", "timeout: '!Ref Seconds' is an intrinsic function"),
        ("tracing=!Ref On", "is an intrinsic function"),
        ("environment={TABLE: !Ref Nothing}", "'Nothing' is not a resource or parameter"),
        ('environment={"TABLE": "!Ref Nothing"}', "'Nothing' is not a resource or parameter"),
        ("environment={TABLE: \"!If [Nothing, a, '']\"}", "'Nothing' is not a condition"),
        ('environment={"TABLE": "!Ref [a"}', "!Ref [a is not a complete intrinsic function"),
        ("environment={TABLE: !GetAtt HttpLayer}", "TABLE: this is not a valid !GetAtt."),
        ("environment={TABLE: !Ref OrdersFunction}", "OrdersFunction cannot refer to itself"),
        ("environment={TABLE: !Foo x}", "no short form !Foo"),
        ('environment={TABLE: "${AWS::Region}"}', "is not replaced in plain text"),
        ('environment={URL: !Sub "https://me:hunter2@${AWS::Region}"}', "looks like a secret"),
        ("environment={TABLE: ~}", "TABLE: null is not a literal"),
    ],
)
def test_functions_that_cannot_be_one_are_refused(answer: str, said: str, tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    before = repository.snapshot()
    assert said in refusal(repository.here("add", "function", "orders", "-d", answer))
    assert repository.snapshot() == before


# --- Globals ----------------------------------------------------------------------

GLOBALS = """\
Parameters:
  Seconds: {Type: Number, Default: 60}
Globals:
  Function:
    Timeout: !Ref Seconds
    MemorySize: !FindInMap [Sizes, all, memory]
Mappings: {Sizes: {all: {memory: 512}}}

Resources:"""


def test_what_was_typed_is_stated_whatever_globals_say(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    repository.write("template.yaml", repository.text().replace("Resources:", GLOBALS, 1))
    succeeded(repository.here("add", "function", "orders", "-d", "timeout=30"))
    assert repository.properties("OrdersFunction")["Timeout"] == 30
    assert "MemorySize" not in repository.properties("OrdersFunction")
    succeeded(repository.here("set", "orders", "memory_size=256"))
    assert repository.properties("OrdersFunction")["MemorySize"] == 256
    for words in (("set", "orders", "log_retention=7"), ("update", "--all"), ("status",)):
        succeeded(repository.here(*words))
    found = repository.properties("OrdersFunction")
    assert (found["Timeout"], found["MemorySize"]) == (30, 256)


def test_globals_that_changed_since_do_not_hide_what_is_typed(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    text = GLOBALS.replace("!Ref Seconds", "30").replace("!FindInMap [Sizes, all, memory]", "256")
    repository.write("template.yaml", repository.text().replace("Resources:", text, 1))
    succeeded(repository.here("add", "function", "orders"))
    assert "Timeout" not in repository.properties("OrdersFunction")
    repository.write("template.yaml", repository.text().replace("Timeout: 30", "Timeout: 5", 1))
    succeeded(repository.here("set", "orders", "timeout=30"))
    assert repository.properties("OrdersFunction")["Timeout"] == 30


# --- Any text -----------------------------------------------------------------------

CASES = 6


@pytest.mark.parametrize("number", range(CASES))
def test_any_text_comes_through(number: int, tmp_path: Path) -> None:
    random = Random(f"{SEED} values {number}")  # noqa: S311 - nothing is to be secret
    given = {f"NAME_{number}": _text(random) for number in range(20)}
    repository = shop(tmp_path / "shop")
    words = ("-d", f"environment={json.dumps(given, ensure_ascii=random.random() < 0.5)}")
    succeeded(repository.here("add", "function", "orders", *words))
    assert variables(repository) == {"LOG_LEVEL": "INFO", **given}
    succeeded(repository.here("set", "orders", "memory_size=512"))
    assert variables(repository) == {"LOG_LEVEL": "INFO", **given}
    assert of_1_2(repository) == {"LOG_LEVEL": "INFO", **given}
    succeeded(repository.here("status"))


_LAST = (0x7F, 0xFF, 0x2FFF, 0xD7FF, 0x1FFFF)


def _text(random: Random) -> str:
    kept = [chr(random.randint(1, random.choice(_LAST))) for _ in range(random.randint(0, 6))]
    odd = random.choice([*ODD.values(), ""])
    return odd + "".join(character for character in kept if not 0xD800 <= ord(character) < 0xE000)
