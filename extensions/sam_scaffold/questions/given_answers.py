"""Validation of given answers: unknown questions, wrong types, questions that are not asked.

A function named ``..._problem`` returns a message for the user, empty if the answers are valid.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import yaml

from ..components.alarms import QUESTION as ALARMS
from ..components.answers_file import read_yaml
from ..components.given_data import NO, NOT_YAML, READ_HERE, YES, GivenError, data_of, function_in
from ..document.characters import surrogate_problem
from ..document.expansion import expansion_problem
from ..errors import nearest

Questions = Mapping[str, Mapping[str, Any]]
"""The questions of copier.yml by key."""

_OF_KIND = re.compile(r"kind == '(\w+)'")


def key_problem(
    given: Mapping[str, Any], known: Questions, offered: Collection[str] | None = None
) -> str:
    """Return an error if a ``--data`` key is not a question.

    Args:
        given: The answers that were given.
        known: The questions of copier.yml; the ``when`` of a question names its kind, if it is
            only asked for one.
        offered: The questions to list in the error, if not all of the kind.
    """
    kind = given.get("kind", "")
    of_kind = [key for key, value in known.items() if not kind or kind in (_kinds(value) or [kind])]
    for key in given:
        if key not in of_kind:
            what = f" of kind {kind}" if key in known else ""
            there = sorted(of_kind if offered is None else offered)
            way_out = nearest(key, there) or f" The questions are {', '.join(there)}."
            return f"{key!r} is not a question{what}.{way_out}"
    return ""


def type_problem(given: Mapping[str, Any], known: Questions) -> str:
    """Return an error if a given answer is not of its question's type, or is too large.

    Copier reads most words as true (measured, 9.19). Its error for a value that it cannot read
    mentions neither the question nor a valid value.

    Args:
        given: The answers that were given.
        known: The questions of copier.yml.
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
    """Return an error if an answer has the wrong type, as the end of "VALUE is ..."."""
    if key in READ_HERE:
        return _of_text(key, value)
    if key == ALARMS and isinstance(value, bool):
        return ""
    if isinstance(value, str):
        if kind in _SCALARS and function_in(value):
            return "an intrinsic function, which is not allowed here. Write the value itself"
        return _TYPES[kind](value) if kind in _TYPES else ""
    if kind in _SCALARS and not isinstance(value, list):  # a multiselect's answer is one
        return _of_file(value, kind)
    return ""


def _of_text(key: str, value: Any) -> str:
    try:
        data_of(key, value)
    except GivenError as error:
        return str(error)
    return ""


def _of_file(value: Any, kind: str) -> str:
    """Return an error if data of a file has the wrong type, which Copier would convert."""
    if isinstance(value, bool):
        return "" if kind == "bool" else "a Boolean in YAML 1.1. Put it in quotes"
    if isinstance(value, int):
        return ""
    return "of another type in YAML 1.1. Put it in quotes"


_SCALARS = ("str", "int", "bool")


_SHOWN = 100
"""Characters of a value that a message repeats."""


_WHOLE_NUMBER = re.compile(r"[-+]?\d{1,18}", re.ASCII)


def _whole_number(text: str) -> str:
    return "" if _WHOLE_NUMBER.fullmatch(text.strip()) else "not a whole number"


def _switch(text: str) -> str:
    return "" if text.strip().lower() in (*YES, *NO) else "neither true nor false"


def _yaml(text: str) -> str:
    try:
        read_yaml(text)
    except yaml.MarkedYAMLError:
        return NOT_YAML
    except yaml.YAMLError as error:
        return f"not a valid value: {error}"
    return ""


_TYPES = {"int": _whole_number, "bool": _switch, "yaml": _yaml}


def unasked_problem(given: Iterable[str], asked: Collection[str]) -> str:
    """Return an error if an answer was given to a question that is not asked.

    Args:
        given: The keys of the answers that were given.
        asked: The questions that are asked with the other answers.
    """
    for key in given:
        if not key.startswith("_") and key not in asked:
            return (
                f"{key} does not apply with the other answers: it belongs to another trigger, or "
                "to something that is switched off or does not exist. Remove it."
            )
    return ""


def _kinds(question: Mapping[str, Any]) -> list[str]:
    when = str(question.get("when", ""))
    return _OF_KIND.findall(when) or (["function"] if "trigger ==" in when else [])


def of_data(key: str, check: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return a validator that parses an answer before it checks its data.

    Args:
        key: Its question.
        check: The validator of the data.
    """

    def problem(answer: Any) -> str:
        try:
            return check(data_of(key, answer))
        except GivenError as error:
            return f"this is {error}."

    return problem


def answered(recorded: Any) -> list[str]:
    """Return the items of a list that was given as a list, as YAML, or separated by commas."""
    if isinstance(recorded, str):
        words = recorded.translate(dict.fromkeys(map(ord, "[]'\","), " ")).split()
        return [word for word in words if word != "-"]
    return [str(answer) for answer in recorded or []]


def is_on(answer: Any) -> bool:
    """Return whether Copier reads an answer as true."""
    return str(answer).lower() in YES
