"""Resources that several functions may use: each is a separate component.

A topic, an API or an event bus is added with the first function that needs it. It does not belong
to that function: it is removed with the last function that uses it, see
`lifecycle.unused_resources`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..record_files import SCAFFOLD
from ..sam.iam.publish_targets import BUS
from ..sam.model.intrinsics import Data
from ..sam.model.names import kebab, pascal, title, words
from ..sam.model.resource_types import ALARM, TOPIC
from ..sam.model.template import Resource
from .alarms import NONE, alarm_level
from .facts import ComponentFacts, Facts, Need, Place, Records, Spellings
from .function_paths import Answers, base_of
from .trigger import NEW, Trigger

KIND = "resource"
"""The answer of ``kind`` of such a component."""

_HTTP_API = "AWS::Serverless::HttpApi"
_REST_API = "AWS::Serverless::Api"


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of shared resource: a folder in template/shared/.

    Attributes:
        type: The type of the resource.
        suffix: The usual ending of the component's name, which the name in AWS does not have.
        asks: Its questions. The function that needs it has answered them.
    """

    type: str
    suffix: str
    asks: tuple[str, ...] = ()


SORTS = {
    "alarms_topic": Sort(TOPIC, "_topic"),
    "topic": Sort(TOPIC, "_topic"),
    "event_bus": Sort(BUS, "_bus"),
    "http_api": Sort(_HTTP_API, "_http_api", ("auth", "log_retention", "alarms", "alarm_topic")),
    "rest_api": Sort(_REST_API, "_rest_api", ("auth", "tracing", "alarms", "alarm_topic")),
}
"""The kinds of shared resources by the answer of ``provides``."""

ALARMS_TOPIC = "alarms_topic"
"""Both the kind and the name of the topic that all alarms notify."""

_OF_SOURCES = {SORTS[sort].type: sort for sort in ("topic", "event_bus", "http_api", "rest_api")}
"""The shared resources that a trigger adds as a new event source, by type.

New sources of other types belong to their function.
"""

OUTPUTS = {"new_topic": "topic", "new_bus": "event_bus"}
"""The shared resources that answers of ``publishes_to`` add."""

_SIGNED = "AWS_IAM"
_PUBLIC = ("EDGE", "REGIONAL")
"""Types of endpoints that can be reached from the Internet; a REST API may have a private one:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
"""


@dataclass(frozen=True, slots=True)
class ResourceNeed:
    """A shared resource that is added with the component that needs it.

    Attributes:
        question: The question whose answer requests it.
        answers: Its own answers.
    """

    question: str
    answers: Answers

    @property
    def logical_id(self) -> str:
        """Its key in Resources."""
        return pascal(self.answers["name"])

    @property
    def resource(self) -> Resource:
        """The future resource, with the properties on which facts depend."""
        kind = SORTS[self.answers["provides"]].type
        return Resource(self.logical_id, kind, dict(_stated(self.answers)), "")

    @property
    def resources(self) -> list[Resource]:
        """The future resource, and the alarm on the server errors of an API."""
        if alarm_level(self.answers.get("alarms")) == NONE:
            return [self.resource]
        alarm = f"{pascal(_label(self.answers))}ServerErrorsAlarm"
        return [self.resource, Resource(alarm, ALARM, {}, "")]


def is_shared(trigger: Trigger) -> bool:
    """Return whether the new event source of a trigger may be shared by several functions."""
    return not _OF_SOURCES.keys().isdisjoint(trigger.event_source.types)


def needs(answers: Answers, trigger: Trigger, output_ending: str = "") -> list[ResourceNeed]:
    """Find the shared resources that a component needs and that do not exist.

    Args:
        answers: The component's answers.
        trigger: The trigger's facts.
        output_ending: The ending of the logical id of a new destination.

    Returns:
        The resources in the order of their dependencies.
    """
    found = []
    name = answers["name"]
    if alarm_level(answers.get("alarms")) != NONE and answers.get("alarm_topic") == NEW:
        found.append(_need("alarm_topic", ALARMS_TOPIC, ALARMS_TOPIC, answers))
    if answers.get("source") == NEW and is_shared(trigger):
        sort = next(_OF_SOURCES[kind] for kind in trigger.event_source.types)
        found.append(_need("source", sort, _called(name, trigger.new_source), answers))
    if sort := OUTPUTS.get(answers.get("publishes_to", ""), ""):
        found.append(_need("publishes_to", sort, _called(name, output_ending), answers))
    return found


def _called(name: str, ending: str) -> str:
    return "_".join([name, *words(ending)])


def _need(question: str, sort: str, name: str, answers: Answers) -> ResourceNeed:
    own = {key: answers[key] for key in SORTS[sort].asks if key in answers}
    if "alarms" in own:
        own["alarms"] = alarm_level(own["alarms"])
    if own.get("alarm_topic") == NEW:
        own["alarm_topic"] = pascal(ALARMS_TOPIC)
    template_file = answers["template_file"]
    fixed = {"kind": KIND, "name": name, "template_file": template_file, "provides": sort}
    return ResourceNeed(question, {**fixed, **own, "came_along": True})


@dataclass(frozen=True)
class Recording(Facts):
    """The shared resources added with a component, and the answers that record them.

    When the component is rendered again, these resources exist: its recorded answers name them.

    Attributes:
        needs: The shared resources that are added with it.
        recorded: Answers that replace the given ones in its answers file; None removes one.
    """

    needs: tuple[Need, ...]
    recorded: dict[str, Any]


