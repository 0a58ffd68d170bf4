"""Rules that cfn-lint's configuration appends, which are Python code.

``append_rules`` in a repository's ``.cfnlintrc`` names modules and folders. Plain cfn-lint runs
them, although a user who checks a foreign repository may not trust its code.
https://github.com/aws-cloudformation/cfn-lint#config-file
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cfnlint.config import ConfigFileArgs

OURS = "sam_scaffold.rules"
"""The package of our own rules, which are loaded in any case."""

_NAMES = (".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml")


def trusted(named: Iterable[str]) -> list[str]:
    """Return the rules that may be loaded, because the user's own configuration names them."""
    return [name for name in named if name != OURS and name in _of_user() and not _is_here(name)]


def untrusted(named: Iterable[str]) -> tuple[str, ...]:
    """Return the rules that may not be loaded, because the repository names or contains them."""
    known = trusted(named)
    return tuple(name for name in named if name not in (OURS, *known))


def _of_user() -> list[str]:
    """Return the rules that the configuration in the user's home folder appends."""
    files = (Path.home() / name for name in _NAMES)
    file = next((path for path in files if path.is_file()), None)
    if file is None or file.parent == Path.cwd():
        return []
    found: list[str] = ConfigFileArgs(config_file=file).file_args.get("append_rules", [])
    return found


def _is_here(name: str) -> bool:
    """Return whether cfn-lint would find a rule in the current folder, which is the repository."""
    return not Path(name).expanduser().is_absolute() and Path(name).exists()
