"""Resources that are in SAM's output as they are in the source, and were checked there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from ..sam.model.intrinsics import Data

_NAME = re.compile(r"[A-Za-z0-9]+")
"""A logical id, wherever it is: in a Ref, in a GetAtt, in the text of a Sub."""

_UNCHECKED = frozenset(("Action", "DefinitionString"))
"""Properties of which cfn-lint checks less as long as a template has SAM's Transform."""


def untranslated(source: Data, output: Data) -> frozenset[str]:
    """Return the resources of which the output shows nothing that the source does not.

    A resource is not among them if it refers to one of another type now, or has a property that
    cfn-lint only checks in the output.

    Args:
        source: The section Resources as it is written.
        output: That section as SAM's translator returns it.
    """
    before, after = _resources(source), _resources(output)
    new = {name for name, resource in after.items() if _type(before.get(name)) != _type(resource)}
    shown = new | _UNCHECKED
    return frozenset(
        name
        for name, resource in after.items()
        if name not in new and resource == before[name] and _words(resource).isdisjoint(shown)
    )


def _resources(section: Data) -> Mapping[str, Data]:
    return section if isinstance(section, dict) else {}


def _type(resource: Data) -> Data:
    return resource.get("Type") if isinstance(resource, dict) else None


def _words(resource: Data) -> set[str]:
    return set(_NAME.findall(json.dumps(resource, default=str)))