@dataclass(frozen=True)
class ResourceFacts(ComponentFacts):
    """Facts about a shared resource.

    Attributes:
        logical_id: Its key in Resources.
        meta_dir: Folder of its snippet.
        content_uri: Empty, as it has no contents.
        stem: Its name without its kind, for names in AWS.
        title: The same in words.
        stated: Properties on which the functions that use it depend.
        alarms: Its alarms, one of `alarms.LEVELS`.
        alarm_topic: The topic that its alarms notify, empty if it has no alarms.
        recording: The resources that are added with it, and the answers that record them.
    """

    logical_id: str
    meta_dir: str
    content_uri: str
    stem: str
    title: str
    stated: dict[str, Data]
    alarms: str
    alarm_topic: str
    recording: Recording

    @property
    def place(self) -> Place:
        """Its place in the repository and in the SAM template."""
        return Place(self.logical_id, self.meta_dir)

    @property
    def needs(self) -> tuple[Need, ...]:
        """The shared resources that are added with it, in their order."""
        return self.recording.needs


def resource_facts(answers: Answers) -> ResourceFacts:
    """Return the facts about a shared resource.

    Args:
        answers: The answers by question.
    """
    name, label = answers["name"], _label(answers)
    asked = {key: answers.get(key) for key in SORTS[answers["provides"]].asks}
    own = base_of(answers) / SCAFFOLD / "resources" / name
    topic = asked.get("alarm_topic") or ""
    return ResourceFacts(
        names=Spellings.of(name),
        records=Records.in_folder(own),
        logical_id=pascal(name),
        meta_dir=str(own),
        content_uri="",
        stem=pascal(label),
        title=title(label),
        stated=_stated(answers),
        alarms=alarm_level(asked.get("alarms")),
        alarm_topic=pascal(ALARMS_TOPIC) if topic == NEW else topic,
        recording=recording(answers, needs({**_base(answers), **asked}, Trigger()), ()),
    )


def _base(answers: Answers) -> Answers:
    return {key: answers[key] for key in ("kind", "name", "template_file", "provides")}


def _label(answers: Answers) -> str:
    """Return its name without its kind: ``orders`` for ``orders_http_api``."""
    name: str = answers["name"]
    return name.removesuffix(SORTS[answers["provides"]].suffix)


def _stated(answers: Mapping[str, Any]) -> dict[str, Data]:
    """Return the properties on which the functions that use it depend."""
    name: dict[str, Data] = {"Fn::Sub": f"${{AWS::StackName}}-{kebab(_label(dict(answers)))}"}
    is_signed = answers.get("auth") == "aws_iam"
    match answers["provides"]:
        case "event_bus":
            return {"Name": name}
        case "http_api":
            auth = {"EnableIamAuthorizer": True, "DefaultAuthorizer": _SIGNED}
            return {"Name": name, **({"Auth": auth} if is_signed else {})}
        case "rest_api":
            auth = {"DefaultAuthorizer": _SIGNED, "InvokeRole": "NONE"}
            place: dict[str, Data] = {
                "StageName": "v1",
                "EndpointConfiguration": {"Type": "REGIONAL"},
            }
            return {"Name": name, **place, **({"Auth": auth} if is_signed else {})}
    return {}


def _is_public(properties: Mapping[str, Data]) -> bool:
    """Return whether an API can be called from the Internet without authorization."""
    endpoint = properties.get("EndpointConfiguration", _PUBLIC[0])
    kind = endpoint.get("Type") if isinstance(endpoint, dict) else endpoint
    return "Auth" not in properties and kind in _PUBLIC


def recording(
    answers: Answers, needed: Sequence[ResourceNeed], resources: Sequence[Mapping[str, Any]]
) -> Recording:
    """Return the shared resources added with a component, and the answers that record them.

    Args:
        answers: The component's answers.
        needed: The shared resources that it needs.
        resources: The resources that its answers record so far.
    """
    recorded: dict[str, Any] = {need.question: need.logical_id for need in needed}
    if "alarms" in answers:
        recorded["alarms"] = alarm_level(answers["alarms"])
    others = [need for need in needed if need.question != "alarm_topic"]
    added = [asdict(resource) for need in others for resource in need.resources]
    if added:
        recorded["resources"] = [*resources, *added]
    if "source" in recorded and "auth" in answers:
        recorded["auth"] = None
    return Recording(
        tuple(Need(need.answers, resource_facts(need.answers)) for need in needed), recorded
    )


def is_api(resource: Resource) -> bool:
    """Return whether a resource is an API."""
    return resource.type in (_HTTP_API, _REST_API)


@dataclass(frozen=True)
class SourceFacts(Facts):
    """The API or event bus that invokes a function.

    Attributes:
        is_signed: Whether clients have to sign their requests.
        is_public: Whether it can be called from the Internet without authorization.
        stage: The stage of a REST API, empty for other sources.
        bus_name: The name of an event bus, as text.
    """

    is_signed: bool
    is_public: bool
    stage: str
    bus_name: str


def source_facts(source: Resource | None) -> SourceFacts:
    """Return the facts about the API or event bus that invokes a function.

    Args:
        source: The event source, None if it is not in the template.
    """
    properties = {} if source is None else source.properties
    auth = properties.get("Auth")
    name = properties.get("Name")
    text = name.get("Fn::Sub") if isinstance(name, dict) else name
    stage = properties.get("StageName")
    return SourceFacts(
        is_signed=isinstance(auth, dict) and auth.get("DefaultAuthorizer") == _SIGNED,
        is_public=source is not None and is_api(source) and _is_public(properties),
        stage=stage if isinstance(stage, str) else "",
        bus_name=text.replace("${AWS::StackName}", "STACK") if isinstance(text, str) else "BUS",
    )
