"""Checks of the references in answers, before anything is written.

CloudFormation rejects a template with a missing reference or a circular dependency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..errors import nearest
from ..sam.model.dependency_cycles import dependency_path
from ..sam.model.intrinsics import Data, is_function
from ..sam.model.template import Template

PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}"
    for name in (
        "AccountId", "NoValue", "NotificationARNs", "Partition", "Region", "StackId", "StackName",
        "URLSuffix",
    )
)  # fmt: skip
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html"""

_VARIABLE = re.compile(r"\$\{\s*([A-Za-z0-9:]+)(\.[^}]*)?\s*\}")
"""A variable of a Sub; the first group is the name of a resource or parameter."""

_OF_SAM = "AWS::Serverless::"
_IMPLICIT = ("ServerlessRestApi", "ServerlessHttpApi")
"""APIs that SAM adds for functions that name none. It adds others for resources of its types:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""


def reference_problem(
    template: Template,
    added: Template,
    logical_id: str,
    environment: Mapping[str, Data],
    arns: Mapping[str, str],
    granted: Sequence[Data] = (),
) -> str:
    """Return an error if variables, ARNs or permissions have a reference that is not valid.

    Args:
        template: The SAM template.
        added: The function's snippet.
        logical_id: The function.
        environment: Values by name, intrinsic functions in their long form.
        arns: Answers that are ARNs, with variables as in ``Fn::Sub``, by question.
        granted: The resources of permissions that the user states.
    """
    targets = _Targets(template, added)
    stated = [*((f"environment: {name}", value) for name, value in environment.items())]
    for place, value in (*stated, *(("permissions", resource) for resource in granted)):
        own = targets.problem(value, logical_id) if is_function(value) else ""
        if problem := own or targets.plain_text_problem(value):
            return f"{place}: {problem}"
    for question, arn in arns.items():
        if problem := targets.problem({"Fn::Sub": arn}, logical_id):
            return f"{question}: {problem}"
    return ""


_NAMED = frozenset(
    (
        "AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table", "AWS::Events::EventBus",
        "AWS::Kinesis::Stream", "AWS::Lambda::Function", "AWS::S3::Bucket", "AWS::SQS::Queue",
        "AWS::Serverless::Function", "AWS::Serverless::SimpleTable",
    )
)  # fmt: skip
"""Types of which a Ref returns a name or a URL, and the attribute Arn the ARN."""


def unnamed_problem(resources: Iterable[Data], types: Mapping[str, str]) -> str:
    """Return an error if the resource of a permission is a Ref that does not return an ARN.

    Args:
        resources: The resources of permissions.
        types: The types of the template's resources, by logical id.
    """
    for resource in resources:
        name = resource.get("Ref") if isinstance(resource, dict) else None
        if isinstance(name, str) and types.get(name) in _NAMED:
            return f"!Ref {name} is not an ARN. Write !GetAtt {name}.Arn."
    return ""


class _Targets:
    """Targets of references in a template and a snippet."""

    def __init__(self, template: Template, added: Template) -> None:
        self.templates = (template, added)
        self.path = template.path
        self.resources = {**template.resources, **added.resources}
        self.names = {*self.resources, *self._names("Parameters")}
        # A macro, or a loop, may add any resource.
        self.is_open = template.is_expanded or any("Fn::" in name for name in self.resources)

    def _names(self, section: str) -> set[str]:
        return {name for template in self.templates for name in template.names_of(section)}

    def problem(self, value: Data, function: str) -> str:
        """Return an error if an intrinsic function is not valid as the value of a variable."""
        if "Condition" in value:
            return "Condition has no text as its value. Use an If."
        for section, name in referred(value):
            if section and name not in self._names(section):
                return self._unknown(name, section, self._names(section))
            if not section and not self._has(name):
                return self._unknown(name, "resource or parameter", self.names)
            if not section and (
                name == function or dependency_path(name, function, self.templates)
            ):
                target = "itself" if name == function else f"{name}, which refers to {function}"
                return (
                    f"{function} cannot refer to {target}: CloudFormation rejects the circular "
                    "dependency. Remove the reference."
                )
        return ""

    def plain_text_problem(self, value: Data) -> str:
        """Return an error if a text has a variable that is only replaced in a Sub."""
        for name, _ in _VARIABLE.findall(value) if isinstance(value, str) else ():
            if name in self.names or name in PSEUDO_PARAMETERS:
                shown = f"${{{name}}}"
                return (
                    f"{shown} is not replaced in plain text. Write !Sub before the text, or !Sub "
                    f"with ${{!{name}}} for the literal text."
                )
        return ""

    def _has(self, name: str) -> bool:
        if name in self.names or name in PSEUDO_PARAMETERS or self.is_open:
            return True
        expanded = [found for found, kind in self.resources.items() if kind.startswith(_OF_SAM)]
        return name.startswith((*expanded, *_IMPLICIT))

    def _unknown(self, name: str, what: str, known: set[str]) -> str:
        kind = {"Conditions": "condition", "Mappings": "mapping"}.get(what, what)
        near = nearest(name, sorted(known))
        way_out = near or f" Add it first, or use another {kind}."
        return f"{name!r} is not a {kind} in {self.path}.{way_out}"


def referred(value: Data) -> Iterator[tuple[str, str]]:
    """Yield the names in an intrinsic function at any depth.

    Args:
        value: A value, short intrinsics in their long form.

    Yields:
        ``"Conditions"``, ``"Mappings"`` or nothing for resources and parameters, and a name.
    """
    if isinstance(value, list):
        for item in value:
            yield from referred(item)
    if not isinstance(value, dict):
        return
    for key, below in value.items():
        first = below[0] if isinstance(below, list) and below else below
        if key in ("Ref", "Fn::GetAtt") and isinstance(first, str):
            yield "", first.partition(".")[0]
        elif key == "Fn::Sub" and isinstance(first, str):
            own = below[1] if isinstance(below, list) and len(below) > 1 else ()
            yield from (("", name) for name, _ in _VARIABLE.findall(first) if name not in own)
        elif key in _BY_NAME and isinstance(first, str):
            yield _BY_NAME[key], first
        yield from referred(below)


_BY_NAME = {"Fn::If": "Conditions", "Condition": "Conditions", "Fn::FindInMap": "Mappings"}
