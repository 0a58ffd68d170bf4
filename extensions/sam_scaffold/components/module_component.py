"""A module of the shared code: where it goes, and why it cannot.

It is no component: nothing of it is in the SAM template, nothing is recorded, and its two
files are the user's from the first day.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from ..record_files import SCAFFOLD
from ..sam.style.house_style import HouseStyle
from ..transaction.repository_view import RepositoryView
from .function_paths import Answers, base_of, expression, records
from .quoting import pattern

_NO_PACKAGES = frozenset({"python", "test", "tests"})


def module_facts(answers: Answers, house: HouseStyle) -> dict[str, Any]:
    """What the files of a module need to know.

    Args:
        answers: The answers by question.
        house: The house style.
    """
    base, source = base_of(answers), PurePosixPath(house.shared_source)
    tests_dir = base / "tests" / "layers" / _layer_folder(source)
    return {
        # Where its records would lie: copier looks there, and finds none.
        **records(base / SCAFFOLD / "modules" / answers["name"]),
        "content_dir": str(source),
        "package": answers["package"],
        "tests_dir": str(tests_dir),
        "content_expression": expression(tests_dir, source),
    }


def _layer_folder(source: PurePosixPath) -> str:
    """What the shared code layer's folder is called: ``shared``."""
    return source.parent.name if source.name == "python" else source.name


def shared_packages(repository: RepositoryView, house: HouseStyle) -> list[str]:
    """The packages of the shared code layer, the one with the logging first.

    A folder counts whether it has an ``__init__.py`` or not: without one, it is a namespace
    package, which a function's own code may share.
    """
    source = house.shared_source
    found = [
        name
        for name in (repository.names(source) if source else ())
        if name.isidentifier()
        and name not in _NO_PACKAGES
        and any(one.endswith(".py") for one in repository.names(f"{source}/{name}"))
    ]
    return sorted(found, key=lambda one: one != house.shared_package)


def package_problem(template_file: str, house: HouseStyle, package: str) -> str:
    """Why there is no package to put a module into."""
    if package:
        return ""
    if not house.shared_source:
        return f"{template_file} has no shared code layer; add it with `sam-scaffold init`."
    return (
        f"{house.shared_source} has no package; make a folder in it with the package's name and "
        "a module."
    )


def place_problem(repository: RepositoryView, facts: Mapping[str, Any]) -> str:
    """Why a module's files cannot be made."""
    module = f"{facts['content_dir']}/{facts['package']}/{facts['snake']}"
    test = f"{facts['tests_dir']}/test_{facts['snake']}.py"
    taken = [path for path in (f"{module}.py", module, test) if repository.exists(path)]
    return f"{taken[0]} exists; take another name, or move it away." if taken else ""


def present_conftest(repository: RepositoryView, facts: Mapping[str, Any]) -> str:
    """Which file that comes with a module is there already, as a pattern; empty if none is."""
    path = f"{facts['tests_dir']}/conftest.py"
    return pattern(path) if repository.exists(path) else ""
