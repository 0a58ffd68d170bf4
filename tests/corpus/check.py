"""Merge of a snippet into every template of a folder, and its removal.

What is promised: a merge adds lines and changes none, as ``git diff --numstat``
counts; it means exactly the new entries; a second run changes nothing; and removing
gives the bytes back.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from templates_by_feature import SNIPPET

from sam_scaffold.commands.cli import cli
from sam_scaffold.errors import ScaffoldError

from .meaning import NULL, compose, difference, sections

SUFFIXES = (".yaml", ".yml", ".json", ".template")
BYTES_BACK = 0.98
"""Share of the templates that removing must give back byte for byte."""
SAMPLE = 20
"""How many templates of a variant go through real processes too."""

Run = Callable[[Path, Path, "str | None"], str]
"""Merges a snippet file into a template file, by mode; returns what the command says.

Raises ScaffoldError where it refuses.
"""

VARIANTS: Mapping[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "CRLF": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "BOM": lambda data: b"\xef\xbb\xbf" + data.removeprefix(b"\xef\xbb\xbf"),
    "no final newline": lambda data: data.rstrip(b"\r\n"),
}


def in_process(snippet: Path, template: Path, mode: str | None) -> str:
    """``sam-scaffold merge`` without a process of its own."""
    options = [f"--{mode}"] if mode else []
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        cli(["merge", *options, str(snippet), str(template)], standalone_mode=False)
    return said.getvalue()


def templates_below(folder: Path) -> dict[str, bytes]:
    """The files that may be templates, by path relative to a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and path.is_file() and ".git" not in path.parts
    }


def shared(templates: Mapping[str, bytes], seed: int) -> dict[str, dict[str, bytes]]:
    """Return a sample: each template as it is and in one of the other variants, by variant."""
    names, (as_it_is, *others) = sorted(templates), VARIANTS
    random.Random(seed).shuffle(names)  # noqa: S311 - a sample, no secret
    shares = {
        variant: {name: templates[name] for name in sorted(names[number :: len(others)])}
        for number, variant in enumerate(others)
    }
    return {as_it_is: dict(templates), **shares}


@dataclass
class Counts:
    """The results for the templates of one variant; lists name them.

    Attributes:
        variant: Its name.
        files: The number of templates.
        merged: Those that were merged.
        refused: Those that were not, for a reason in the template.
        one_line: Those in which one line had to change.
        blank_lines: Those that came back with other blank lines.
        broken: Broken promises, by promise.
        seconds: The duration.
    """

    variant: str
    files: int = 0
    merged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    one_line: list[str] = field(default_factory=list)
    blank_lines: list[str] = field(default_factory=list)
    broken: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0

    def breaks(self, promise: str, message: str) -> None:
        """Note a broken promise."""
        self.broken.setdefault(promise, []).append(message)

    def kept(self, promise: str) -> int:
        """The number of merged templates that kept a promise."""
        return len(self.merged) - len(self.broken.get(promise, ()))

    @property
    def bytes_back(self) -> int:
        """The number that were restored byte for byte."""
        return self.kept(RESTORED) - len(self.blank_lines)

    @property
    def holds(self) -> bool:
        """Return whether all promises are kept."""
        enough = not self.merged or self.bytes_back >= BYTES_BACK * len(self.merged)
        return enough and not self.broken


ADDITIONS = "additions only"
MEANING = "exact meaning"
NO_OP = "second run no-op"
RESTORED = "restored"
MERGED = "merged"
PROCESSES = "real processes"
PROMISES = (MERGED, ADDITIONS, MEANING, NO_OP, RESTORED, PROCESSES)


def check(
    templates: Mapping[str, bytes], variant: str, run: Run = in_process, *, sample: int = SAMPLE
) -> Counts:
    """Check all promises over one variant of some templates."""
    start = time.perf_counter()
    counts = Counts(variant, files=len(templates))
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        _Check(Path(folder), counts, run).all(
            {name: VARIANTS[variant](data) for name, data in templates.items()}, sample
        )
    counts.seconds = time.perf_counter() - start
    return counts


