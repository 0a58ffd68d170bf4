"""What copier loads by path: the template's own Jinja extension.

Copier loads one file; its neighbours are importable only if it sees to it. The
package beside this file is loaded under a name of its own, since during an update
the old and the new version of the template are rendered in one process. Where the
running program already holds the very same code, that is used instead.
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
"""What is to be installed beside copier, with the module that it brings."""

_PACKAGE = Path(__file__).resolve().with_name("sam_scaffold")


_DIGESTS = vars(sys.modules.setdefault("sam_scaffold_digests", ModuleType("digests")))
"""The digests of this process by package: copier loads this file for each component."""


def _digest(package: Path) -> str:
    """What the code of a package is."""
    if str(package) not in _DIGESTS:
        _DIGESTS[str(package)] = _computed_digest(package)
    return str(_DIGESTS[str(package)])


def _computed_digest(package: Path) -> str:
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
    """The name under which the package beside this file is loaded."""
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
            raise ImportError(f"{_PACKAGE} is no package.")
        module = module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return name


def _check_packages() -> None:
    """Refuse to begin what would fail half-way, in the task that merges."""
    missing = [name for name, module in _NEEDED.items() if not _is_there(module)]
    if missing:
        needed = " ".join(f"--with {name}" for name in ("copier-template-extensions", *_NEEDED))
        raise UserMessageError(
            f"This template needs {' and '.join(missing)} beside copier: run "
            f"`uvx {needed} copier ...`"
        )


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # of the package that it would be in
        return False


_check_packages()
SamScaffoldExtension = import_module(f"{_package_name()}.rendering.extension").SamScaffoldExtension
