"""Learning of the place and the names of a new function from the one that it is like."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Iterator

from ...model.intrinsics import Data, mapping_of, mentioned
from ..name_patterns import literal
from .compared import FOR_MODULES, IN_IDS, ComparedFunctions

_OF_POWERTOOLS = "POWERTOOLS_"
"""Prefix of variables that only functions with Powertools use."""


def name_style(compared: ComparedFunctions, like: str) -> Iterator[tuple[str, Data]]:
    """Yield the fields of `HouseStyle` on the logical id and the name in AWS.

    Args:
        compared: The functions of the template.
        like: The function that the new one is like.
    """
    names, stated = compared.names[like], compared.samples[like].properties.get("FunctionName")
    if names.is_in(like):
        yield "logical_id", names.shape_of_name(like, IN_IDS)
    if stated is None:
        yield "function_name", None
    elif names.is_in(stated):
        yield "function_name", names.shape_of_name(stated)


def place_style(compared: ComparedFunctions, like: str) -> Iterator[tuple[str, Data]]:
    """Yield the fields of `HouseStyle` on the folder and the handler.

    Args:
        compared: The functions of the template.
        like: The function that the new one is like.
    """
    sample, names = compared.samples[like], compared.names[like]
    inherited, place = compared.template.globals_function, sample.location
    uri, handler = (
        sample.properties.get(key, inherited.get(key)) for key in ("CodeUri", "Handler")
    )
    uris = [
        own.properties.get("CodeUri", inherited.get("CodeUri")) for own in compared.samples.values()
    ]
    if uris.count(uri) > 1 and isinstance(uri, str) and "://" not in uri:
        yield from _shared_place(compared, like, uri, str(handler))
    elif place is not None and names.is_in(place.folder):
        folder = f"{place.parents}/{place.folder}" if place.parents else place.folder
        yield "function_dir", names.shape_of_name(folder, FOR_MODULES)
        yield "layout", "colocated" if place.colocated else "flat"
        yield from (("code_uri_prefix", place.prefix), ("code_uri_suffix", place.suffix))


def _shared_place(
    compared: ComparedFunctions, like: str, uri: str, handler: str
) -> Iterator[tuple[str, Data]]:
    """Yield the folder that several functions have, and a module of the function's own.

    Where all handlers are in one module, which is the user's, a new one is next to it.
    """
    shape = str(compared.names[like].shape_of_name(handler, FOR_MODULES))
    module, _, function = shape.rpartition(".")
    if module == str(literal(handler)).rpartition(".")[0]:
        shape = f"{{snake}}.{function or 'lambda_handler'}"
    yield from (("function_dir", literal(posixpath.normpath(uri or "."))), ("layout", "flat"))
    yield from (("handler", shape), ("shares_code", True))
    yield "code_uri_prefix", "./" if uri.startswith("./") else ""
    yield "code_uri_suffix", "/" if uri.endswith("/") else ""


def common_variables(compared: ComparedFunctions) -> dict[str, Data]:
    """Return the variables that more than half of the functions have with the same shape.

    Args:
        compared: The functions of the template.
    """
    stated = [_variables(compared, name) for name in compared.samples]
    counts = Counter(
        json.dumps([key, value]) for variables in stated for key, value in variables.items()
    )
    common = (
        (*json.loads(text), count) for text, count in counts.items() if 2 * count > len(stated)
    )
    resources = compared.template.resources.keys()
    return {
        key: value
        for key, value, count in common
        if not key.startswith(_OF_POWERTOOLS)
        and (count == len(stated) or resources.isdisjoint(mentioned(value)))
    }


def _variables(compared: ComparedFunctions, function: str) -> dict[str, Data]:
    environment = mapping_of(compared.samples[function].properties.get("Environment"))
    variables = mapping_of(environment.get("Variables"))
    return {key: compared.shape(function, value) for key, value in variables.items()}
