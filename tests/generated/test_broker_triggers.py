"""Functions that process what a Kafka cluster or an MQ broker has, in the template or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from repositories import TEMPLATE, Repository, refusal, shop, succeeded
from translation import translate
from trigger_answers import required_answers

from gate.permissions import differences
from sam_scaffold.adoption.infer_trigger import trigger_answers
from sam_scaffold.adoption.inference import Surroundings
from sam_scaffold.aws.event_sources.table import EVENT_SOURCES
from sam_scaffold.sam.model.template_files import parsed
from sam_scaffold.transaction.repository_view import RepositoryView

RESOURCES = """
  Events:
    Type: AWS::MSK::Cluster

  Mail:
    Type: AWS::AmazonMQ::Broker
    Properties:
      EngineType: RabbitMQ

  MailSecret:
    Type: AWS::SecretsManager::Secret

Outputs:"""

OF_TEMPLATE = {
    "msk": ("source=Events",),
    "mq": ("source=Mail", "secret_arn=${MailSecret}"),
}
ELSEWHERE = {
    trigger: tuple(f"{key}={value}" for key, value in required_answers(trigger).items())
    for trigger in OF_TEMPLATE
}
CASES = [
    pytest.param(trigger, answers[trigger], id=f"{trigger}-{place}")
    for place, answers in (("of-the-template", OF_TEMPLATE), ("elsewhere", ELSEWHERE))
    for trigger in OF_TEMPLATE
]


def repository(root: Path) -> Repository:
    return shop(root, **{"template.yaml": TEMPLATE.replace("\nOutputs:", RESOURCES)})


def added(trigger: str, *answers: str) -> list[str]:
    data = [word for answer in answers for word in ("-d", answer)]
    return ["add", "function", "reader", "-d", f"trigger={trigger}", *data, "--defaults"]


def without_code(where: Repository) -> dict[str, Any]:
    """Return the new function and what it refers to, with nothing to be built."""
    resources: Any = where.data()["Resources"]
    reader = resources["ReaderFunction"]["Properties"]
    for key in ("CodeUri", "Layers", "LoggingConfig"):
        reader.pop(key, None)
    reader.update(InlineCode="pass", Runtime="python3.12")
    own = ("Events", "Mail", "MailSecret", "ReaderFunction", "ReaderDeadLetterQueue")
    roles = [name for name, resource in resources.items() if resource["Type"] == "AWS::IAM::Role"]
    return {name: resources[name] for name in (*own, *roles) if name in resources}


def event(where: Repository) -> dict[str, Any]:
    events: Any = where.properties("ReaderFunction")["Events"]
    [(_, found)] = events.items()
    properties: dict[str, Any] = found["Properties"]
    return properties


@pytest.mark.parametrize(("trigger", "answers"), CASES)
def test_both_notations_allow_the_same(
    trigger: str, answers: tuple[str, ...], tmp_path: Path
) -> None:
    translated = []
    for notation in ("policies", "role"):
        (tmp_path / notation).mkdir()
        where = repository(tmp_path / notation)
        succeeded(where.here(*added(trigger, *answers, f"iam={notation}")))
        translated.append(translate(without_code(where)))
    assert list(differences(*translated)) == []


def test_cluster_of_the_template_is_referred_to(tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*added("msk", "source=Events", "topic=orders", "enabled=false")))
    found = event(where)
    assert found["Stream"] == {"Fn::GetAtt": ["Events", "Arn"]}
    assert (found["Topics"], found["Enabled"]) == (["orders"], False)
    assert found["ConsumerGroupId"] == {"Fn::Sub": "${AWS::StackName}-reader"}
    destination = found["DestinationConfig"]["OnFailure"]["Destination"]
    assert destination == {"Fn::GetAtt": ["ReaderDeadLetterQueue", "Arn"]}


def test_broker_of_the_template_says_which_engine_it_has(tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*added("mq", *OF_TEMPLATE["mq"])))
    found = event(where)
    assert found["Broker"] == {"Fn::GetAtt": ["Mail", "Arn"]}
    assert found["SourceAccessConfigurations"] == [
        {"Type": "BASIC_AUTH", "URI": {"Ref": "MailSecret"}},
        {"Type": "VIRTUAL_HOST", "URI": "/"},
    ]
    assert "rmqMessagesByQueue" in where.text("functions/reader/events/mq.json")
    assert "no on-failure destination" in where.text("functions/reader/README.md")


def test_topic_that_looks_like_a_number_stays_text(tmp_path: Path) -> None:
    where = repository(tmp_path)
    succeeded(where.here(*added("msk", "source=Events", "topic=0815")))
    assert event(where)["Topics"] == ["0815"]


REFUSED = {
    "no-cluster": ("msk", (), ("source_arn", "--data source_arn=VALUE")),
    "another-resource": ("msk", ("source=Mail",), ("'Mail'", "Amazon MSK cluster", "Events")),
    "no-secret": ("mq", ("source=Mail",), ("secret_arn", "--data secret_arn=VALUE")),
    "another-engine": (
        "mq", (*OF_TEMPLATE["mq"], "engine=activemq"), ("Mail is a broker of rabbitmq.",),
    ),
    "unknown-secret": (
        "mq", ("source=Mail", "secret_arn=${MialSecret}"), ("secret_arn", "MialSecret", "MailSec"),
    ),
    "timeout": ("msk", ("source=Events", "timeout=900"), ("900 seconds exceeds the 840", "=840")),
    "topic": ("msk", ("source=Events", "topic=a b"), ("'a b' is not a valid topic",)),
}  # fmt: skip


@pytest.mark.parametrize(("trigger", "answers", "named"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(
    trigger: str, answers: tuple[str, ...], named: tuple[str, ...], tmp_path: Path
) -> None:
    where = repository(tmp_path)
    before = where.snapshot()
    line = refusal(where.here(*added(trigger, *answers)))
    for text in named:
        assert text in line
    assert where.snapshot() == before


@pytest.mark.parametrize("trigger", OF_TEMPLATE)
def test_adopted_again_it_has_the_same_answers(trigger: str, tmp_path: Path) -> None:
    """The event of a function that was generated leads to the answers that it had."""
    where = repository(tmp_path)
    succeeded(where.here(*added(trigger, *OF_TEMPLATE[trigger], "alarms=none")))
    answers = where.answers(".scaffold/functions/reader/answers.yml")
    found = trigger_answers_of(where)
    assert found["trigger"] == trigger
    assert {key: answers[key] for key in found} == found


def trigger_answers_of(where: Repository) -> dict[str, Any]:
    template = parsed("template.yaml", where.read("template.yaml"))
    function = next(found for found in template.functions if found.logical_id == "ReaderFunction")
    around = Surroundings(template, RepositoryView(where.root), frozenset(EVENT_SOURCES))
    return trigger_answers(around, function.properties)
