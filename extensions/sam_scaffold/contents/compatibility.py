"""Whether what stands in the template fits the function that is to use it.

SAM and cfn-lint say nothing of either, on the source (measured, SAM CLI 1.170).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from ..aws.runtimes import today
from ..components.component_runtime import unfit as unfit_runtime
from ..components.trigger import Trigger
from ..sam.model.code_folders import folder_of
from ..sam.model.globals_merge import is_intrinsic
from ..sam.model.intrinsics import Data
from ..sam.model.template import Template

_STATED = {"CompatibleRuntimes": "runtime", "CompatibleArchitectures": "architecture"}


def layer_problem(template: Template, answers: Mapping[str, Any]) -> str:
    """Return why a third-party layer does not fit a function: its packages may be compiled.

    The shared code layer holds code of one's own, which is for any platform.

    Args:
        template: The SAM template.
        answers: All answers of the function.
    """
    used = set(answers["component"]["layers"]) - {answers["house"]["shared_layer"]}
    for layer in (one for one in template.layers if one.logical_id in used):
        for key, stated in unfit(layer.properties, answers).items():
            question, value = _STATED[key], answers[_STATED[key]]
            taken = [one for one in stated if not unfit_runtime("function", one, today())]
            give = f"give -d {question}={taken[0]}, " if taken else ""
            return (
                f"{layer.logical_id} is for {', '.join(stated)} and the function for {value}; "
                f"{give}add a layer with -d {question}={value}, or "
                f"add {value} to the layer's {key} if its packages are not compiled."
            )
    return ""


def shipping_lines(template: Template, answers: Mapping[str, Any]) -> list[str]:
    """Say which other functions ship a function's code, too: a line, or none.

    All below a ``CodeUri`` is deployed, and that of another function may be the whole repository.

    Args:
        template: The SAM template.
        answers: All answers of the function.
    """
    facts = answers["component"]
    code = PurePosixPath(facts["code_dir"])
    others = {
        function.logical_id: folder_of(template, function.properties.get("CodeUri"))
        for function in template.functions
        if function.logical_id != facts["logical_id"]
    }
    names = [name for name, folder in others.items() if folder and code.is_relative_to(folder)]
    if not names:
        return []
    said = ", ".join(names[:_NAMED]) + (" and others" if names[_NAMED:] else "")
    folder = others[names[0]]
    return [f"{code} lies below {folder}, the CodeUri of {said}, and is deployed with them, too."]


_NAMED = 3
"""How many of several functions a message names."""


def unfit(properties: Mapping[str, Data], answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what a layer states that leaves a function's runtime or architecture out.

    Args:
        properties: Those of a layer with packages.
        answers: The function's answers, ``runtime`` and ``architecture`` among them.

    Returns:
        The runtimes or architectures by property; nothing if it fits.
    """
    stated = {key: _literals(properties.get(key)) for key in _STATED}
    return {
        key: values
        for key, values in stated.items()
        if values and answers[_STATED[key]] not in values
    }


def _literals(stated: Any) -> list[str]:
    """Return a list of texts; nothing where it is none, or a parameter decides."""
    if isinstance(stated, list) and all(isinstance(one, str) for one in stated):
        return stated
    return []


def timeout_problem(template: Template, answers: Mapping[str, Any], trigger: Trigger) -> str:
    """Return why a source does not wait long enough for a function; Lambda refuses it then.

    Args:
        template: The SAM template.
        answers: All answers of the function.
        trigger: What its trigger says of itself.
    """
    facts = answers["component"]
    source = template.resource(facts["source"])
    duties = trigger.event_source.duties
    longest, asked = duties.longest_timeout, duties.visibility
    if longest is not None and facts["timeout"] > longest:
        return (
            f"the function's timeout of {facts['timeout']} seconds exceeds the {longest} that "
            f"Lambda accepts for an {trigger.event_source.noun}; give -d timeout={longest}."
        )
    if source is None or asked is None:
        return ""
    seconds = _number(source.properties.get(asked.property, asked.default))
    if seconds is None or seconds >= facts["timeout"]:
        return ""
    return (
        f"{facts['source']} has a {asked.property} of {seconds} seconds, less than the function's "
        f"timeout of {facts['timeout']}, which Lambda refuses; raise it to "
        f"{facts['visibility_timeout']}, or give -d timeout={seconds}."
    )


def _number(stated: Data) -> int | None:
    """Return a number, which CloudFormation takes as text, too; None where a parameter decides."""
    is_number = isinstance(stated, int) and not isinstance(stated, bool)
    return int(stated) if is_number or str(stated).isdecimal() else None


def condition_problem(template: Template, answers: Mapping[str, Any]) -> str:
    """Return why a function cannot refer to a layer: it may not be there.

    Args:
        template: The SAM template.
        answers: All answers of the function.
    """
    for name in answers["component"]["layers"]:
        layer = template.resource(name)
        if layer is not None and layer.condition:
            return (
                f"{name} exists only under the condition {layer.condition}, and the function "
                "always, so that a deployment without it would fail; leave the layer out, or take "
                "its Condition away."
            )
    return ""


def capacity_problem(template: Template) -> str:
    """Return why SAM would refuse any new function: Globals begin what each has to complete.

    A configuration of a capacity provider needs its Arn (measured, translator 1.115).
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-capacityproviderconfig.html

    Args:
        template: The SAM template.
    """
    stated = template.globals_function.get("CapacityProviderConfig")
    if not isinstance(stated, dict) or is_intrinsic(stated) or "Arn" in stated:
        return ""
    return (
        f"Globals of {template.path} give functions a CapacityProviderConfig without an Arn, so "
        "that SAM would refuse the function; give it an Arn there, or move it to the functions "
        "that have one."
    )
