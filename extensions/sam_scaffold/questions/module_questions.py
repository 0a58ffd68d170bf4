"""Questions about a module of the shared code."""

from __future__ import annotations

from ..components.module_component import ModuleFacts
from ..components.quoting import pattern
from ..transaction.repository_view import RepositoryView
from .context import QuestionContext

_NO_PACKAGES = frozenset({"python", "test", "tests"})


def shared_packages(context: QuestionContext) -> list[str]:
    """Return the choices of ``package``, with the main package first.

    A folder without an ``__init__.py`` is also a package: a namespace package, of which another
    part may be in a function's code.
    """
    if context.kind != "module":
        return []
    repository, source = context.view, context.style.shared_source
    found = [
        name
        for name in (repository.names(source) if source else ())
        if name.isidentifier()
        and name not in _NO_PACKAGES
        and any(file.endswith(".py") for file in repository.names(f"{source}/{name}"))
    ]
    return sorted(found, key=lambda name: name != context.style.shared_package)


def package_problem(context: QuestionContext, package: str) -> str:
    """Validate ``package``."""
    if package:
        return ""
    source = context.style.shared_source
    if not source:
        return f"{context.template_file} has no shared code layer. Add it with `sam-scaffold init`."
    return f"{source} has no package. Create a folder in it with the package's name and a module."


def present_conftest(context: QuestionContext) -> str:
    """Return the pattern of a module's file that exists already; empty if none does."""
    path = f"{context.answers['component']['tests_dir']}/conftest.py"
    return pattern(path) if context.view.exists(path) else ""


def module_place_problem(repository: RepositoryView, facts: ModuleFacts) -> str:
    """Return an error if a module's files exist.

    Args:
        repository: The repository.
        facts: The facts about the module.
    """
    module = f"{facts.content_dir}/{facts.package}/{facts.names.snake}"
    test = f"{facts.tests_dir}/test_{facts.names.snake}.py"
    taken = [path for path in (f"{module}.py", module, test) if repository.exists(path)]
    return f"{taken[0]} already exists. Choose another name, or move it." if taken else ""
