"""Git, as a command."""

from __future__ import annotations

import os
import subprocess

OF_ONE_REPOSITORY = (
    "GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_SHALLOW_FILE",
)  # fmt: skip
"""Environment variables that are about the user's repository, as git sets them for hooks."""

UNTRUSTED = ("-c", "core.fsmonitor=false", "-c", "safe.bareRepository=explicit")
"""Options for an untrusted repository: no program of its configuration runs."""


def git(folder: str, *words: str, data: bytes | None = None, **variables: str) -> str:
    """Return what git prints in a folder.

    Args:
        folder: The folder.
        words: The words of the command.
        data: Its standard input.
        variables: More environment variables.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    kept = {key: value for key, value in os.environ.items() if key not in OF_ONE_REPOSITORY}
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            ["git", *words],  # noqa: S607 - the user's git
            cwd=folder,
            check=True,
            capture_output=True,
            input=data,
            env={**kept, **variables},
        )
    except subprocess.CalledProcessError as error:
        error.stderr = error.stderr.decode("utf-8", "replace")
        raise
    return done.stdout.decode("utf-8", "replace").strip()
