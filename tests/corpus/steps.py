"""The life of a component in a template, step by step, and what each step may change.

Two lives: of a function that is added, and of an existing one that is adopted.
Wherever a step is possible, all that was not asked for has to be as it was before: every line
of the template, its translation, and the findings of cfn-lint and `check`.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sam_scaffold.commands.results import UnresolvedError
from sam_scaffold.components.component_record import find_instances
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.model.template_files import parsed

from .commands import files_in, run
from .state import Names, State, found, gained, lost

PROBE, RENAMED = "probe_thing", "other_probe"
_OWN = ("ProbeThing", "OtherProbe", "AlarmsTopic", "SharedCodeLayer")
"""A part of the logical ids of the added function."""

_OF_STYLE = (
    "E2531",
    "W2531",
    "W1030",
    "E3038",
    "E1016",
    "E6001",
    "E6004",
    "E6101",
    "W9105",
    "W9403",
    "E9103",
)
"""Rules with findings that follow the template's own style, as a new function has its runtime,
network, and dead-letter queues or none; and findings on an invalid transform of SAM, on outputs of
missing resources, on functions that include the template's whole folder, of which `add` warns, and
on files that were missing before.
"""

_UNUSED = ("W2001", "W8001", "W7001", "W2530", "W9402")
"""Rules that find what nothing uses once its last user is gone."""

Problems = Iterator[str]


@dataclass
class Steps:
    """The results of the steps; lists name the templates.

    Attributes:
        done: The number of times that each step was done, by step.
        refused: The reasons of refusals, with the template, by step; nothing was changed, except
            the records if both sides changed the same.
        broken: Other failures, with the template, by step.
    """

    done: dict[str, int] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    broken: dict[str, list[str]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Return whether all promises are kept."""
        return not self.broken

    def plus(self, other: Steps) -> Steps:
        """The counts of two parts."""
        done = {
            step: self.done.get(step, 0) + other.done.get(step, 0)
            for step in (*self.done, *other.done)
        }
        return Steps(done, _joined(self.refused, other.refused), _joined(self.broken, other.broken))


