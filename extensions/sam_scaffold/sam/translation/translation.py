"""What CloudFormation gets to see of a SAM template, by SAM's own translator.

Needs no AWS: the region is given, the policy templates ship with the translator, and what
lies on disk gets an address in S3, as `sam package` would give it one.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ..model.globals_merge import is_intrinsic
from ..model.intrinsics import Data, to_data
from ..model.template import FUNCTION, Template
from ..model.template_files import TRANSFORM
from .included_files import TRANSFORM as NESTED
from .included_files import is_open, open_resources, with_includes

LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"

_ORIGIN = "SamScaffoldOrigin"
"""Key of Metadata by which a generated resource tells what it was made of."""

_LOCAL = {
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::Api": "DefinitionUri",
    "AWS::Serverless::HttpApi": "DefinitionUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
}
"""What names a local file or folder, by type; `sam package` puts an address there."""

_READ_BEFORE = ("Globals", "Parameters", "Mappings", "Conditions")
"""The sections that say something about all resources."""

_REQUIRED = ("CodeUri", "ContentUri")  # `sam build` takes the template's folder if it is missing
_CODE = "s3://bucket/key"
_IMAGE = "111111111111.dkr.ecr.us-east-1.amazonaws.com/image:tag"
_APPLICATION = "https://s3.amazonaws.com/bucket/template.yaml"


_VALUES = ("value", "true", "3.0.1", "arn:aws:sqs:us-east-1:111111111111:name")
"""What parameters may be: what SAM takes depends on the kind."""


@dataclass(frozen=True)
class TranslationError:
    """Why the translator does not take a template.

    Attributes:
        logical_id: The resource that it names, empty where it names none.
        event: The event source of that resource that it names, likewise.
        message: What it says of it.
    """

    logical_id: str
    event: str
    message: str


def quoted(message: str) -> tuple[str, ...]:
    """What a message puts in quotes: properties, with dots between them, and values."""
    return tuple(dict.fromkeys("".join(found) for found in _QUOTED.findall(message)))


_QUOTED = re.compile(r"'([\w.]+)'|\[([\w.]+)\]|[Pp]roperty (\w+)")


@dataclass(frozen=True, eq=False)
class Translation:
    """What came of a template.

    Attributes:
        template: The template without SAM's types; None where there is none.
        origins: The logical id of the SAM resource that each generated one was made of.
        refusals: Why the translator does not take it.
        problem: Why nothing is known, empty where something is.
    """

    template: dict[str, Data] | None = None
    origins: dict[str, str] = field(default_factory=dict)
    refusals: tuple[TranslationError, ...] = ()
    problem: str = ""


@lru_cache(maxsize=4)
def translation_of(template: Template, region: str, folder: Path | None = None) -> Translation:
    """Translate a SAM template, once as long as it stays the same.

    Args:
        template: The template.
        region: The region that it is translated for, ``"eu-west-1"``.
        folder: Where it lies, for the files that it includes; None where that is not known.
    """
    source = with_includes(to_data(template.document.root), folder)
    if problem := _obstacle(source):
        return Translation(problem=problem)
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)  # it says all in exceptions
    try:
        return _with_parameters(source, region)
    except Exception as error:  # noqa: BLE001 - it expects much of a template's form, and asserts
        # little of it; a template that it breaks on is one that SAM does not take either
        return Translation(
            problem=f"SAM's translator broke on it ({type(error).__name__}: {error})"
        )


def _with_parameters(source: dict[str, Data], region: str) -> Translation:
    """Translate a template, which may only be taken with the parameters of a deployment.

    What cfn-lint would say of made-up values is nobody's mistake: then there is no output.
    """
    found = _translated(source, region, {})
    if not found.refusals:
        return found
    whole = _of_what_is_whole(source, found.refusals)
    if not whole:
        return Translation(problem="what CloudFormation puts into it is known to itself alone")
    for values in _stand_ins(source):
        deployed = _translated(source, region, values).refusals
        whole = tuple(one for one in whole if one in deployed)
        if not whole:
            return Translation(problem="what becomes of it depends on the values of parameters")
    return Translation(refusals=whole)


def _of_what_is_whole(
    source: Mapping[str, Data], refusals: tuple[TranslationError, ...]
) -> tuple[TranslationError, ...]:
    """The refusals that stand whatever CloudFormation puts into the template before."""
    still_open = open_resources(source["Resources"])
    if not still_open:
        return refusals
    return tuple(one for one in refusals if one.logical_id and one.logical_id not in still_open)


def _obstacle(source: Mapping[str, Data]) -> str:
    """Why SAM's translator alone does not decide what becomes of a template, if so."""
    stated = source.get("Transform")
    if TRANSFORM not in (stated if isinstance(stated, list) else [stated]):
        return "it has no Transform of SAM's"
    if others := macros(stated):
        return f"what the macro {others[0]} makes of it is known to CloudFormation alone"
    resources = source.get("Resources")
    if not isinstance(resources, dict):
        return "it has no Resources"
    loops = [str(key) for key in resources if str(key).startswith("Fn::")]
    if loops:
        return f"{loops[0]} makes resources that are known to CloudFormation alone"
    if NESTED in source or any(is_open(source.get(key)) for key in _READ_BEFORE):
        return f"what {NESTED} puts into it is known to CloudFormation alone"
    return ""


