"""Checks that a component can be added or changed, before the first file is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..components.app_component import AppFacts
from ..components.facts import ComponentFacts, Place
from ..components.function_component import FunctionFacts
from ..components.function_paths import common_folder_problem
from ..components.further_permissions import resources_of
from ..components.given_data import data_of
from ..components.module_component import ModuleFacts
from ..components.shared_resources import ResourceFacts
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
from ..sam.model.dependency_cycles import dependency_path
from ..sam.model.template import Template
from ..sam.model.template_files import find_template, load_template, parsed
from ..sam.translation.stack_quotas import quota_problem
from ..transaction import journal
from ..transaction.repository_view import RepositoryView
from .context import QuestionContext
from .module_questions import module_place_problem
from .quota_checks import environment_size_problem, name_length_problem
from .reference_checks import reference_problem
from .shared_layers import missing_problem

_ARNS = ("source_arn", "secret_arn")
"""Answers that may refer to resources and parameters of the template."""


def preflight_problem(context: QuestionContext, facts: ComponentFacts, snippet: str) -> str:
    """Return an error if a component could not be merged or deployed.

    This is the last question before the first file is written, as plain Copier cannot roll back.

    Args:
        context: All answers.
        facts: The facts about the component.
        snippet: The component's rendered snippet.
    """
    template = context.template
    if context.answers["adopted"]:  # a user's function may not follow our rules
        if template is None or not context.changed:
            return ""
        return _changed_problem(context, template, snippet)
    if isinstance(facts, ModuleFacts):
        return module_place_problem(context.view, facts)
    place = facts.place
    return "" if place is None else _place_problem(context, facts, place, snippet)


def _place_problem(
    context: QuestionContext, facts: ComponentFacts, place: Place, snippet: str
) -> str:
    answers, repository, template_file = context.answers, context.view, context.template_file
    if context.kind == "function" and answers["shared_code"] and not context.style.shared_layer:
        return missing_problem(template_file)
    problem, new = "", context.changed is None
    if new and context.kind != "app":
        problem = common_folder_problem(answers) or _taken_place(repository, facts, place)
    problem = problem or _known_need(repository, template_file, facts, new=new)
    if problem or not repository.exists(template_file):
        return problem
    template = load_template(repository, template_file)
    if problem := next(filter(None, _problems(context, template, facts, snippet)), ""):
        return problem
    if repository.base is None:  # without a staging folder, nothing else checks the quotas
        merged = merge(template.document, Snippet.parse("the snippet", snippet.encode()))
        return quota_problem(template, parsed(template_file, merged.document.encode()))
    return ""


def _changed_problem(context: QuestionContext, template: Template, snippet: str) -> str:
    """Return an error if a function that a user wrote could not be deployed after a change.

    Only checks what depends on the changed answers, as the function may not follow our rules.
    """
    if context.kind != "function":
        return ""
    added = parsed("the snippet", snippet.encode())
    return next(filter(None, _of_changed(context, template, added)), "")


def _of_changed(context: QuestionContext, template: Template, added: Template) -> Iterator[str]:
    """Yield the result of each check of changed answers: an error, or nothing."""
    answers, trigger, changed = context.answers, context.trigger, set(context.changed or ())
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
    context: QuestionContext, template: Template, facts: ComponentFacts, snippet: str
) -> Iterator[str]:
    """Yield the result of each check of a new or changed component: an error, or nothing."""
    answers, place = context.answers, facts.place
    if isinstance(facts, (AppFacts, ResourceFacts)) or place is None:
        return
    yield _taken_id(template, place.logical_id)
    yield _taken_uri(template, place.content_uri)
    added = parsed("the snippet", snippet.encode())
    yield name_length_problem(added)
    if isinstance(facts, FunctionFacts):
        yield capacity_problem(template) if context.changed is None else ""
        yield environment_size_problem(template, added)
        yield condition_problem(template, answers)
        yield layer_problem(template, answers)
        yield timeout_problem(template, answers, context.trigger)
        yield reference_problem(
            template,
            added,
            place.logical_id,
            data_of("environment", answers["environment"]),
            {key: answers[key] for key in _ARNS if answers.get(key)},
            resources_of(data_of("permissions", answers.get("permissions") or [])),
        )
        yield _cycle(template, added, facts)
        yield notification_problem(template, added)
        yield route_problem(template, added)


def _taken_place(repository: RepositoryView, facts: ComponentFacts, place: Place) -> str:
    """Return an error if a component's folders cannot be created."""
    for folder in filter(None, [place.content_dir, place.tests_dir, place.meta_dir]):
        if repository.exists(folder):
            name = facts.names.snake
            return f"{name!r}: {folder} already exists. Choose another name, or move it."
    if isinstance(facts, FunctionFacts):
        module = f"{facts.paths.code_dir}/{facts.handler.handler_path}"
        if repository.exists(module):
            return f"{facts.names.snake!r}: {module} already exists. Choose another name."
    for folder in filter(None, [place.content_dir, place.tests_dir, place.meta_dir]):
        for parent in map(str, PurePosixPath(folder).parents):
            if repository.exists(parent) and not repository.is_dir(parent):
                return f"{parent} is a file where a folder is needed. Move the file."
    return ""


