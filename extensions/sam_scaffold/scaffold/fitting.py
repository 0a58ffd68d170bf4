"""Whether what stands in the template fits the function that is to use it.

SAM and cfn-lint say nothing of either, on the source (measured, SAM CLI 1.170).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..sam.template import Template
from .triggers import Trigger

_STATED = {"CompatibleRuntimes": "runtime", "CompatibleArchitectures": "architecture"}


def layer_problem(template: Template, answers: Mapping[str, Any]) -> str:
    """Why a third-party layer does not fit a function: its packages may be compiled.

    The shared code layer holds code of one's own, which is for any platform.

    Args:
        template: The SAM template.
        answers: All answers of the function.
    """
    used = set(answers["component"]["layers"]) - {answers["house"]["shared_layer"]}
    for layer in template.layers:
        for key, question in _STATED.items():
            stated = _literals(layer.properties.get(key))
            value = answers[question]
            if layer.logical_id in used and stated and value not in stated:
                return (
                    f"{layer.logical_id} is for {', '.join(stated)} and the function for {value}; "
                    f"give -d {question}={stated[0]}, add a layer with -d {question}={value}, or "
                    f"add {value} to the layer's {key} if its packages are not compiled."
                )
    return ""


def _literals(stated: Any) -> list[str]:
    """A list of texts; nothing where it is none, or a parameter decides."""
    if isinstance(stated, list) and all(isinstance(one, str) for one in stated):
        return stated
    return []


def outlast_problem(template: Template, answers: Mapping[str, Any], trigger: Trigger) -> str:
    """Why a source does not wait long enough for a function; Lambda refuses it then.

    Args:
        template: The SAM template.
        answers: All answers of the function.
        trigger: What its trigger says of itself.
    """
    facts = answers["component"]
    source = template.resource(facts["source"])
    for key, default in trigger.source_outlasts.items():
        seconds = None if source is None else source.properties.get(key, default)
        if isinstance(seconds, int) and seconds < facts["timeout"]:
            return (
                f"{facts['source']} has a {key} of {seconds} seconds, less than the function's "
                f"timeout of {facts['timeout']}, which Lambda refuses; raise it to "
                f"{facts['visibility_timeout']}, or give -d timeout={seconds}."
            )
    return ""
