"""References to what SAM generates for a resource, which cfn-lint does not know everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..sam.model.intrinsics import Data, to_data
from ..sam.model.template import FUNCTION, Template
from .finding import Finding

_ATTRIBUTE = re.compile(r"'([\w.]+)' is not one of ")
"""How cfn-lint says it, by other rules in outputs, in joined texts and elsewhere (measured,
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
"""By type what SAM generates, with the property that it generates it for."""


def is_generated_reference(finding: Finding, template: Template) -> bool:
    """Tell whether a finding is about a resource that SAM puts in for an attribute.

    In ``!Sub "${OrdersFunction.Alias}"`` the translator writes the alias that it makes for
    AutoPublishAlias, in ``!Sub "${Api.DomainName}"`` the domain, and in
    ``!GetAtt Api.DomainName.RegionalDomainName`` an attribute of it (measured, translator 1.115):
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html

    Args:
        finding: What cfn-lint found in the template as it is written.
        template: The template.
    """
    said = _ATTRIBUTE.match(finding.message)
    if said is None or not {_SUB, _GET_ATT}.intersection(finding.path):
        return False
    attribute = said[1]
    if _GET_ATT in finding.path and "." not in attribute:
        return False  # SAM writes what CloudFormation refuses
    data = to_data(template.document.root)
    names = [name for name, one in _references(data) if one == attribute]
    made = attribute.partition(".")[0]
    return bool(names) and all(_is_generated(template, name, made) for name in names)


def _references(value: Data) -> Iterator[tuple[str, str]]:
    """The resources and attributes that are named anywhere in a value."""
    match value:
        case {"Fn::GetAtt": [str(name), *rest]}:
            yield name, ".".join(map(str, rest))
        case {"Fn::Sub": str(text)} | {"Fn::Sub": [str(text), *_]}:
            yield from _IN_TEXT.findall(text)
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _references(one)


def _is_generated(template: Template, logical_id: str, attribute: str) -> bool:
    resource = template.resource(logical_id)
    if resource is None:
        return False
    needed = _GENERATED.get(resource.type, {}).get(attribute)
    inherited = template.globals_of(resource.type.rpartition("::")[2])
    return needed is not None and (_has(resource.properties, needed) or _has(inherited, needed))


def _has(value: Data, path: str) -> bool:
    """Whether something is stated at a path, with dots between its keys."""
    for key in path.split("."):
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True
