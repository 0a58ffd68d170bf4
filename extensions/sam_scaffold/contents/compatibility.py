"""Compatibility of a new function with the resources of the template that it will use.

Neither SAM nor cfn-lint checks this in the source (measured, SAM CLI 1.170).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from ..aws.runtimes import today
from ..components.component_runtime import unsuitable
from ..components.trigger import Trigger
from ..sam.model.code_folders import folder_of
from ..sam.model.globals_merge import is_intrinsic
from ..sam.model.intrinsics import Data
from ..sam.model.template import Template

_STATED = {"CompatibleRuntimes": "runtime", "CompatibleArchitectures": "architecture"}


def layer_problem(template: Template, answers: Mapping[str, Any]) -> str:
    """Return why a layer with packages, which may be compiled, is incompatible with a function.

    The shared code layer only has source code, which is for any platform.

    Args:
        template: The SAM template.
        answers: All answers of the function.
    """
    used = set(answers["component"]["layers"]) - {answers["house"]["shared_layer"]}
    for layer in (layer for layer in template.layers if layer.logical_id in used):
        for key, stated in unfit(layer.properties, answers).items():
            question, value = _STATED[key], answers[_STATED[key]]
            if key == "CompatibleRuntimes" and is_of_old_runtime(stated, answers):
                continue
            valid = [choice for choice in stated if not unsuitable("function", choice, today())]
            use = f"Use -d {question}={valid[0]}, add" if valid else "Add"
            return (
                f"{layer.logical_id} is for {', '.join(stated)}, but the function for {value}. "
                f"{use} a layer with -d {question}={value}, or "
                f"add {value} to the layer's {key} if its packages are not compiled."
            )
    return ""


def is_of_old_runtime(stated: Collection[str], answers: Mapping[str, Any]) -> bool:
    """Return whether a layer is for the runtime that a new function can no longer have.

    Lambda attaches it all the same; CompatibleRuntimes only filter lists of layers:
    https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html

    Args:
        stated: The CompatibleRuntimes of the layer.
        answers: All answers of the function.
    """
    usual = answers["house"]["runtime"]
    return usual in stated and bool(unsuitable("function", usual, today()))


def old_layer_lines(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line on each layer that is for the runtime of older functions.

    Args:
        template: The SAM template.
        answers: All answers of the function.
    """
    used = set(answers["component"]["layers"]) - {answers["house"]["shared_layer"]}
    for layer in (layer for layer in template.layers if layer.logical_id in used):
        stated = unfit(layer.properties, answers).get("CompatibleRuntimes", [])
        if is_of_old_runtime(stated, answers):
            yield (
                f"{layer.logical_id} is for {', '.join(stated)}, but the function for "
                f"{answers['runtime']}. If its packages are compiled, build it for "
                f"{answers['runtime']}, too."
            )


def deployment_lines(template: Template, answers: Mapping[str, Any]) -> list[str]:
    """Return a line about other functions that also deploy a function's code, or none.

    Everything below a ``CodeUri`` is deployed, and that of another function may be the whole
    repository.

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
    if facts["own_code_dir"] != facts["code_dir"]:
        return []
    names = [name for name, folder in others.items() if folder and code.is_relative_to(folder)]
    if not names:
        return []
    listed = ", ".join(names[:_NAMED]) + (" and others" if names[_NAMED:] else "")
    folder = others[names[0]]
    return [f"{code} is below {folder}, the CodeUri of {listed}, which also deploy it."]


_NAMED = 3
"""Maximum number of functions that a message names."""


def unfit(properties: Mapping[str, Data], answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the declared values of a layer that exclude a function's runtime or architecture.

    Args:
        properties: Those of a layer with packages.
        answers: The function's answers, ``runtime`` and ``architecture`` among them.

    Returns:
        The runtimes or architectures by property; nothing if the layer is compatible.
    """
    stated = {key: _literals(properties.get(key)) for key in _STATED}
    return {
        key: values
        for key, values in stated.items()
        if values and answers[_STATED[key]] not in values
    }


def _literals(stated: Any) -> list[str]:
    """Return a list of texts; nothing if it is not one, or contains parameters."""
    if isinstance(stated, list) and all(isinstance(value, str) for value in stated):
        return stated
    return []


def timeout_problem(template: Template, answers: Mapping[str, Any], trigger: Trigger) -> str:
    """Return why Lambda would reject an event source because of the function's timeout.

    Args:
        template: The SAM template.
        answers: All answers of the function.
        trigger: Its trigger.
    """
    facts = answers["component"]
    source = template.resource(facts["source"])
    duties = trigger.event_source.duties
    longest, asked = duties.longest_timeout, duties.visibility
    if longest is not None and facts["timeout"] > longest:
        return (
            f"the function's timeout of {facts['timeout']} seconds exceeds the {longest} that "
            f"Lambda accepts for an {trigger.event_source.noun}. Use -d timeout={longest}."
        )
    if source is None or asked is None:
        return ""
    seconds = _number(source.properties.get(asked.property, asked.default))
    if seconds is None or seconds >= facts["timeout"]:
        return ""
    return (
        f"{facts['source']} has a {asked.property} of {seconds} seconds, less than the function's "
        f"timeout of {facts['timeout']}, which Lambda rejects. Increase it to "
        f"{facts['visibility_timeout']}, or use -d timeout={seconds}."
    )


def accepted_timeout(template: Template, source: str, trigger: Trigger) -> int | None:
    """Return the longest timeout that Lambda accepts for an event source, None for any.

    Args:
        template: The SAM template.
        source: Logical id of the event source, or another answer.
        trigger: The function's trigger.
    """
    duties, resource = trigger.event_source.duties, template.resource(source)
    if resource is None or duties.visibility is None:
        return duties.longest_timeout
    asked = duties.visibility
    return _number(resource.properties.get(asked.property, asked.default))


def _number(stated: Data) -> int | None:
    """Return a number, also from text, as CloudFormation does; None for a parameter."""
    is_number = isinstance(stated, int) and not isinstance(stated, bool)
    return int(stated) if is_number or str(stated).isdecimal() else None


def condition_problem(template: Template, answers: Mapping[str, Any]) -> str:
    """Return why a function cannot refer to a layer: it is conditional.

    Args:
        template: The SAM template.
        answers: All answers of the function.
    """
    for name in answers["component"]["layers"]:
        layer = template.resource(name)
        if layer is not None and layer.condition:
            return (
                f"{name} has the condition {layer.condition}, but the function has none, so a "
                "deployment without the layer would fail. Omit the layer, or remove its Condition."
            )
    return ""


def capacity_problem(template: Template) -> str:
    """Return why SAM would reject any new function: because of an incomplete property in Globals.

    A CapacityProviderConfig requires an Arn (measured, translator 1.115).
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-capacityproviderconfig.html

    Args:
        template: The SAM template.
    """
    stated = template.globals_function.get("CapacityProviderConfig")
    if not isinstance(stated, dict) or is_intrinsic(stated) or "Arn" in stated:
        return ""
    return (
        f"Globals of {template.path} have a CapacityProviderConfig without an Arn, so SAM would "
        "reject the function. Add the Arn, or move the property to the functions that have one."
    )
