"""References to what SAM generates for a function, which cfn-lint does not know everywhere."""

from __future__ import annotations

import re

from ..sam.template import FUNCTION, Template
from ..sam.values import Data
from .finding import Finding

_RULE = "E1019"
"""Of Fn::Sub; in Ref cfn-lint knows them (measured, cfn-lint 1.58)."""

_ALIAS = "AutoPublishAlias"
_GENERATED = re.compile(r"\$\{(\w+)\.(?:Alias|Version)\}")
_ATTRIBUTE = re.compile(r"'(?:Alias|Version)' is not one of ")


def is_generated_reference(finding: Finding, template: Template) -> bool:
    """Tell whether a finding is about a function's alias or version that SAM puts in.

    In ``!Sub "${OrdersFunction.Alias}"`` the translator writes the alias that it makes for
    AutoPublishAlias (measured, translator 1.115):
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html

    Args:
        finding: What cfn-lint found in the template as it is written.
        template: The template.
    """
    if finding.rule.id != _RULE or not _ATTRIBUTE.match(finding.message):
        return False
    names: list[str] = _GENERATED.findall(_text(finding, template))
    return bool(names) and all(_is_published(template, name) for name in names)


def _text(finding: Finding, template: Template) -> str:
    """The text that a finding is about, empty where it stands outside of the resources."""
    resource = template.resource(finding.resource)
    value: Data = None if resource is None else {"Properties": resource.properties}
    for step in finding.path[2:]:
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            value = value.get(str(step)) if isinstance(value, dict) else None
    text = value[0] if isinstance(value, list) and value else value  # with variables of its own
    return text if isinstance(text, str) else ""


def _is_published(template: Template, logical_id: str) -> bool:
    resource = template.resource(logical_id)
    if resource is None or resource.type != FUNCTION:
        return False
    return _ALIAS in resource.properties or _ALIAS in template.globals_function
