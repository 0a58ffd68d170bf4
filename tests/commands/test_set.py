"""`set`: other answers, checked like new ones, rolled out like an update."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import WITHOUT_SHARED_LAYER, Repository, refusal, shop, succeeded

CONNECTIONS = """\
  LedgerTable: {Type: AWS::DynamoDB::Table}
  SlowQueue: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60}}

"""
ANSWERS = ".scaffold/functions/orders/answers.yml"


def with_orders(root: Path, *words: str) -> Repository:
    repository = shop(root / "shop")
    text = repository.text().replace("Outputs:", CONNECTIONS + "Outputs:")
    repository.write("template.yaml", text)
    succeeded(repository.here("add", "function", "orders", *words))
    return repository


SETTINGS = {
    "memory": ["memory_size=512"],
    "timeout-with-consequences": ["timeout=120"],
    "layer": ["layers=HttpLayer"],
    "no-alarms": ["alarms=none"],
    "more-alarms": ["alarms=full"],
    "no-dead-letter-queue": ["on_failure=none"],
    "uses": ["uses=LedgerTable:read"],
    "several": ["tracing=true", "log_retention=0", "environment={LIMIT: 5}"],
    "role": ["iam=role"],
    "no-shared-code": ["shared_code=false"],
    "switched-off": ["enabled=false"],
    "another-trigger": ["trigger=schedule"],
    "source-that-is-there": ["source=SlowQueue"],
    "output": ["publishes_to=new_queue"],
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS.keys())
def test_changed_equals_generated_with_the_answers(settings: list[str], tmp_path: Path) -> None:
    repository = with_orders(tmp_path / "a", "-d", "trigger=sqs")
    succeeded(repository.here("set", "orders", *settings))
    given = {"trigger": "sqs"} | dict(setting.split("=", 1) for setting in settings)
    words = [word for key, value in given.items() for word in ("-d", f"{key}={value}")]
    fresh = with_orders(tmp_path / "b", *words)
    ours, theirs = repository.snapshot(), fresh.snapshot()
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []


def test_shared_code_is_declined_and_taken_again(tmp_path: Path) -> None:
    repository = with_orders(tmp_path, "-d", "trigger=sqs")
    repository.commit()
    before = repository.snapshot()
    succeeded(repository.here("set", "orders", "shared_code=false"))
    assert "Layers" not in repository.properties("OrdersFunction")
    assert "import logging" in repository.text("functions/orders/src/lambda_handler.py")
    succeeded(repository.here("set", "orders", "shared_code=true"))
    assert repository.snapshot() == before


def test_shared_code_that_came_along_goes_and_comes_again(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER})
    repository.commit()
    succeeded(repository.here("add", "function", "orders"))
    before = repository.files()
    succeeded(repository.here("set", "orders", "shared_code=false"))
    assert "SharedCodeLayer" not in repository.data()["Resources"]
    assert not (tmp_path / "layers").exists()
    done = succeeded(repository.here("set", "orders", "shared_code=true"))
    assert "added Resources.SharedCodeLayer in template.yaml" in done.out
    assert repository.files() == before
    assert repository.properties("OrdersFunction")["Layers"] == [{"Ref": "SharedCodeLayer"}]


def test_edits_stay(tmp_path: Path) -> None:
    repository = with_orders(tmp_path, "-d", "trigger=sqs")
    text = repository.text().replace("BatchSize: 10", "BatchSize: 5  # ours")
    repository.write("template.yaml", text)
    succeeded(repository.here("set", "orders", "memory_size=512"))
    assert repository.text() == text.replace("MemorySize: 256", "MemorySize: 512")
    assert repository.answers(ANSWERS)["memory_size"] == 512


def test_what_was_edited_is_a_conflict(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    text = repository.text().replace("MemorySize: 256", "MemorySize: 1024")
    repository.write("template.yaml", text)
    done = repository.here("set", "orders", "memory_size=512")
    assert done.code == 1
    assert "conflict Resources.OrdersFunction.Properties.MemorySize" in done.out
    assert repository.text() == text
    succeeded(repository.here("resolve", "orders", "--theirs"))
    assert repository.text() == text.replace("MemorySize: 1024", "MemorySize: 512")
    succeeded(repository.here("status"))


def test_same_answer_changes_nothing(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    before = repository.snapshot()
    assert "nothing to do" in succeeded(repository.here("set", "orders", "memory_size=256")).out
    assert repository.snapshot() == before


def test_settings_of_a_layer(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    succeeded(repository.here("add", "layer", "nums", "-d", "packages=mpmath"))
    succeeded(repository.here("set", "nums", "packages=[mpmath, numpy]", "architecture=arm64"))
    assert "numpy" in repository.text("layers/nums/requirements.txt")
    assert repository.properties("NumsLayer")["CompatibleArchitectures"] == ["arm64"]


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    before = repository.snapshot()
    done = succeeded(repository.here("set", "orders", "memory_size=512", "--dry-run"))
    assert "+      MemorySize: 512" in done.out
    assert repository.snapshot() == before


REFUSED = {
    "value": (["memory_size=5"], "memory_size: 5 is not between 128 and 10240 MB", 1),
    "type": (["memory_size=much"], "memory_size: 'much' is not a whole number", 2),
    "unknown-key": (["memry_size=512"], "'memry_size' is not a question", 2),
    "unknown-layer": (["layers=NumsLayer"], "'NumsLayer' is not a layer", 1),
    "another-trigger's": (["pattern={source: [a]}"], "pattern does not apply with", 1),
    "does-not-go-with-the-source": (["source=SlowQueue", "timeout=90"], "VisibilityTimeout", 1),
    "kind": (["kind=layer"], "kind cannot be changed", 2),
    "name": (["name=other"], "use `sam-scaffold rename`", 2),
    "layout": (["layout=flat"], "layout cannot be changed", 2),
    "asks-only": (["advanced=true"], "advanced cannot be changed", 2),
    "unasked": (["house={}"], "'house' is not a question", 2),
    "no-value": (["memory_size"], "does not have the form KEY=VALUE", 2),
}


@pytest.mark.parametrize(("words", "said", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_wrong_answers_are_refused_in_one_line(
    words: list[str], said: str, code: int, tmp_path: Path
) -> None:
    repository = with_orders(tmp_path, "-d", "trigger=sqs")
    before = repository.snapshot()
    done = repository.here("set", "orders", *words)
    assert said in refusal(done)
    assert done.code == code
    assert repository.snapshot() == before


TAKEN = (
    "alarm_topic", "alarms", "architecture", "description", "environment", "ephemeral_storage",
    "iam", "layers", "log_retention", "memory_size", "packages", "powertools", "publishes_to",
    "reserved_concurrency", "runtime", "shared_code", "timeout", "tracing", "trigger", "uses",
)  # fmt: skip
"""What every function can be answered anew."""

OFFERED = {
    "none": ([], [], set()),
    "schedule": (["trigger=schedule"], [], {"enabled", "on_failure", "schedule", "time_zone"}),
    "http": (["trigger=http_api"], [], {"enabled", "source", "path", "method"}),
    "none-to-s3": (
        [], ["trigger=s3"], {"enabled", "source", "bucket", "key_prefix", "key_suffix"},
    ),
    "no-alarms": (["alarms=none"], [], set()),
}  # fmt: skip


@pytest.mark.parametrize(("given", "more", "own"), OFFERED.values(), ids=OFFERED.keys())
def test_those_questions_are_named_that_the_component_has(
    given: list[str], more: list[str], own: set[str], tmp_path: Path
) -> None:
    repository = with_orders(tmp_path, *(word for answer in given for word in ("-d", answer)))
    said = refusal(repository.here("set", "orders", *more, "colour=red"))
    named = said.partition(" The questions are ")[2].rstrip(".\n").split(", ")
    assert named == sorted({*TAKEN, *own})
    bad = [f"{key}=\t" for key in named]
    done = repository.here("set", "orders", *more, *bad, "--dry-run")
    assert "question" not in refusal(done)
    done = repository.here("set", "orders", *more, *bad, "colour=\t", "--dry-run")
    assert "'colour' is not a question" in refusal(done)


@pytest.mark.parametrize(
    "key", ["component", "final_check", "opening_check", "resources", "adopted"]
)
def test_what_nobody_answers_is_neither_taken_nor_offered(key: str, tmp_path: Path) -> None:
    repository = with_orders(tmp_path)
    succeeded(repository.here("adopt", "HttpLayer"))
    for name in ("orders", "http_layer"):
        done = repository.here("set", name, f"{key}=x")
        assert f"'{key}' is not a question" in refusal(done)
        assert done.code == 2
        assert f" {key}" not in refusal(repository.here("set", name, f"{key[:-1]}=x"))
