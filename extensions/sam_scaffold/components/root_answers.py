"""The answers file in the root, which represents all components of a repository for Renovate.

Renovate updates each answers file that it finds separately, but those of the same template on the
same branch, where Copier refuses the second update because the first left uncommitted changes.
Therefore Renovate finds only this file, and updating it updates all components.
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
"""Output of ``git describe --tags``."""

_COMMIT = re.compile(r"[0-9a-f]{4,64}")
"""Output of ``git describe --always`` in a history without tags."""

_NO_TAG = Version("0.dev0")


@dataclass(frozen=True, slots=True)
class RootAnswers:
    """Contents of the file.

    Attributes:
        source: Address of the Copier template from which the components were rendered.
        version: The oldest version that a component has.
    """

    source: str
    version: str

    def encode(self) -> bytes:
        """Return the bytes of the file, identical to what Copier renders."""
        data = {"_commit": self.version, "_src_path": self.source, "kind": KIND}
        return (_HEADER + write_answers(data)).encode()

    @classmethod
    def parse(cls, data: bytes) -> RootAnswers | None:
        """Parse the bytes of the file; return None if they name no template."""
        try:
            answers = read_answers(data)
        except yaml.YAMLError:  # conflict markers; the next command rewrites the file
            return None
        source, version = answers.get("_src_path"), answers.get("_commit")
        return cls(str(source), str(version)) if source and version else None


def root_answers(components: Iterable[RootAnswers], before: str = "") -> RootAnswers | None:
    """Return the contents of the file for some components.

    Args:
        components: Address and version of each.
        before: The address that was recorded before.

    Returns:
        The address before, if a component has it; otherwise the address that most components
        have. The version is the oldest of the components with that address. None if no
        component has an address and a version of git.
    """
    known = [found for found in components if found.source and _is_version(found.version)]
    if not known:
        return None
    counts = Counter(found.source for found in known)
    source = before if before in counts else max(sorted(counts), key=counts.__getitem__)
    oldest = min((found.version for found in known if found.source == source), key=_age)
    return RootAnswers(source, oldest)


def _is_version(version: str) -> bool:
    return _COMMIT.fullmatch(version) is not None or _age(version)[0] != _NO_TAG


def _age(version: str) -> tuple[Version, int, str]:
    """Return the sort key of a version from ``git describe``; those without a tag are first."""
    found = _DESCRIBED.fullmatch(version)
    try:
        tag = Version(found["tag"]) if found else _NO_TAG
    except InvalidVersion:
        return _NO_TAG, 0, version
    return tag, int(found["since"] or 0) if found else 0, version


def keep_root_answers(overlay: Staging) -> None:
    """Keep the file up to date with the components, and delete it if there are none.

    Components that v0.1.0 recorded do not count: Copier could not update the file from that
    version, which does not have it.
    """
    present = overlay.read(ROOT_ANSWERS_FILE)
    before = None if present is None else RootAnswers.parse(present)
    found = root_answers(_components(overlay), "" if before is None else before.source)
    if found is None:
        overlay.drop(ROOT_ANSWERS_FILE)
    elif found != before:
        overlay.put(ROOT_ANSWERS_FILE, found.encode())


def _components(overlay: Staging) -> Iterator[RootAnswers]:
    root = overlay.repository
    present = {path.relative_to(root).as_posix() for path in answers_files(root)}
    for path in sorted({*present, *overlay.files()}):
        if PurePosixPath(path).name != ANSWERS_FILE or (data := overlay.read(path)) is None:
            continue
        found = _answers(path, data)
        if found is not None:
            yield RootAnswers(str(found.get("_src_path", "")), str(found.get("_commit", "")))


def _answers(path: str, data: bytes) -> dict[str, Any] | None:
    try:
        return answers_in(path, data)
    except ScaffoldError:  # not valid, which commands on the component report
        return None
