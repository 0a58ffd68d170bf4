"""Whether a component can be put in place, asked before the first file is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from ..components.function_paths import common_place_problem
from ..components.given_data import data_of
from ..components.module_component import place_problem
from ..components.shared_resources import KIND as RESOURCE
from ..components.trigger import Trigger
from ..contents.compatibility import (
    capacity_problem,
    condition_problem,
    layer_problem,
    timeout_problem,
)
from ..merge.snippet import Snippet
from ..merge.snippet_merge import merge
from ..sam.events.notifications import notification_problem
from ..sam.events.routes import route_problem
from ..sam.model.dependency_cycles import way
from ..sam.model.template import Template
from ..sam.model.template_files import find_template, load_template, parsed
from ..sam.translation.stack_quotas import quota_problem
from ..transaction import journal
from ..transaction.repository_view import RepositoryView
from .quota_checks import environment_size_problem, name_length_problem
from .reference_checks import reference_problem
from .shared_layers import missing_problem

_ARNS = ("source_arn", "secret_arn")
"""Answers that may refer to resources and parameters of the template."""


def ready_problem(
    repository: RepositoryView,
    answers: Mapping[str, Any],
    trigger: Trigger,
    snippet: str,
    *,
    new: bool = True,
) -> str:
    """Why a component could not be put in place after its files are written.

    The last question before the first file: plain copier has no way back.

    Args:
        repository: The repository.
        answers: All answers.
        trigger: What a function's trigger says of itself.
        snippet: The component's rendered snippet.
        new: Whether its files are not there yet.
    """
    facts = answers["component"]
    kind, template_file = answers["kind"], answers["template_file"]
    if kind == "module":
        return place_problem(repository, facts)
    if kind == "function" and answers["shared_code"] and not answers["house"]["shared_layer"]:
        return missing_problem(template_file)
    problem = ""
    if new and kind != "app":
        problem = common_place_problem(answers) or _taken_place(repository, facts)
    problem = problem or _known_need(repository, template_file, facts, new=new)
    if problem or not repository.exists(template_file):
        return problem
    template = load_template(repository, template_file)
    if problem := next(filter(None, _problems(template, answers, trigger, snippet, new=new)), ""):
        return problem
    if repository.base is None:  # over a staging folder, a plan merges for real
        merged = merge(template.document, Snippet.parse("the snippet", snippet.encode()))
        return quota_problem(template, parsed(template_file, merged.document.encode()))
    return ""


def changed_problem(
    template: Template,
    answers: Mapping[str, Any],
    trigger: Trigger,
    snippet: str,
    changed: Collection[str],
) -> str:
    """Why a function that was written by hand would not be deployed with other answers.

    What stands there need not be what would be refused; only what follows from the other
    answers is asked.

    Args:
        template: The SAM template, which has the function.
        answers: All answers.
        trigger: What the function's trigger says of itself.
        snippet: The function's rendered snippet.
        changed: The keys of the answers that are others now.
    """
    if answers["kind"] != "function":
        return ""
    added = parsed("the snippet", snippet.encode())
    return next(filter(None, _of_changed(template, answers, trigger, added, set(changed))), "")


def _of_changed(
    template: Template,
    answers: Mapping[str, Any],
    trigger: Trigger,
    added: Template,
    changed: set[str],
) -> Iterator[str]:
    """What the template says to other answers; empty if all is well."""
    if "environment" in changed:
        yield environment_size_problem(template, added)
    if changed & {"layers", "runtime", "architecture"}:
        yield condition_problem(template, answers)
        yield layer_problem(template, answers)
    if changed & {"timeout", "trigger", "source"}:
        yield timeout_problem(template, answers, trigger)
    if changed & {"trigger", "source", "path", "method"}:
        yield route_problem(template, added)


def _problems(
    template: Template, answers: Mapping[str, Any], trigger: Trigger, snippet: str, *, new: bool
) -> Iterator[str]:
    """What the template says to a component, one check after the other; empty if all is well."""
    facts = answers["component"]
    if answers["kind"] in ("app", RESOURCE):
        return
    yield _taken_id(template, facts["logical_id"])
    yield _taken_uri(template, facts)
    added = parsed("the snippet", snippet.encode())
    yield name_length_problem(added)
    if answers["kind"] == "function":
        yield capacity_problem(template) if new else ""
        yield environment_size_problem(template, added)
        yield condition_problem(template, answers)
        yield layer_problem(template, answers)
        yield timeout_problem(template, answers, trigger)
        yield reference_problem(
            template,
            added,
            facts["logical_id"],
            data_of("environment", answers["environment"]),
            {key: answers[key] for key in _ARNS if answers.get(key)},
        )
        yield _circle(template, added, facts)
        yield notification_problem(template, added)
        yield route_problem(template, added)


def _taken_place(repository: RepositoryView, facts: Mapping[str, Any]) -> str:
    """Why a component's folders cannot be made."""
    folders = [str(facts.get(key) or "") for key in ("code_dir", "content_dir", "tests_dir")]
    for folder in filter(None, [*folders, str(facts["meta_dir"])]):
        if repository.exists(folder):
            name = facts["snake"]
            return f"{name!r} exists: {folder} is there; take another name, or move it away."
        for parent in map(str, PurePosixPath(folder).parents):
            if repository.exists(parent) and not repository.is_dir(parent):
                return f"{parent} is a file where a folder is needed; move it out of the way."
    return ""


