"""A new function has only what the others have; the rest is offered, and `set` adds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_environment import template
from repositories import Repository, succeeded

FUNCTION = """\
  {name}Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/{folder}/
      Handler: app.handler
      Runtime: python3.12
"""
HEAD = "Transform: AWS::Serverless-2016-10-31\nResources:\n"

PAY = FUNCTION.format(name="Pay", folder="pay")
BARE = HEAD + PAY + FUNCTION.format(name="Ship", folder="ship")
"""Functions, and nothing around them."""


FULL = f"""\
{BARE}\
      Layers: [!Ref SharedCodeLayer]
      DeadLetterQueue: {{Type: SQS, TargetArn: !GetAtt Failed.Arn}}
      LoggingConfig: {{LogGroup: !Ref Logs}}
      Environment: {{Variables: {{LOG_LEVEL: INFO}}}}
  Failed: {{Type: AWS::SQS::Queue}}
  Logs: {{Type: AWS::Logs::LogGroup, Properties: {{RetentionInDays: 7}}}}
  SharedCodeLayer:
    Type: AWS::Serverless::LayerVersion
    Properties: {{ContentUri: layers/shared/}}
  OnCall: {{Type: AWS::SNS::Topic}}
  ShipErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Dimensions: [{{Name: FunctionName, Value: !Ref ShipFunction}}]
      AlarmActions: [!Ref OnCall]
