"""Learn what functions find around them: variables, tracing and a network of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ...model.intrinsics import Data
from ...model.template import Template
from .style_samples import StyleSample, agreed, most_say

_OF_POWERTOOLS = "POWERTOOLS_"
"""Variables that functions on Powertools have, and others have no use for."""


def environment_style(template: Template, members: Sequence[StyleSample]) -> dict[str, Any]:
    """Variables that hold a function's name, whether there is tracing, and the network.

    Args:
        template: The template that they stand in.
        members: The functions that say what a new one looks like.
    """
    vpc = None if "VpcConfig" in template.globals_function else _vpc(members)
    found = {"environment": _variables(members), "tracing": _tracing(template, members), "vpc": vpc}
    return {key: value for key, value in found.items() if value is not None}


def _variables(members: Sequence[StyleSample]) -> dict[str, Data]:
    """The shapes that more than half of the functions share, by variable."""
    if len(members) < 2:  # noqa: PLR2004 - what one function has is no habit
        return {}
    stated = [_stated(one) for one in members]
    counts = Counter(name for variables in stated for name in variables)
    common = [
        name
        for name, count in counts.items()
        if 2 * count > len(members) and not name.startswith(_OF_POWERTOOLS)
    ]
    found = {}
    for name in common:  # shapes take their time, and most variables are one function's own
        pairs = zip(members, stated, strict=True)
        ballots = [one.shapes(variables[name]) for one, variables in pairs if name in variables]
        if (shape := agreed(ballots, len(members))) is not None:
            found[name] = shape
    return found


def _stated(member: StyleSample) -> dict[str, Data]:
    """The variables that a function states itself."""
    environment = member.properties.get("Environment")
    variables = environment.get("Variables") if isinstance(environment, dict) else None
    return variables if isinstance(variables, dict) else {}


def _tracing(template: Template, members: Sequence[StyleSample]) -> bool:
    """Whether most functions are traced; where there is none, what Globals say."""
    inherited = template.globals_function.get("Tracing")
    stated = [one.properties.get("Tracing", inherited) for one in members] or [inherited]
    return most_say([template.resolved(one) == "Active" for one in stated])


def _vpc(members: Sequence[StyleSample]) -> Data | None:
    """The VpcConfig that more than half of the functions have in common."""
    stated = [one.properties.get("VpcConfig") for one in members]
    return agreed([[one] for one in stated if isinstance(one, dict)], len(members))
