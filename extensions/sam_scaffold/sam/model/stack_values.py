"""Values of a SAM template in a stack with the default parameters.

The names and ARNs of resources are only known after a deployment. Therefore a reference to a
resource, or to any of its attributes, has its logical id as value, as in `sam local invoke`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ...document.yaml_document import section
from .intrinsics import Data, references, to_data
from .template import Template

REGION = "us-east-1"
"""The region if the caller's environment has none, as in `sam local invoke`."""

ACCOUNT = "123456789012"

_VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


@dataclass(frozen=True)
class StackValues:
    """The values that the intrinsic functions of a template return.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html

    Attributes:
        template: The template.
        region: The value of ``AWS::Region``.
    """

    template: Template
    region: str = REGION

    def value(self, data: Data) -> Data:
        """Evaluate the intrinsic functions in data; entries with ``AWS::NoValue`` are left out.

        Args:
            data: A property's value, with intrinsic functions in their long form.
        """
        if isinstance(data, list):
            return [found for below in data if (found := self.value(below)) is not None]
        if not isinstance(data, dict):
            return data
        name = next(iter(data), "")
        if len(data) == 1 and (name == "Ref" or str(name).startswith("Fn::")):
            return self._called(str(name), data[name])
        resolved = {key: self.value(below) for key, below in data.items()}
        return {key: below for key, below in resolved.items() if below is not None}

    def text(self, data: Data) -> str:
        """Return a value as that of an environment variable.

        As in `sam local invoke`, booleans are in lower case; mappings and lists are empty.
        """
        value = self.value(data)
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None or isinstance(value, (dict, list)) else str(value)

    def _called(self, name: str, argument: Data) -> Data:
        """Return the value of an intrinsic function; that of an unknown one is its first Ref."""
        function = self._functions.get(name)
        if function is not None:
            try:
                return function(argument)
            except (TypeError, ValueError, KeyError, IndexError, AttributeError):
                pass  # templates of users have arguments of any type
        return next(iter(references(argument)), argument if isinstance(argument, str) else None)

    @cached_property
    def _functions(self) -> dict[str, Callable[[Data], Data]]:
        return {
            "Ref": self._ref,
            "Fn::FindInMap": self._find_in_map,
            "Fn::GetAtt": self._get_att,
            "Fn::If": self._if,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::Sub": self._sub,
        }

    def _ref(self, name: str) -> Data:
        if name.startswith("AWS::"):
            return self._pseudo.get(name)
        default = self.template.default_of(name)
        return name if default is None else default

    @cached_property
    def _pseudo(self) -> dict[str, Data]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html."""
        partition = next((name for name in ("aws-cn", "aws-us-gov") if self._is_in(name)), "aws")
        stack = f"arn:{partition}:cloudformation:{self.region}:{ACCOUNT}:stack/local/local"
        return {
            "AWS::AccountId": ACCOUNT,
            "AWS::NotificationARNs": [],
            "AWS::Partition": partition,
            "AWS::Region": self.region,
            "AWS::StackId": stack,
            "AWS::StackName": "local",
            "AWS::URLSuffix": "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com",
        }

    def _is_in(self, partition: str) -> bool:
        return self.region.startswith(partition.removeprefix("aws-") + "-")

    def _sub(self, argument: Data) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument

        def replaced(match: re.Match[str]) -> str:
            name = match[2].strip()
            if match[1]:
                return f"${{{name}}}"
            return self.text(own[name] if name in own else {"Ref": name.partition(".")[0]})

        return _VARIABLE.sub(replaced, text)

    def _get_att(self, argument: Data) -> str:
        name = argument if isinstance(argument, str) else argument[0]
        return str(name.partition(".")[0])

    def _join(self, argument: Data) -> str:
        separator, parts = argument
        return str(separator).join(map(self.text, self.value(parts)))

    def _split(self, argument: Data) -> list[str]:
        separator, text = argument
        return self.text(text).split(separator)

    def _select(self, argument: Data) -> Data:
        index, values = argument
        found = self.value(values)
        return (found.split(",") if isinstance(found, str) else found)[int(self.value(index))]

    def _find_in_map(self, argument: Data) -> Data:
        name, first, second = map(self.text, argument[:3])
        return self.value(self._section("Mappings")[name][first][second])

    def _if(self, argument: Data) -> Data:
        condition, yes, no = argument
        return self.value(yes if self._holds({"Condition": condition}) else no)

    def _holds(self, condition: Data) -> bool:
        """Return whether a condition is true; one that is not defined is false."""
        ((name, argument),) = condition.items()
        if name == "Condition":
            known = self._section("Conditions")
            return argument in known and self._holds(known[argument])
        if name == "Fn::Equals":
            first, second = map(self.text, argument)
            return first == second
        found = [self._holds(below) for below in argument]
        return {"Fn::And": all(found), "Fn::Or": any(found), "Fn::Not": not any(found)}[name]

    def _section(self, name: str) -> Data:
        node = section(self.template.document, name)
        return {} if node is None else to_data(node)
