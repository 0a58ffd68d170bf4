"""Compiled modules in the folder of a function's code."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from ..application.application import Application
from ..application.function import Function
from ..contents.build_excludes import LEFT_OUT
from ..contents.search_paths import SearchPaths
from ..dependencies.packages.compiled_modules import Compiled, compiled_of

_COMPILED = (".so", ".pyd")


def compiled_in_code(
    facts: Application, paths: SearchPaths, function: Function
) -> Iterator[Compiled]:
    """Yield the compiled modules of a function's code, except packages that `sam build` installs.

    Args:
        facts: The application.
        paths: The search paths of its functions.
        function: The function.
    """
    code = function.code
    if code is None or not code.is_dir() or not function.is_python_built:
        return
    others = {other.code for other in facts.functions}
    others |= {layer.content for layer in facts.layers.values()}
    installed = {name.partition(".")[0] for name in paths.of(function)[0].names}
    installed |= {module.name.partition("/")[0] for module in compiled_in_build(function)}
    for module in compiled_of(code, _files(code, others - {code})):
        if module.name.partition("/")[0] not in installed:
            yield module


def compiled_in_build(function: Function) -> Iterator[Compiled]:
    """Yield the compiled modules of a function's build output."""
    if function.built is not None:
        yield from compiled_of(function.built, _files(function.built, ()))


def _files(folder: Path, others: Collection[Path | None]) -> Iterator[Path]:
    """Yield the compiled files below a folder that can be imported from it."""
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(name for name in folders if _is_package(here / name, others))
        yield from (here / file for file in sorted(files) if file.endswith(_COMPILED))


def _is_package(folder: Path, others: Collection[Path | None]) -> bool:
    if LEFT_OUT.match(folder.name) or not folder.name.isidentifier():
        return False
    return folder not in others and not (folder / "pyvenv.cfg").is_file()
