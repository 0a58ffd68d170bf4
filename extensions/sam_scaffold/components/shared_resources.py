"""Resources that several functions may use: each is a component of its own.

A topic, an API or an event bus is made when a function first needs it, and belongs to none of
them: it goes with its last user, see `lifecycle.unused_resources`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..record_files import SCAFFOLD
from ..sam.iam.permissions import TOPIC
from ..sam.iam.publish_targets import BUS
from ..sam.model.intrinsics import Data
from ..sam.model.names import kebab, pascal, title, words
from ..sam.model.template import Resource
from .facts import ComponentFacts, Facts, Need, Place, Records, Spellings
from .function_paths import Answers, base_of
from .trigger import NEW, Trigger

KIND = "resource"
"""The answer of ``kind`` of such a component."""

_HTTP_API = "AWS::Serverless::HttpApi"
_REST_API = "AWS::Serverless::Api"


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of shared resource: a folder of template/shared/.

    Attributes:
        type: The type of what it provides.
        suffix: What its usual name ends in, which AWS need not be told.
        asks: The questions that it asks; the function that needs it has answered them.
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
"""The sorts by the answer of ``provides``."""

ALARMS_TOPIC = "alarms_topic"
"""The sort and the name of the topic that all alarms go to."""

_OF_SOURCES = {SORTS[one].type: one for one in ("topic", "event_bus", "http_api", "rest_api")}
"""What a trigger makes as its new source, by type; other sources are their function's own."""

OUTPUTS = {"new_topic": "topic", "new_bus": "event_bus"}
"""The sorts that answers of ``publishes_to`` make."""

_SIGNED = "AWS_IAM"
_PUBLIC = ("EDGE", "REGIONAL")
"""Types of endpoints that are on the Internet; a REST API may have a private one:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
"""


@dataclass(frozen=True, slots=True)
class ResourceNeed:
    """A shared resource that is made with the component that needs it.

    Attributes:
        question: The question whose answer asks for it.
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
        """What there will be in the template, as far as something follows from it."""
        kind = SORTS[self.answers["provides"]].type
        return Resource(self.logical_id, kind, dict(_stated(self.answers)), "")


def is_shared(trigger: Trigger) -> bool:
    """Tell whether several functions may listen to what a trigger makes as its new source."""
    return not _OF_SOURCES.keys().isdisjoint(trigger.event_source.types)


def needs(answers: Answers, trigger: Trigger, output_ending: str = "") -> list[ResourceNeed]:
    """Find what a component needs that is not there yet, what others of it need first.

    Args:
        answers: The component's answers.
        trigger: The trigger's facts.
        output_ending: What the logical id of a new destination ends in.
    """
    found = []
    name = answers["name"]
    if answers.get("alarms") and answers.get("alarm_topic") == NEW:
        found.append(_need("alarm_topic", ALARMS_TOPIC, ALARMS_TOPIC, answers))
    if answers.get("source") == NEW and is_shared(trigger):
        sort = next(_OF_SOURCES[one] for one in trigger.event_source.types)
        found.append(_need("source", sort, _called(name, trigger.new_source), answers))
    if sort := OUTPUTS.get(answers.get("publishes_to", ""), ""):
        found.append(_need("publishes_to", sort, _called(name, output_ending), answers))
    return found


def _called(name: str, ending: str) -> str:
    return "_".join([name, *words(ending)])


def _need(question: str, sort: str, name: str, answers: Answers) -> ResourceNeed:
    own = {key: answers[key] for key in SORTS[sort].asks if key in answers}
    if own.get("alarm_topic") == NEW:
        own["alarm_topic"] = pascal(ALARMS_TOPIC)
    template_file = answers["template_file"]
    fixed = {"kind": KIND, "name": name, "template_file": template_file, "provides": sort}
    return ResourceNeed(question, {**fixed, **own, "came_along": True})


@dataclass(frozen=True)
class Recording(Facts):
    """What a component needs, and what its answers file records of that.

    The next time that it is rendered, what it needed exists: its answers name it.

    Attributes:
        needs: The shared resources that are made with it.
        recorded: Answers that are recorded in place of the given ones, None for those left out.
    """

    needs: tuple[Need, ...]
    recorded: dict[str, Any]


@dataclass(frozen=True)
class ResourceFacts(ComponentFacts):
    """Facts about a shared resource.

    Attributes:
        logical_id: Its key in Resources.
        meta_dir: Folder of its snippet.
        content_uri: Nothing, as it has no contents.
        stem: Its name without its sort, for names in AWS.
        title: The same in words.
        stated: Properties on which the functions that use it depend.
        alarm_topic: The topic of its alarms, or nothing.
        recording: What it needs, and what is recorded of that.
    """

    logical_id: str
    meta_dir: str
    content_uri: str
    stem: str
    title: str
    stated: dict[str, Data]
    alarm_topic: str
    recording: Recording

    @property
    def place(self) -> Place:
        """Its place in the repository and in the SAM template."""
        return Place(self.logical_id, self.meta_dir)

    @property
    def needs(self) -> tuple[Need, ...]:
        """The shared resources that are made with it, in their order."""
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
        alarm_topic=pascal(ALARMS_TOPIC) if topic == NEW else topic,
        recording=recording(answers, needs({**_base(answers), **asked}, Trigger()), ()),
    )


def _base(answers: Answers) -> Answers:
    return {key: answers[key] for key in ("kind", "name", "template_file", "provides")}


def _label(answers: Answers) -> str:
    """What it is called beside its sort: ``orders`` of ``orders_http_api``."""
    name: str = answers["name"]
    return name.removesuffix(SORTS[answers["provides"]].suffix)


def _stated(answers: Mapping[str, Any]) -> dict[str, Data]:
    """The properties from which something follows for the functions that use it."""
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
    """Tell whether nothing keeps anybody from calling an API."""
    endpoint = properties.get("EndpointConfiguration", _PUBLIC[0])
    kind = endpoint.get("Type") if isinstance(endpoint, dict) else endpoint
    return "Auth" not in properties and kind in _PUBLIC


def recording(
    answers: Answers, needed: Sequence[ResourceNeed], resources: Sequence[Mapping[str, Any]]
) -> Recording:
    """Return what a component needs, and what its answers file records of that.

    Args:
        answers: The component's answers.
        needed: What it needs.
        resources: What was recorded of the resources that it names.
    """
    recorded: dict[str, Any] = {one.question: one.logical_id for one in needed}
    made = [asdict(one.resource) for one in needed if one.question != "alarm_topic"]
    if made:
        recorded["resources"] = [*resources, *made]
    if "source" in recorded and "auth" in answers:
        recorded["auth"] = None
    made_with_it = tuple(Need(one.answers, resource_facts(one.answers)) for one in needed)
    return Recording(made_with_it, recorded)


def is_api(resource: Resource) -> bool:
    """Tell whether a resource is an API."""
    return resource.type in (_HTTP_API, _REST_API)


@dataclass(frozen=True)
class SourceFacts(Facts):
    """The API or event bus that invokes a function.

    Attributes:
        callers_sign: Whether callers have to sign their requests.
        anybody_calls: Whether it can be called without authorization.
        stage: The stage of a REST API, or nothing.
        bus_name: The name of an event bus, as text.
    """

    callers_sign: bool
    anybody_calls: bool
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
        callers_sign=isinstance(auth, dict) and auth.get("DefaultAuthorizer") == _SIGNED,
        anybody_calls=source is not None and is_api(source) and _is_public(properties),
        stage=stage if isinstance(stage, str) else "",
        bus_name=text.replace("${AWS::StackName}", "STACK") if isinstance(text, str) else "BUS",
    )