class _Check:
    """One repository with all templates, in which everything is merged and removed."""

    def __init__(self, folder: Path, counts: Counts, run: Run) -> None:
        self.folder = folder / "repository"
        self.snippet = folder / "snippet.yaml"
        self.snippet.write_bytes(SNIPPET)
        self.counts = counts
        self.run = run
        self.roots: dict[str, yaml.MappingNode] = {}
        self.said: dict[str, str] = {}

    def all(self, templates: Mapping[str, bytes], sample: int) -> None:
        self._commit(templates)
        for name, before in templates.items():
            self._merge(name, before)
        after = {name: (self.folder / name).read_bytes() for name in self.counts.merged}
        self._count_deletions()
        for name, data in after.items():
            self._compare(name, templates[name], data)
            self._merge_again(name, data)
            self._remove(name, templates[name])
        self._try_processes(templates, after, sample)

    def _commit(self, templates: Mapping[str, bytes]) -> None:
        for name, data in templates.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self.folder.mkdir(exist_ok=True)
        _git(self.folder, "init", "--quiet")
        _git(self.folder, "add", "--all", "--force")
        _git(self.folder, "commit", "--quiet", "--allow-empty", "--message", "before")

    def _merge(self, name: str, before: bytes) -> None:
        try:
            self.roots[name] = compose(before)
        except ValueError as error:
            self._expect_refusal(name, before, str(error))
            return
        try:
            self.said[name] = self.run(self.snippet, self.folder / name, None)
        except ScaffoldError as error:
            if reason := _reason_to_refuse(self.roots[name]):
                self.counts.refused.append(f"{name}: {reason}")
            else:
                self.counts.breaks(MERGED, f"{name}: {error}")
            return
        self.counts.merged.append(name)

    def _expect_refusal(self, name: str, before: bytes, reason: str) -> None:
        path = self.folder / name
        try:
            self.run(self.snippet, path, None)
        except ScaffoldError:
            self.counts.refused.append(f"{name}: {reason}")
        else:
            self.counts.breaks(MERGED, f"{name}: merged, though it is no template: {reason}")
        if path.read_bytes() != before:
            self.counts.breaks(MERGED, f"{name}: refused and yet changed")
            path.write_bytes(before)

    def _count_deletions(self) -> None:
        for name, deleted in numstat(self.folder).items():
            if deleted and self._excused(name, deleted):
                self.counts.one_line.append(name)
            elif deleted:
                self.counts.breaks(ADDITIONS, f"{name}: {deleted} lines deleted")

    def _excused(self, name: str, deleted: int) -> bool:
        """Return whether the command gave this reason, and the template allows no other result."""
        announced = self.said[name].count("this line changed")
        return 0 < deleted <= announced and _has_one_line(self.roots[name])

    def _compare(self, name: str, before: bytes, after: bytes) -> None:
        try:
            problem = difference(before, after, SNIPPET)
        except ValueError as error:
            problem = str(error)
        if problem:
            self.counts.breaks(MEANING, f"{name}: {problem}")

    def _merge_again(self, name: str, after: bytes) -> None:
        path = self.folder / name
        try:
            self.run(self.snippet, path, None)
        except ScaffoldError as error:
            self.counts.breaks(NO_OP, f"{name}: {error}")
            return
        if path.read_bytes() != after:
            self.counts.breaks(NO_OP, f"{name}: changed again")

    def _remove(self, name: str, before: bytes) -> None:
        path = self.folder / name
        try:
            self.run(self.snippet, path, "remove")
        except ScaffoldError as error:
            self.counts.breaks(RESTORED, f"{name}: {error}")
            return
        back = path.read_bytes()
        if back == before:
            return
        if _without_blank_lines(back) == _without_blank_lines(before):
            self.counts.blank_lines.append(name)
        else:
            self.counts.breaks(RESTORED, f"{name}: other lines than before")

    def _try_processes(
        self, templates: Mapping[str, bytes], after: Mapping[str, bytes], sample: int
    ) -> None:
        """Run the command in processes for some templates, and compare with the results here."""
        step = max(1, len(after) // sample) if sample else 0
        chosen = list(after)[::step][:sample] if step else []
        if not chosen:
            return
        for name in chosen:
            (self.folder / name).write_bytes(templates[name])
        code = _process(self.folder, self.snippet, chosen)
        for name in chosen:
            if code or (self.folder / name).read_bytes() != after[name]:
                self.counts.breaks(PROCESSES, f"{name}: exit code {code}, or other bytes")
        deletions = numstat(self.folder)
        for name in chosen:
            if deletions.get(name) and name not in self.counts.one_line:
                self.counts.breaks(PROCESSES, f"{name}: lines deleted")
        if _process(self.folder, self.snippet, ["--check", *chosen]):
            self.counts.breaks(PROCESSES, "--check does not find what was merged")
        code = _process(self.folder, self.snippet, ["--remove", *chosen])
        for name in chosen:
            same = (self.folder / name).read_bytes() == templates[name]
            if code or not (same or name in self.counts.blank_lines):
                self.counts.breaks(PROCESSES, f"{name}: --remove: exit code {code}, or other bytes")


def _reason_to_refuse(root: yaml.MappingNode) -> str:
    """Return the reason why a template cannot be merged into, by another parser."""
    snippet = compose(SNIPPET)
    for name, entries in sections(snippet).items():
        found = sections(root).get(name, [])
        if len(found) > 1:
            return f"{name} stands twice"
        for key, value in found:
            if value.start_mark.index < key.start_mark.index:
                return f"{name} is an alias"
            if isinstance(value, yaml.MappingNode):
                taken = {str(k.value) for k, _ in value.value}
                if taken & {str(k.value) for k, _ in entries[0][1].value}:
                    return f"{name} has an entry of the snippet's name"
            elif value.tag != NULL or value.value:
                return f"{name} is no mapping"
    return ""


def _has_one_line(root: yaml.MappingNode) -> bool:
    """Return whether a line must change: a section in braces, or at the end without a newline."""
    found = sections(root)
    places = [found[name][0][1] if name in found else root for name in sections(compose(SNIPPET))]
    return any(
        place.flow_style if isinstance(place, yaml.MappingNode) else place.tag == NULL
        for place in places
    )


def _without_blank_lines(data: bytes) -> list[bytes]:
    return [line for line in data.splitlines(keepends=True) if line.strip()]


def numstat(folder: Path) -> dict[str, int]:
    """Deleted lines by changed file, as git counts them."""
    output = _git(folder, "diff", "--numstat", "--text", "--no-renames", "-z")
    rows = [row.split("\t", 2) for row in output.split("\0") if row]
    return {name: int(deleted) for _, deleted, name in rows}


def _git(folder: Path, *arguments: str) -> str:
    settings = {
        "core.autocrlf": "false",
        "core.safecrlf": "false",
        "user.name": "Corpus",
        "user.email": "corpus@example.com",
        "commit.gpgsign": "false",
    }
    options = [word for pair in settings.items() for word in ("-c", "=".join(pair))]
    return subprocess.run(
        ["git", *options, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def _process(folder: Path, snippet: Path, arguments: list[str]) -> int:
    """The exit code of a real ``sam-scaffold merge``."""
    return subprocess.run(
        [sys.executable, "-m", "sam_scaffold", "merge", str(snippet), *arguments],
        cwd=folder, check=False, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
    ).returncode  # fmt: skip
