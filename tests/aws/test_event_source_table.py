"""The table of event sources: its entries are consistent, and match those of SAM."""

from __future__ import annotations

from typing import Any

import pytest
from samtranslator.model.eventsources import cloudwatchlogs, pull, push, scheduler

from sam_scaffold.aws.event_sources.definition import EventSource, Failures, InvocationModel, Target
from sam_scaffold.aws.event_sources.polled import MQ, MSK, POLLED, SQS
from sam_scaffold.aws.event_sources.table import (
    ASYNCHRONOUS_EVENTS,
    ASYNCHRONOUS_PRINCIPALS,
    EVENT_SOURCES,
    POLLED_EVENTS,
    POLLED_SERVICES,
    POLLED_TYPES,
    SETTINGS,
)
from sam_scaffold.aws.managed_policies import allowed_by

WITH_POLLER = [source for source in POLLED if source.poller is not None]


def actions_of(kind: EventSource) -> set[str]:
    assert kind.poller is not None
    words = [access.actions.split() for access in kind.poller.written]
    return {service + name for service, *names in words for name in names}


@pytest.mark.parametrize("kind", EVENT_SOURCES.values(), ids=EVENT_SOURCES)
def test_facts_of_a_source_go_together(kind: EventSource) -> None:
    assert EVENT_SOURCES[kind.name] is kind
    assert bool(kind.types) == bool(kind.noun)
    assert not kind.has or kind.types
    assert not kind.types or kind.property
    if kind.poller is not None or kind.service or kind.duties.positions:
        assert kind.invocation is InvocationModel.POLLED
    if kind.principal:
        assert kind.invocation is InvocationModel.ASYNCHRONOUS
    is_returned = kind.duties.failures is Failures.RETURNED
    assert is_returned is (kind.invocation is InvocationModel.SYNCHRONOUS)


@pytest.mark.parametrize("kind", WITH_POLLER, ids=lambda kind: kind.name)
def test_written_permissions_have_what_is_required(kind: EventSource) -> None:
    assert kind.poller is not None
    assert set(kind.poller.required) <= actions_of(kind)


@pytest.mark.parametrize("kind", WITH_POLLER, ids=lambda kind: kind.name)
def test_sam_adds_what_the_table_says(kind: EventSource, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a managed policy, or statements of its own."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert kind.poller is not None
    poller: Any = next(
        found
        for found in vars(pull).values()
        if isinstance(found, type) and getattr(found, "resource_type", "") == kind.events[0]
    )
    arn = poller.get_policy_arn(None)
    assert (str(arn).rpartition("/")[2] if arn else "") == kind.poller.managed_policy
    if kind.poller.managed_policy:
        allowed = allowed_by(kind.poller.managed_policy)
        assert allowed is not None
        assert set(kind.poller.required) <= {*allowed, *kind.poller.required}


def test_events_are_those_of_sam() -> None:
    known = {
        str(getattr(found, "resource_type", ""))
        for module in (cloudwatchlogs, pull, push, scheduler)
        for found in vars(module).values()
        if isinstance(found, type)
    }
    named = {event for source in EVENT_SOURCES.values() for event in source.events}
    assert named <= known


def test_the_more_usual_of_two_is_found_by_an_event() -> None:
    assert POLLED_EVENTS["SQS"] is SQS
    assert POLLED_TYPES["AWS::SQS::Queue"] is SQS
    assert POLLED_SERVICES["kafka"] is MSK
    assert POLLED_TYPES["AWS::AmazonMQ::Broker"] is MQ


def test_asynchronous_ones_are_known_by_event_and_by_principal() -> None:
    assert {"Schedule", "CloudWatchEvent", "IoTRule", "S3"} <= ASYNCHRONOUS_EVENTS
    assert "SQS" not in ASYNCHRONOUS_EVENTS
    assert {"events", "logs", "s3", "sns"} == ASYNCHRONOUS_PRINCIPALS


def test_a_question_has_one_rule_whatever_source_it_is_about() -> None:
    for kind in EVENT_SOURCES.values():
        for setting in kind.settings:
            assert SETTINGS[setting.question].problem is setting.problem


def test_only_sources_with_a_secret_or_parts_have_statements_about_them() -> None:
    targets = {
        kind.name: {access.on for access in kind.poller.written}
        for kind in WITH_POLLER
        if kind.poller is not None
    }
    assert targets["msk"] == {Target.SOURCE, Target.NETWORK, Target.PARTS}
    assert targets["mq"] == {Target.SOURCE, Target.NETWORK, Target.SECRET}
    assert targets["sqs"] == {Target.SOURCE}
