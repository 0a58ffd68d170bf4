"""A function's handler has to be where the template says, told without importing it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..application.application import Application
from ..application.function import Function
from ..contents.importable_modules import provided_by, provided_by_code
from ..errors import nearest
from ._handlers import Place, code_of, handler_parts, module_file, module_in, places_of
from ._rule import Rule, RuleFinding


class HandlerExists(Rule):
    """The runtime imports the handler's module and takes the function from it.

    Lambda's Python runtime splits ``src/app.lambda_handler`` at its last dot, and takes
    slashes for dots.
    """

    id = "E9103"
    shortdesc = "The handler is not in the function's code"
    description = "sam build does not look for the handler, and each call of the function fails."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    tags = ["resources", "lambda", "code", "handler"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each function of Python whose module or function is certainly not there."""
        for function in facts.functions:
            try:
                code = code_of(function)
                problem = "" if code is None else _problem(facts, function, code)
            except OSError:  # a folder that is not ours to read, a name that no file can have
                continue
            if problem:
                yield RuleFinding(function.path("Handler"), f"{function.logical_id}: {problem}")


def _problem(facts: Application, function: Function, code: Place) -> str:
    """Return what is wrong with a handler, nothing where it is there or may be."""
    parts, attribute = handler_parts(function)
    for place in places_of(function, code):
        if file := module_file(place, parts):
            return _without(facts, place, parts, file, attribute)
    if _may_be_brought(facts, function, code, parts):
        return ""
    if "" in parts or not attribute:
        return f"the handler {function.handler!r} is not of the form module.function; write it so."
    near = nearest(parts[-1], _stems(code.joinpath(*parts[:-1])))
    folder = _shown(facts, code)
    where = "beside the template" if folder == "." else f"in {folder}"
    return (
        f"there is no {'/'.join(parts)}.py {where} for the handler "
        f"{function.handler!r}; write it, or name the module that has the handler.{near}"
    )


def _without(
    facts: Application, place: Place, parts: tuple[str, ...], file: Place, attribute: str
) -> str:
    """Return what is wrong where a module has no such function."""
    module = module_in((place,), parts)
    if module is None or not module.names.lacks(attribute):
        return ""
    return (
        f"{_shown(facts, file)} has no {attribute}; write that function, or name the one "
        f"that is the handler.{nearest(attribute, module.names.known)}"
    )


def _may_be_brought(
    facts: Application, function: Function, code: Place, parts: tuple[str, ...]
) -> bool:
    """Return whether a module that is not among the sources may come with a layer or a package."""
    layers = function.layers
    if function.foreign or not function.knows_layers:
        return True
    if not all(layer.is_known or layer.built for layer in layers):
        return True
    top = parts[0]
    if any(place.exists() for place in (code / top, code / f"{top}.py")) or not top:
        return False
    brought = [provided_by_code(facts, function), *(provided_by(facts, layer) for layer in layers)]
    if any(name.partition(".")[0] == top for one in brought for name in one.import_names):
        return True
    # What a list leaves out are packages, and their modules are below a name of their own.
    return len(parts) > 1 and not all(one.is_complete for one in brought)


def _stems(folder: Place) -> list[str]:
    """Return the modules in a folder."""
    names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    return [name.removesuffix(".py") for name in names if name.endswith(".py")]


def _shown(facts: Application, place: Place) -> str:
    return facts.shown(Path(str(place)))
