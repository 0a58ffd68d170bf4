"""Rules that cfn-lint's configuration appends: they are Python, and are run.

``append_rules`` in a repository's ``.cfnlintrc`` names modules and folders. Plain cfn-lint loads
them; who checks a repository of somebody else's has not said that its code may run.
https://github.com/aws-cloudformation/cfn-lint#config-file
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cfnlint.config import ConfigFileArgs

OURS = "sam_scaffold.rules"
"""They are there in any case."""

_NAMES = (".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml")


def trusted(named: Iterable[str]) -> list[str]:
    """Return the rules that may be loaded: those that the user's own configuration names."""
    return [one for one in named if one != OURS and one in _of_user() and not _is_here(one)]


def untrusted(named: Iterable[str]) -> tuple[str, ...]:
    """Return the rules that may not be loaded, as the repository names or brings them."""
    known = trusted(named)
    return tuple(one for one in named if one not in (OURS, *known))


def _of_user() -> list[str]:
    """What the configuration in the user's home folder names."""
    files = (Path.home() / name for name in _NAMES)
    file = next((one for one in files if one.is_file()), None)
    if file is None or file.parent == Path.cwd():
        return []
    found: list[str] = ConfigFileArgs(config_file=file).file_args.get("append_rules", [])
    return found


def _is_here(name: str) -> bool:
    """Whether cfn-lint would find a rule in the current folder, which is the repository's."""
    return not Path(name).expanduser().is_absolute() and Path(name).exists()