def _known_need(
    repository: RepositoryView, template_file: str, facts: Mapping[str, Any], *, new: bool
) -> str:
    """Why a shared resource cannot be made: it was, and somebody deleted its block since."""
    problem = _deleted(repository, template_file, facts)
    if not problem or not new:  # what is there is changed under the lock
        return problem
    # Another command that makes it writes the records first.
    there = RepositoryView(repository.base or repository.root)
    with journal.locked([there.root / template_file]):
        return _deleted(there, template_file, facts)


def _deleted(repository: RepositoryView, template_file: str, facts: Mapping[str, Any]) -> str:
    template = find_template(repository, template_file)
    resources = {} if template is None else template.resources
    for one in (need["component"] for need in facts.get("needs", ())):
        logical_id = one["logical_id"]
        if logical_id not in resources and repository.exists(one["answers_file"]):
            name = PurePosixPath(one["meta_dir"]).name
            return (
                f"{logical_id} was deleted from the SAM template, but {name} is a component "
                f"still; bring it back, or run `sam-scaffold remove {name}` and try again."
            )
    return ""


def _taken_id(template: Template, logical_id: str) -> str:
    if logical_id in template.resources:
        return f"{template.path} has a resource {logical_id} already; take another name."
    if template.default_of(logical_id) is not None:
        return f"{template.path} has a parameter {logical_id} already; take another name."
    return ""


def _taken_uri(template: Template, facts: Mapping[str, Any]) -> str:
    """Whether another function or layer ships the same folder."""
    uri = str(facts.get("code_uri") or facts["content_uri"])
    if not uri:  # a layer from outside has no folder
        return ""
    functions = ((one.logical_id, "CodeUri", one.own) for one in template.functions)
    layers = ((one.logical_id, "ContentUri", one.properties) for one in template.layers)
    for other, key, properties in (*functions, *layers):
        value = properties.get(key)
        if isinstance(value, str) and PurePosixPath(value) == PurePosixPath(uri):
            return f"{other} of {template.path} has {key} {value}; take another name."
    return ""


def _circle(template: Template, added: Template, facts: Mapping[str, Any]) -> str:
    """Whether a function needs the source that has to know it."""
    source, function = facts["source"], facts["logical_id"]
    path = way(function, source, [template, added]) if facts["circular_source"] else []
    if not path:
        return ""
    return (
        f"{source} says that it wakes {function}, so {function} cannot need it in turn "
        f"({' -> '.join(path)}), which CloudFormation refuses as a circle; take {path[1]} out of "
        "its uses, variables and Globals."
    )
