"""The answers that would have led to what a function is connected to."""

from __future__ import annotations

from typing import Any

import pytest
from derived import PLATFORM, Answers, all_derived, around, derived, facts, of_one
from houses import function, globals_, layer, resource

from sam_scaffold.sam.style.house_style import HouseStyle

# --- Layers ---------------------------------------------------------------------

LAYERS = [
    layer("HttpLayer", "layers/http/"),
    layer("SharedCodeLayer", "layers/shared/"),
    layer("NumericLayer", "layers/numeric/"),
]


@pytest.mark.parametrize(
    ("stated", "chosen", "said"),
    [
        (["HttpLayer", "SharedCodeLayer"], ["HttpLayer"], ["HttpLayer", "SharedCodeLayer"]),
        (["SharedCodeLayer", "HttpLayer"], ["HttpLayer"], ["SharedCodeLayer", "HttpLayer"]),
        (["NumericLayer", "HttpLayer"], ["NumericLayer", "HttpLayer"], None),
        (
            ["NumericLayer", "SharedCodeLayer", "HttpLayer"],
            ["NumericLayer", "SharedCodeLayer", "HttpLayer"],
            None,
        ),
        (["SharedCodeLayer"], [], None),
        ([], [], None),
    ],
    ids=["last", "first", "without", "between", "alone", "none"],
)
def test_layers_are_said_in_their_order(
    stated: list[str], chosen: list[str], said: list[str] | None
) -> None:
    answers = of_one(*LAYERS, Layers=[{"Ref": name} for name in stated])
    assert answers["layers"] == chosen
    assert facts(answers)["layers"] == (stated if said is None else said)


def test_layers_that_are_no_references_are_not_said() -> None:
    stated = ["arn:aws:lambda:eu-west-1:123456789012:layer:x:1", {"Ref": "HttpLayer"}]
    answers = of_one(*LAYERS, Layers=stated)
    assert facts(answers)["layer_references"] == [{"Ref": "HttpLayer"}]
    assert facts(of_one(*LAYERS, Layers={"Fn::If": ["A", [], []]}))["layer_references"] == []


def test_shared_layer_of_globals_stays_there() -> None:
    one = function("OrdersFunction", "orders/", Layers=[{"Ref": "HttpLayer"}], **PLATFORM)
    inherited = globals_(Layers=[{"Ref": "SharedCodeLayer"}])
    answers = derived(around(one, *LAYERS, Globals=inherited))
    assert answers["house"]["shared_layer"] == "SharedCodeLayer"
    assert facts(answers)["layers"] == ["HttpLayer"]


ARN = {"Fn::Sub": "arn:aws:lambda:${AWS::Region}:017000801446:layer:AWSLambdaPowertoolsPythonV3:1"}


@pytest.mark.parametrize(
    ("stated", "powertools"),
    [
        ([{"Ref": "HttpLayer"}, ARN, {"Ref": "SharedCodeLayer"}], True),
        ([ARN, {"Ref": "HttpLayer"}, {"Ref": "SharedCodeLayer"}], False),
        ([{"Ref": "HttpLayer"}], False),
    ],
    ids=["in-its-place", "elsewhere", "without"],
)
def test_powertools_are_answered_where_their_layer_is_in_its_place(
    stated: list[Any],
    powertools: bool,  # noqa: FBT001
) -> None:
    other = function("OtherFunction", "other/", Layers=[ARN], **PLATFORM)
    one = function("OrdersFunction", "orders/", Layers=stated, **PLATFORM)
    found = around(one, other, *LAYERS)
    first, last = (all_derived(found)[at] for at in (0, -1))
    assert (first["powertools"], last["powertools"]) == (powertools, False)
    references = facts(first)["layer_references"]
    assert [name for name in stated if name in references] == references
    assert facts(first)["environment"] == {}


# --- Variables ------------------------------------------------------------------