def _joined(first: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    return {step: [*first.get(step, ()), *other.get(step, ())] for step in (*first, *other)}


def stepped(templates: Mapping[str, bytes]) -> Steps:
    """Live both lives in each of some templates."""
    steps = Steps()
    for name, data in templates.items():
        for live in (_added, _adopted):
            with tempfile.TemporaryDirectory(prefix="corpus-steps-") as folder:
                root = Path(folder)
                template = root / f"template{Path(name).suffix}"
                template.write_bytes(data)
                with contextlib.suppress(_EndError):
                    live(_Life(steps, name, root, template))
    return steps


class _EndError(Exception):
    """A life has come to its end."""


@dataclass
class _Life:
    """One life in one template."""

    steps: Steps
    name: str
    folder: Path
    template: Path

    def state(self) -> State:
        """The template as it is; a life ends where it is none that can be read."""
        try:
            return State.of(self.template)
        except ScaffoldError as error:
            raise _EndError from error

    def step(
        self, step: str, *words: str, before: State, holds: Callable[[State, State], Problems]
    ) -> State:
        """Take a step, and see what is so afterwards.

        Raises:
            _EndError: It was refused, or something broke.
        """
        files = files_in(self.folder)
        try:
            run(self.folder, *words)
        except UnresolvedError as error:  # both sides said it: the template stays the user's
            files = {**files_in(self.folder), self.template.name: files[self.template.name]}
            self._refused(step, files, str(error))
        except ScaffoldError as error:
            self._refused(step, files, str(error))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            self._breaks(step, f"{type(error).__name__}: {error}")
        after = self.state()
        for problem in filter(None, holds(before, after)):
            self._breaks(step, problem)
        self.steps.done[step] = self.steps.done.get(step, 0) + 1
        return after

    def _refused(self, step: str, before: dict[str, bytes], why: str) -> None:
        if files_in(self.folder) != before:
            self._breaks(step, f"refused, and yet changed: {why}")
        self.steps.refused.setdefault(step, []).append(f"{self.name}: {why}")
        raise _EndError

    def _breaks(self, step: str, why: str) -> None:
        self.steps.broken.setdefault(step, []).append(f"{self.name}: {why}")
        raise _EndError


def _added(life: _Life) -> None:
    """The life of a function that is added."""
    first = life.state()
    names = Names.of(RENAMED, PROBE)
    added = life.step(
        "add", "add", "function", PROBE, "-d", "trigger=sqs", "--defaults",
        before=first, holds=_as_first,
    )  # fmt: skip
    one = life.step("set", "set", PROBE, "memory_size=1024", before=added, holds=_memory)
    other = life.step(
        "set another trigger", "set", PROBE, "trigger=schedule", before=one,
        holds=lambda _, after: _as_first(first, after),
    )  # fmt: skip
    renamed = life.step(
        "rename", "rename", PROBE, RENAMED, before=other,
        holds=lambda before, after: _same_but_for(names, before, after),
    )  # fmt: skip
    life.step(
        "remove", "remove", RENAMED, before=renamed,
        holds=lambda _, after: iter(["" if after.data == first.data else "other bytes came back"]),
    )  # fmt: skip


def _adopted(life: _Life) -> None:
    """Run the life of an existing function."""
    _write_code(life)
    before = life.state()
    functions = parsed(life.template.name, before.data).functions
    if not functions:
        return
    logical_id = functions[0].logical_id
    adopted = life.step("adopt", "adopt", logical_id, before=before, holds=_same_bytes)
    name = next(
        component.name for component in find_instances(life.folder) if component.kind == "function"
    )
    described = life.step(
        "set what is adopted", "set", name, "description=Probes", before=adopted, holds=_described
    )
    names = Names(tuple(dict.fromkeys((*Names.of(RENAMED, name).all, logical_id))))
    renamed = life.step(
        "rename what is adopted", "rename", name, RENAMED, before=described,
        holds=lambda was, now: _same_but_for(names.and_new_ids(was, now), was, now),
    )  # fmt: skip
    life.step(
        "remove what is adopted", "remove", RENAMED, "--force", before=renamed,
        holds=lambda was, now: _less(names, was, now),
    )  # fmt: skip


def _as_first(first: State, after: State) -> Problems:
    """Check that every line that existed before the function still exists."""
    yield _lines_lost(first.data, after.data)
    yield lost(first, after)
    yield found(first, after, but=_OF_STYLE)


def _memory(before: State, after: State) -> Problems:
    """The memory is another, or is stated now."""
    yield _other_lines(before, after)
    yield lost(before, after, but=_OWN[:1])
    yield gained(before, after)
    yield found(before, after)


def _described(before: State, after: State) -> Problems:
    """A description came or changed."""
    yield _other_lines(before, after)
    yield gained(before, after)
    yield found(before, after)


def _same_but_for(names: Names, before: State, after: State) -> Problems:
    """Nothing but names changed."""
    yield lost(before, after, names=names)
    yield gained(before, after, names=names)
    yield found(before, after, names=names)


def _less(names: Names, before: State, after: State) -> Problems:
    """A function is gone; a template that has no resource any more is none."""
    if after.translated is not None:
        yield gained(before, after, names=names)
        yield found(before, after, but=_UNUSED, names=names)


def _same_bytes(before: State, after: State) -> Problems:
    if before.data != after.data:
        yield "the template changed"
    yield found(before, after)


def _other_lines(before: State, after: State) -> str:
    """Say if more than one line came, went or is another."""
    old, new = (Counter(state.data.splitlines()) for state in (before, after))
    changed = max((old - new).total(), (new - old).total())
    return f"{changed} lines changed" if changed > 1 else ""


def _lines_lost(before: bytes, after: bytes) -> str:
    """Say which line is gone, where a file is not more than it was."""
    rest = iter(after.splitlines())
    gone = next((line for line in before.splitlines() if line not in rest), None)
    return "" if gone is None else f"a line is gone: {gone.decode(errors='replace')}"


def _write_code(life: _Life) -> None:
    """Give the functions of a template the code that they name."""
    try:
        template = parsed(life.template.name, life.template.read_bytes())
    except ScaffoldError as error:
        raise _EndError from error
    for function in template.functions:
        uri = function.properties.get("CodeUri")
        handler = _handler(template, function.own)
        place = PurePosixPath(str(uri), *handler.split("/")[:-1])
        if not isinstance(uri, str) or ":" in uri or ".." in place.parts or place.is_absolute():
            continue
        module, _, called = handler.split("/")[-1].rpartition(".")
        file = life.folder / place / f"{module.replace('.', '/') or 'app'}.py"
        with contextlib.suppress(OSError):  # a file where another needs a folder
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"def {called or 'handler'}(event, context):\n    return {{}}\n")


def _handler(template: Template, properties: Mapping[str, object]) -> str:
    stated = properties.get("Handler", template.globals_function.get("Handler"))
    return stated if isinstance(stated, str) else "app.handler"
