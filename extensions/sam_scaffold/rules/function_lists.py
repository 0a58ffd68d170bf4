"""Makefiles and deployment scripts that name functions that do not exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..application.application import Application
from ..application.layer import MAKEFILE
from ..application.scripts import Line, Listed, lines_of, lists_of
from ..errors import nearest
from ..sam.model.template_files import templates_of
from ._rule import Rule, RuleFinding

_COMMAND = re.compile(
    r"(?<![\w./-])sam\s+(build|local\s+invoke)\s+[\"']?([A-Z]\w*[a-z]\w*)(?![\w./*-])"
)
_OTHER_TEMPLATE = re.compile(r"\s(-t|--template(-file)?|--hook-name|--stack-name)\b")
_TARGET = re.compile(r"^build-(\w+)\s*:(?!=)", re.MULTILINE)
_OF_FUNCTIONS = re.compile(r"func|lambda", re.IGNORECASE)
_ENDINGS = re.compile(r"(function|lambda|fn)$")
_NOT_OWN = frozenset({"build", "dist", "node_modules", "tests", "test", "venv"})
"""Folders next to functions, or generated there."""


class FunctionLists(Rule):
    """Manual lists become outdated when a function is renamed or removed."""

    id = "W9701"
    shortdesc = "A script names a function that does not exist"
    description = "A Makefile or deployment script fails, or omits a renamed function."
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-cli-command-reference-sam-build.html"
    )
    tags = ["resources", "lambda", "scripts"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each name, at each line that has it."""
        if not facts.functions or any("::" in name for name in facts.template.resources):
            return  # a macro or loop generates unknown functions
        names = _Names(facts)
        for use in dict.fromkeys(names.unknown()):
            yield RuleFinding(
                ("Resources",),
                f"{facts.shown(use.line.file)}:{use.line.number} {use.verb} {use.name}, which is "
                f"not a {use.kind} of {facts.shown(facts.file)}. Correct the name, or remove it."
                f"{nearest(use.name, names.near(use))}",
            )


_FUNCTION = "function"
_BUILT = "function or layer"


@dataclass(frozen=True)
class _Use:
    """A name in a line of a script.

    Attributes:
        line: The line.
        name: The name.
        kind: `_FUNCTION`, or `_BUILT` if it may also be that of a layer.
        verb: The verb of the message.
    """

    line: Line
    name: str
    kind: str = _FUNCTION
    verb: str = "names"


