"""A function's handler has to be where the template says, told without importing it."""

from __future__ import annotations

import ast
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from ..dependencies.module_names import ModuleNames
from ..errors import nearest
from ..facts.facts import Facts
from ..facts.function import Function
from ..facts.provided import provided_by, provided_by_code
from ._rule import Finding, Rule

_Place = Path | zipfile.Path

_BINARIES = (".so", ".pyd", ".pyc")
_UNREADABLE = (SyntaxError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error)
"""What a module raises that is broken, of another Python, or too deep to be parsed."""

_STARTS_OTHERWISE = {"AWS_LAMBDA_EXEC_WRAPPER", "PYTHONPATH"}


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

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """One for each function of Python whose module or function is certainly not there."""
        for function in facts.functions:
            try:
                code = _code(function)
                problem = "" if code is None else _problem(facts, function, code)
            except OSError:  # a folder that is not ours to read, a name that no file can have
                continue
            if problem:
                yield Finding(function.path("Handler"), f"{function.logical_id}: {problem}")


def _code(function: Function) -> _Place | None:
    """The code of a function whose handler can be judged."""
    if not function.is_python_built or not function.handler or _is_wrapped(function):
        return None
    if function.has_parent_packages:
        return None
    code = function.code
    if code is None or code.is_dir():
        return code
    return zipfile.Path(code) if code.is_file() and zipfile.is_zipfile(code) else None


def _is_wrapped(function: Function) -> bool:
    """Whether a layer's script may start something else, or Python look elsewhere.

    https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper
    """
    return function.variables is None or not _STARTS_OTHERWISE.isdisjoint(function.variables)


def _problem(facts: Facts, function: Function, code: _Place) -> str:
    """What is wrong with a handler, nothing where it is there or may be."""
    name, _, attribute = function.handler.rpartition(".")
    parts = name.replace("/", ".").split(".")
    for place in _places(function, code):
        if module := _module(place, parts):
            return _without(facts, module, attribute)
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


def _without(facts: Facts, module: _Place, attribute: str) -> str:
    """What is wrong where a module has no such function."""
    if module.name.endswith(_BINARIES):
        return ""
    try:
        names = ModuleNames.of(ast.parse(module.read_bytes()))
    except _UNREADABLE:
        return ""
    if not names.lacks(attribute):
        return ""
    return (
        f"{_shown(facts, module)} has no {attribute}; write that function, or name the one "
        f"that is the handler.{nearest(attribute, names.known)}"
    )


def _may_be_brought(facts: Facts, function: Function, code: _Place, parts: list[str]) -> bool:
    """Whether a module that is not among the sources may come with a layer or a package."""
    layers = function.layers
    if function.foreign or not function.knows_layers:
        return True
    if not all(one.is_known or one.built for one in layers):
        return True
    top = parts[0]
    if any(place.exists() for place in (code / top, code / f"{top}.py")) or not top:
        return False
    brought = [provided_by_code(facts, function), *(provided_by(facts, one) for one in layers)]
    if any(name.partition(".")[0] == top for one in brought for name in one.import_names):
        return True
    # What a list leaves out are packages, and their modules are below a name of their own.
    return len(parts) > 1 and not all(one.is_complete for one in brought)


def _stems(folder: _Place) -> list[str]:
    """The modules in a folder."""
    names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    return [name.removesuffix(".py") for name in names if name.endswith(".py")]


def _shown(facts: Facts, place: _Place) -> str:
    return facts.shown(Path(str(place)))


def _module(place: _Place, parts: list[str]) -> _Place | None:
    """The file of a module on Python's search path, None where there is none."""
    above, last = place.joinpath(*parts[:-1]), parts[-1]
    if "" in parts or not above.is_dir():
        return None
    # Lambda's file system tells case, wherever this runs.
    names = {one.name for one in above.iterdir()}
    if last in names and (above / last / "__init__.py").is_file():
        return above / last / "__init__.py"
    beside = [name for name in names if name.startswith(f"{last}.")]
    found = [name for name in beside if name == f"{last}.py" or name.endswith(_BINARIES)]
    return above / min(found, key=len) if found else None


def _places(function: Function, code: _Place) -> Iterator[_Place]:
    """Where Lambda's Python looks for a handler: the code first, then the layers."""
    yield code
    for layer in function.layers:
        yield from filter(None, (layer.python, layer.built and layer.built / "python"))
