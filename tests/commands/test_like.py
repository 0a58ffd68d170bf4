"""The function that a new one is most like: asked, recorded, and followed by every command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from repositories import TEMPLATE, Repository, only_adds, refusal, succeeded

DESK = """\
Transform: AWS::Serverless-2016-10-31

Parameters:
  Stage:
    Type: String
    Default: dev

Globals:
  Function:
    Runtime: python3.12

Resources:
  Trades:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 270

  Returns:
    Type: AWS::SQS::Queue

  ReaderFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub desk-reader-${Stage}
      CodeUri: jobs/
      Handler: reader.handle
      Timeout: 45
      Environment:
        Variables:
          STAGE: !Ref Stage
      Events:
        Trades:
          Type: SQS
          Properties:
            Queue: !GetAtt Trades.Arn
            BatchSize: 3

  MailerFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub desk-mailer-${Stage}
      CodeUri: jobs/
      Handler: mailer.handle
      MemorySize: 512
      Environment:
        Variables:
          STAGE: !Ref Stage
"""

PLAIN = ("-d", "alarms=false", "-d", "log_retention=0", "-d", "shared_code=false", "--defaults")


def desk(root: Path) -> Repository:
    return Repository(
        root,
        {
            "template.yaml": DESK,
            "jobs/reader.py": "def handle(event, context): ...\n",
            "jobs/mailer.py": "def handle(event, context): ...\n",
        },
    )


def added(repository: Repository, *words: str) -> Any:
    succeeded(repository.here("add", "function", "refunds", *words, *PLAIN))
    return repository.properties("RefundsFunction")


def test_the_nearest_function_with_the_same_trigger_is_the_default(tmp_path: Path) -> None:
    repository = desk(tmp_path)
    found = added(repository, "-d", "trigger=sqs", "-d", "source=Trades")
    assert found["FunctionName"] == {"Fn::Sub": "desk-refunds-${Stage}"}
    assert (found["CodeUri"], found["Handler"]) == ("jobs/", "refunds.handle")
    assert found["Events"]["Trades"]["Properties"]["BatchSize"] == 3
    assert found["Timeout"] == 45
    assert found["Environment"]["Variables"]["STAGE"] == {"Ref": "Stage"}
    assert (tmp_path / "jobs/refunds.py").exists()
    assert only_adds(DESK.encode(), (tmp_path / "template.yaml").read_bytes())


def test_another_function_is_chosen_by_name(tmp_path: Path) -> None:
    found = added(desk(tmp_path), "--like", "MailerFunction")
    assert list(found)[:4] == ["FunctionName", "CodeUri", "Handler", "MemorySize"]
    assert "Timeout" not in found


def test_its_timeout_is_at_most_what_the_queue_allows(tmp_path: Path) -> None:
    found = added(desk(tmp_path), "-d", "trigger=sqs", "-d", "source=Returns")
    assert found["Timeout"] == 30


def test_none_is_our_own_style(tmp_path: Path) -> None:
    repository = desk(tmp_path)
    found = added(repository, "--like", "none")
    assert found["CodeUri"] != "jobs/"
    assert found["Timeout"] == 30


def test_a_function_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    done = desk(tmp_path).here("add", "function", "refunds", "--like", "MailFunction", *PLAIN)
    assert refusal(done) == (
        "error: like: 'MailFunction' is not a valid choice. Did you mean MailerFunction? "
        "The choices are MailerFunction, ReaderFunction, none."
    )


def test_dry_run_says_what_comes_from_where(tmp_path: Path) -> None:
    repository = desk(tmp_path)
    words = ("-d", "trigger=sqs", "-d", "source=Trades", "--dry-run", *PLAIN)
    done = succeeded(repository.here("add", "function", "refunds", *words))
    assert done.out.startswith(
        "As ReaderFunction\n"
        "  its properties in their order: FunctionName, CodeUri, Handler, Timeout, Environment, "
        "Events\n"
        "  its event of type SQS\n"
        "As most functions\n"
        "  variables: STAGE\n"
    )


def test_an_update_renders_it_again_though_the_model_has_changed(tmp_path: Path) -> None:
    repository = desk(tmp_path)
    added(repository, "-d", "trigger=sqs", "-d", "source=Trades")
    file = tmp_path / "template.yaml"
    file.write_text(file.read_text().replace("desk-reader-", "another-").replace("e: 3", "e: 4", 1))
    repository.commit()
    before = file.read_bytes()
    done = succeeded(repository.here("update", "--all"))
    assert file.read_bytes() == before, done.out


def test_set_writes_it_like_another_function(tmp_path: Path) -> None:
    repository = desk(tmp_path)
    added(repository, "-d", "trigger=sqs", "-d", "source=Trades")
    repository.commit()
    succeeded(repository.here("set", "refunds", "like=MailerFunction"))
    assert repository.properties("RefundsFunction")["FunctionName"] == {
        "Fn::Sub": "desk-refunds-${Stage}"
    }


def test_the_second_function_is_like_the_first_one_that_was_generated(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": TEMPLATE})
    for name in ("refunds", "returns"):
        succeeded(repository.here("add", "function", name, *PLAIN))
    first, second = map(repository.properties, ("RefundsFunction", "ReturnsFunction"))
    assert list(first) == list(second)


@pytest.mark.parametrize("name", ["reader", "mailer"])
def test_a_module_that_exists_is_not_overwritten(tmp_path: Path, name: str) -> None:
    repository = desk(tmp_path)
    words = ("--like", "MailerFunction", *PLAIN)
    done = repository.here("add", "function", f"{name}", *words)
    assert done.code != 0
    assert "already" in done.err
    assert (tmp_path / f"jobs/{name}.py").read_text().startswith("def handle")


def test_removing_it_leaves_the_folder_of_the_others(tmp_path: Path) -> None:
    repository = desk(tmp_path)
    added(repository, "--like", "MailerFunction")
    repository.commit()
    succeeded(repository.here("remove", "refunds"))
    assert sorted(path.name for path in (tmp_path / "jobs").iterdir()) == ["mailer.py", "reader.py"]
    assert (tmp_path / "template.yaml").read_text() == DESK


def test_renaming_it_moves_its_module_alone(tmp_path: Path) -> None:
    repository = desk(tmp_path)
    added(repository, "--like", "MailerFunction")
    repository.commit()
    succeeded(repository.here("rename", "refunds", "returns"))
    names = sorted(path.name for path in (tmp_path / "jobs").iterdir())
    assert names == ["mailer.py", "reader.py", "returns.py"]
    found = repository.properties("ReturnsFunction")
    assert (found["CodeUri"], found["Handler"]) == ("jobs/", "returns.handle")
    assert "Description" not in found


def test_its_generated_tests_pass(tmp_path: Path) -> None:
    repository = desk(tmp_path)
    added(repository, "-d", "trigger=sqs", "-d", "source=Trades")
    done = repository.python("-m", "pytest", "-q", "tests/functions/refunds")
    assert done.code == 0, done.out
