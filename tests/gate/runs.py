"""Invocations of artifacts with their sample events, by AWS's own runtime client."""

from __future__ import annotations

import base64
import copy
import json
import logging
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.request import Request, urlopen

from sam_scaffold.aws.event_sources.table import EVENT_SOURCES
from sam_scaffold.invocation import Artifact, InvocationResult, invoke
from sam_scaffold.invocation.interpreter import managed
from sam_scaffold.invocation.lambda_environment import environment
from sam_scaffold.sam.model.names import pascal

from .apps import Made
from .matrix import Choice

Event = dict[str, Any]

_REGION = "eu-west-1"
_HERE = {"AMD64": "x86_64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


def answers(made: Made) -> list[str]:
    """Return the faults in the answers of an application's functions to their sample events.

    Compiled packages of another architecture cannot be loaded here: of an application on
    Powertools for the other one, only the build is judged.
    """
    if made.app.powertools == "true" and made.app.platform["architecture"] != _HERE:
        return []
    with moto_server() as endpoint:
        return [line for name in made.rows for line in _judged(made, name, endpoint)]


def artifact_of(made: Made, name: str) -> Artifact:
    """A function as `sam build` made it."""
    built = made.root / ".aws-sam" / "build" / "template.yaml"
    return Artifact.of(built, f"{pascal(name)}Function")


def sample_event(made: Made, name: str) -> Event:
    """The event that was generated for a function."""
    folder = made.root / "functions" / name
    if made.app.layout == "flat":
        folder = made.root / "tests" / "functions" / name
    text = (folder / "events" / f"{made.rows[name]['trigger']}.json").read_text(encoding="utf-8")
    event: Event = json.loads(text)
    return event


def run(
    artifact: Artifact, event: Event, endpoint: str, variables: dict[str, str]
) -> InvocationResult:
    """Start a function and give it one event; its calls of AWS go to an endpoint."""
    caller = {**os.environ, "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": _REGION}
    own = environment(artifact, caller, variables)
    return invoke(artifact, event, own, managed(artifact.runtime))


@contextmanager
def moto_server() -> Iterator[str]:
    """AWS as moto plays it, on this machine; gives its address."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - slow to import

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it writes a line for each call
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        _ignore_clients_that_leave(server)
        address = f"http://{host}:{port}"
        # What a server of before was given is still there: they are one program.
        with urlopen(Request(f"{address}/moto-api/reset", method="POST")):  # noqa: S310
            yield address
    finally:
        server.stop()


def _ignore_clients_that_leave(server: Any) -> None:
    """A function that has answered is ended, with the connections that boto3 keeps open."""
    server._server.handle_error = lambda *_: None


def resources_for(artifact: Artifact, endpoint: str) -> dict[str, str]:
    """Make what a function's variables lead to; their values by name."""
    found = {}
    for name in artifact.variables:
        label = f"{artifact.logical_id}-{name}".replace("_", "-")
        for ending, create in _MAKERS.items():
            if name.endswith(ending):
                found[name] = create(endpoint, label, "FIFO" in name)
    return found


def client(service: str, endpoint: str) -> Any:
    """A client of an AWS service at an address."""
    import boto3  # noqa: PLC0415 - slow to import

    session: Any = boto3.session.Session("testing", "testing", region_name=_REGION)
    return session.client(service, endpoint_url=endpoint)


def _queue(endpoint: str, name: str, fifo: bool) -> str:  # noqa: FBT001
    attributes = {"FifoQueue": "true"} if fifo else {}
    made = client("sqs", endpoint).create_queue(
        QueueName=name + ".fifo" * fifo, Attributes=attributes
    )
    return str(made["QueueUrl"])


def _topic(endpoint: str, name: str, fifo: bool) -> str:  # noqa: FBT001
    attributes = {"FifoTopic": "true"} if fifo else {}
    made = client("sns", endpoint).create_topic(Name=name + ".fifo" * fifo, Attributes=attributes)
    return str(made["TopicArn"])


def _bus(endpoint: str, name: str, fifo: bool) -> str:  # noqa: ARG001, FBT001
    client("events", endpoint).create_event_bus(Name=name)
    return name


def _table(endpoint: str, name: str, fifo: bool) -> str:  # noqa: ARG001, FBT001
    client("dynamodb", endpoint).create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    return name


_MAKERS: dict[str, Callable[[str, str, bool], str]] = {
    "_QUEUE_URL": _queue,
    "_TOPIC_ARN": _topic,
    "_BUS_NAME": _bus,
    "IDEMPOTENCY_TABLE_NAME": _table,
}


def _judged(made: Made, name: str, endpoint: str) -> Iterator[str]:
    artifact, event = artifact_of(made, name), sample_event(made, name)
    variables = resources_for(artifact, endpoint)
    trigger = made.rows[name]["trigger"]
    outcome = run(artifact, event, endpoint, variables)
    if outcome.error is not None:
        yield f"{name}: {json.dumps(outcome.error)}"
    elif EVENT_SOURCES[trigger].duties.batch_failures:
        yield from _partial(name, outcome, [])
        bad, failed = poisoned(event, trigger)
        yield from _partial(name, run(artifact, bad, endpoint, variables), [failed])
    if artifact.layers:
        bare = run(replace(artifact, layers=()), event, endpoint, variables)
        yield from _without_layers(name, bare, needs_them=_needs_layers(made.rows[name]))


def _partial(name: str, outcome: InvocationResult, failed: list[str]) -> Iterator[str]:
    expected = {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
    if outcome.result != expected:
        yield f"{name}: {json.dumps(outcome.result)} {outcome.error} instead of {expected}"


def _without_layers(name: str, outcome: InvocationResult, *, needs_them: bool) -> Iterator[str]:
    """Without its layers it fails as in Lambda; one that needs none of them answers."""
    kind = None if outcome.error is None else outcome.error["errorType"]
    if kind != ("Runtime.ImportModuleError" if needs_them else None):
        yield f"{name}: without its layers it says {kind}"


def _needs_layers(answers: Choice) -> bool:
    """Return whether the generated code imports anything from a layer."""
    return "true" in (answers["powertools"], answers["shared_code"])


def poisoned(event: Event, trigger: str) -> tuple[Event, str]:
    """Return a batch with one more record, which cannot be processed, and its id for Lambda.

    The record comes last: a stream is read again from the first one that failed.
    """
    batch = copy.deepcopy(event)
    record = copy.deepcopy(batch["Records"][-1])
    batch["Records"].append(record)
    return batch, _POISON[trigger](record)


def _poison_message(record: Event) -> str:
    record["body"] = "not json"
    record["messageId"] = "00000000-0000-0000-0000-000000000000"
    return str(record["messageId"])


def _poison_kinesis(record: Event) -> str:
    record["kinesis"]["data"] = base64.b64encode(b"not json").decode()
    record["kinesis"]["sequenceNumber"] = "9" * 56
    record["eventID"] = "shardId-000000000000:" + "9" * 56
    return str(record["kinesis"]["sequenceNumber"])


def _poison_item(record: Event) -> str:
    record["eventID"] = "poison"
    record["eventName"] = "INSERT"
    record["dynamodb"].pop("NewImage", None)
    record["dynamodb"]["SequenceNumber"] = "9" * 25
    return str(record["dynamodb"]["SequenceNumber"])


_POISON: dict[str, Callable[[Event], str]] = {
    "sqs": _poison_message,
    "sqs_fifo": _poison_message,
    "kinesis": _poison_kinesis,
    "dynamodb_stream": _poison_item,
}
