"""Names and permissions of connected resources, as the other functions have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from repositories import Repository, refusal, succeeded

ANSWERS = ".scaffold/functions/nightly/answers.yml"

HOUSE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  DailyPnLTable:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  SaaSSecret:
    Type: AWS::SecretsManager::Secret
  AlertTopic:
    Type: AWS::SNS::Topic
  OrdersBus:
    Type: AWS::Events::EventBus
    Properties: {Name: orders}
  WriterFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/writer/
      Handler: lambda_handler.lambda_handler
      Runtime: python3.12
      Environment:
        Variables:
          EVENT_BUS_NAME: !Ref OrdersBus
      Policies:
        - Statement:
            - Effect: Allow
              Action:
                - dynamodb:PutItem
                - dynamodb:UpdateItem
              Resource: !GetAtt DailyPnLTable.Arn
            - Effect: Allow
              Action: events:PutEvents
              Resource: !GetAtt OrdersBus.Arn
"""

OPTIONS = ("-d", "shared_code=false", "-d", "alarms=false", "-d", "description=Nightly work")


@pytest.fixture
def house(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path, {"template.yaml": HOUSE})
    repository.write("functions/writer/lambda_handler.py", "def lambda_handler(e, c): ...\n")
    repository.commit()
    return repository


def add(repository: Repository, *answers: str) -> dict[str, Any]:
    """Add the function, and return its properties."""
    words = [word for answer in answers for word in ("-d", answer)]
    succeeded(repository.here("add", "function", "nightly", *OPTIONS, *words))
    return properties(repository)


def of(repository: Repository, logical_id: str) -> dict[str, Any]:
    return dict(repository.properties(logical_id))


def properties(repository: Repository) -> dict[str, Any]:
    return of(repository, "NightlyFunction")


def variables(repository: Repository) -> list[str]:
    return list(properties(repository)["Environment"]["Variables"])


def unchanged(repository: Repository) -> None:
    """Check that an update and a change of another answer keep names and permissions."""
    before = repository.text()
    recorded = repository.answers(ANSWERS)["house"]
    repository.commit()
    succeeded(repository.here("update", "--all"))
    assert repository.text() == before
    succeeded(repository.here("set", "nightly", "description=Other"))
    assert repository.text() == before.replace("Description: Nightly work", "Description: Other")
    assert repository.answers(ANSWERS)["house"] == recorded
    assert "up to date" in succeeded(repository.here("status")).out


# --- Variables ------------------------------------------------------------------


def test_name_that_the_user_gives_is_the_name(house: Repository) -> None:
    given = 'environment={"SNS_ALERT_TOPIC_ARN": "!Ref AlertTopic", "MODE": "fast"}'
    add(house, "publishes_to=AlertTopic", given)
    assert variables(house) == ["SNS_ALERT_TOPIC_ARN", "MODE"]
    code = house.text("functions/nightly/lambda_handler.py")
    assert 'TopicArn=os.environ["SNS_ALERT_TOPIC_ARN"]' in code
    tests = house.text("tests/functions/nightly/conftest.py")
    assert 'monkeypatch.setenv("SNS_ALERT_TOPIC_ARN", topic)' in tests
    unchanged(house)
    succeeded(house.here("set", "nightly", "environment={TOPIC: !Ref AlertTopic}"))
    assert variables(house) == ["TOPIC"]
    assert 'os.environ["TOPIC"]' in house.text("functions/nightly/lambda_handler.py")


def test_usual_name_may_be_given_with_its_usual_value(house: Repository) -> None:
    given = "environment={ALERT_TOPIC_ARN: !GetAtt AlertTopic.TopicArn}"
    add(house, "publishes_to=AlertTopic", given)
    assert variables(house) == ["ALERT_TOPIC_ARN"]
    said = refusal(house.here("set", "nightly", "environment={ALERT_TOPIC_ARN: other}"))
    assert "ALERT_TOPIC_ARN identifies a resource that the function uses" in said


def test_new_destination_may_have_the_users_name(house: Repository) -> None:
    add(house, "publishes_to=new_queue", "environment={OUT: !Ref NightlyOutputQueue}")
    assert "OUT" in variables(house)
    assert "OUTPUT_QUEUE_URL" not in variables(house)
    unchanged(house)
    house.commit()
    succeeded(house.here("rename", "nightly", "daily"))
    stated: Any = of(house, "DailyFunction")["Environment"]
    assert stated["Variables"] == {"OUT": {"Ref": "DailyOutputQueue"}}
    assert "up to date" in succeeded(house.here("status")).out


def test_name_of_the_other_functions_is_the_name(house: Repository) -> None:
    add(house, "publishes_to=OrdersBus")
    assert variables(house) == ["EVENT_BUS_NAME"]
    code = house.text("functions/nightly/lambda_handler.py")
    assert '"EventBusName": os.environ["EVENT_BUS_NAME"]' in code
    house.write("template.yaml", house.text().replace("EVENT_BUS_NAME: !Ref OrdersBus", "A: b", 1))
    unchanged(house)


def test_name_of_the_other_functions_may_be_taken(house: Repository) -> None:
    add(house, "publishes_to=OrdersBus", "environment={EVENT_BUS_NAME: other}")
    assert variables(house) == ["ORDERS_BUS_NAME", "EVENT_BUS_NAME"]


def test_name_of_globals_is_not_repeated(house: Repository) -> None:
    inherited = """\
Globals:
  Function:
    Environment:
      Variables:
        BUS: !Ref OrdersBus
Resources:
"""
    house.write("template.yaml", HOUSE.replace("Resources:\n", inherited, 1))
    house.commit()
    add(house, "publishes_to=OrdersBus")
    assert "Environment" not in properties(house)
    assert 'os.environ["BUS"]' in house.text("functions/nightly/lambda_handler.py")
    unchanged(house)


