"""The Jinja extension: questions and components under the names that copier.yml uses."""

from __future__ import annotations

import json
import shlex
import sys
import textwrap
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from functools import lru_cache, wraps
from pathlib import Path, PurePosixPath
from typing import Any

from copier.errors import UserMessageError
from jinja2 import Environment, UndefinedError, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context

from ..aws.event_sources.definition import Setting
from ..aws.event_sources.table import SETTINGS
from ..components import module_component
from ..components.component_facts import component
from ..components.given_data import GivenError, data_of, with_data
from ..components.python_source import import_block
from ..components.quoting import as_text, choices, pattern
from ..components.request_path import RequestPath, quoted, request_path_problem
from ..components.root_answers import KIND as REPOSITORY
from ..components.stated_properties import with_own_words
from ..contents.pinning import is_pinned, not_pinned, pinned, pinning_problem
from ..dependencies.packages.given_packages import (
    imports_problem,
    packages_problem,
    requirement_lines,
)
from ..dependencies.resolution.resolver_errors import UnreachableError
from ..errors import ScaffoldError
from ..questions import common_questions
from ..questions import function_questions as of_functions
from ..questions import runtime_questions as of_runtimes
from ..questions.context import (
    changed_of,
    given_of,
    house_of,
    repository_of,
    template_of,
    trigger_of,
)
from ..questions.misread_answers import data_files, misread_problem
from ..questions.preflight import changed_problem, ready_problem
from ..questions.warnings_before_add import cautions
from ..record_files import ROOT_ANSWERS_FILE
from ..sam.model.external_layers import arn_problem
from ..sam.writing.notation import sam_yaml
from ..terminal import warn
from .answers_text import as_recorded
from .bytecode_cache import compiled_templates
from .configuration import questions_of

_RECORDED = frozenset(
    ("kind", "name", "template_file", "description", "house", "runtime", "architecture")
)
"""What the answers file of every kind holds; nobody gives all of it by hand."""

_SHARED = frozenset(("kind", "name", "template_file", "provides", "came_along"))
"""What that of a shared resource holds; the function that needs it gives the same, checked."""

_UNASKED = frozenset(
    (
        "first_look", "house", "adopted", "fresh", "resources", "resolved", "package_layers",
        "component", "ready",
    )
)  # fmt: skip


class SamScaffoldExtension(Extension):
    """Makes the plain functions of this package known to the template."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters["sam_yaml"] = sam_yaml
        environment.filters["wrapped"] = lambda text, width: textwrap.wrap(str(text), width)
        environment.filters["requirement_lines"] = requirement_lines
        environment.filters["import_block"] = import_block
        environment.filters["request_path"] = RequestPath
        environment.filters["quoted"] = quoted
        environment.filters["choices"] = choices
        environment.filters["as_text"] = as_text
        environment.filters["as_word"] = shlex.quote
        environment.filters["as_recorded"] = as_recorded
        environment.globals.update(_GLOBALS)
        # Copier compiles the same few texts over and over, a tenth of its time (measured).
        environment.from_string = lru_cache(maxsize=None)(environment.from_string)  # type: ignore[assignment, method-assign]
        environment.compile = _once(environment.compile)  # type: ignore[method-assign]
        environment.bytecode_cache = compiled_templates()
        environment.extend(
            sam_repository=None, sam_again=None, sam_new=True, sam_ready=False,
            sam_resolved={}, sam_layers={},
        )  # fmt: skip


def _once(compile_text: Callable[..., Any]) -> Callable[..., Any]:
    """Compile the texts of copier.yml once a process, however many components it renders."""

    @wraps(compile_text)
    def wrapper(source: Any, *args: Any, **kwargs: Any) -> Any:
        if args or kwargs or not isinstance(source, str):
            return compile_text(source, *args, **kwargs)
        if source not in _COMPILED:
            _COMPILED[source] = compile_text(source)
        return _COMPILED[source]

    return wrapper


_COMPILED: dict[str, Any] = {}
"""Code by text: all environments of one version of the template are alike."""


def _refuse(problem: str) -> None:
    """Stop copier with one line; in a default, since a validator's errors become ValueErrors."""
    if problem:
        raise UserMessageError(problem)


@pass_context
def first_look(context: Context) -> bool:
    """Refuse ``--data`` that is no answer to a question, and see whether this is an update.

    Copier hands all recorded answers to the folders in which it renders an update as
    data; to the real repository it gives them as answers, of which only a recorded one
    can be there before the first question.
    """
    environment: Any = context.environment
    if environment.sam_again is not None:  # copier asks for a condition more than once
        return False
    given, changed = given_of(context), changed_of()
    # Whether this instance was generated before, and is taken as it is.
    again = (
        given.keys() >= _RECORDED
        or given.keys() >= _SHARED
        or any(key in context and key not in given for key in ("house", "provides"))
        or context.get("kind") == REPOSITORY
    )
    environment.sam_new = not again
    environment.sam_again = again and changed is None
    known = questions_of(Path(context["_copier_conf"]["src_path"]))
    public = {key: value for key, value in known.items() if key not in _UNASKED}
    _refuse(_misread(context, public))
    if environment.sam_again:  # copier would take the default of what is of another type
        _refuse(
            common_questions.type_problem(
                {one: context[one] for one in public if one in context}, public
            )
        )
    else:
        given = given if changed is None else {key: given[key] for key in changed}
        _refuse(
            common_questions.key_problem(given, public)
            or common_questions.type_problem(given, public)
        )
    return False


