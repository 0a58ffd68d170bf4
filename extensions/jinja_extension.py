"""The Jinja extension of the Copier template, which Copier loads by its path.

Copier loads only this file, which therefore has to load the package next to it. It loads the
package under a name that is unique to its code, because an update renders the old and the new
version of the template in the same process. If the running program already has the same code
loaded, it uses that.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from copier.errors import UserMessageError

_NEEDED = {
    "ruamel.yaml": "ruamel.yaml",
    "filelock": "filelock",
    "click": "click",
    "stdlib-list": "stdlib_list",
    "pyimport2pkg": "pyimport2pkg",
    **({"tomli": "tomli"} if sys.version_info < (3, 11) else {}),
}
"""Packages that have to be installed with Copier, and the module of each."""

_PACKAGE = Path(__file__).resolve().with_name("sam_scaffold")


_DIGESTS = vars(sys.modules.setdefault("sam_scaffold_digests", ModuleType("digests")))
"""The digests of this process by package: copier loads this file for each component."""


def _digest(package: Path) -> str:
    """Return a digest of the code of a package, computed once a process."""
    if str(package) not in _DIGESTS:
        _DIGESTS[str(package)] = _computed_digest(package)
    return str(_DIGESTS[str(package)])


def _computed_digest(package: Path) -> str:
    """Compute a digest of the code of a package."""
    digest = sha256()
    for folder, below, files in os.walk(package):  # pathlib takes three times as long (measured)
        below.sort()
        for name in sorted(files):
            if name.endswith(".py"):
                path = os.path.join(folder, name)  # noqa: PTH118 - see above
                digest.update(path[len(str(package)) :].replace(os.sep, "/").encode())
                with open(path, "rb") as file:  # noqa: PTH123 - see above
                    digest.update(file.read())
    return digest.hexdigest()


def _package_name() -> str:
    """Load the package next to this file if necessary, and return its name in ``sys.modules``."""
    running = sys.modules.get("sam_scaffold")
    digest = _digest(_PACKAGE)
    file = None if running is None else running.__file__
    if file and _digest(Path(file).parent) == digest:
        return "sam_scaffold"
    name = f"sam_scaffold_{digest[:16]}"
    if name not in sys.modules:
        spec = spec_from_file_location(
            name, _PACKAGE / "__init__.py", submodule_search_locations=[str(_PACKAGE)]
        )
        if spec is None or spec.loader is None:
            raise ImportError(f"{_PACKAGE} is not a package.")
        module = module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return name


def _check_packages() -> None:
    """Raise an error if a package is missing, before a task fails after files were written."""
    missing = [name for name, module in _NEEDED.items() if not _is_installed(module)]
    if missing:
        needed = " ".join(f"--with {name}" for name in ("copier-template-extensions", *_NEEDED))
        raise UserMessageError(
            f"This template requires {' and '.join(missing)} in addition to copier. Run "
            f"`uvx {needed} copier ...`"
        )


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # the package that would contain it
        return False


_check_packages()
SamScaffoldExtension = import_module(f"{_package_name()}.rendering.extension").SamScaffoldExtension
