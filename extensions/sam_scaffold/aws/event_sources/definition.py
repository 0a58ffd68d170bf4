"""The facts about an event source, as classes that the table's entries are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

Data = Any
"""Anything that JSON can hold."""

Answers = dict[str, Data]
"""Answers of a function by question."""


class InvocationModel(Enum):
    """Ways in which Lambda invokes a function with an event.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
    """

    POLLED = auto()
    """Lambda polls the source with the function's role, and invokes synchronously."""
    ASYNCHRONOUS = auto()
    """The source hands the event to Lambda, which queues and retries it."""
    SYNCHRONOUS = auto()
    """A caller waits for the response."""


class Failures(Enum):
    """What becomes of an event that its function fails on."""

    RETURNED = auto()
    """The caller gets an error."""
    DISCARDED = auto()
    """Lambda discards it after the last retry; a destination keeps it."""
    RETRIED = auto()
    """Lambda retries until it expires; a destination ends that after ten retries."""
    REDRIVEN = auto()
    """The queue keeps it until it expires, or moves it by its RedrivePolicy."""
    BROKERED = auto()
    """The broker decides; Lambda has no destination for it."""


class Target(Enum):
    """What a statement for the poller is about."""

    SOURCE = auto()
    """The ARN of the source."""
    PARTS = auto()
    """The ARN of the source, and those of the topic and the consumer groups in it."""
    SECRET = auto()
    """The secret with the credentials of the source."""
    NETWORK = auto()
    """Every network interface: EC2 knows no smaller unit for these actions."""


@dataclass(frozen=True)
class Access:
    """Permissions that the poller takes from the function's role.

    Attributes:
        verb: The beginning of the statement's Sid: ``"Poll"``.
        actions: Service and actions: ``"sqs: ReceiveMessage DeleteMessage"``.
        on: What the actions are on.
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
        written: The statements of a role that is written out.
        required: The actions without which no role can poll, whatever else it allows: where
            AWS accepts one action or another, neither is among them.
        managed_policy: AWS's policy that has the required actions, empty if there is none.
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
        default: Its value where it is not stated.
        factor: How many timeouts of the function AWS recommends.
    """

    property: str
    default: int
    factor: int


@dataclass(frozen=True)
class Duties:
    """Properties that a source and its mapping need to have.

    Attributes:
        visibility: The source's visibility timeout; below the function's timeout Lambda refuses it.
        batch_without_window: The largest batch that needs no batching window, None for any.
        has_window: Whether a mapping may have a batching window.
        positions: Where reading may start: values of ``StartingPosition``.
        failures: What becomes of an event that the function fails on.
        batch_failures: The ``EventType`` of Powertools whose failures a function may report
            one by one, empty where it cannot.
        most_readers: How many functions may read it at once, None for any number.
        longest_timeout: The longest timeout of the function that Lambda accepts, None for any.
        is_exclusive: Whether each message reaches only one of several consumers.
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
    """A question about an event source, and what AWS says of the answer.

    Attributes:
        question: The question.
        problem: Return why AWS refuses an answer, empty if it takes it; the question's validator
            is called ``<question>_problem``.
        property: The property that holds the answer; empty if `EventSource.read` finds it.
        default: The answer where the property is not stated; without one, it has to be.
        is_text: Whether the answer is a text, and no intrinsic function.
        is_listed: Whether the property is a list, here of one value.
    """

    question: str
    problem: Callable[[Data], str]
    property: str = ""
    default: Data = _REQUIRED
    is_text: bool = True
    is_listed: bool = False

    def answer(self, stated: Mapping[str, Data]) -> Data | None:
        """Return the answer that leads to the stated properties, None if there is none."""
        value = stated.get(self.property, self.default)
        if self.is_listed:
            value = value[0] if isinstance(value, list) and len(value) == 1 else _REQUIRED
        if value is _REQUIRED or (self.is_text and not isinstance(value, str)):
            return None
        return None if self.problem(value) else value


def no_further_answers(_: Mapping[str, Data]) -> Answers | None:
    """Return the answers of an event that only names its source."""
    return {}


@dataclass(frozen=True)
class EventSource:
    """Something that invokes functions.

    Attributes:
        name: Its key in the table, which a trigger's folder is called.
        invocation: How it invokes them.
        events: SAM's types of such events, the one that is generated first.
        noun: What a source is called that a function can be connected to.
        types: The types of such sources, each with the property that names it in AWS; empty
            where two may have the same name.
        has: Properties that a source must have so that a function can use it, with their
            values: None is any value, False also a property that is missing, a list one of
            several values, and a mapping is about properties below.
        property: The property of an event that names the source.
        unnamed: The answer for the source of an event that names none.
        attribute: The attribute of a source that does: its ARN; empty for a ``Ref``.
        part: The property of an event that names what it reads of the source, if that is not
            all: a topic, a queue.
        service: The service in the ARN of a polled source.
        principal: The service that invokes functions, if it does so asynchronously only.
        poller: The poller's permissions, None where nothing is polled, or they are not known.
        duties: What it asks of its source and its mapping.
        repeats: Whether a function may get the same event more than once.
        names_function: Whether the source refers to the function, which then must not need the
            source in turn.
        settings: What questions about it say.
        read: Return the answers that lead to an event's properties, beyond `settings`; None if
            no answers do.
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
