"""Warnings about a component that is accepted, but may fail later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from ..aws.event_sources.definition import EventSource
from ..aws.event_sources.table import EVENT_SOURCES
from ..aws.limits import CONCURRENCY, HTTP_API_SECONDS, UNRESERVED_CONCURRENCY
from ..aws.runtimes import is_newer, newest_python, today
from ..components.component_runtime import default_runtime, unsuitable
from ..components.function_style import frame_of
from ..components.ignored_files import ignored, paths_of
from ..components.trigger import NEW
from ..contents.compatibility import old_layer_lines
from ..errors import some
from ..sam.model.intrinsics import mentioned
from ..sam.model.make_targets import MAKEFILE, METHOD, has_target
from ..sam.model.template import Template
from ..transaction.paths import is_below
from ..transaction.repository_view import RepositoryView
from .competing_resources import definition_lines, neighbour_cautions, open_route

_APIS = ("http_api", "rest_api")

_SUBMODULE = re.compile(r"^\s*path\s*=\s*(.+?)\s*$", re.MULTILINE)
"""https://git-scm.com/docs/gitmodules"""

_PYTEST_FILES = ("pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
_KEEPS_TESTS_APART = re.compile(r"import-mode[= ]+importlib")


def cautions(
    repository: RepositoryView, template: Template, answers: Mapping[str, Any], *, new: bool
) -> Iterator[str]:
    """Warn of what may fail later.

    Args:
        repository: The repository without the component.
        template: The SAM template without the component.
        answers: All answers.
        new: Whether the component is added, not changed.

    Yields:
        A line for each, with a solution.
    """
    if new:
        yield from _ignored_by_git(repository, answers)
        yield from _in_a_submodule(repository, answers)
        yield from _differs_in_case(repository, answers)
    if new and not answers.get("came_along"):
        yield from _other_runtime(answers)
    if answers["kind"] == "function":
        yield from _shared_layer(template, answers)
        yield from old_layer_lines(template, answers)
        yield from definition_lines(template, answers)
        yield from _slower_than_its_api(answers)
        yield from _reserved(template, answers)
        yield from _readers(template, answers)
        yield from neighbour_cautions(template, answers)
        if new:
            yield from _make_target(repository, answers)
            yield from open_route(template, answers)
            yield from _tests_of_one_name(repository, answers)


def _ignored_by_git(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    found = ignored(repository.base or repository.root, answers["component"])
    if found:
        first, shown = found[0], some([entry.path for entry in found], 1)
        yield (
            f"git ignores {shown} ({first.place}: {first.pattern}), so it will not be committed. "
            "Correct that pattern, or choose another name."
        )


def _in_a_submodule(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    text = (repository.read(".gitmodules") or b"").decode("utf-8", "replace")
    paths = paths_of(answers["component"])
    for folder in _SUBMODULE.findall(text):
        if any(is_below(path, folder) for path in paths):
            yield (
                f"{folder} is a git submodule, so the new files belong to another repository. "
                "Commit them there, and the submodule here."
            )


def _differs_in_case(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    """Warn of a folder that differs from an existing one only in case."""
    for path in paths_of(answers["component"]):
        parents = [str(parent) for parent in PurePosixPath(path).parents][::-1][1:]
        missing = next((parent for parent in parents if not repository.exists(parent)), None)
        if missing is None:
            continue
        above, name = PurePosixPath(missing).parent, PurePosixPath(missing).name
        for other in repository.names(str(above)):
            if other.lower() == name.lower():
                yield (
                    f"{missing} and {above / other} are the same folder on macOS and Windows. "
                    "Choose another name, or rename the other folder."
                )
                return


def _other_runtime(answers: Mapping[str, Any]) -> Iterator[str]:
    what = str(answers.get("contents") if answers["kind"] == "layer" else answers["kind"])
    usual, day = answers["house"]["runtime"], today()
    reason, default = unsuitable(what, usual, day), default_runtime(what, usual, day)
    if is_newer(answers["runtime"]):
        yield (
            f"{answers['runtime']} is newer than {newest_python()}, the newest Python runtime that "
            "sam-scaffold knows. Check that Lambda supports it."
        )
    if reason and answers["runtime"] == default:
        yield (
            f"{usual}, the runtime of the existing functions, {reason}. The new component has "
            f"{default}, the oldest suitable runtime."
        )


def _shared_layer(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    runtime, shared = answers["runtime"], answers["house"]["shared_layer"]
    for layer in template.layers:
        stated = layer.properties.get("CompatibleRuntimes")
        texts = isinstance(stated, list) and all(isinstance(item, str) for item in stated)
        if layer.logical_id == shared and stated and texts and runtime not in stated:
            yield (
                f"{shared} has CompatibleRuntimes {', '.join(stated)}, but the function has "
                f"{runtime}. Add {runtime} to them if the code of the layer supports it."
            )


def _slower_than_its_api(answers: Mapping[str, Any]) -> Iterator[str]:
    stated = answers["component"]["properties"].get("Timeout")
    seconds = stated or answers["house"]["globals"].get("Timeout")
    if answers["trigger"] in _APIS and isinstance(seconds, int) and seconds > HTTP_API_SECONDS:
        yield (
            f"the function has a timeout of {seconds} seconds, but its API times out after "
            f"{HTTP_API_SECONDS}. Give -d timeout={HTTP_API_SECONDS}, or process the requests "
            "asynchronously with a queue."
        )


def _reserved(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    own = answers["reserved_concurrency"]
    functions = template.functions
    stated = (function.own.get("ReservedConcurrentExecutions") for function in functions)
    others = sum(value for value in stated if isinstance(value, int))
    room = CONCURRENCY - UNRESERVED_CONCURRENCY
    if own > 0 and own + others > room:
        yield (
            f"the functions of the template would reserve a concurrency of {own + others}, but an "
            f"account can reserve {room} unless its quota of {CONCURRENCY} was raised. Give a "
            "smaller -d reserved_concurrency."
        )


def _readers(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    source = answers["component"]["source"]
    kind = EVENT_SOURCES[answers["trigger"]]
    most = kind.duties.most_readers
    if most is None or answers.get("source") in (None, NEW):
        return
    readers = [
        function.logical_id
        for function in template.functions
        if source in _read_by(function.own.get("Events"), kind)
    ]
    if len(readers) >= most:
        yield (
            f"{', '.join(readers)} already read the stream of {source}, and DynamoDB throttles "
            f"more than {most} readers. Publish the changes from one of them to the others."
        )


def _read_by(events: Any, kind: EventSource) -> Iterator[str]:
    """Yield the resources that events of a kind name as their source."""
    for event in events.values() if isinstance(events, dict) else ():
        properties = event.get("Properties") if isinstance(event, dict) else None
        if isinstance(properties, dict) and event.get("Type") in kind.events:
            yield from mentioned(properties.get(kind.property))


def _make_target(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    """Warn of a function that is built with make, but has no target yet."""
    metadata = frame_of(answers).attributes.get("Metadata")
    if not isinstance(metadata, dict) or metadata.get("BuildMethod") != METHOD:
        return
    facts = answers["component"]
    file = f"{facts['code_dir']}/{MAKEFILE}"
    if not has_target(repository.read(file) or b"", facts["logical_id"]):
        yield (
            f"`sam build` runs the target build-{facts['logical_id']} of {file}, which does not "
            "exist. Add it, as for the other functions."
        )


def _tests_of_one_name(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    """Warn of test modules with the same name, of which pytest would only import one.

    https://docs.pytest.org/en/stable/explanation/pythonpath.html#import-modes
    """
    name = f"test_{answers['component']['snake']}.py"
    texts = (repository.read(file) or b"" for file in _PYTEST_FILES)
    if any(_KEEPS_TESTS_APART.search(text.decode("utf-8", "replace")) for text in texts):
        return
    for other in repository.named(name):
        if not repository.exists(str(PurePosixPath(other).with_name("__init__.py"))):
            yield (
                f"{other} has the same name as the tests of the function, and pytest would import "
                "only one of them. Add --import-mode=importlib to the addopts of pytest, or choose "
                "another name."
            )
            return
