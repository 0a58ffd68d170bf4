"""What a value of a template is, as far as that is known before it is deployed."""

from __future__ import annotations

from dataclasses import dataclass

from .globals_merge import is_intrinsic
from .intrinsics import Data, as_boolean
from .template import Template

UNKNOWN = None
"""What is found of a value that only the deployment knows."""


@dataclass(frozen=True)
class KnownValues:
    """Literals, and parameters by their default.

    A rule says nothing of what it does not know: a condition or a mapping may make
    anything of a value.

    Attributes:
        template: The template.
    """

    template: Template

    def known(self, value: Data) -> Data:
        """A literal, or the default of the parameter that is referred to; else `UNKNOWN`."""
        found = self.template.resolved(value)
        return UNKNOWN if is_intrinsic(found) else found

    def text(self, value: Data) -> str:
        """A text, empty where it is not known or is none."""
        found = self.known(value)
        return found if isinstance(found, str) else ""

    def number(self, value: Data) -> int | None:
        """A whole number, which may be written as text; None where it is not known."""
        found = self.known(value)
        if isinstance(found, bool) or not isinstance(found, (int, str)):
            return None
        try:
            return int(found)
        except ValueError:
            return None

    def boolean(self, value: Data) -> bool | None:
        """A switch, None where it is not known."""
        return as_boolean(self.known(value))

    def texts(self, value: Data) -> tuple[str, ...] | None:
        """A list of texts, or one with commas that a parameter gives; None if not known."""
        found = self.known(value)
        if isinstance(found, str):
            found = [one.strip() for one in found.split(",")]
        if not isinstance(found, list):
            return None
        texts = [self.known(one) for one in found]
        return tuple(texts) if all(isinstance(one, str) for one in texts) else None