def macros(stated: Data) -> list[str]:
    """Return the macros of a template beside SAM's and that of AWS's language extensions.

    Args:
        stated: Its Transform: a name, or a list of them.
    """
    names = stated if isinstance(stated, list) else [stated]
    return [str(name) for name in names if name not in (TRANSFORM, LANGUAGE_EXTENSIONS)]


def _translated(
    source: dict[str, Data], region: str, parameters: Mapping[str, Data]
) -> Translation:
    from samtranslator.model.exceptions import (  # noqa: PLC0415 - slow to import
        ExceptionWithMessage,
        InvalidDocumentException,
    )
    from samtranslator.parser.parser import Parser  # noqa: PLC0415
    from samtranslator.translator.translator import Translator  # noqa: PLC0415

    # Of a session it asks the region alone, and a real one looks for credentials.
    session: Any = SimpleNamespace(region_name=region)
    try:
        found = Translator({}, Parser(), boto_session=session).translate(
            _packaged(source), dict(parameters), passthrough_metadata=True
        )
    except InvalidDocumentException as error:
        causes = dict.fromkeys(_refusal(cause.message, source) for cause in error.causes)
        return Translation(refusals=tuple(causes))
    except ExceptionWithMessage as error:
        return Translation(refusals=(_refusal(error.message, source),))
    return _traced(source, found)


def _stand_ins(source: Mapping[str, Data]) -> Iterator[dict[str, Data]]:
    """Values for the parameters whose own only a deployment knows, of one kind after the other.

    That is one without a default or with an empty one, and one that is looked up by its name:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
    """
    stated = source.get("Parameters")
    pairs = stated.items() if isinstance(stated, dict) else ()
    told = {key: one for key, one in pairs if isinstance(one, dict) and _is_told_later(one)}
    for number, value in enumerate(_VALUES if told else ()):
        yield {key: _stand_in(one, number, value) for key, one in told.items()}


def _stand_in(parameter: Mapping[str, Data], number: int, value: str) -> Data:
    allowed = parameter.get("AllowedValues")
    if isinstance(allowed, list) and allowed:
        return allowed[number % len(allowed)]
    kind = str(parameter.get("Type"))
    if kind == "Number":
        return str(number)
    return [value] if "List<" in kind or kind == "CommaDelimitedList" else value


def _is_told_later(parameter: Mapping[str, Data]) -> bool:
    looked_up = str(parameter.get("Type")).startswith("AWS::SSM::Parameter::Value")
    return looked_up or parameter.get("Default", "") == ""


