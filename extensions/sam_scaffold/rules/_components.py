"""Components of a template and their status, determined without rendering them."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from packaging.requirements import Requirement

from ..application.application import Application
from ..components.component_record import ComponentRecord, answers_of, claimed_ids, find_instances
from ..dependencies.packages.given_packages import requirement_lines
from ..dependencies.requirements.requirements_file import parsed
from ..errors import ScaffoldError
from ..lifecycle.component_status import Status, note_block
from ..lifecycle.file_merge import has_markers
from ..merge.component_snippet import ComponentSnippet
from ..merge.last_applied import LastApplied
from ..sam.model.intrinsics import mapping_of
from ..sam.model.template import FUNCTIONS, LAYERS
from . import _rule

_MAIN = (*FUNCTIONS, *LAYERS)

_LARGEST = 1_000_000
"""Maximum size of a generated file, in bytes."""


@dataclass(frozen=True)
class Component:
    """A component of a template.

    Attributes:
        instance: Its record.
        status: The status of its block; that of its files would require rendering.
        ids: The current logical ids of its resources, its function or layer first.
        lost: Those that are no longer in the template.
        was_applied: Whether it was ever merged into the template.
    """

    instance: ComponentRecord
    status: Status
    ids: tuple[str, ...]
    lost: frozenset[str]
    was_applied: bool

    @property
    def path(self) -> _rule.Path:
        """Return the path of findings about it: its first existing resource."""
        existing = [id_ for id_ in self.ids if id_ not in self.lost]
        return ("Resources", *existing[:1])

    @property
    def name(self) -> str:
        """Return its name in messages: that of its function or layer."""
        return self.ids[0]


def components_of(facts: Application) -> tuple[Component, ...]:
    """Return the components of a template, except broken ones, which the commands report."""
    if facts not in _KNOWN:
        _KNOWN[facts] = tuple(_found(facts))
    return _KNOWN[facts]


_KNOWN: WeakKeyDictionary[Application, tuple[Component, ...]] = WeakKeyDictionary()


def _found(facts: Application) -> Iterator[Component]:
    try:
        everything = find_instances(facts.root)
    except (ScaffoldError, OSError):
        return
    claimed = cache(lambda: claimed_ids(everything, facts.root))
    for instance in everything:
        if _is_of(facts, instance):
            try:
                component = _component(facts, instance, claimed)
            except (ScaffoldError, OSError):
                continue
            if component.ids:
                yield component


def _is_of(facts: Application, instance: ComponentRecord) -> bool:
    """Return whether a component belongs to this template.

    Its template file is relative to a folder above its own. That may also be above the
    application's root: the root of several applications.
    """
    folder = facts.root / instance.path
    above = (folder, *folder.parents)
    return any(Path(os.path.normpath(top / instance.template_file)) == facts.file for top in above)


def _component(
    facts: Application, instance: ComponentRecord, claimed: Callable[[], Collection[str]]
) -> Component:
    document = facts.template.document
    data = (facts.root / instance.snippet_file).read_bytes()
    record = facts.root / instance.applied_file
    past = (
        LastApplied.parse(record.read_bytes(), instance.applied_file) if record.is_file() else None
    )
    tracked = ComponentSnippet.of(instance.snippet_file, data, past, document, claimed)
    status = Status(instance)
    note_block(status, document, tracked)
    snippet = tracked.base or tracked.job.snippet
    resources = snippet.sections.get("Resources", ())
    types = {entry.key: mapping_of(entry.data).get("Type") for entry in resources}
    ids = sorted(types, key=lambda name: types[name] not in _MAIN)
    lost = frozenset(ids).difference(facts.template.resources)
    return Component(instance, status, tuple(ids), lost, past is not None)


@dataclass(frozen=True)
class ExpectedComponents:
    """Packages and layers with which a function was added, even if its code is not written yet.

    Attributes:
        packages: The packages that it will import.
        layers: The logical ids of its layers.
    """

    packages: tuple[Requirement, ...] = ()
    layers: tuple[str, ...] = ()


def expected_of(facts: Application, logical_id: str) -> ExpectedComponents:
    """Return what a function was added with; nothing if it does not belong to a component."""
    for component in components_of(facts):
        if logical_id in component.ids:
            answers = answers_of(facts.root / component.instance.answers_file) or {}
            lines = map(parsed, requirement_lines(answers.get("packages")))
            layers = answers.get("layers")
            return ExpectedComponents(
                tuple(line for line in lines if line is not None),
                tuple(map(str, layers)) if isinstance(layers, list) else (),
            )
    return ExpectedComponents()


def marked_files(facts: Application, component: Component) -> Iterator[Path]:
    """Yield the files of a component that have conflict markers."""
    folders = {facts.root / component.instance.path}
    for function in facts.functions:
        if function.logical_id in component.ids and function.code is not None:
            folders.add(function.code)
    for name in component.ids:
        if name in facts.layers and (content := facts.layers[name].content) is not None:
            folders.add(content)
    for folder in sorted(folders):
        inside = any(other in folder.parents for other in folders)
        if folder != facts.root and folder.is_dir() and not inside:
            yield from (file for file in sorted(folder.rglob("*")) if _is_marked(file))


def _is_marked(file: Path) -> bool:
    is_text = file.is_file() and file.stat().st_size <= _LARGEST
    return is_text and has_markers(file.read_bytes())
