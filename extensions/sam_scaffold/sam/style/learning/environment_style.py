"""Learning of environment variables, tracing and VpcConfig of functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ...model.intrinsics import Data
from ...model.template import Template
from .style_samples import StyleSample, is_majority, majority_shape

_OF_POWERTOOLS = "POWERTOOLS_"
"""Prefix of variables that only functions with Powertools use."""


def environment_style(template: Template, samples: Sequence[StyleSample]) -> dict[str, Any]:
    """Learn the variables that contain a function's name, tracing and VpcConfig.

    Args:
        template: The template.
        samples: The functions to learn from.
    """
    vpc = None if "VpcConfig" in template.globals_function else _vpc(samples)
    found = {"environment": _variables(samples), "tracing": _tracing(template, samples), "vpc": vpc}
    return {key: value for key, value in found.items() if value is not None}


def _variables(samples: Sequence[StyleSample]) -> dict[str, Data]:
    """Return the shapes that more than half of the functions have in common, by variable."""
    if len(samples) < 2:  # noqa: PLR2004 - a single function is not a majority
        return {}
    stated = [_stated(sample) for sample in samples]
    counts = Counter(name for variables in stated for name in variables)
    common = [
        name
        for name, count in counts.items()
        if 2 * count > len(samples) and not name.startswith(_OF_POWERTOOLS)
    ]
    found = {}
    for name in common:  # finding shapes is slow, and few variables are common
        pairs = zip(samples, stated, strict=True)
        ballots = [
            sample.shapes(variables[name]) for sample, variables in pairs if name in variables
        ]
        if (shape := majority_shape(ballots, len(samples))) is not None:
            found[name] = shape
    return found


def _stated(sample: StyleSample) -> dict[str, Data]:
    """Return the variables of a function without those of Globals."""
    environment = sample.properties.get("Environment")
    variables = environment.get("Variables") if isinstance(environment, dict) else None
    return variables if isinstance(variables, dict) else {}


def _tracing(template: Template, samples: Sequence[StyleSample]) -> bool:
    """Return whether most functions are traced; without functions, whether Globals enable it."""
    inherited = template.globals_function.get("Tracing")
    stated = [sample.properties.get("Tracing", inherited) for sample in samples] or [inherited]
    return is_majority([template.resolved(tracing) == "Active" for tracing in stated])


def _vpc(samples: Sequence[StyleSample]) -> Data | None:
    """Return the VpcConfig that more than half of the functions have in common."""
    stated = [sample.properties.get("VpcConfig") for sample in samples]
    ballots = [[config] for config in stated if isinstance(config, dict)]
    return majority_shape(ballots, len(samples))