def test_terms_are_one_word(house: Repository) -> None:
    add(house, "uses=DailyPnLTable:read,SaaSSecret:read")
    assert variables(house) == ["DAILY_PNL_TABLE", "SAAS_SECRET_ARN"]
    unchanged(house)


def test_names_of_an_older_version_stay(house: Repository) -> None:
    """Its answers have no names, and their words are those of that version."""
    house.write("template.yaml", HOUSE.partition("      Policies:")[0])
    house.commit()
    add(house, "uses=DailyPnLTable:read")
    answers: dict[str, Any] = dict(house.answers(ANSWERS))
    answers["house"] = {key: value for key, value in answers["house"].items() if key != "connected"}
    house.write(ANSWERS, yaml.safe_dump(answers, sort_keys=False))
    records = [f"{Path(ANSWERS).parent}/{name}" for name in ("resource.yaml", "applied.yaml")]
    for path in ("template.yaml", *records):
        house.write(path, house.text(path).replace("DAILY_PNL_TABLE", "DAILY_PN_L_TABLE"))
    assert "up to date" in succeeded(house.here("status")).out
    succeeded(house.here("set", "nightly", "uses=DailyPnLTable:read,SaaSSecret:read"))
    assert variables(house) == ["DAILY_PN_L_TABLE", "SAAS_SECRET_ARN"]


# --- Permissions ----------------------------------------------------------------


def test_permission_is_that_of_the_other_functions(house: Repository) -> None:
    found = add(house, "uses=DailyPnLTable:write", "publishes_to=OrdersBus")
    assert found["Policies"] == house.properties("WriterFunction")["Policies"]
    unchanged(house)
    succeeded(house.here("rename", "nightly", "daily"))
    assert dict(house.properties("DailyFunction"))["Policies"] == found["Policies"]


def test_role_has_the_statements_of_the_other_functions(house: Repository) -> None:
    add(house, "uses=DailyPnLTable:write", "publishes_to=OrdersBus", "iam=role")
    (policy,) = of(house, "NightlyExecutionRole")["Policies"]
    (own,) = of(house, "WriterFunction")["Policies"]
    write, put = own["Statement"]
    assert policy["PolicyDocument"] == {
        "Statement": [write, {**put, "Action": ["events:PutEvents"]}]
    }
    unchanged(house)


def test_sid_and_version_are_written_where_the_house_has_them(house: Repository) -> None:
    text = HOUSE.replace("        - Statement:\n            - Eff", (
        '        - Version: "2012-10-17"\n          Statement:\n'
        "            - Sid: WriteTable\n              Eff"
    ))  # fmt: skip
    house.write("template.yaml", text)
    house.commit()
    (policy,) = add(house, "uses=DailyPnLTable:write", "publishes_to=OrdersBus")["Policies"]
    assert policy["Version"] == "2012-10-17"
    sids = [statement["Sid"] for statement in policy["Statement"]]
    assert sids == ["WriteDailyPnLTable", "PutEventsOnOrdersBus"]


def test_policy_of_a_trigger_is_in_the_same_notation(house: Repository) -> None:
    add(house, "trigger=s3")
    document = of(house, "NightlyReadPolicy")["PolicyDocument"]
    assert list(document) == ["Statement"]
    assert [list(each) for each in document["Statement"]] == [["Effect", "Action", "Resource"]] * 2
    unchanged(house)


def test_changed_access_is_granted_as_the_others_have_it(house: Repository) -> None:
    add(house, "uses=DailyPnLTable:read")
    succeeded(house.here("set", "nightly", "uses=DailyPnLTable:write"))
    (policy,) = properties(house)["Policies"]
    (statement,) = policy["Statement"]
    assert statement["Action"] == ["dynamodb:PutItem", "dynamodb:UpdateItem"]


def test_resource_that_another_component_renames_is_renamed(house: Repository) -> None:
    succeeded(house.here("add", "function", "ledger", *OPTIONS, "-d", "trigger=sqs"))
    add(house, "publishes_to=LedgerQueue", "environment={OUT: !Ref LedgerQueue}")
    house.commit()
    succeeded(house.here("rename", "ledger", "book"))
    recorded: Any = house.answers(ANSWERS)["house"]
    (entry,) = recorded["connected"]
    assert (entry["resource"], entry["variable"]) == ("BookQueue", "OUT")
    assert "up to date" in succeeded(house.here("status")).out
    assert "OUT: !Ref BookQueue" in house.text()


def test_further_permissions_are_statements_in_the_same_notation(house: Repository) -> None:
    given = "permissions=[{actions: [dynamodb:Query], resource: !GetAtt DailyPnLTable.Arn}]"
    found = add(house, "publishes_to=OrdersBus", given)
    table = {"Fn::GetAtt": ["DailyPnLTable", "Arn"]}
    (policy,) = found["Policies"]
    assert list(policy) == ["Statement"]
    query = {"Effect": "Allow", "Action": ["dynamodb:Query"], "Resource": "DailyPnLTable.Arn"}
    assert [{**each, "Resource": "DailyPnLTable.Arn"} for each in policy["Statement"][1:]] == [
        query
    ]
    assert house.answers(ANSWERS)["permissions"] == [
        {"actions": ["dynamodb:Query"], "resource": table}
    ]
    unchanged(house)
    succeeded(house.here("set", "nightly", "permissions=[]"))
    (policy,) = properties(house)["Policies"]
    assert [each["Action"] for each in policy["Statement"]] == ["events:PutEvents"]
    said = refusal(house.here("set", "nightly", "permissions=[{actions: [s3], resource: x}]"))
    assert "'s3' is not a valid action" in said
