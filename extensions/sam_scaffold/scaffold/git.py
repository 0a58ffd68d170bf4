"""Git, as a command."""

from __future__ import annotations

import os
import subprocess


def git(folder: str, *words: str, data: bytes | None = None, **variables: str) -> str:
    """Return what git prints in a folder.

    Args:
        folder: The folder.
        words: The words of the command.
        data: What it reads.
        variables: Environment variables that it sees.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            ["git", *words],  # noqa: S607 - the user's git
            cwd=folder,
            check=True,
            capture_output=True,
            input=data,
            env={**os.environ, **variables} if variables else None,
        )
    except subprocess.CalledProcessError as error:
        error.stderr = error.stderr.decode("utf-8", "replace")
        raise
    return done.stdout.decode("utf-8", "replace").strip()
