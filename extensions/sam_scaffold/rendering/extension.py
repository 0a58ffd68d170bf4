"""Jinja extension of the template: filters and functions for copier.yml and for its files."""

from __future__ import annotations

import json
import os
import shlex
import textwrap
from collections.abc import Callable, Collection, Mapping
from typing import Any

from copier.errors import UserMessageError
from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context

from ..aws.event_sources.definition import Setting
from ..aws.event_sources.table import SETTINGS
from ..components.alarms import alarm_level
from ..components.framed_snippet import in_frame
from ..components.python_source import import_block
from ..components.quoting import as_text, choices
from ..components.request_path import RequestPath, quoted, request_path_problem
from ..dependencies.packages.given_packages import (
    imports_problem,
    packages_problem,
    requirement_lines,
)
from ..errors import ScaffoldError
from ..questions import (
    common_questions,
    layer_questions,
    module_questions,
    runtime_questions,
    similar_function,
)
from ..questions import connection_questions as of_connections
from ..questions import function_questions as of_functions
from ..questions.context import Phase, QuestionContext
from ..questions.derived_facts import derived_facts
from ..questions.given_answers import of_data, unasked_problem
from ..questions.preflight import preflight_problem
from ..questions.warnings_before_add import cautions
from ..record_files import ROOT_ANSWERS_FILE
from ..sam.model.external_layers import arn_problem
from ..sam.writing.notation import sam_yaml
from ..terminal import warn
from .answers_text import answers_text
from .bytecode_cache import compiled_templates, compiled_texts
from .copier_environment import RenderRequest
from .copier_patches import speed_up
from .opening import opening_problem
from .session import RenderSession

Question = Callable[..., Any]
"""A function of a `QuestionContext` and arguments: choices, a default or a validator."""

_FILTERS: Mapping[str, Callable[..., Any]] = {
    "sam_yaml": sam_yaml,
    "wrapped": lambda text, width: textwrap.wrap(str(text), width),
    "requirement_lines": requirement_lines,
    "import_block": import_block,
    "request_path": RequestPath,
    "quoted": quoted,
    "choices": choices,
    "alarm_level": alarm_level,
    "as_text": as_text,
    "as_word": shlex.quote,
    "in_frame": in_frame,
}

_QUESTIONS: Mapping[str, Question] = {
    "house_style": lambda context: common_questions.learned_style(
        context.view, context.template_file
    ).to_dict(),
    "app_name": lambda context: common_questions.app_name(*_application(context)),
    **{
        function.__name__: function
        for function in (
            common_questions.sam_templates, common_questions.is_fresh, common_questions.is_new,
            common_questions.present_files,
            runtime_questions.runtimes, runtime_questions.default_runtime,
            module_questions.shared_packages, module_questions.present_conftest,
            of_connections.trigger_choices, of_connections.source_choices,
            of_connections.default_source,
            of_connections.asks, of_connections.stated_by_source,
            of_connections.destination_choices, of_connections.use_choices,
            of_connections.chosen_resources, of_connections.resources_problem,
            of_connections.alarm_choices, of_connections.alarm_topic_choices,
            of_connections.default_alarm_topic,
            layer_questions.third_party_layers, layer_questions.default_shared_code,
            layer_questions.default_powertools, layer_questions.resolved_problem,
            of_functions.learned, of_functions.standard,
            of_functions.default_log_retention, of_functions.default_iam,
            similar_function.like_choices, similar_function.has_like,
            similar_function.default_like, similar_function.learned_frame,
            similar_function.usual_time_zone, of_functions.default_tracing,
            of_functions.has_failures, of_functions.default_on_failure, of_functions.remarks,
        )
    },
}  # fmt: skip
"""Choices and defaults, and validators that an update also calls."""

_VALIDATORS: Mapping[str, Question] = {
    "name_problem": lambda context, name: common_questions.name_problem(context.kind, name),
    "template_problem": lambda context, template_file: common_questions.template_problem(
        context.view, context.kind, template_file
    ),
    **{
        function.__name__: function
        for function in (
            module_questions.package_problem, runtime_questions.runtime_problem,
            of_connections.source_problem, of_connections.destination_problem,
            of_connections.uses_problem, of_connections.alarm_topic_problem,
            layer_questions.layers_problem, layer_questions.shared_code_problem,
            layer_questions.powertools_problem, of_functions.environment_problem,
            of_functions.permissions_problem,
        )
    },
}  # fmt: skip
"""Validators of an answer that depend on its context."""


def _of_setting(setting: Setting) -> Callable[[Any], str]:
    """Return the validator of a question about an event source."""
    return setting.problem if setting.is_text else of_data(setting.question, setting.problem)


_CHECKS: Mapping[str, Callable[..., str]] = {
    **{f"{question}_problem": _of_setting(setting) for question, setting in SETTINGS.items()},
    **{
        function.__name__: function
        for function in (
            packages_problem, imports_problem, arn_problem, request_path_problem,
            common_questions.limit_problem, common_questions.description_problem,
            of_functions.log_retention_problem,
        )
    },
}  # fmt: skip
"""Validators of an answer that depend on nothing else."""

