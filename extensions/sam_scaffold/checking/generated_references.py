"""References to generated resources, which cfn-lint does not know in all places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..sam.model.intrinsics import Data, to_data
from ..sam.model.template import FUNCTION, Template
from .finding import Finding

_ATTRIBUTE = re.compile(r"'([\w.]+)' is not one of ")
"""cfn-lint's message, of different rules in outputs, in joined texts and elsewhere (measured,
cfn-lint 1.58)."""

_IN_TEXT = re.compile(r"\$\{(\w+)\.([\w.]+)\}")
_SUB = "Fn::Sub"
_GET_ATT = "Fn::GetAtt"

_GENERATED: Final = {
    FUNCTION: {
        "Alias": "AutoPublishAlias",
        "Version": "AutoPublishAlias",
        "DestinationQueue": "EventInvokeConfig.DestinationConfig",
        "DestinationTopic": "EventInvokeConfig.DestinationConfig",
    },
    "AWS::Serverless::Api": {
        "Stage": "StageName",
        "Deployment": "StageName",
        "DomainName": "Domain",
        "UsagePlan": "Auth.UsagePlan",
        "UsagePlanKey": "Auth.UsagePlan",
        "ApiKey": "Auth.UsagePlan",
    },
    "AWS::Serverless::HttpApi": {"DomainName": "Domain"},
}
"""The names that can be referenced, by type, each with the property that makes SAM generate it."""


def is_generated_reference(finding: Finding, template: Template) -> bool:
    """Return whether a finding is about an attribute that is a generated resource.

    In ``!Sub "${OrdersFunction.Alias}"``, the translator inserts the alias that it generates for
    AutoPublishAlias; in ``!Sub "${Api.DomainName}"``, the domain name; and in
    ``!GetAtt Api.DomainName.RegionalDomainName``, an attribute of the domain name (measured,
    translator 1.115):
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html

    Args:
        finding: A finding of cfn-lint in the source template.
        template: The template.
    """
    matched = _ATTRIBUTE.match(finding.message)
    if matched is None or not {_SUB, _GET_ATT}.intersection(finding.path):
        return False
    attribute = matched[1]
    if _GET_ATT in finding.path and "." not in attribute:
        return False  # SAM's translation of it is refused by CloudFormation
    data = to_data(template.document.root)
    names = [name for name, referenced in _references(data) if referenced == attribute]
    generated = attribute.partition(".")[0]
    return bool(names) and all(_is_generated(template, name, generated) for name in names)


def _references(value: Data) -> Iterator[tuple[str, str]]:
    """Yield the logical ids and attributes to which any part of a value refers."""
    match value:
        case {"Fn::GetAtt": [str(name), *rest]}:
            yield name, ".".join(map(str, rest))
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text), *_]}:
            yield from _IN_TEXT.findall(text)
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _references(below)


def _is_generated(template: Template, logical_id: str, attribute: str) -> bool:
    resource = template.resource(logical_id)
    if resource is None:
        return False
    needed = _GENERATED.get(resource.type, {}).get(attribute)
    inherited = template.globals_of(resource.type.rpartition("::")[2])
    return needed is not None and (_has(resource.properties, needed) or _has(inherited, needed))


def _has(value: Data, path: str) -> bool:
    """Return whether a value has something at a path of keys, separated by dots."""
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True
