"""Shapes: resources of a template in a form in which equal meanings are equal.

A shape is text, or a list or mapping of shapes. Notations are one: ``!Ref``, ``!GetAtt`` and the
variables of ``!Sub``, short and long forms, one value and a list of one. Resources of the function
have the name of their role, and its own name is written as its spelling.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sam_scaffold.sam.model.intrinsics import Data, is_function, mapping_of, mentioned
from sam_scaffold.sam.model.template import FUNCTIONS

from .satellites import QUEUE, ROLE, Resources, dead_letters, properties_of, type_of

Shape: TypeAlias = "str | list[Shape] | dict[str, Shape]"

NUMBER = "<number>"
TEXT = "<text>"

NAMES = frozenset(
    {
        *("AlarmName", "FilterName", "FunctionName", "GroupName", "LogGroupName", "Name"),
        *("ManagedPolicyName", "PolicyName", "QueueName", "RoleName", "TopicName"),
    }
)
"""Properties with names in AWS."""

_AT_WILL = frozenset(
    {
        *("AlarmDescription", "Comment", "Description", "DisplayName", "Id", "Sid", "StatementId"),
        *("Input", "reason"),
    }
)
"""Properties with texts of which only the presence counts."""

_ONE_OR_SEVERAL = frozenset(
    {
        *("AWS", "Action", "DependsOn", "ManagedPolicyArns", "NotAction", "NotResource"),
        *("Policies", "Resource", "Service", "Statement"),
    }
)
"""Keys with a list that may be written as its only item."""

_VARIABLE = re.compile(r"(\$\{[^}]*\})")


@dataclass(frozen=True)
class Block:
    """A function and the other resources that come with it.

    Attributes:
        resources: All resources of its template.
        members: Logical ids of its own, without repetition.
        name: The function's name in snake_case.
    """

    resources: Resources
    members: Sequence[str]
    name: str

    def roles(self) -> dict[str, str]:
        """Return the role of each member: its type, or a more exact one."""
        function = self._function()
        used = mentioned(properties_of(self.resources.get(function)).get("Role"))
        dead = {name for own in self.members for name in dead_letters(self.resources[own])}
        exact = {
            **{name: "dead-letter queue" for name in dead if self._is(name, QUEUE)},
            **{name: "execution role" for name in used if self._is(name, ROLE)},
            function: "function",
        }
        return {name: exact.get(name, type_of(self.resources[name])) for name in self.members}

    def shapes(self) -> dict[str, dict[str, Shape]]:
        """Return the shapes of the members by logical id."""
        forms = _Forms(self.roles(), spellings(self.name))
        return {name: forms.of_resource(self.resources[name]) for name in self.members}

    def _function(self) -> str:
        kinds = {name: type_of(self.resources[name]) for name in self.members}
        return next((name for name, kind in kinds.items() if kind in FUNCTIONS), "")

    def _is(self, name: str, kind: str) -> bool:
        return type_of(self.resources.get(name)) == kind


def spellings(name: str) -> dict[str, str]:
    """Return how a name is marked in texts, by the way in which it is written there.

    Args:
        name: In snake_case.
    """
    words = name.split("_")
    pascal = "".join(map(str.capitalize, words))
    return {
        pascal: "<Name>",
        f"{pascal[0].lower()}{pascal[1:]}": "<camelName>",
        "".join(words): "<flatname>",
        "-".join(words): "<kebab-name>",
        "_".join(words).upper(): "<UPPER_NAME>",
        name: "<name>",
    }


def marked(text: str) -> bool:
    """Return whether a text contains the function's own name, or refers to its resources."""
    return "<" in text


@dataclass(frozen=True)
class _Forms:
    """The forms of one side: its roles, and the spellings of its own name."""

    roles: Mapping[str, str]
    spellings: Mapping[str, str]

    def of_resource(self, entry: Data) -> dict[str, Shape]:
        """Return the shape of a resource."""
        found = {key: self.of(value, key) for key, value in mapping_of(entry).items()}
        properties = found.get("Properties")
        if isinstance(properties, dict):
            events = properties.get("Events")
            if isinstance(events, dict) and type_of(entry) in FUNCTIONS:
                properties["Events"] = list(events.values())  # their names are anyone's choice
        if "DependsOn" in found:
            stated = entry["DependsOn"]
            names = stated if isinstance(stated, list) else [stated]
            found["DependsOn"] = [self._variable(str(name)) for name in names]
        return found

    def of(self, value: Data, key: str = "") -> Shape:
        """Return the shape of a value.

        Args:
            value: Data.
            key: The key that it has.
        """
        if key in _AT_WILL and (is_function(value) or not isinstance(value, dict | list)):
            return TEXT
        if key in _ONE_OR_SEVERAL and not isinstance(value, list):
            value = [value]
        if key == "Tags" and isinstance(value, list):
            value = {str(tag.get("Key")): tag.get("Value") for tag in map(mapping_of, value)}
        if isinstance(value, list):
            return [self.of(item) for item in value]
        if is_function(value):
            return self._function(*next(iter(value.items())))
        if isinstance(value, dict):
            return {str(name): self.of(below, str(name)) for name, below in value.items()}
        return self._scalar(value, key)

    def _scalar(self, value: Data, key: str) -> str:
        if isinstance(value, bool) or value is None:
            return str(value).lower()
        text = str(value)
        if re.fullmatch(r"-?\d+(\.\d+)?", text):
            return NUMBER
        return text.upper() if key == "Method" else self._text(text)

    def _text(self, text: str) -> str:
        """Return a text with the function's own name marked."""
        for own, mark in sorted(self.spellings.items(), key=lambda item: -len(item[0])):
            after = r"(?![a-z0-9])" if mark in ("<Name>", "<camelName>") else r"(?![A-Za-z0-9])"
            text = re.sub(rf"(?<![A-Za-z0-9<]){re.escape(own)}{after}", mark, text)
        return text

    def _variable(self, reference: str) -> str:
        name, dot, attribute = reference.partition(".")
        own = self.roles.get(name)
        return f"${{<{own}>{dot}{attribute}}}" if own else f"${{{reference}}}"

    def _substituted(self, text: str) -> str:
        parts = _VARIABLE.split(text.replace("${AWS::Partition}", "aws"))
        return "".join(
            self._variable(part[2:-1]) if number % 2 else self._text(part)
            for number, part in enumerate(parts)
        )

    def _function(self, name: str, value: Data) -> Shape:
        """Return the shape of an intrinsic function."""
        match name, value:
            case "Ref", str():
                return self._variable(value)
            case "Fn::GetAtt", _:
                return self._variable(".".join(value) if isinstance(value, list) else str(value))
            case "Fn::Sub", str():
                return self._substituted(value)
            case "Fn::If", [condition, yes, no]:
                return self._choice(str(condition), self.of(yes), self.of(no))
        return self._of_several(name, value)

    def _of_several(self, name: str, value: Data) -> Shape:
        """Return the shape of an intrinsic function of several values, as text if they are."""
        match name, self.of(value):
            case "Fn::Join", [str(separator), [*parts]] if _are_texts(parts):
                return separator.join(map(str, parts))
            case _, [*items] if _are_texts(items):
                return f"{name} {', '.join(map(str, items))}"
            case _, shape:
                return {name: shape}

    def _choice(self, condition: str, yes: Shape, no: Shape) -> Shape:
        if isinstance(yes, str) and isinstance(no, str):
            return f"if {condition}: {yes}, else {no}"
        return {f"if {condition}": yes, f"unless {condition}": no}


def _are_texts(shapes: Sequence[Shape]) -> bool:
    return all(isinstance(shape, str) for shape in shapes)
