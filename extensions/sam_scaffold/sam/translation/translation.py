"""Translation of a SAM template to CloudFormation by SAM's own translator.

It needs no access to AWS: the region is given, the translator includes the policy templates, and
local files get an address in S3, as from `sam package`.
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
from .included_files import has_transforms, incomplete_resources, with_includes

LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"

_ORIGIN = "SamScaffoldOrigin"
"""Key of Metadata that passes a SAM resource's logical id to the resources generated from it."""

_LOCAL = {
    "AWS::Serverless::LayerVersion": "ContentUri",
    "AWS::Serverless::Api": "DefinitionUri",
    "AWS::Serverless::HttpApi": "DefinitionUri",
    "AWS::Serverless::StateMachine": "DefinitionUri",
}
"""The property with a local file or folder, by type; `sam package` replaces it by an address."""

_READ_BEFORE = ("Globals", "Parameters", "Mappings", "Conditions")
"""The sections that apply to all resources."""

_REQUIRED = ("CodeUri", "ContentUri")  # without them, `sam build` uses the template's folder
_CODE = "s3://bucket/key"
_IMAGE = "111111111111.dkr.ecr.us-east-1.amazonaws.com/image:tag"
_APPLICATION = "https://s3.amazonaws.com/bucket/template.yaml"


_VALUES = ("value", "true", "3.0.1", "arn:aws:sqs:us-east-1:111111111111:name")
"""Values for parameters, of different kinds: which one SAM accepts depends on its use."""


@dataclass(frozen=True)
class TranslationError:
    """An error that the translator reports.

    Attributes:
        logical_id: The resource that it names; empty if it names none.
        event: The event source of that resource that it names; empty if it names none.
        message: Its message without these names.
    """

    logical_id: str
    event: str
    message: str


def quoted(message: str) -> tuple[str, ...]:
    """Return what a message quotes: properties, as paths with dots, and values."""
    return tuple(dict.fromkeys("".join(found) for found in _QUOTED.findall(message)))


_QUOTED = re.compile(r"'([\w.]+)'|\[([\w.]+)\]|[Pp]roperty (\w+)")


@dataclass(frozen=True, eq=False)
class Translation:
    """The result of a translation.

    Attributes:
        template: The template without SAM's types; None if there were errors or problems.
        origins: The logical id of the SAM resource that each generated one belongs to.
        errors: The errors that the translator reports.
        problem: The reason why neither is known, as a clause; empty if one is.
    """

    template: dict[str, Data] | None = None
    origins: dict[str, str] = field(default_factory=dict)
    errors: tuple[TranslationError, ...] = ()
    problem: str = ""


@lru_cache(maxsize=4)
def translation_of(template: Template, region: str, folder: Path | None = None) -> Translation:
    """Translate a SAM template, once as long as it stays the same.

    Args:
        template: The template.
        region: The region that it is translated for, ``"eu-west-1"``.
        folder: Its folder, for the files that it includes; None if it is unknown.
    """
    source = with_includes(to_data(template.document.root), folder)
    if problem := _obstacle(source):
        return Translation(problem=problem)
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)  # exceptions say the same
    try:
        return _with_parameters(source, region)
    except Exception as error:  # noqa: BLE001 - it does not validate all forms that it relies on; a
        # template with which it fails is not valid in a deployment, either
        return Translation(problem=f"SAM's translator failed ({type(error).__name__}: {error})")


def _with_parameters(source: dict[str, Data], region: str) -> Translation:
    """Translate a template, with stand-ins for parameters if it is not valid without values.

    With stand-ins there is no output, as cfn-lint would report them.
    """
    found = _translated(source, region, {})
    if not found.errors:
        return found
    certain = _certain_errors(source, found.errors)
    if not certain:
        return Translation(problem="only CloudFormation can run the transforms in it")
    for values in _stand_ins(source):
        deployed = _translated(source, region, values).errors
        certain = tuple(error for error in certain if error in deployed)
        if not certain:
            return Translation(problem="its translation depends on the values of parameters")
    return Translation(errors=certain)


def _certain_errors(
    source: Mapping[str, Data], errors: tuple[TranslationError, ...]
) -> tuple[TranslationError, ...]:
    """Return the errors that remain whatever CloudFormation's transforms add to the template."""
    incomplete = incomplete_resources(source["Resources"])
    if not incomplete:
        return errors
    return tuple(
        error for error in errors if error.logical_id and error.logical_id not in incomplete
    )