def _misread(context: Context, public: Mapping[str, Any]) -> str:
    """Why answers are not what stands in the files that copier has read them from."""
    conf, given = context["_copier_conf"], given_of(context)
    types = {key: str(value.get("type")) for key, value in public.items()}
    files = [(Path(one), one, given) for one in data_files(sys.argv)]
    with suppress(UndefinedError):  # of a new component it follows from the answers
        name = str(conf["answers_file"])
        recorded = {key: context[key] for key in types if key in context and key not in given}
        files.append((Path(conf["dst_path"]) / name, name, recorded))
    return next(filter(None, (misread_problem(*one, types) for one in files)), "")


@pass_context
def sam_templates(context: Context) -> list[str]:
    """Choices of ``template_file``."""
    environment: Any = context.environment
    recorded = {"template_file": context.get("template_file"), **given_of(context)}
    if context["kind"] == REPOSITORY:
        return []
    if environment.sam_again:  # it was chosen; to look for others takes its time
        return [str(recorded["template_file"])]
    return common_questions.template_choices(repository_of(context), context["kind"], recorded)


@pass_context
def house_style(context: Context) -> dict[str, Any]:
    """What the functions and layers of the SAM template have in common."""
    return common_questions.house_style(repository_of(context), context["template_file"])


@pass_context
def app_name(context: Context) -> str:
    """Default name of an application: its folder's, if nothing else is imported by it."""
    found = repository_of(context)
    root = (found.base or found.root).resolve()
    return common_questions.app_name(root.name, common_questions.packages_of(root))


@pass_context
def is_fresh(context: Context) -> bool:
    """Whether the SAM template is still to be made."""
    return not repository_of(context).exists(context["template_file"])


@pass_context
def present_files(context: Context) -> str:
    """Patterns of the files beside the SAM template, a line each."""
    folder = PurePosixPath(context["template_file"]).parent
    root = repository_of(context).root
    place = root / folder
    found = (
        sorted(path.name for path in place.iterdir() if path.is_file()) if place.is_dir() else ()
    )
    return "\n".join(pattern(str(folder / name)) for name in found)


def name_problem(context: Context, name: str) -> str:
    """Validator of ``name``."""
    return common_questions.name_problem(context["kind"], name)


def template_problem(context: Context, template_file: str) -> str:
    """Validator of ``template_file``."""
    return common_questions.template_problem(repository_of(context), context["kind"], template_file)


@pass_context
def is_new(context: Context) -> bool:
    """Whether there are no recorded answers yet."""
    environment: Any = context.environment
    return bool(environment.sam_new)


@pass_context
def resolved_packages(context: Context) -> dict[str, Any]:
    """Default of ``resolved``: the packages as they were asked for where nobody can be asked."""
    answers = context.get_all()
    # Copier wants the default where the question is none, too.
    if not is_pinned(answers):
        return {}
    cache: dict[str, dict[str, Any]] = context.environment.sam_resolved  # type: ignore[attr-defined]
    key = json.dumps(not_pinned(answers))  # copier asks for a default more than once
    if key not in cache:
        try:
            cache[key] = pinned(answers)
        except UnreachableError as error:
            then = f"They are not pinned; later: sam-scaffold set {answers['name']} pin=true"
            warn(f"{error} {then}")
            cache[key] = not_pinned(answers)
    return cache[key]


@pass_context
def resolved_problem(context: Context, recorded: dict[str, Any]) -> str:
    """Validator of ``resolved``, in an update too: what is of other answers is resolved anew."""
    return pinning_problem(recorded, context.get_all())


@pass_context
def shared_packages(context: Context) -> list[str]:
    """Choices of ``package``."""
    if context["kind"] != "module":
        return []
    return module_component.shared_packages(repository_of(context), house_of(context))


def package_problem(context: Context, package: str) -> str:
    """Validator of ``package``."""
    return module_component.package_problem(context["template_file"], house_of(context), package)


@pass_context
def present_conftest(context: Context) -> str:
    """The pattern of a module's file that is there already."""
    return module_component.present_conftest(repository_of(context), context["component"])


@pass_context
def sam_component(context: Context) -> dict[str, Any]:
    """All that follows from the answers."""
    answers = with_data(context.get_all())
    if answers["kind"] == REPOSITORY:
        return {"answers_file": ROOT_ANSWERS_FILE}
    if answers["kind"] == "function":
        template = template_of(context)
        inherited = {} if template is None else template.globals_function
        answers["house"] = with_own_words(answers["house"], _answered(context), inherited)
        found = component(answers, trigger_of(context))
        found["recorded"]["house"] = answers["house"]
    else:
        found = component(answers)
    repository_of(context).check_inside([answers["template_file"], *_folders(found)])
    return found