@dataclass(frozen=True)
class _Names:
    """The names of a template's functions, and the unknown names in scripts.

    Attributes:
        facts: The application.
    """

    facts: Application

    def unknown(self) -> Iterator[_Use]:
        """Yield the names that are not those of a function or layer."""
        for file in self.facts.scripts:
            lines = lines_of(file)
            for line in lines:
                yield from (_Use(line, name) for name in self._folders(line))
                yield from self._commands(line)
            for listed in lists_of(lines):
                yield from (_Use(listed.line, name) for name in self._listed(listed))
        for file in self._makefiles():
            yield from self._targets(file)

    def near(self, use: _Use) -> list[str]:
        """Return the candidates for a misspelled name."""
        if not use.name[0].isupper():
            return [folder for _, folder in self._own_places]
        layers = self.facts.layers if use.kind == _BUILT else ()
        return [*(function.logical_id for function in self.facts.functions), *layers]

    def _makefiles(self) -> Iterable[Path]:
        """Return the Makefiles that `sam build` calls."""
        functions = (
            function.code for function in self.facts.functions if function.method == MAKEFILE
        )
        layers = (layer.content for layer in self.facts.layers.values() if layer.method == MAKEFILE)
        folders = (folder for folder in (*functions, *layers) if folder is not None)
        return dict.fromkeys(folder / "Makefile" for folder in folders)

    def _folders(self, line: Line) -> Iterator[str]:
        """Yield the named folders next to the functions' folders that do not exist."""
        base = self.facts.folder
        above = "" if base in line.file.parents else f"{base.relative_to(self.facts.root)}/"
        for parent in {parent for parent, _ in self._own_places}:
            path = re.escape(f"{above}{parent}")
            named = rf"(?<![\w./${{}}()-])(?:\./)?{path}/([A-Za-z][\w-]*)(?=[/\s\"'):;,]|$)"
            for name in re.findall(named, line.text):
                if name not in _NOT_OWN and not (base / parent / name).exists():
                    yield name

    def _commands(self, line: Line) -> Iterator[_Use]:
        """Yield the unknown arguments of `sam build` and `sam local invoke`."""
        if _OTHER_TEMPLATE.search(line.text):
            return
        for verb, name in _COMMAND.findall(line.text):
            if self._is_unknown(name):
                yield _Use(line, name, _BUILT if verb == "build" else _FUNCTION)

    def _listed(self, listed: Listed) -> Iterator[str]:
        """Yield the unknown names in a list of functions."""
        if listed.name and not _OF_FUNCTIONS.search(listed.name):
            return
        others = [word for word in listed.words if _bare(word) not in self._own_names]
        if 2 * len(others) < len(listed.words):
            yield from filter(self._is_unknown, others)

    def _targets(self, file: Path) -> Iterator[_Use]:
        """Yield the unknown targets of a Makefile that has others of this template."""
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return
        targets = list(_TARGET.finditer(text))
        if not any(target[1] in self.facts.template.resources for target in targets):
            return
        for target in targets:
            if target[1][0].isupper() and self._is_unknown(target[1]):
                line = Line(file, text.count("\n", 0, target.start()) + 1, target[0])
                yield _Use(line, target[1], _BUILT, "has a target for")

    def _is_unknown(self, name: str) -> bool:
        """Return whether a name is unknown: to the resources, folders and other templates."""
        base = self.facts.folder
        folders = {base, self.facts.root, *(base / parent for parent, _ in self._own_places)}
        if name in self.facts.template.resources or any(
            (folder / name).exists() for folder in folders
        ):
            return False
        repository = self.facts.repository
        others = (
            template
            for template in templates_of(repository)
            if template != self.facts.template.path
        )
        word = re.compile(rb"\b%s\b" % re.escape(name.encode()))
        return not any(word.search(repository.read(other) or b"") for other in others)

    @cached_property
    def _own_places(self) -> list[tuple[str, str]]:
        """Return the functions' own folders below a common parent, with that parent."""
        places = [
            place for function in self.facts.functions if (place := self._place(function.code))
        ]
        shared = Counter(parent for parent, _ in places)
        return [(parent, name) for parent, name in places if shared[parent] > 1]

    def _place(self, code: Path | None) -> tuple[str, str] | None:
        """Return the parent, relative to the template, and the name of a function's folder."""
        if code is None or self.facts.folder not in code.parents:
            return None
        parts = code.relative_to(self.facts.folder).parts
        *above, name = parts[:-1] if len(parts) > 1 and parts[-1] == "src" else parts
        return ("/".join(above), name) if above and ".." not in above else None

    @cached_property
    def _own_names(self) -> set[str]:
        """Return the names of functions and other resources, normalized."""
        codes = (function.code for function in self.facts.functions)
        inside = (code for code in codes if code is not None and self.facts.folder in code.parents)
        folders = (part for code in inside for part in code.relative_to(self.facts.folder).parts)
        stated = (function.properties.get("FunctionName") for function in self.facts.functions)
        names = (name for name in stated if isinstance(name, str))
        return {_bare(name) for name in (*folders, *names, *self.facts.template.resources)}


def _bare(name: str) -> str:
    """Return a normalized name: ``orders`` for ``OrdersFunction``."""
    return _ENDINGS.sub("", re.sub(r"[^a-z0-9]", "", name.lower()))