def _obstacle(source: Mapping[str, Data]) -> str:
    """Return why a template cannot be translated without CloudFormation; empty if it can."""
    stated = source.get("Transform")
    if TRANSFORM not in (stated if isinstance(stated, list) else [stated]):
        return "it has no Transform of SAM"
    if others := macros(stated):
        return f"only CloudFormation can run the macro {others[0]}"
    resources = source.get("Resources")
    if not isinstance(resources, dict):
        return "it has no Resources"
    loops = [str(key) for key in resources if str(key).startswith("Fn::")]
    if loops:
        return f"only CloudFormation can run {loops[0]}"
    if NESTED in source or any(has_transforms(source.get(key)) for key in _READ_BEFORE):
        return f"only CloudFormation can run {NESTED}"
    return ""


def macros(stated: Data) -> list[str]:
    """Return the macros of a template besides SAM and AWS's language extensions.

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

    # The translator only uses the region of a session, and a real one looks for credentials.
    session: Any = SimpleNamespace(region_name=region)
    try:
        found = Translator({}, Parser(), boto_session=session).translate(
            _packaged(source), dict(parameters), passthrough_metadata=True
        )
    except InvalidDocumentException as error:
        causes = dict.fromkeys(_error(cause.message, source) for cause in error.causes)
        return Translation(errors=tuple(causes))
    except ExceptionWithMessage as error:
        return Translation(errors=(_error(error.message, source),))
    return _traced(source, found)


def _stand_ins(source: Mapping[str, Data]) -> Iterator[dict[str, Data]]:
    """Yield values for the parameters whose value only a deployment knows, of one kind each time.

    These are parameters without a default or with an empty one, and those that are looked up:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
    """
    stated = source.get("Parameters")
    pairs = stated.items() if isinstance(stated, dict) else ()
    unknown = {key: own for key, own in pairs if isinstance(own, dict) and _is_unknown(own)}
    for number, value in enumerate(_VALUES if unknown else ()):
        yield {key: _stand_in(parameter, number, value) for key, parameter in unknown.items()}


def _stand_in(parameter: Mapping[str, Data], number: int, value: str) -> Data:
    allowed = parameter.get("AllowedValues")
    if isinstance(allowed, list) and allowed:
        return allowed[number % len(allowed)]
    kind = str(parameter.get("Type"))
    if kind == "Number":
        return str(number)
    return [value] if "List<" in kind or kind == "CommaDelimitedList" else value


def _is_unknown(parameter: Mapping[str, Data]) -> bool:
    looked_up = str(parameter.get("Type")).startswith("AWS::SSM::Parameter::Value")
    return looked_up or parameter.get("Default", "") == ""


def _packaged(source: Mapping[str, Data]) -> dict[str, Data]:
    """Copy a template, with code in S3, and with each resource's logical id in its metadata."""
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
        of_application_repository = {"ApplicationId", "SemanticVersion"}
        if (
            isinstance(location, str)
            or is_intrinsic(location)
            or (isinstance(location, dict) and of_application_repository <= set(location))
        ):
            properties["Location"] = _APPLICATION  # else the translator asks AWS for it


def _put_into_s3(properties: dict[str, Data], key: str) -> None:
    """Replace a path, or an intrinsic function that returns one, by an address in S3."""
    value = properties.get(key, "" if key in _REQUIRED else None)
    if isinstance(value, str) or is_intrinsic(value):
        properties[key] = _CODE


def _traced(source: Mapping[str, Data], template: dict[str, Data]) -> Translation:
    """Return a translated template without the metadata that was added, and the origins."""
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


def _error(message: str, source: Mapping[str, Data]) -> TranslationError:
    """Parse a message of the translator, and find its resource and event source."""
    found = _RESOURCE.fullmatch(message)
    text = message if found is None else found["message"]
    stated = "" if found is None else found["invalid"] or found["twice"] or ""
    event = "" if found is None else found["event"] or ""
    name, event = _place(stated, event, source["Resources"])
    return TranslationError(name, event, " ".join(text.split()))


def _place(name: str, event: str, resources: Mapping[str, Data]) -> tuple[str, str]:
    """Return the resource and the event source that a message names, if the template has them.

    The translator names some event sources without their function, some after its name, and some
    as the resource that it generates for them. It names a layer with a hash after its logical id.
    """
    owner = max((known for known in resources if name.startswith(known)), key=len, default="")
    event = event or name[len(owner) :]
    if not event:
        return owner, ""
    for candidate in [owner] if owner else resources:
        named = event.removeprefix(candidate)
        fitting = [key for key in _events(resources[candidate]) if named.startswith(key)]
        if fitting:
            return candidate, max(fitting, key=len)
    return owner, ""


def _events(resource: Data) -> Mapping[str, Data]:
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    events = properties.get("Events") if isinstance(properties, dict) else None
    return events if isinstance(events, dict) else {}
