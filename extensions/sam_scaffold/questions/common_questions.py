"""What the questions offer, and what they refuse.

Plain functions behind the Jinja extension. A `..._problem` function returns the
line that a person sees, the empty string if all is well.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ..components.answers_file import read_yaml
from ..components.function_component import ordered_layers
from ..components.given_data import NO_YAML, READ_HERE, GivenError, data_of, function_in
from ..document.characters import surrogate_problem
from ..document.expansion import expansion_problem
from ..errors import ScaffoldError, nearest
from ..sam.model.external_layers import name_of, outside_layers
from ..sam.model.names import name_problem as spelling_problem
from ..sam.model.names import words
from ..sam.model.template import Template
from ..sam.model.template_files import TEMPLATE_ENDINGS, find_template, load_template, templates_of
from ..sam.style.house_style import HouseStyle
from ..sam.style.learning.learned_style import learn
from ..transaction import files
from ..transaction.paths import path_problem
from ..transaction.repository_view import RepositoryView
from .connection_questions import answered

MAX_LAYERS = 5
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

MAX_FUNCTION_NAME = 64
"""https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"""

RUNTIMES = ("python3.11", "python3.12", "python3.13", "python3.14")
"""Runtimes with which functions can still be created for a while:
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""


YES = ("true", "yes", "y", "t", "on", "1")
NO = ("false", "no", "n", "f", "off", "0")
"""What copier reads as a switch."""

_OF_KIND = re.compile(r"kind == '(\w+)'")


def key_problem(
    given: Mapping[str, Any], known: Mapping[str, Any], offered: Collection[str] | None = None
) -> str:
    """Why some ``--data`` keys are wrong.

    Args:
        given: The answers that were given.
        known: The questions as copier.yml has them; the ``when`` of one that is asked
            for one kind alone says so.
        offered: Those to choose from, where they are not all of the kind.
    """
    kind = given.get("kind", "")
    of_kind = [key for key, value in known.items() if not kind or kind in (_kinds(value) or [kind])]
    for key in given:
        if key not in of_kind:
            what = f" of kind {kind}" if key in known else ""
            there = sorted(of_kind if offered is None else offered)
            way_out = nearest(key, there) or f" There are {', '.join(there)}."
            return f"{key!r} is no question{what}.{way_out}"
    return ""