""".replace(PAY, "")
"""One function with everything around it."""

SCHEDULE = ("-d", "trigger=schedule")
OFFERED = (
    "No alarms, dead-letter queue, log group or shared code layer, as the other functions have "
    "none: sam-scaffold set bill alarms=standard on_failure=queue log_retention=30 shared_code=true"
)


def repository(root: Path, text: str) -> Repository:
    found = Repository(root / "shop", {"template.yaml": text})
    found.commit()
    return found


def resources(found: Repository) -> set[str]:
    return set(found.data()["Resources"])


def added(found: Repository, *words: str) -> str:
    return succeeded(found.here("add", "function", "bill", *words, "--defaults")).out


def test_nothing_is_added_that_no_function_has(tmp_path: Path) -> None:
    found = repository(tmp_path, BARE)
    before = resources(found)
    said = added(found, *SCHEDULE)
    assert resources(found) == {*before, "BillFunction"}
    assert "LOG_LEVEL" not in found.text()
    text = found.text("template.yaml") + found.text(".scaffold/functions/bill/README.md")
    for word in ("DeadLetter", "dead-letter", "EventInvokeConfig", "RetryPolicy", "Alarms"):
        assert word not in text
    assert said.splitlines()[-1] == f"  4. {OFFERED}"


def test_command_adds_what_was_left_out(tmp_path: Path) -> None:
    found = repository(tmp_path, BARE)
    added(found, *SCHEDULE)
    before = resources(found)
    found.commit()
    succeeded(found.here(*OFFERED.partition("sam-scaffold ")[2].split(" ")))
    assert resources(found) - before == {
        "AlarmsTopic", "BillDeadLetterQueue", "BillDeadLettersAlarm", "BillLogGroup",
        "SharedCodeLayer",
    }  # fmt: skip
    properties = found.properties("BillFunction")
    assert properties["Layers"] == [{"Ref": "SharedCodeLayer"}]
    assert "EventInvokeConfig" in properties
    assert "structured_logging" in found.text("functions/bill/app.py")
    succeeded(found.here("status"))
    words = ("alarms=none", "on_failure=none", "log_retention=0", "shared_code=false")
    succeeded(found.here("set", "bill", *words))
    assert resources(found) == before


def test_everything_is_added_that_most_functions_have(tmp_path: Path) -> None:
    found = repository(tmp_path, FULL)
    found.write("layers/shared/shop/prices.py", "")
    before = resources(found)
    said = added(found, *SCHEDULE)
    assert resources(found) - before == {
        "BillFunction", "BillDeadLetterQueue", "BillDeadLettersAlarm", "BillLogGroup",
    }  # fmt: skip
    properties = found.properties("BillFunction")
    assert properties["Layers"] == [{"Ref": "SharedCodeLayer"}]
    assert properties["Environment"] == {"Variables": {"LOG_LEVEL": "INFO"}}
    assert "as the other functions" not in said


def test_new_application_has_everything_again_and_again(tmp_path: Path) -> None:
    found = Repository(tmp_path / "shop", {})
    succeeded(found.here("init", "--defaults"))
    assert "as the other functions" not in added(found, "-d", "trigger=http_api")
    assert {"BillHttpApi", "BillServerErrorsAlarm"} < resources(found)
    assert "BillErrorsAlarm" not in resources(found)  # the API has an alarm
    for name, trigger in (("mail", "sqs"), ("pay", "schedule"), ("ship", "sns")):
        words = ("add", "function", name, "-d", f"trigger={trigger}", "--defaults")
        assert "as the other functions" not in succeeded(found.here(*words)).out
        queue, alarm = f"{name.title()}DeadLetterQueue", f"{name.title()}DeadLettersAlarm"
        assert {queue, alarm} < resources(found)
        assert found.properties(f"{name.title()}Function")["Layers"] == [{"Ref": "SharedCodeLayer"}]


def test_what_the_user_declined_is_not_offered(tmp_path: Path) -> None:
    said = added(repository(tmp_path, BARE), "-d", "alarms=none", "-d", "shared_code=false")
    assert "No log group, as the other functions have none: " in said


def test_nothing_is_offered_that_was_asked_for(tmp_path: Path) -> None:
    words = ("alarms=full", "on_failure=queue", "log_retention=7", "shared_code=true")
    given = [word for answer in words for word in ("-d", answer)]
    found = repository(tmp_path, BARE)
    assert "as the other functions" not in added(found, *SCHEDULE, *given)
    assert {"BillErrorsAlarm", "BillDeadLetterQueue", "BillLogGroup"} < resources(found)


def test_plain_copier_says_it_too(tmp_path: Path) -> None:
    found = repository(tmp_path, BARE)
    words = ("-d", "kind=function", "-d", "name=bill", *SCHEDULE)
    done = found.copier("copy", "--trust", "--defaults", *words, str(template()), ".")
    assert done.code == 0, done.err
    assert OFFERED in done.err


ALARMS = {
    "none": ("none", {"Errors"}),
    "schedule": ("schedule", {"DeadLetters"}),
    "queue": ("sqs", {"DeadLetters", "OldestMessage"}),
    "stream": ("kinesis", {"DeadLetters", "IteratorAge"}),
    "url": ("function_url", {"ServerErrors"}),
    "api": ("rest_api", {"ServerErrors"}),
}


def alarms(found: Repository) -> set[str]:
    own = (name for name in resources(found) if name.endswith("Alarm"))
    return {name.removeprefix("Bill").removesuffix("Alarm") for name in own}


@pytest.mark.parametrize(("trigger", "expected"), ALARMS.values(), ids=ALARMS.keys())
def test_standard_alarms_report_what_was_not_processed(
    trigger: str, expected: set[str], tmp_path: Path
) -> None:
    found = repository(tmp_path, HEAD + "  Topic: {Type: AWS::SNS::Topic}\n")
    added(found, "-d", f"trigger={trigger}")
    assert alarms(found) == expected
    found.commit()
    if "DeadLetters" in expected:
        succeeded(found.here("set", "bill", "on_failure=none"))
        assert alarms(found) == {*(expected - {"DeadLetters"}), "Errors"}
    succeeded(found.here("set", "bill", "alarms=full"))
    assert alarms(found) >= {"Errors", "Throttles", "Duration"}
    succeeded(found.here("set", "bill", "alarms=none"))
    assert alarms(found) <= {"ServerErrors"}  # of the API, which is a component of its own


def test_function_of_an_api_without_an_alarm_has_one_on_errors(tmp_path: Path) -> None:
    api = "  Api: {Type: AWS::Serverless::HttpApi}\n"
    watched = (
        "  Watch:\n    Type: AWS::CloudWatch::Alarm\n"
        "    Properties: {Dimensions: [{Name: ApiId, Value: !Ref Api}]}\n"
    )
    words = ("-d", "trigger=http_api", "-d", "source=Api", "-d", "alarms=standard")
    found = repository(tmp_path / "a", HEAD + api)
    added(found, *words)
    assert alarms(found) == {"Errors"}
    found = repository(tmp_path / "b", HEAD + api + watched)
    added(found, *words)
    assert alarms(found) == set()
    assert "Alarms" not in found.text("functions/bill/README.md")


def test_function_of_a_queue_whose_dead_letters_have_an_alarm_has_none_on_errors(
    tmp_path: Path,
) -> None:
    found = repository(tmp_path, HEAD + "  Topic: {Type: AWS::SNS::Topic}\n")
    added(found, "-d", "trigger=sqs", "-d", "publishes_to=new_queue")
    for source, expected in (
        ("BillOutputQueue", {"ShipOldestMessageAlarm"}),
        ("BillDeadLetterQueue", {"LostErrorsAlarm", "LostOldestMessageAlarm"}),
    ):
        before, name = resources(found), next(iter(expected))[:4].lower()
        words = ("-d", "trigger=sqs", "-d", f"source={source}")
        succeeded(found.here("add", "function", name, *words, "--defaults"))
        assert {each for each in resources(found) - before if each.endswith("Alarm")} == expected


@pytest.mark.parametrize(
    ("word", "level"), [("true", "full"), ("yes", "full"), ("false", "none"), ("no", "none")]
)
def test_boolean_of_earlier_versions_is_accepted(word: str, level: str, tmp_path: Path) -> None:
    found = repository(tmp_path, BARE)
    added(found, "-d", f"alarms={word}")
    answers = ".scaffold/functions/bill/answers.yml"
    assert found.answers(answers)["alarms"] == level
    assert len(alarms(found)) == (3 if level == "full" else 0)
    found.commit()
    succeeded(found.here("set", "bill", "alarms=standard"))
    succeeded(found.here("set", "bill", f"alarms={word}"))
    assert found.answers(answers)["alarms"] == level
    data = f"kind: function\nname: mail\nalarms: {word}\n"
    found.write("../data.yml", data)
    done = found.copier(
        "copy", "--trust", "--defaults", "--data-file", "../data.yml", str(template()), "."
    )
    assert done.code == 0, done.err
    assert found.answers(".scaffold/functions/mail/answers.yml")["alarms"] == level


def test_stream_without_a_destination_has_the_retry_limits_of_the_others(tmp_path: Path) -> None:
    words = ("-d", "trigger=kinesis", "-d", "on_failure=none")
    found = repository(tmp_path / "a", BARE)
    added(found, *words)
    readme = found.text(".scaffold/functions/bill/README.md")
    assert "until\n  it succeeds or expires" in readme
    for word in ("MaximumRetryAttempts", "MaximumRecordAgeInSeconds", "DestinationConfig"):
        assert word not in found.text()
    event = (
        "      Events:\n        Work:\n          Type: Kinesis\n          Properties: "
        "{Stream: !GetAtt S.Arn, StartingPosition: LATEST, MaximumRetryAttempts: 3}\n"
    )
    found = repository(tmp_path / "b", BARE + event)
    added(found, *words)
    assert "MaximumRetryAttempts: 5" in found.text()
    assert "DestinationConfig" not in found.text()


def test_new_trigger_has_a_dead_letter_queue_as_if_it_were_added(tmp_path: Path) -> None:
    found = repository(tmp_path, BARE)
    added(found)
    found.commit()
    succeeded(found.here("set", "bill", "trigger=schedule"))
    assert "BillDeadLetterQueue" not in resources(found)
    succeeded(found.here("set", "bill", "on_failure=queue"))
    succeeded(found.here("set", "bill", "trigger=eventbridge"))
    assert "BillDeadLetterQueue" in resources(found)
