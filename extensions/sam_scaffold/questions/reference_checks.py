"""Checks that what answers refer to is there, before anything is written.

CloudFormation refuses a template with a reference to nothing, or with a circle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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
"""A variable of a Sub, as far as it names something of the template."""

_OF_SAM = "AWS::Serverless::"
_IMPLICIT = ("ServerlessRestApi", "ServerlessHttpApi")
"""APIs that SAM makes for functions that name none; it makes others around its own resources:
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""


def reference_problem(
    template: Template,
    added: Template,
    logical_id: str,
    environment: Mapping[str, Data],
    arns: Mapping[str, str],
) -> str:
    """Return why environment variables or ARNs cannot refer to what they name.

    Args:
        template: The SAM template.
        added: The function's snippet.
        logical_id: The function.
        environment: Values by name, intrinsic functions in their long form.
        arns: Answers that are ARNs, with variables as in ``Fn::Sub``, by question.
    """
    there = _There(template, added)
    for name, value in environment.items():
        own = there.problem(value, logical_id) if is_function(value) else ""
        if problem := own or there.meant(value):
            return f"environment: {name}: {problem}"
    for question, arn in arns.items():
        if problem := there.problem({"Fn::Sub": arn}, logical_id):
            return f"{question}: {problem}"
    return ""


class _There:
    """What a template and a snippet have that can be referred to."""

    def __init__(self, template: Template, added: Template) -> None:
        self.templates = (template, added)
        self.path = template.path
        self.resources = {**template.resources, **added.resources}
        self.names = {*self.resources, *self._names("Parameters")}
        # A macro, or a loop, may make any resource.
        self.is_open = template.is_expanded or any("Fn::" in one for one in self.resources)

    def _names(self, section: str) -> set[str]:
        return {name for one in self.templates for name in one.names_of(section)}

    def problem(self, value: Data, function: str) -> str:
        """Why an intrinsic function cannot be the value of a variable."""
        if "Condition" in value:
            return "Condition stands for no text; write an If."
        for section, name in referred(value):
            if section and name not in self._names(section):
                return self._unknown(name, section, self._names(section))
            if not section and not self._has(name):
                return self._unknown(name, "resource or parameter", self.names)
            if not section and (
                name == function or dependency_path(name, function, self.templates)
            ):
                why = "itself" if name == function else f"{name}, which needs {function}"
                return (
                    f"{function} cannot refer to {why}: CloudFormation refuses the circle; leave "
                    "it out."
                )
        return ""

    def meant(self, value: Data) -> str:
        """Why a text may be meant for more: it has a variable as a Sub has it."""
        for name, _ in _VARIABLE.findall(value) if isinstance(value, str) else ():
            if name in self.names or name in PSEUDO_PARAMETERS:
                shown = f"${{{name}}}"
                return (
                    f"{shown} stands for nothing in plain text; write !Sub before it, or "
                    f"!Sub with ${{!{name}}} if the text itself is meant."
                )
        return ""

    def _has(self, name: str) -> bool:
        if name in self.names or name in PSEUDO_PARAMETERS or self.is_open:
            return True
        made = [one for one, kind in self.resources.items() if kind.startswith(_OF_SAM)]
        return name.startswith((*made, *_IMPLICIT))

    def _unknown(self, name: str, what: str, known: set[str]) -> str:
        kind = {"Conditions": "condition", "Mappings": "mapping"}.get(what, what)
        near = nearest(name, sorted(known))
        return f"{name!r} is no {kind} of {self.path}.{near or ' Add it first, or name another.'}"


def referred(value: Data) -> Iterator[tuple[str, str]]:
    """Yield what an intrinsic function names, however deep.

    Args:
        value: A value, short intrinsics in their long form.

    Yields:
        ``"Conditions"``, ``"Mappings"`` or nothing for resources and parameters, and a name.
    """
    if isinstance(value, list):
        for one in value:
            yield from referred(one)
    if not isinstance(value, dict):
        return
    for key, below in value.items():
        first = below[0] if isinstance(below, list) and below else below
        if key in ("Ref", "Fn::GetAtt") and isinstance(first, str):
            yield "", first.partition(".")[0]
        elif key == "Fn::Sub" and isinstance(first, str):
            own = below[1] if isinstance(below, list) and len(below) > 1 else ()
            yield from (("", one) for one, _ in _VARIABLE.findall(first) if one not in own)
        elif key in _BY_NAME and isinstance(first, str):
            yield _BY_NAME[key], first
        yield from referred(below)


_BY_NAME = {"Fn::If": "Conditions", "Condition": "Conditions", "Fn::FindInMap": "Mappings"}