def type_problem(given: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """Why some ``--data`` is not of the type that its question wants, or is too much of it.

    Copier takes every word but a few for true (measured, 9.19), and says of what it cannot
    read neither to which question it was given nor what would do.

    Args:
        given: The answers that were given.
        known: The questions as copier.yml has them.
    """
    for key, value in given.items():
        if problem := expansion_problem(value):
            return f"{key}: {problem}."
        whole = json.dumps(value, ensure_ascii=False, skipkeys=True, default=str)
        if problem := surrogate_problem(whole):
            return f"{key}: {problem}"
        if problem := _wrong_type(key, value, str(known[key].get("type"))):
            shown = value if len(str(value)) <= _SHOWN else f"{str(value)[:_SHOWN]}..."
            return f"{key}: {shown!r} is {problem}."
    return ""


def _wrong_type(key: str, value: Any, kind: str) -> str:
    """Why an answer is not of a question's type, to stand behind "is"; nothing if it is."""
    if key in READ_HERE:
        return _of_text(key, value)
    if isinstance(value, str):
        if kind in _SCALARS and function_in(value):
            return "an intrinsic function, and this answer takes none; write the value itself"
        return _TYPES[kind](value) if kind in _TYPES else ""
    if kind in _SCALARS and not isinstance(value, list):  # a multiselect's answer is one
        return _of_data(value, kind)
    return ""


def _of_text(key: str, value: Any) -> str:
    try:
        data_of(key, value)
    except GivenError as error:
        return str(error)
    return ""


def _of_data(value: Any, kind: str) -> str:
    """Why data of a file is not what its question wants: copier would cast it."""
    if isinstance(value, bool):
        return "" if kind == "bool" else "true or false to YAML 1.1; write it in quotes"
    if isinstance(value, int):
        return ""
    return "no value for it, as YAML 1.1 reads it; write it in quotes"


_SCALARS = ("str", "int", "bool")


_SHOWN = 100
"""Characters of a value that a message repeats."""


_WHOLE_NUMBER = re.compile(r"[-+]?\d{1,18}", re.ASCII)


def _whole_number(text: str) -> str:
    return "" if _WHOLE_NUMBER.fullmatch(text.strip()) else "no whole number"


def _switch(text: str) -> str:
    return "" if text.strip().lower() in (*YES, *NO) else "neither true nor false"


def _yaml(text: str) -> str:
    try:
        read_yaml(text)
    except yaml.MarkedYAMLError:
        return NO_YAML
    except yaml.YAMLError as error:
        return f"not a value for a template: {error}"
    return ""


_TYPES = {"int": _whole_number, "bool": _switch, "yaml": _yaml}


def unasked_problem(given: Iterable[str], asked: Mapping[str, Any]) -> str:
    """Why some ``--data`` answers a question that the other answers leave no room for.

    Args:
        given: The keys of the answers that were given.
        asked: All answers to what there was to answer.
    """
    for key in given:
        if not key.startswith("_") and key not in asked:
            return (
                f"{key} does not go with the other answers (a question of another trigger, or of "
                "something that is switched off or not there); leave it out."
            )
    return ""


def _kinds(question: Mapping[str, Any]) -> list[str]:
    when = str(question.get("when", ""))
    return _OF_KIND.findall(when) or (["function"] if "trigger ==" in when else [])


def template_choices(
    repository: RepositoryView, kind: str, recorded: Mapping[str, Any]
) -> list[str]:
    """The SAM templates of a repository, and the one that was answered before."""
    found = templates_of(repository)
    if not found and kind == "app":
        found = ["template.yaml"]
    answered = recorded.get("template_file")
    return list(dict.fromkeys([*found, *([answered] if answered else [])]))


def template_problem(repository: RepositoryView, kind: str, template_file: str) -> str:
    """Why a SAM template cannot be used."""
    if not template_file:
        return (
            "no SAM template found here (a YAML or JSON file with Transform "
            "AWS::Serverless-2016-10-31); change to the folder that has it, or make an "
            "application with `sam-scaffold init`."
        )
    if problem := path_problem(template_file):
        return problem
    if kind == "app" and not repository.exists(template_file):
        known = template_file.endswith(TEMPLATE_ENDINGS)
        return "" if known else f"{template_file!r} does not end in {', '.join(TEMPLATE_ENDINGS)}."
    try:
        load_template(repository, template_file)
        files.read_for_change(repository.place(template_file), template_file)
    except ScaffoldError as error:
        return str(error)
    if template_file not in templates_of(repository):
        return (
            f"{template_file} is no SAM template (its Transform is not "
            "AWS::Serverless-2016-10-31); add that line, or name another file."
        )
    return ""


def house_style(repository: RepositoryView, template_file: str) -> dict[str, Any]:
    """The house style of a SAM template, the standard where there is none yet."""
    if not template_file or not repository.exists(template_file):
        return HouseStyle().to_dict()
    try:
        return learn(load_template(repository, template_file), repository).to_dict()
    except ScaffoldError:  # said where the template is asked for
        return HouseStyle().to_dict()


def app_name(folder: str, taken: Collection[str] = ()) -> str:
    """A name for an application that lives in a folder.

    Args:
        folder: What the folder is called.
        taken: Packages and modules that are there already: the shared code is imported by the
            application's name, and Python finds one of a name alone.
    """
    ascii_only = unicodedata.normalize("NFKD", folder).encode("ascii", "ignore").decode()
    name = "_".join(words(re.sub(r"[^A-Za-z0-9]+", "_", ascii_only)))
    tries = (name, f"{name}_app", f"app_{name}", "app", f"{name}_shared_code", "shared_code")
    free = [one for one in tries if not spelling_problem(one)]
    return next((one for one in free if one not in taken), free[0])


def packages_of(root: Path) -> frozenset[str]:
    """What is imported by name where a repository's root is on the search path.

    So it is for tests: pytest puts the folder there that holds the outermost package, which may
    be the root itself (https://docs.pytest.org/en/stable/explanation/pythonpath.html).
    """
    modules = {path.stem for path in root.glob("*.py")}
    packages = {path.parent.name for path in root.glob("*/__init__.py")}
    own = {root.resolve().name} if "__init__" in modules else set()
    return frozenset(modules | packages | own)


def name_problem(kind: str, name: str) -> str:
    """Why a name cannot be used for a new component."""
    if problem := spelling_problem(name):
        return problem
    if kind == "function" and len(name) > MAX_FUNCTION_NAME:
        return f"{name!r} has {len(name)} characters, and a function's name at most 64; shorten it."
    return ""


def layer_choices(
    repository: RepositoryView, template_file: str, house: Mapping[str, Any], recorded: Any
) -> list[str]:
    """The third-party layers of a SAM template, and whatever was answered already.

    Copier drops a multiselect's answers that are no choices without a word
    (measured, 9.19): an unknown layer has to be among them to be refused by name,
    and an update, which renders where there is no template, has to keep its own.
    They come first, as copier puts the answers into the order of the choices.
    """
    found: list[str] = []
    if (template := find_template(repository, template_file)) is not None:
        found = [name for name in _layers_of(template) if name != house["shared_layer"]]
    return list(dict.fromkeys([*answered(recorded), *found]))


def _layers_of(template: Template) -> list[str]:
    """The layers that functions can have, those from outside among them."""
    return [*(layer.logical_id for layer in template.layers), *outside_layers(template)]


def layers_problem(
    repository: RepositoryView, template_file: str, house: Mapping[str, Any], layers: list[str]
) -> str:
    """Why a function cannot have these layers."""
    template = find_template(repository, template_file)
    if template is None:
        return ""
    known = _layers_of(template)
    for layer in layers:
        if layer not in known:
            has = ", ".join(known) or "none"
            return f"{layer!r} is no layer of {template_file}.{nearest(layer, known)} It has {has}."
    style = HouseStyle.from_dict(dict(house))
    brought = "the shared code" if style.shared_layer else ""
    return layer_count_problem(list(set(ordered_layers(layers, style))), style, brought)


def layer_count_problem(layers: Sequence[Any], house: HouseStyle, brought: str = "") -> str:
    """Why a function cannot have so many layers.

    Args:
        layers: All that it states.
        house: The house style, whose Globals may give it more.
        brought: Which of them come by themselves.
    """
    given = house.globals.get("Layers") or []
    count = len(layers) + len(given)
    if count <= MAX_LAYERS:
        return ""
    of_globals = f"Globals' {', '.join(map(name_of, given))}" if given else ""
    others = " and ".join(filter(None, [brought, of_globals]))
    without = ", or give -d shared_code=false" if house.shared_layer and brought else ""
    return (
        f"{count} layers{others and f' with {others}'}, and a function has at most {MAX_LAYERS}; "
        f"choose fewer{without}."
    )


def description_problem(description: str) -> str:
    """Why a description cannot stand in a SAM template: Lambda allows 256 characters."""
    if "\n" in description or not description.isprintable():
        return "a description is one line of printable text."
    if "${" in description:
        return "a description cannot hold ${...}, which CloudFormation takes for a reference."
    if function_in(description):
        return "a description is text, and this is an intrinsic function; write the text itself."
    return range_problem(len(description), 0, 256, "characters")


def range_problem(value: int, low: int, high: int, unit: str) -> str:
    """Why a number is outside of what Lambda allows."""
    return "" if low <= value <= high else f"{value} is not between {low} and {high} {unit}."
