"""Values of a template that are known before its deployment."""

from __future__ import annotations

from dataclasses import dataclass

from .globals_merge import is_intrinsic
from .intrinsics import Data, as_boolean
from .template import Template

UNKNOWN = None
"""The result for a value that only the deployment determines."""


@dataclass(frozen=True)
class KnownValues:
    """Known values of a template: literals, and the defaults of parameters.

    Conditions and mappings are not evaluated: their values are unknown, and rules do not report
    what is unknown.

    Attributes:
        template: The template.
    """

    template: Template

    def known(self, value: Data) -> Data:
        """Return a literal, or the default of the parameter that a value refers to."""
        found = self.template.resolved(value)
        return UNKNOWN if is_intrinsic(found) else found

    def text(self, value: Data) -> str:
        """Return a text; empty if the value is unknown or not a text."""
        found = self.known(value)
        return found if isinstance(found, str) else ""

    def number(self, value: Data) -> int | None:
        """Return an integer, which may be a text in the template; None if it is unknown."""
        found = self.known(value)
        if isinstance(found, bool) or not isinstance(found, (int, str)):
            return None
        try:
            return int(found)
        except ValueError:
            return None

    def boolean(self, value: Data) -> bool | None:
        """Return a boolean; None if it is unknown."""
        return as_boolean(self.known(value))

    def texts(self, value: Data) -> tuple[str, ...] | None:
        """Return a list of texts, or of those in a comma-separated text; None if it is unknown."""
        found = self.known(value)
        if isinstance(found, str):
            found = [item.strip() for item in found.split(",")]
        if not isinstance(found, list):
            return None
        texts = [self.known(item) for item in found]
        return tuple(texts) if all(isinstance(text, str) for text in texts) else None
