"""All changes to cfn-lint at run time, each with its measured reason.

They only save time: without any of them, the same is found. Measured on a template of 20 functions
with cfn-lint 1.58.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, wraps
from typing import Any

from cfnlint.context import context
from cfnlint.jsonschema import _filter, validators
from cfnlint.schema.resolver import RefResolver


@contextmanager
def computed_once() -> Iterator[None]:
    """Make cfn-lint keep what it would compute again for each property of a template."""
    changes: tuple[tuple[Any, str, Callable[[Any], Any]], ...] = (
        (validators, "create", _one_class),
        (RefResolver, "resolve_fragment", _found_once),
        (validators, "fields", _listed_once),
        (context, "fields", _listed_once),
        (_filter, "fields", _listed_once),
    )
    changes = tuple(change for change in changes if hasattr(change[0], change[1]))  # else slower
    before = [(place, name, getattr(place, name)) for place, name, _ in changes]
    for place, name, change in changes:
        setattr(place, name, change(getattr(place, name)))
    try:
        yield
    finally:
        for place, name, function in before:
            setattr(place, name, function)


def _one_class(create: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that makes one class of validators for the same keywords.

    Cfn-lint makes a dataclass for each value that a rule validates, a thousand of ten kinds;
    without this change, the command takes 15 % more time.
    """
    made: dict[object, Any] = {}

    @wraps(create)
    def kept(
        validators: Mapping[str, Any], function_filter: Any, fn_resolvers: Mapping[str, Any]
    ) -> Any:
        key = (_identity(validators), repr(function_filter), _identity(fn_resolvers))
        if key not in made:
            made[key] = create(validators, function_filter, fn_resolvers)
        return made[key]

    return kept


def _identity(functions: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what tells functions apart; the class that has a method keeps its object alive."""
    return tuple(
        (name, id(getattr(function, "__self__", None)), getattr(function, "__func__", function))
        for name, function in functions.items()
    )


def _found_once(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that looks for a fragment of a schema once.

    Cfn-lint searches the whole schema of a resource's type for each resource; without this
    change, the command takes 10 % more time.
    """
    found: dict[tuple[int, str], tuple[Any, Any]] = {}

    @wraps(resolve)
    def kept(self: RefResolver, document: Any, fragment: str) -> Any:
        key = (id(document), fragment)
        if key not in found:
            found[key] = (document, resolve(self, document, fragment))
        return found[key][1]

    return kept


def _listed_once(fields: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that lists the fields of a class once.

    Cfn-lint lists them for each copy of a validator or a context; without this change, the command
    takes 5 % more time.
    """
    return lru_cache(maxsize=None)(fields)