def _answered(context: Context) -> Collection[str]:
    """The questions that somebody answers now, none where all answers are recorded ones."""
    changed = changed_of()
    if changed is not None:
        return changed
    environment: Any = context.environment
    return given_of(context).keys() if environment.sam_new else ()


def _folders(facts: Mapping[str, Any]) -> list[str]:
    """The folders that a component's files are written to."""
    return [facts[key] for key in facts if key.endswith("_dir") and facts[key]]


@pass_context
def ready(context: Context, snippet: str) -> bool:
    """Refuse what the merge would refuse, before the first file is written."""
    environment: Any = context.environment
    if not environment.sam_again and not environment.sam_ready:
        environment.sam_ready = True  # copier asks for a default more than once
        asked, changed = context["_copier_answers"], changed_of()
        _refuse(
            common_questions.unasked_problem(
                given_of(context) if changed is None else changed, asked
            )
        )
        answers, trigger = context.get_all(), trigger_of(context)
        new, template = changed is None, template_of(context)
        if context["adopted"]:  # what stood there before need not be what would be refused
            if template and changed:
                _refuse(changed_problem(template, answers, trigger, snippet, changed))
            return True
        repository = repository_of(context)
        _refuse(ready_problem(repository, answers, trigger, snippet, new=new))
        for line in cautions(repository, template, answers, new=new) if template else ():
            warn(line)
    return True


def _in_one_line(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a refusal end copier with its line instead of a traceback."""

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except ScaffoldError as error:
            raise UserMessageError(str(error)) from None

    return wrapper


def _validator(function: Callable[..., str]) -> Callable[..., str]:
    """A validator that an update passes: copier forgets a recorded answer that fails one."""

    @pass_context
    def wrapper(context: Context, *args: Any) -> str:
        environment: Any = context.environment
        return "" if environment.sam_again else function(context, *args)

    return wrapper


def _stateless(function: Callable[..., str]) -> Callable[..., str]:
    return lambda _context, *args: function(*args)


def _of_data(key: str, function: Callable[..., str]) -> Callable[..., str]:
    """A validator of an answer that this template reads itself."""

    def wrapper(context: Context, answer: Any) -> str:
        try:
            return function(context, data_of(key, answer))
        except GivenError as error:
            return f"this is {error}."

    return wrapper


def _of_setting(setting: Setting) -> Callable[..., str]:
    """A validator of what a question about an event source is answered with."""
    checked = _stateless(setting.problem)
    return checked if setting.is_text else _of_data(setting.question, checked)


_VALIDATORS: dict[str, Callable[..., str]] = {
    **{f"{question}_problem": _of_setting(one) for question, one in SETTINGS.items()},
    "name_problem": name_problem,
    "template_problem": template_problem,
    "packages_problem": _stateless(packages_problem),
    "imports_problem": _stateless(imports_problem),
    "package_problem": package_problem,
    "arn_problem": _stateless(arn_problem),
    "runtime_problem": of_runtimes.runtime_problem,
    "limit_problem": _stateless(common_questions.limit_problem),
    "request_path_problem": _stateless(request_path_problem),
    "environment_problem": _of_data("environment", of_functions.environment_problem),
    "description_problem": _stateless(common_questions.description_problem),
    **{
        function.__name__: function
        for function in (
            of_functions.source_problem, of_functions.destination_problem,
            of_functions.uses_problem, of_functions.layers_problem,
            of_functions.shared_code_problem, of_functions.powertools_problem,
            of_functions.alarm_topic_problem,
            of_functions.log_retention_problem,
        )
    },
}  # fmt: skip

_FUNCTIONS = (
    first_look, present_files, sam_templates, house_style, app_name, is_fresh,
    of_runtimes.runtimes, of_runtimes.default_runtime,
    is_new, resolved_packages, resolved_problem, shared_packages, present_conftest,
    sam_component, ready,
    of_functions.trigger_choices, of_functions.source_choices, of_functions.asks,
    of_functions.stated_by_source,
    of_functions.destination_choices,
    of_functions.use_choices, of_functions.chosen_resources, of_functions.resources_problem,
    of_functions.third_party_layers, of_functions.layers_of_packages, of_functions.remarks,
    of_functions.takes_shared_code, of_functions.brings_powertools,
    of_functions.default_tracing,
    of_functions.alarm_topic_choices, of_functions.default_alarm_topic, of_functions.learned,
    of_functions.standard,
)  # fmt: skip

_GLOBALS: dict[str, Callable[..., Any]] = {
    **{function.__name__: _in_one_line(function) for function in _FUNCTIONS},
    **{name: _validator(function) for name, function in _VALIDATORS.items()},
}