def test_literal_variables_are_answers_and_no_secrets_among_them() -> None:
    variables = {
        "SYMBOLS": "A,B",
        "COUNT": 12,
        "STRICT": True,
        "TABLE": {"Ref": "Table"},
        "API_KEY": "abcdef",
        "TOKEN_OF": "ghp_0123456789abcdef0123456789abcdef0123",
        "X": "one letter",
        "LOG_LEVEL": {"Ref": "Level"},
    }
    answers = of_one(Environment={"Variables": variables})
    assert answers["environment"] == {"SYMBOLS": "A,B"}
    assert facts(answers)["environment"] == {"SYMBOLS": "A,B", "COUNT": 12, "STRICT": True}
    assert "abcdef" not in str(answers)


def test_log_level_is_said_where_it_is_stated() -> None:
    assert facts(of_one())["environment"] == {}
    stated = {"LOG_LEVEL": "DEBUG"}
    assert facts(of_one(Environment={"Variables": stated}))["environment"] == stated


def test_variable_of_the_house_keeps_its_shape() -> None:
    others = [
        function(
            f"{name.title()}Function",
            f"functions/{name}/",
            Environment={"Variables": {"SERVICE": f"shop-{name}", "OTHER": f"the-{name}"}},
            **PLATFORM,
        )
        for name in ("billing", "refunds")
    ]
    variables = {"SERVICE": "shop-orders", "OTHER": "elsewhere"}
    answers = of_one(*others, Environment={"Variables": variables})
    assert answers["house"]["environment"] == {"SERVICE": "shop-{kebab}"}
    assert answers["environment"] == {"OTHER": "elsewhere"}
    assert facts(answers)["environment"] == variables


@pytest.mark.parametrize("stated", [{"Fn::If": ["A", {}, {}]}, {"Ref": "X"}, "text", None])
def test_environment_that_is_no_mapping_is_left(stated: Any) -> None:
    for environment in (stated, {"Variables": stated}):
        assert facts(of_one(Environment=environment))["environment"] == {}


# --- Permissions ---------------------------------------------------------------

TRUST = {"Version": "2012-10-17", "Statement": []}


def role(logical_id: str, **properties: Any) -> Any:
    return resource(logical_id, "AWS::IAM::Role", AssumeRolePolicyDocument=TRUST, **properties)


def test_role_of_its_own_is_its_role() -> None:
    own = role("OrdersRole", RoleName="orders-role", Path="/app/")
    answers = of_one(own, Role={"Fn::GetAtt": ["OrdersRole", "Arn"]})
    assert answers["iam"] == "role"
    house = HouseStyle.from_dict(answers["house"])
    assert (house.role_id, house.role_name) == ("{pascal}Role", "{kebab}-role")
    assert house.role_properties == {"Path": "/app/"}


@pytest.mark.parametrize(
    "others",
    [
        [],
        [
            role("SharedRole"),
            function("OtherFunction", "o/", Role={"Fn::GetAtt": ["SharedRole", "Arn"]}),
        ],
        [
            role("SharedRole"),
            resource(
                "Flow",
                "AWS::StepFunctions::StateMachine",
                RoleArn={"Fn::GetAtt": ["SharedRole", "Arn"]},
            ),
        ],
        [resource("SharedRole", "AWS::IAM::User")],
    ],
    ids=["elsewhere", "of-two-functions", "of-a-state-machine", "no-role"],
)
def test_role_that_is_not_its_own_is_one_that_it_is_given(others: list[Any]) -> None:
    given = {"Fn::GetAtt": ["SharedRole", "Arn"]}
    answers = of_one(*others, Role=given)
    assert answers["iam"] == "existing"
    assert facts(answers)["given_role"] == given
    assert of_one(*others)["iam"] == "policies"