def _known_need(
    repository: RepositoryView, template_file: str, facts: ComponentFacts, *, new: bool
) -> str:
    """Return an error if a needed resource is a component whose block a user deleted."""
    problem = _deleted(repository, template_file, facts)
    if not problem or not new:  # the lock is already held for an existing component
        return problem
    # Another command may be adding it, and have written its records before the template.
    current = RepositoryView(repository.base or repository.root)
    with journal.locked([current.root / template_file]):
        return _deleted(current, template_file, facts)


def _deleted(repository: RepositoryView, template_file: str, facts: ComponentFacts) -> str:
    template = find_template(repository, template_file)
    resources = {} if template is None else template.resources
    for needed in (need.component for need in facts.needs):
        logical_id = "" if needed.place is None else needed.place.logical_id
        if logical_id not in resources and repository.exists(needed.records.answers_file):
            name = needed.names.snake
            return (
                f"{logical_id} was deleted from the SAM template, but {name} is still a component. "
                f"Restore it, or run `sam-scaffold remove {name}` and try again."
            )
    return ""


def _taken_id(template: Template, logical_id: str) -> str:
    if logical_id in template.resources:
        return f"{template.path} already has a resource {logical_id}. Choose another name."
    if template.default_of(logical_id) is not None:
        return f"{template.path} already has a parameter {logical_id}. Choose another name."
    return ""


def _taken_uri(template: Template, uri: str) -> str:
    """Return an error if another function or layer is deployed from the same folder."""
    if not uri:  # an external layer has no folder
        return ""
    functions = ((found.logical_id, "CodeUri", found.own) for found in template.functions)
    layers = ((found.logical_id, "ContentUri", found.properties) for found in template.layers)
    for other, key, properties in (*functions, *layers):
        value = properties.get(key)
        if isinstance(value, str) and PurePosixPath(value) == PurePosixPath(uri):
            return f"{other} in {template.path} already has {key} {value}. Choose another name."
    return ""


def _cycle(template: Template, added: Template, facts: FunctionFacts) -> str:
    """Return an error if a function refers to an event source that refers to the function."""
    source, function = facts.connections.source, facts.logical_id
    circular = facts.connections.circular_source
    path = dependency_path(function, source, [template, added]) if circular else []
    if not path:
        return ""
    return (
        f"{source} refers to {function}, which it invokes, so {function} cannot refer to it: "
        f"CloudFormation rejects the circular dependency {' -> '.join(path)}. Remove {path[1]} "
        "from the function's uses, its variables and Globals."
    )
