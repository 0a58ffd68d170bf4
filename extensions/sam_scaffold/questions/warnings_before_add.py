"""What may fail though it is taken: said in a line each, before the first file is written."""

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
from ..components.ignored_files import ignored, paths_of
from ..components.trigger import NEW
from ..errors import some
from ..sam.model.intrinsics import mentioned
from ..sam.model.template import Template
from ..transaction.paths import is_below
from ..transaction.repository_view import RepositoryView
from .competing_resources import neighbour_cautions, open_route

_APIS = ("http_api", "rest_api")

_SUBMODULE = re.compile(r"^\s*path\s*=\s*(.+?)\s*$", re.MULTILINE)
"""https://git-scm.com/docs/gitmodules"""

_PYTEST_FILES = ("pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
_KEEPS_TESTS_APART = re.compile(r"import-mode[= ]+importlib")


def cautions(
    repository: RepositoryView, template: Template, answers: Mapping[str, Any], *, new: bool
) -> Iterator[str]:
    """Say what may fail of a component that is to be put in place.

    Args:
        repository: The repository, as it will be without the component.
        template: The SAM template, likewise.
        answers: All answers.
        new: Whether the component is not there yet.

    Yields:
        A line each, with a way out.
    """
    if new:
        yield from _left_out_by_git(repository, answers)
        yield from _in_a_submodule(repository, answers)
        yield from _alike_but_for_case(repository, answers)
    if new and not answers.get("came_along"):
        yield from _other_runtime(answers)
    if answers["kind"] == "function":
        yield from _shared_layer(template, answers)
        yield from _slower_than_its_api(answers)
        yield from _reserved(template, answers)
        yield from _readers(template, answers)
        yield from neighbour_cautions(template, answers)
        if new:
            yield from open_route(template, answers)
            yield from _tests_of_one_name(repository, answers)


def _left_out_by_git(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    found = ignored(repository.base or repository.root, answers["component"])
    if found:
        first, shown = found[0], some([one.path for one in found], 1)
        yield (
            f"git ignores {shown} ({first.place}: {first.pattern}), so that colleagues and build "
            "servers do not get it; mend that pattern, or take another name."
        )


def _in_a_submodule(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    text = (repository.read(".gitmodules") or b"").decode("utf-8", "replace")
    paths = paths_of(answers["component"])
    for folder in _SUBMODULE.findall(text):
        if any(is_below(path, folder) for path in paths):
            yield (
                f"{folder} is a submodule of git's, so that what is made there is part of another "
                "repository; commit it there, and the submodule here."
            )


def _alike_but_for_case(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    """Say that a folder would be another one on Linux alone."""
    for path in paths_of(answers["component"]):
        parents = [str(one) for one in PurePosixPath(path).parents][::-1][1:]
        missing = next((one for one in parents if not repository.exists(one)), None)
        if missing is None:
            continue
        above, name = PurePosixPath(missing).parent, PurePosixPath(missing).name
        for other in repository.names(str(above)):
            if other.lower() == name.lower():
                yield (
                    f"{missing} and {above / other} are one folder on macOS and Windows; take "
                    "another name, or rename the other one."
                )
                return


def _other_runtime(answers: Mapping[str, Any]) -> Iterator[str]:
    what = str(answers.get("contents") if answers["kind"] == "layer" else answers["kind"])
    house, day = answers["house"]["runtime"], today()
    why, taken = unsuitable(what, house, day), default_runtime(what, house, day)
    if is_newer(answers["runtime"]):
        yield (
            f"{answers['runtime']} is newer than {newest_python()}, the newest Python of Lambda's "
            "known here, and is taken as supported; check that Lambda has it."
        )
    if why and answers["runtime"] == taken:
        yield (
            f"{house}, as the functions here have it, {why}; this has {taken}, the oldest that is "
            "supported and can."
        )


def _shared_layer(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    runtime, shared = answers["runtime"], answers["house"]["shared_layer"]
    for layer in template.layers:
        stated = layer.properties.get("CompatibleRuntimes")
        texts = isinstance(stated, list) and all(isinstance(one, str) for one in stated)
        if layer.logical_id == shared and stated and texts and runtime not in stated:
            yield (
                f"{shared} says that it is for {', '.join(stated)}, and the function is for "
                f"{runtime}; add that to its CompatibleRuntimes, if its code runs there."
            )


def _slower_than_its_api(answers: Mapping[str, Any]) -> Iterator[str]:
    stated = answers["component"]["properties"].get("Timeout")
    seconds = stated or answers["house"]["globals"].get("Timeout")
    if answers["trigger"] in _APIS and isinstance(seconds, int) and seconds > HTTP_API_SECONDS:
        yield (
            f"the function may take {seconds} seconds, and its API gives up after "
            f"{HTTP_API_SECONDS}; give -d timeout={HTTP_API_SECONDS}, or let a queue do the work."
        )


def _reserved(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    own = answers["reserved_concurrency"]
    stated = (one.own.get("ReservedConcurrentExecutions") for one in template.functions)
    others = sum(one for one in stated if isinstance(one, int))
    room = CONCURRENCY - UNRESERVED_CONCURRENCY
    if own > 0 and own + others > room:
        yield (
            f"the functions of the template would reserve {own + others} runs at once, and an "
            f"account has {room} to reserve unless its quota of {CONCURRENCY} was raised; give a "
            "smaller -d reserved_concurrency."
        )


def _readers(template: Template, answers: Mapping[str, Any]) -> Iterator[str]:
    source = answers["component"]["source"]
    kind = EVENT_SOURCES[answers["trigger"]]
    most = kind.duties.most_readers
    if most is None or answers.get("source") in (None, NEW):
        return
    readers = [
        one.logical_id
        for one in template.functions
        if source in _read_by(one.own.get("Events"), kind)
    ]
    if len(readers) >= most:
        yield (
            f"{', '.join(readers)} read the stream of {source} already, and DynamoDB throttles "
            f"more than {most}; let one of them publish what the others need."
        )


def _read_by(events: Any, kind: EventSource) -> Iterator[str]:
    """Yield the resources that events of a kind name as their source."""
    for event in events.values() if isinstance(events, dict) else ():
        properties = event.get("Properties") if isinstance(event, dict) else None
        if isinstance(properties, dict) and event.get("Type") in kind.events:
            yield from mentioned(properties.get(kind.property))


def _tests_of_one_name(repository: RepositoryView, answers: Mapping[str, Any]) -> Iterator[str]:
    """Say that pytest would import one of two test modules for both.

    https://docs.pytest.org/en/stable/explanation/pythonpath.html#import-modes
    """
    name = f"test_{answers['component']['snake']}.py"
    texts = (repository.read(one) or b"" for one in _PYTEST_FILES)
    if any(_KEEPS_TESTS_APART.search(one.decode("utf-8", "replace")) for one in texts):
        return
    for other in repository.named(name):
        if not repository.exists(str(PurePosixPath(other).with_name("__init__.py"))):
            yield (
                f"{other} is called as the tests of the function are, and pytest takes one of the "
                "two for both; put --import-mode=importlib into the addopts of pytest, or take "
                "another name."
            )
            return
