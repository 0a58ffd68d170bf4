"""Virtual environments of a project, made only of files."""

from __future__ import annotations

import sys
from pathlib import Path

VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def environment(folder: Path) -> Path:
    """Make a virtual environment; return the folder of its packages."""
    packages = folder / f"lib/python{VERSION}/site-packages"
    packages.mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin/python").symlink_to(sys.executable)
    home = Path(sys.base_prefix, "bin")
    (folder / "pyvenv.cfg").write_text(f"home = {home}\nversion = {VERSION}\n")
    return packages
