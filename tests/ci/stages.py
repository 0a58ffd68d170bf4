"""The stages of CI: their commands, and the files that they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = "../shared/corpus"

_CHOSEN = ("tests", "docs")
"""The folders of which a stage names what it reads; of all others, each stage reads all."""


@dataclass(frozen=True)
class Stage:
    """A target of the Makefile.

    Attributes:
        name: The target.
        variables: The variables that make is given.
        reads: The files below `tests` and `docs` that the stage reads, as prefixes of paths.
        one_core: Whether it runs on one core, so that others can run at the same time.
        corpus: Whether it reads the corpus, too.
    """

    name: str
    variables: tuple[str, ...] = ()
    reads: tuple[str, ...] = _CHOSEN
    one_core: bool = False
    corpus: bool = False

    @property
    def command(self) -> tuple[str, ...]:
        """The command line."""
        return ("make", self.name, *self.variables)

    def inputs(self, files: Iterable[str]) -> Iterator[str]:
        """Return the files that the stage reads, of all of the repository."""
        for file in files:
            if not file.startswith(_CHOSEN) or file.startswith(self.reads):
                yield file


SETUP = Stage("setup")

_MADE = ("tests/ci/", "tests/conftest.py", "tests/generated/", "tests/support/")

STAGES = (
    Stage("lint", one_core=True),
    Stage("demo", reads=("tests/ci/", "tests/demo/", "tests/generated/"), one_core=True),
    Stage("replay", reads=("tests/ci/", "tests/replay/", "tests/support/"), one_core=True),
    Stage(
        "corpus",
        (f"DIR={CORPUS}", "SAMPLE=8"),
        (*_MADE, "tests/corpus/", "tests/merge/", "tests/migration/"),
        corpus=True,
    ),
    Stage("check-corpus", (f"DIR={CORPUS}", "SAMPLE=20"), (*_MADE, "tests/corpus/"), corpus=True),
    Stage(
        "gate",
        ("SAMPLE=4",),
        reads=(*_MADE, "tests/gate/", "tests/mistakes/", "docs/reference/check-compared.md"),
    ),
    Stage("test"),
)
"""All stages after the setup, in their order; those on one core run first, in parallel."""
