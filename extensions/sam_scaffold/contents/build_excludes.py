"""Files that `sam build` excludes from the folders that it copies for Python."""

from __future__ import annotations

import re
from fnmatch import translate


def any_of(*patterns: str) -> re.Pattern[str]:
    """Return an expression that matches any of some file name patterns."""
    return re.compile("|".join(map(translate, patterns)))


LEFT_OUT = any_of(
    *(".aws-sam", ".chalice", ".git", ".gitignore", "*.pyc", "__pycache__", "*.so"),
    *(".Python", "*.egg-info", "*.egg", "pip-log.txt", "pip-delete-this-directory.txt"),
    *("htmlcov", ".tox", ".nox", ".coverage", ".cache", ".pytest_cache", ".python-version"),
    *(".mypy_cache", ".dmypy.json", ".pyre", ".env", ".venv", "venv", "venv.bak"),
    *("env.bak", "ENV", "env", ".vscode", ".idea"),
)
"""The names, at any depth (measured, lambda-builders 1.67)."""