_SLOW: Mapping[str, tuple[Question, Question]] = {
    "layers_of_packages": (layer_questions.deciding_answers, layer_questions.layers_of_packages),
    "resolved_packages": (layer_questions.asked_packages, layer_questions.resolved_packages),
}
"""Defaults that take time: the answers that determine them, and the default itself."""


class SamScaffoldExtension(Extension):
    """Filters and functions in the expressions of copier.yml and the template's files."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        request = RenderRequest.decode(os.environ)
        session = RenderSession(request)
        environment.filters.update(_FILTERS)
        environment.filters["as_recorded"] = _as_recorded(session)
        environment.globals.update(_functions(session))
        speed_up(environment, compiled_texts(request, environment), compiled_templates(request))


def _functions(session: RenderSession) -> dict[str, Callable[..., Any]]:
    """Return the functions of copier.yml by name, for one run of Copier."""
    slow = {name: _remembered(session, name, *both) for name, both in _SLOW.items()}
    return {
        "opening_check": _opening_check(session),
        "sam_component": _asked(session, _sam_component(session)),
        "final_check": _final_check(session),
        **{name: _asked(session, asked) for name, asked in {**_QUESTIONS, **slow}.items()},
        **{name: _validator(session, asked) for name, asked in _VALIDATORS.items()},
        **{name: _check(session, check) for name, check in _CHECKS.items()},
    }


# --- How copier calls a question ------------------------------------------------------


def _asked(session: RenderSession, question: Question) -> Callable[..., Any]:
    """Return a question for Copier: its `ScaffoldError` becomes a line instead of a traceback."""

    @pass_context
    def function(jinja: Context, *args: Any) -> Any:
        try:
            return question(session.context(jinja), *args)
        except ScaffoldError as error:
            raise UserMessageError(str(error)) from None

    return function


def _validator(session: RenderSession, question: Question) -> Callable[..., str]:
    """Return a validator that an update skips: Copier drops recorded answers that are not valid."""

    @pass_context
    def function(jinja: Context, *args: Any) -> str:
        if session.phase is Phase.AGAIN:
            return ""
        return str(question(session.context(jinja), *args))

    return function


def _check(session: RenderSession, check: Callable[..., str]) -> Callable[..., str]:
    """Return a validator without a context, which an update also skips."""
    return lambda *args: "" if session.phase is Phase.AGAIN else check(*args)


def _remembered(
    session: RenderSession, name: str, determining: Question, question: Question
) -> Question:
    """Return a question that is computed once for the same answers, and print its warnings."""

    def answer(context: QuestionContext) -> dict[str, Any]:
        found: layer_questions.Found = question(context)
        for line in found.warnings:
            warn(line)
        return found.value

    def function(context: QuestionContext) -> dict[str, Any]:
        return session.once(f"{name} {json.dumps(determining(context))}", lambda: answer(context))

    return function


# --- Functions that need more than an answer's context ---------------------------------


def _refuse(problem: str) -> None:
    """Stop Copier with a line; not in a validator, whose errors become ValueErrors."""
    if problem:
        raise UserMessageError(problem)


def _opening_check(session: RenderSession) -> Callable[..., bool]:
    @pass_context
    def opening_check(jinja: Context) -> bool:
        """Refuse given answers that cannot be used, before the first question is asked."""
        if session.phase is None:  # Copier renders a condition more than once
            _refuse(opening_problem(session, jinja))
        return False

    return opening_check


def _sam_component(session: RenderSession) -> Question:
    def sam_component(context: QuestionContext) -> dict[str, Any]:
        """Return the facts about the component as data."""
        session.facts = facts = derived_facts(context)
        return {"answers_file": ROOT_ANSWERS_FILE} if facts is None else facts.data()

    return sam_component


def _final_check(session: RenderSession) -> Callable[..., bool]:
    @pass_context
    def final_check(jinja: Context, snippet: str) -> bool:
        """Refuse a component that cannot be merged, before the first file is written."""
        if session.phase is Phase.AGAIN:
            return True
        asked = jinja["_copier_answers"]
        check = _asked(session, lambda context: _check_all(session, context, asked, snippet))
        return session.once("final_check", lambda: bool(check(jinja)))

    return final_check


def _check_all(
    session: RenderSession, context: QuestionContext, asked: Collection[str], snippet: str
) -> bool:
    """Refuse a component that cannot be added or changed, and print warnings about it."""
    _refuse(unasked_problem(context.given if context.changed is None else context.changed, asked))
    facts = session.facts or derived_facts(context)
    if facts is not None:
        _refuse(preflight_problem(context, facts, snippet))
    if context.template is not None and not context.answers["adopted"]:
        new = context.changed is None
        for line in cautions(context.view, context.template, context.answers, new=new):
            warn(line)
    return True


def _as_recorded(session: RenderSession) -> Callable[..., str]:
    @pass_context
    def as_recorded(jinja: Context, answers: Mapping[str, Any]) -> str:
        """Return the text of the answers file."""
        made = jinja["component"].get("recorded", {})
        return answers_text(answers, session.request.recorded, made)

    return as_recorded


def _application(context: QuestionContext) -> tuple[str, frozenset[str]]:
    """Return the name of the application's folder, and the packages in it."""
    root = (context.view.base or context.view.root).resolve()
    return root.name, common_questions.packages_of(root)
