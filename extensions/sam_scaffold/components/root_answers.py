"""The answers file in the root, which stands for all components of a repository.

Renovate updates each answers file that it finds on its own, and all of one template in one
branch, where copier refuses the second one as the first left changes. So there is one that it
finds: updating it updates all components.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml
from packaging.version import InvalidVersion, Version

from ..errors import ScaffoldError
from ..record_files import ANSWERS_FILE, ROOT_ANSWERS_FILE
from ..transaction.staging import Staging
from .answers_file import read_answers, write_answers
from .component_record import answers_files, answers_in

KIND = "repository"
"""The answer of ``kind`` in the file."""

_HEADER = "# Changes here will be overwritten by Copier; NEVER EDIT MANUALLY\n"

_DESCRIBED = re.compile(r"(?P<tag>.+?)(-(?P<since>\d+)-g[0-9a-f]+)?")
"""What ``git describe --tags`` makes of a commit."""


_COMMIT = re.compile(r"[0-9a-f]{4,64}")
"""What it makes of one in a history without tags."""

_NO_TAG = Version("0.dev0")


@dataclass(frozen=True, slots=True)
class RootAnswers:
    """What the file says.

    Attributes:
        source: Address of the template that the components are from.
        version: The oldest version that one of them has.
    """

    source: str
    version: str

    def encode(self) -> bytes:
        """Return the bytes of the file, as copier renders it."""
        data = {"_commit": self.version, "_src_path": self.source, "kind": KIND}
        return (_HEADER + write_answers(data)).encode()

    @classmethod
    def parse(cls, data: bytes) -> RootAnswers | None:
        """Read the bytes of the file; None where they say nothing of a template."""
        try:
            answers = read_answers(data)
        except yaml.YAMLError:  # a conflict of git's; the next command writes it anew
            return None
        source, version = answers.get("_src_path"), answers.get("_commit")
        return cls(str(source), str(version)) if source and version else None


def root_answers(components: Iterable[RootAnswers], before: str = "") -> RootAnswers | None:
    """Return what stands for some components.

    Args:
        components: Address and version of each.
        before: The address that was recorded before.

    Returns:
        The address that most of them are from, the one before if any is, with the oldest
        version of those; None where no component has a version to update from. What is not
        one of git's is nothing that a component could have.
    """
    known = [one for one in components if one.source and _is_version(one.version)]
    if not known:
        return None
    counts = Counter(one.source for one in known)
    source = before if before in counts else max(sorted(counts), key=lambda one: counts[one])
    oldest = min((one.version for one in known if one.source == source), key=_age)
    return RootAnswers(source, oldest)


def _is_version(version: str) -> bool:
    return _COMMIT.fullmatch(version) is not None or _age(version)[0] != _NO_TAG


def _age(version: str) -> tuple[Version, int, str]:
    """A key that sorts described versions, those without a tag first."""
    found = _DESCRIBED.fullmatch(version)
    try:
        tag = Version(found["tag"]) if found else _NO_TAG
    except InvalidVersion:
        return _NO_TAG, 0, version
    return tag, int(found["since"] or 0) if found else 0, version


def keep_root_answers(overlay: Staging) -> None:
    """Let the file stand for the components as they will be; it goes with the last one.

    Components whose records lie where v0.1.0 put them do not count: that version knows
    nothing of the file, so copier could not update from it.
    """
    present = overlay.read(ROOT_ANSWERS_FILE)
    before = None if present is None else RootAnswers.parse(present)
    found = root_answers(_components(overlay), "" if before is None else before.source)
    if found is None:
        overlay.drop(ROOT_ANSWERS_FILE)
    elif found != before:
        overlay.put(ROOT_ANSWERS_FILE, found.encode())


def _components(overlay: Staging) -> Iterator[RootAnswers]:
    there = {one.relative_to(overlay.repository) for one in answers_files(overlay.repository)}
    for path in sorted({*(one.as_posix() for one in there), *overlay.files()}):
        if PurePosixPath(path).name != ANSWERS_FILE or (data := overlay.read(path)) is None:
            continue
        found = _answers(path, data)
        if found is not None:
            yield RootAnswers(str(found.get("_src_path", "")), str(found.get("_commit", "")))


def _answers(path: str, data: bytes) -> dict[str, Any] | None:
    try:
        return answers_in(path, data)
    except ScaffoldError:  # broken: whoever works with the component is told so
        return None
