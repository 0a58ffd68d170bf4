"""Check of the installed SAM CLI for layouts that need a recent version."""

from __future__ import annotations

import re
import shutil
import subprocess

from ...errors import ScaffoldError

PARENT_PACKAGES = (1, 145)
"""The first version that reads ParentPackages; older ones silently ignore them.

https://github.com/aws/aws-sam-cli/releases/tag/v1.145.0
"""


def check_parent_packages() -> str:
    """Refuse a SAM CLI that does not read ParentPackages.

    Returns:
        A note if the version of the SAM CLI is unknown; otherwise empty.

    Raises:
        ScaffoldError: It is too old.
    """
    needed = ".".join(map(str, PARENT_PACKAGES))
    if shutil.which("sam") is None:
        return f"`sam build` needs SAM CLI {needed} or newer, which reads ParentPackages."
    try:
        said = subprocess.run(
            ["sam", "--version"],  # noqa: S607 - the user's SAM CLI
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        said = ""
    found = re.search(r"(\d+)\.(\d+)", said)
    if found and (int(found[1]), int(found[2])) < PARENT_PACKAGES:
        raise ScaffoldError(
            f"SAM CLI {found[0]} ignores ParentPackages, which --layout in-place needs: install "
            f"{needed} or newer, or use --layout keep."
        )
    return "" if found else f"`sam build` needs SAM CLI {needed} or newer."
