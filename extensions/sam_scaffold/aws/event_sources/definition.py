"""Classes of the entries in the table of event sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

Data = Any
"""Data of JSON."""

Answers = dict[str, Data]
"""Answers of a function by question."""


class InvocationModel(Enum):
    """Ways in which Lambda invokes a function with an event.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
    """

    POLLED = auto()
    """Lambda polls the source with the function's role, and invokes the function synchronously."""
    ASYNCHRONOUS = auto()
    """The source sends the event to Lambda, which queues and retries it."""
    SYNCHRONOUS = auto()
    """A caller waits for the response."""


class Failures(Enum):
    """Treatment of an event for which the function fails."""

    RETURNED = auto()
    """The caller receives an error."""
    DISCARDED = auto()
    """Lambda discards it after the last retry, or sends it to a destination."""
    RETRIED = auto()
    """Lambda retries it until it expires; with a destination, only ten times."""
    REDRIVEN = auto()
    """The queue keeps it until it expires, or moves it according to its RedrivePolicy."""
    BROKERED = auto()
    """The broker decides; Lambda supports no destination for it."""


class Target(Enum):
    """Resources in a statement for the poller."""

    SOURCE = auto()
    """The ARN of the source."""
    PARTS = auto()
    """The ARN of the source, and those of the topic and the consumer groups in it."""
    SECRET = auto()
    """The secret with the credentials of the source."""
    NETWORK = auto()
    """All resources: EC2 supports no resource-level permissions for some of these actions."""


@dataclass(frozen=True)
class Access:
    """Permissions that the poller uses from the function's role.

    Attributes:
        verb: The beginning of the statement's Sid: ``"Poll"``.
        actions: Service and actions: ``"sqs: ReceiveMessage DeleteMessage"``.
        on: The resources of the actions.
        is_added: Whether SAM adds them to the roles that it generates.
    """

    verb: str
    actions: str
    on: Target = Target.SOURCE
    is_added: bool = True


@dataclass(frozen=True)
class Poller:
    """The permissions that Lambda needs to poll a source.

    Attributes:
        written: The statements of a role in the template.
        required: The actions without which Lambda cannot poll. If AWS accepts either of two
            actions, neither is among them.
        managed_policy: The AWS managed policy with the required actions, empty if there is none.
        decrypts: Whether the role also needs the source's KMS key.
    """

    written: tuple[Access, ...]
    required: tuple[str, ...]
    managed_policy: str = ""
    decrypts: bool = False


@dataclass(frozen=True)
class VisibilityTimeout:
    """The time for which a queue hides a message that a function processes.

    Attributes:
        property: The property of the queue, in seconds.
        default: Its default.
        factor: Its recommended ratio to the function's timeout.
    """

    property: str
    default: int
    factor: int


@dataclass(frozen=True)
class Duties:
    """Requirements of a source for its own properties, its mapping and its functions.

    Attributes:
        visibility: The source's visibility timeout, at least the function's timeout.
        batch_without_window: The largest batch that requires no batching window, None for any.
        has_window: Whether a mapping may have a batching window.
        positions: Valid values of ``StartingPosition``.
        failures: The treatment of an event for which the function fails.
        batch_failures: The ``EventType`` of Powertools for partial batch responses, empty if
            the source does not support them.
        most_readers: The maximum number of functions that read from it, None for any number.
        longest_timeout: The longest timeout of the function that Lambda accepts, None for any.
        is_exclusive: Whether each message is delivered to only one of several consumers.
    """

    visibility: VisibilityTimeout | None = None
    batch_without_window: int | None = None
    has_window: bool = True
    positions: tuple[str, ...] = ()
    failures: Failures = Failures.RETURNED
    batch_failures: str = ""
    most_readers: int | None = None
    longest_timeout: int | None = None
    is_exclusive: bool = False


_REQUIRED = object()


@dataclass(frozen=True)
class Setting:
    """A question about an event source, and the validation of its answer.

    Attributes:
        question: The question.
        problem: Returns an error if AWS would reject an answer; the question's validator is
            called ``<question>_problem``.
        property: The property with the answer; empty if `EventSource.read` reads it.
        default: The answer if the property is absent; without a default, it is required.
        is_text: Whether the answer has to be text, not an intrinsic function.
        is_listed: Whether the property is a list, which has a single value here.
    """

    question: str
    problem: Callable[[Data], str]
    property: str = ""
    default: Data = _REQUIRED
    is_text: bool = True
    is_listed: bool = False

    def answer(self, stated: Mapping[str, Data]) -> Data | None:
        """Return the answer that renders the given properties, None if there is none."""
        value = stated.get(self.property, self.default)
        if self.is_listed:
            value = value[0] if isinstance(value, list) and len(value) == 1 else _REQUIRED
        if value is _REQUIRED or (self.is_text and not isinstance(value, str)):
            return None
        return None if self.problem(value) else value


def no_further_answers(_: Mapping[str, Data]) -> Answers | None:
    """Return no answers, for an event that only names its source."""
    return {}


@dataclass(frozen=True)
class EventSource:
    """A service that invokes functions.

    Attributes:
        name: Its key in the table, and the name of a trigger's folder.
        invocation: The way in which it invokes functions.
        events: SAM's types of its events; the first one is generated.
        noun: The name of such a source in messages.
        types: The resource types of such sources, each with the property that names it in AWS;
            empty if names need not be unique.
        has: Properties that a source must have for a function to use it, with their values.
            None stands for any value, and False also for a missing property; a list has the
            valid values, and a mapping has nested properties.
        property: The property of an event that refers to the source.
        unnamed: The answer for the source of an event without this property.
        attribute: The attribute of a source in this property: its ARN; empty for a ``Ref``.
        part: The property of an event that names the part of the source it reads, such as a
            topic or a queue.
        service: The service in the ARN of a polled source.
        principal: The service that invokes functions, if it only does so asynchronously.
        poller: The poller's permissions, None if nothing is polled, or they are not known.
        duties: Its requirements for the source, the mapping and the function.
        repeats: Whether a function may receive the same event more than once.
        names_function: Whether the source refers to the function. Then the function must not
            refer to the source, which would be a circular dependency.
        settings: The questions about it.
        read: Returns the answers that render an event's properties, in addition to `settings`;
            None if no answers do.
    """

    name: str
    invocation: InvocationModel
    events: tuple[str, ...] = ()
    noun: str = ""
    types: Mapping[str, str] = field(default_factory=dict)
    has: Mapping[str, Data] = field(default_factory=dict)
    property: str = ""
    unnamed: str = ""
    attribute: str = ""
    part: str = ""
    service: str = ""
    principal: str = ""
    poller: Poller | None = None
    duties: Duties = field(default_factory=Duties)
    repeats: bool = True
    names_function: bool = False
    settings: tuple[Setting, ...] = ()
    read: Callable[[Mapping[str, Data]], Answers | None] = no_further_answers