TABLE = resource("LedgerTable", "AWS::DynamoDB::Table")
QUEUE = resource("ResultsQueue", "AWS::SQS::Queue")
READS = {"DynamoDBReadPolicy": {"TableName": {"Ref": "LedgerTable"}}}
SENDS = {"SQSSendMessagePolicy": {"QueueName": {"Fn::GetAtt": ["ResultsQueue", "QueueName"]}}}
LEADS = {"LEDGER_TABLE": {"Ref": "LedgerTable"}, "RESULTS_QUEUE_URL": {"Ref": "ResultsQueue"}}


@pytest.mark.parametrize(
    ("policies", "variables", "uses", "publishes_to"),
    [
        ([READS, SENDS], LEADS, ["LedgerTable:read"], "ResultsQueue"),
        ([READS, "AWSXRayDaemonWriteAccess"], LEADS, ["LedgerTable:read"], "none"),
        ([READS, SENDS], {}, [], "none"),
        ([], LEADS, [], "none"),
        ("AWSLambdaExecute", LEADS, [], "none"),
        ([READS], {"LEDGER_TABLE": "ledger"}, [], "none"),
    ],
    ids=["both", "one", "no-variables", "no-rights", "one-policy", "literal"],
)
def test_connections_are_answered_where_variable_and_right_are_exactly_theirs(
    policies: Any, variables: Answers, uses: list[str], publishes_to: str
) -> None:
    answers = of_one(TABLE, QUEUE, Policies=policies, Environment={"Variables": variables})
    assert (answers["uses"], answers["publishes_to"]) == (uses, publishes_to)


def test_connections_are_found_in_a_role_too() -> None:
    statement = {
        "Sid": "SendToResultsQueue",
        "Effect": "Allow",
        "Action": ["sqs:SendMessage*"],
        "Resource": {"Fn::GetAtt": ["ResultsQueue", "Arn"]},
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    policies = [{"PolicyName": "orders", "PolicyDocument": document}]
    answers = of_one(
        QUEUE,
        role("OrdersRole", Policies=policies),
        Role={"Fn::GetAtt": ["OrdersRole", "Arn"]},
        Environment={"Variables": LEADS},
    )
    assert answers["publishes_to"] == "ResultsQueue"


# --- Logs and alarms --------------------------------------------------------------


def test_log_group_under_its_usual_name_is_answered() -> None:
    group = resource("OrdersLogGroup", "AWS::Logs::LogGroup", RetentionInDays=14)
    config = {"LogGroup": {"Ref": "OrdersLogGroup"}}
    assert of_one(group, LoggingConfig=config)["log_retention"] == 14
    assert of_one(group)["log_retention"] == 0
    other = resource("Logs", "AWS::Logs::LogGroup", RetentionInDays=14)
    assert of_one(other, LoggingConfig={"LogGroup": {"Ref": "Logs"}})["log_retention"] == 0


def test_alarms_are_answered_by_the_usual_ones_that_are_there() -> None:
    topic = resource("Alerts", "AWS::SNS::Topic")
    alarms = [
        resource(f"Orders{metric}Alarm", "AWS::CloudWatch::Alarm", AlarmActions=[{"Ref": "Alerts"}])
        for metric in ("Errors", "Throttles", "Duration")
    ]
    one = function("OrdersFunction", "orders/", **PLATFORM)
    for there, expected in (
        (alarms, ["full", "none"]),
        (alarms[:2], ["standard", "none"]),
        (alarms[1:], ["none"]),
    ):
        found = around(one, topic, *there)
        answers = all_derived(found)
        assert [each["alarms"] for each in answers] == expected
        assert answers[0].get("alarm_topic", "Alerts") == "Alerts"


def test_dead_letter_queue_under_its_usual_name_is_answered() -> None:
    event = {"Nightly": {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(1 day)"}}}
    one = function("OrdersFunction", "orders/", **PLATFORM, Events=event)
    queue = resource("OrdersDeadLetterQueue", "AWS::SQS::Queue")
    assert all_derived(around(one, queue))[0]["on_failure"] == "queue"
    assert all_derived(around(one))[0]["on_failure"] == "none"
