"""The Jinja extension: questions.py and component.py under the names copier.yml uses."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

import yaml
from copier.errors import UserMessageError
from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context

from ..errors import ScaffoldError
from ..sam.notation import sam_yaml
from ..sam.repository import Repository
from . import questions
from .component import STANDARD, component
from .packages import packages_problem, requirement_lines
from .ready import ready_problem
from .wire import RECORDED_VARIABLE, REPOSITORY_VARIABLE

_RECORDED = frozenset(
    ("kind", "name", "template_file", "description", "house", "runtime", "architecture")
)
"""What the answers file of every kind holds; nobody gives all of it by hand."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_UNASKED = frozenset(("first_look", "house", "fresh", "component", "ready"))


class SamScaffoldExtension(Extension):
    """Makes the plain functions of this package known to the template."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters["sam_yaml"] = sam_yaml
        environment.filters["wrapped"] = lambda text, width: textwrap.wrap(str(text), width)
        environment.filters["requirement_lines"] = requirement_lines
        environment.filters["as_recorded"] = _as_recorded
        environment.globals.update(_GLOBALS)
        # Copier compiles the same few texts over and over, a tenth of its time (measured).
        environment.from_string = lru_cache(maxsize=None)(environment.from_string)  # type: ignore[assignment, method-assign]
        environment.extend(sam_repository=None, sam_again=None, sam_ready=False)


def _as_recorded(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with the template's own address, where copier renders from a cache."""
    recorded = json.loads(os.environ.get(RECORDED_VARIABLE) or "{}")
    return {**answers, **recorded}


def _repository(context: Context) -> Repository:
    """The repository as copier's run sees it; it stays as it is until files are written."""
    environment: Any = context.environment
    if environment.sam_repository is None:
        base = os.environ.get(REPOSITORY_VARIABLE)
        root = Path(context["_copier_conf"]["dst_path"])
        environment.sam_repository = Repository(root, Path(base) if base else None)
    found: Repository = environment.sam_repository
    return found


def _recorded(context: Context) -> Mapping[str, Any]:
    data: Mapping[str, Any] = context["_copier_conf"]["data"]
    return data


def _refuse(problem: str) -> None:
    """Stop copier with one line; in a default, since a validator's errors become ValueErrors."""
    if problem:
        raise UserMessageError(problem)


@pass_context
def first_look(context: Context) -> bool:
    """Refuse ``--data`` keys that are no questions, and see whether this is an update.

    Copier hands all recorded answers to the folders in which it renders an update as
    data; to the real repository it gives them as answers, of which only a recorded one
    can be there before the first question.
    """
    environment: Any = context.environment
    if environment.sam_again is not None:  # copier asks for a condition more than once
        return False
    given = _recorded(context)
    # Whether this instance was generated before: then its own files are no clash.
    again = given.keys() >= _RECORDED or ("house" in context and "house" not in given)
    environment.sam_again = again
    if not again:
        path = Path(context["_copier_conf"]["src_path"]) / "copier.yml"
        known = yaml.load(path.read_bytes(), Loader=_LOADER)  # noqa: S506 - it is a safe one
        _refuse(questions.key_problem(given, {k: known[k] for k in known if k not in _UNASKED}))
    return False


@pass_context
def sam_templates(context: Context) -> list[str]:
    """Choices of ``template_file``."""
    recorded = {"template_file": context.get("template_file"), **_recorded(context)}
    return questions.template_choices(_repository(context), context["kind"], recorded)


@pass_context
def house_style(context: Context) -> dict[str, Any]:
    """What the functions and layers of the SAM template have in common."""
    return questions.house_style(_repository(context), context["template_file"])


@pass_context
def third_party_layers(context: Context) -> list[str]:
    """Choices of ``layers``."""
    recorded = _recorded(context).get("layers") or context.get("layers")
    return questions.layer_choices(
        _repository(context), context["template_file"], context["house"], recorded
    )


@pass_context
def app_name(context: Context) -> str:
    """Default name of an application: its folder's."""
    found = _repository(context)
    return questions.app_name((found.base or found.root).resolve().name)


@pass_context
def is_fresh(context: Context) -> bool:
    """Whether the SAM template is still to be made."""
    return not _repository(context).exists(context["template_file"])


def name_problem(context: Context, name: str) -> str:
    """Validator of ``name``."""
    return questions.name_problem(context["kind"], name)


def template_problem(context: Context, template_file: str) -> str:
    """Validator of ``template_file``."""
    return questions.template_problem(_repository(context), context["kind"], template_file)


def layers_problem(context: Context, layers: list[str]) -> str:
    """Validator of ``layers``."""
    return questions.layers_problem(
        _repository(context), context["template_file"], context["house"], layers
    )


@pass_context
def runtimes(context: Context) -> list[str]:
    """Choices of ``runtime``."""
    return list(dict.fromkeys([*questions.RUNTIMES, context["house"]["runtime"]]))


@pass_context
def standard(context: Context, key: str) -> int:
    """Default of a function's number: what Globals sets, else the standard."""
    given = context["house"]["globals"].get(key)
    return given if isinstance(given, int) else STANDARD[key]


@pass_context
def sam_component(context: Context) -> dict[str, Any]:
    """All that follows from the answers."""
    return component(dict(context.get_all()))


@pass_context
def ready(context: Context, snippet: str) -> bool:
    """Refuse what the merge would refuse, before the first file is written."""
    environment: Any = context.environment
    if not environment.sam_again and not environment.sam_ready:
        environment.sam_ready = True  # copier asks for a default more than once
        _refuse(ready_problem(_repository(context), context.get_all(), snippet))
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


_VALIDATORS: dict[str, Callable[..., str]] = {
    "name_problem": name_problem,
    "template_problem": template_problem,
    "layers_problem": layers_problem,
    "packages_problem": _stateless(packages_problem),
    "schedule_problem": _stateless(questions.schedule_problem),
    "range_problem": _stateless(questions.range_problem),
    "description_problem": _stateless(questions.description_problem),
}

_FUNCTIONS = (
    first_look, sam_templates, house_style, third_party_layers, app_name, is_fresh, runtimes,
    standard, sam_component, ready,
)  # fmt: skip

_GLOBALS: dict[str, Callable[..., Any]] = {
    **{function.__name__: _in_one_line(function) for function in _FUNCTIONS},
    **{name: _validator(function) for name, function in _VALIDATORS.items()},
}
