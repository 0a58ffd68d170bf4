"""Names and folders of the files that record components."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath

SCAFFOLD = ".scaffold"
"""The folder of all records, next to the SAM template."""

MIGRATIONS = f"{SCAFFOLD}/migrations"
"""The folder of the records of migrations, for `migrate --undo`."""

SNIPPET_FILE = "resource.yaml"
"""A component's snippet: its part of the SAM template, as generated or edited."""

APPLIED_FILE = "applied.yaml"
"""The last-applied snippet, among the records of the component."""

ANSWERS_FILE = "answers.yml"
"""A component's answers file; the name must not match Renovate's pattern, see below."""

ROOT_ANSWERS_FILE = ".copier-answers.sam-scaffold.yml"
"""The answers file that stands for all components of a repository, in its root.

Renovate finds it by its name, ``(^|/)\\.copier-answers(\\..+)?\\.ya?ml``, and runs copier in
its folder: https://docs.renovatebot.com/modules/manager/copier/
"""

EARLIER_ANSWERS_FILE = ".copier-answers.yml"
EARLIER_APPLIED_FILE = ".resource.applied.yaml"
"""Their names in v0.1.0, which put them next to the snippet."""

_INSIDE = frozenset((ANSWERS_FILE, APPLIED_FILE))
_ANYWHERE = frozenset((SNIPPET_FILE, ROOT_ANSWERS_FILE, EARLIER_ANSWERS_FILE, EARLIER_APPLIED_FILE))


def is_answers_file(path: PurePath) -> bool:
    """Return whether a path may be a component's answers file."""
    if path.name == EARLIER_ANSWERS_FILE:
        return True
    return path.name == ANSWERS_FILE and SCAFFOLD in path.parts


def is_earlier(answers_file: str) -> bool:
    """Return whether an answers file is where v0.1.0 put it."""
    return PurePosixPath(answers_file).name == EARLIER_ANSWERS_FILE


def applied_beside(answers_file: str) -> str:
    """Return the path of the last-applied copy that belongs to an answers file."""
    name = EARLIER_APPLIED_FILE if is_earlier(answers_file) else APPLIED_FILE
    return str(PurePosixPath(answers_file).with_name(name))


def answers_beside(path: PurePath) -> str:
    """Return the name of the answers file next to a last-applied copy.

    Args:
        path: A path from the repository's root.

    Returns:
        Empty if it is not the path of a last-applied copy.
    """
    if path.name == EARLIER_APPLIED_FILE:
        return EARLIER_ANSWERS_FILE
    return ANSWERS_FILE if path.name == APPLIED_FILE and SCAFFOLD in path.parts else ""


def is_record(path: str) -> bool:
    """Return whether a change of a file only repeats the change of the SAM template."""
    found = PurePosixPath(path)
    return found.name in _ANYWHERE or (found.name in _INSIDE and SCAFFOLD in found.parts)
