"""Handlers that do not exist, determined without importing them."""

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
    """The runtime imports the handler's module and reads the function from it.

    Lambda's Python runtime splits ``src/app.lambda_handler`` at its last dot, and replaces
    slashes with dots.
    """

    id = "E9103"
    shortdesc = "The handler is not in the function's code"
    description = "sam build does not check the handler, and each invocation of the function fails."
    source_url = "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html"
    tags = ["resources", "lambda", "code", "handler"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each Python function whose handler certainly does not exist."""
        for function in facts.functions:
            try:
                code = code_of(function)
                problem = "" if code is None else _problem(facts, function, code)
            except OSError:  # no read permission, or an invalid file name
                continue
            if problem:
                yield RuleFinding(function.path("Handler"), f"{function.logical_id}: {problem}")


def _problem(facts: Application, function: Function, code: Place) -> str:
    """Return the problem of a handler, nothing if it exists or may exist."""
    parts, attribute = handler_parts(function)
    for place in places_of(function, code):
        if file := module_file(place, parts):
            return _missing_attribute(facts, place, parts, file, attribute)
    if _may_be_provided(facts, function, code, parts):
        return ""
    if "" in parts or not attribute:
        return f"{function.handler!r} is not a valid handler. Use the form module.function."
    near = nearest(parts[-1], _stems(code.joinpath(*parts[:-1])))
    folder = _shown(facts, code)
    where = "next to the template" if folder == "." else f"in {folder}"
    return (
        f"there is no {'/'.join(parts)}.py {where} for the handler "
        f"{function.handler!r}. Create it, or correct the handler.{near}"
    )


def _missing_attribute(
    facts: Application, place: Place, parts: tuple[str, ...], file: Place, attribute: str
) -> str:
    """Return the problem if a module does not have the function."""
    module = module_in((place,), parts)
    if module is None or not module.names.lacks(attribute):
        return ""
    return (
        f"{_shown(facts, file)} does not define {attribute}. Define it, or correct the "
        f"handler.{nearest(attribute, module.names.known)}"
    )


def _may_be_provided(
    facts: Application, function: Function, code: Place, parts: tuple[str, ...]
) -> bool:
    """Return whether a layer or a package may provide a module."""
    layers = function.layers
    if function.foreign or not function.knows_layers:
        return True
    if not all(layer.is_known or layer.built for layer in layers):
        return True
    top = parts[0]
    if any(place.exists() for place in (code / top, code / f"{top}.py")) or not top:
        return False
    provided = [provided_by_code(facts, function), *(provided_by(facts, layer) for layer in layers)]
    if any(name.partition(".")[0] == top for each in provided for name in each.import_names):
        return True
    # Unlisted requirements are packages, whose modules are below a name of their own.
    return len(parts) > 1 and not all(each.is_complete for each in provided)


def _stems(folder: Place) -> list[str]:
    """Return the modules in a folder."""
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    return [name.removesuffix(".py") for name in names if name.endswith(".py")]


def _shown(facts: Application, place: Place) -> str:
    return facts.shown(Path(str(place)))