def _packaged(source: Mapping[str, Data]) -> dict[str, Data]:
    """A copy of a template whose code lies in S3 and whose resources tell their origin."""
    packaged = copy.deepcopy(dict(source))
    for name, resource in packaged["Resources"].items():
        kind = str(resource.get("Type")) if isinstance(resource, dict) else ""
        if not kind.startswith("AWS::Serverless::"):
            continue
        properties = resource.setdefault("Properties", {})
        if isinstance(properties, dict):
            if kind == FUNCTION:
                _package_function(properties, resource.get("Metadata"))
            else:
                _package(kind, properties)
        resource["Metadata"] = {_ORIGIN: name}
    return packaged


def _package_function(properties: dict[str, Data], metadata: Data) -> None:
    if properties.get("PackageType") == "Image":
        if isinstance(metadata, dict) and "Dockerfile" in metadata:
            properties.setdefault("ImageUri", _IMAGE)
    elif "InlineCode" not in properties:
        _put_into_s3(properties, "CodeUri")


def _package(kind: str, properties: dict[str, Data]) -> None:
    if kind in _LOCAL:
        _put_into_s3(properties, _LOCAL[kind])
    elif kind == "AWS::Serverless::Application":
        location = properties.get("Location")
        of_the_repository = {"ApplicationId", "SemanticVersion"}
        if (
            isinstance(location, str)
            or is_intrinsic(location)
            or (isinstance(location, dict) and of_the_repository <= set(location))
        ):
            properties["Location"] = _APPLICATION  # else the translator asks AWS for it


def _put_into_s3(properties: dict[str, Data], key: str) -> None:
    """Name an address in S3, where it is not one: a path, or an intrinsic that gives one."""
    value = properties.get(key, "" if key in _REQUIRED else None)
    if isinstance(value, str) or is_intrinsic(value):
        properties[key] = _CODE


def _traced(source: Mapping[str, Data], template: dict[str, Data]) -> Translation:
    """The template as if nothing had been added to it, and what was made of what."""
    origins: dict[str, str] = {}
    for name, resource in template["Resources"].items():
        metadata = resource.get("Metadata") if isinstance(resource, dict) else None
        if isinstance(metadata, dict) and _ORIGIN in metadata:
            origins[name] = metadata[_ORIGIN]
            del resource["Metadata"]
    transform = source["Transform"]
    if isinstance(transform, list) and LANGUAGE_EXTENSIONS in transform:
        template["Transform"] = LANGUAGE_EXTENSIONS
    return Translation(template, origins)


_RESOURCE = re.compile(
    r"(?:Resource with id \[(?P<invalid>[^\]]+)\] is invalid\. "
    r"|(?=Transforming resource with id \[(?P<twice>[^\]]+)\]))?"
    r"(?:Event with id \[(?P<event>[^\]]+)\] is invalid\. )?(?P<message>.*)",
    re.DOTALL,
)


def _refusal(message: str, source: Mapping[str, Data]) -> TranslationError:
    """What the translator's message says of which resource and event source."""
    found = _RESOURCE.fullmatch(message)
    text = message if found is None else found["message"]
    stated = "" if found is None else found["invalid"] or found["twice"] or ""
    event = "" if found is None else found["event"] or ""
    name, event = _place(stated, event, source["Resources"])
    return TranslationError(name, event, " ".join(text.split()))


def _place(name: str, event: str, resources: Mapping[str, Data]) -> tuple[str, str]:
    """The resource and the event source that are meant, as far as they are in the template.

    The translator names some event sources alone, some behind their function's name, and
    some as the resource that it would make of them; a layer has a hash behind its name.
    """
    owner = max((one for one in resources if name.startswith(one)), key=len, default="")
    event = event or name[len(owner) :]
    if not event:
        return owner, ""
    for one in [owner] if owner else resources:
        meant = event.removeprefix(one)
        fit = [stated for stated in _events(resources[one]) if meant.startswith(stated)]
        if fit:
            return one, max(fit, key=len)
    return owner, ""


def _events(resource: Data) -> Mapping[str, Data]:
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    events = properties.get("Events") if isinstance(properties, dict) else None
    return events if isinstance(events, dict) else {}
