"""Questions of several kinds of components: name, SAM template, style and description.

A function named ``..._problem`` returns a message for the user, empty if the answer is valid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from ..aws import limits
from ..aws.limits import Limit
from ..components.given_data import function_in
from ..components.quoting import pattern
from ..components.root_answers import KIND as REPOSITORY
from ..errors import ScaffoldError
from ..sam.model.names import name_problem as spelling_problem
from ..sam.model.names import words
from ..sam.model.template_files import TEMPLATE_ENDINGS, load_template, templates_of
from ..sam.style.house_style import HouseStyle
from ..sam.style.learning.learned_style import learn
from ..transaction import files
from ..transaction.paths import path_problem
from ..transaction.repository_view import RepositoryView
from .context import Phase, QuestionContext

_LIMITS = {
    "timeout": limits.TIMEOUT,
    "memory_size": limits.MEMORY,
    "ephemeral_storage": limits.EPHEMERAL_STORAGE,
    "reserved_concurrency": Limit(-1, limits.CONCURRENCY, "at once", default=-1),
}
"""Limits of numeric answers, by question; -1 reserves no concurrency."""


def sam_templates(context: QuestionContext) -> list[str]:
    """Return the choices of ``template_file``: those in the repository, and the recorded one."""
    recorded = {"template_file": context.answers.get("template_file"), **context.given}
    before = recorded["template_file"]
    if context.kind == REPOSITORY:
        return []
    if context.phase is Phase.AGAIN:  # it was chosen, and a search for others takes time
        return [str(before)]
    found = templates_of(context.view) or (["template.yaml"] if context.kind == "app" else [])
    return list(dict.fromkeys([*found, *([before] if before else [])]))


def template_problem(repository: RepositoryView, kind: str, template_file: str) -> str:
    """Return an error if a SAM template cannot be used.

    Args:
        repository: The repository.
        kind: The kind of the component.
        template_file: Path from the repository's root.
    """
    if not template_file:
        return (
            "no SAM template found here (a YAML or JSON file with Transform "
            "AWS::Serverless-2016-10-31). Change to the folder of the template, or create an "
            "application with `sam-scaffold init`."
        )
    if problem := path_problem(template_file):
        return problem
    if kind == "app" and not repository.exists(template_file):
        known = template_file.endswith(TEMPLATE_ENDINGS)
        return "" if known else f"{template_file!r} does not end in {', '.join(TEMPLATE_ENDINGS)}."
    try:
        load_template(repository, template_file)
        files.read_for_change(repository.place(template_file), template_file)
    except ScaffoldError as error:
        return str(error)
    if template_file not in templates_of(repository):
        return (
            f"{template_file} is not a SAM template: its Transform is not "
            "AWS::Serverless-2016-10-31. Add that line, or specify another file."
        )
    return ""


def learned_style(repository: RepositoryView, template_file: str) -> HouseStyle:
    """Return the style of a SAM template, or the default style if it does not exist.

    Args:
        repository: The repository.
        template_file: Path from the repository's root, empty for none.
    """
    if not template_file or not repository.exists(template_file):
        return HouseStyle()
    try:
        return learn(load_template(repository, template_file), repository)
    except ScaffoldError:  # reported by `template_problem`
        return HouseStyle()


def is_fresh(context: QuestionContext) -> bool:
    """Return the default of ``fresh``: whether the SAM template does not exist."""
    return not context.view.exists(context.template_file)


def is_new(context: QuestionContext) -> bool:
    """Return whether there are no recorded answers."""
    return context.phase is Phase.NEW


def present_files(context: QuestionContext) -> str:
    """Return patterns of the files in the folder of the SAM template, each on a line."""
    folder = PurePosixPath(context.template_file).parent
    place = context.view.root / folder
    found = (path.name for path in place.iterdir() if path.is_file()) if place.is_dir() else ()
    return "\n".join(pattern(str(folder / name)) for name in sorted(found))


def app_name(folder: str, taken: Collection[str] = ()) -> str:
    """Return a name for the application of a folder.

    Args:
        folder: The folder's name.
        taken: Names of existing packages and modules. The shared code is imported under the
            application's name, and Python only finds one package of a name.
    """
    ascii_only = unicodedata.normalize("NFKD", folder).encode("ascii", "ignore").decode()
    name = "_".join(words(re.sub(r"[^A-Za-z0-9]+", "_", ascii_only)))
    tries = (name, f"{name}_app", f"app_{name}", "app", f"{name}_shared_code", "shared_code")
    valid = [candidate for candidate in tries if not spelling_problem(candidate)]
    return next((candidate for candidate in valid if candidate not in taken), valid[0])


def packages_of(root: Path) -> frozenset[str]:
    """Return the names that can be imported if a repository's root is on the search path.

    In tests it is: pytest adds the folder that contains the outermost package, which may be the
    root itself (https://docs.pytest.org/en/stable/explanation/pythonpath.html).
    """
    modules = {path.stem for path in root.glob("*.py")}
    packages = {path.parent.name for path in root.glob("*/__init__.py")}
    own = {root.resolve().name} if "__init__" in modules else set()
    return frozenset(modules | packages | own)


def name_problem(kind: str, name: str) -> str:
    """Return an error if a name cannot be used for a new component."""
    if problem := spelling_problem(name):
        return problem
    most = limits.FUNCTION_NAME_CHARACTERS
    if kind == "function" and len(name) > most:
        return (
            f"{name!r} has {len(name)} characters, but a function's name has at most {most}. "
            "Shorten it."
        )
    return ""


def description_problem(description: str) -> str:
    """Return an error if a description is not valid: Lambda allows 256 characters."""
    if "\n" in description or not description.isprintable():
        return "a description must be one line of printable text."
    if "${" in description:
        return "a description cannot contain ${...}, which CloudFormation reads as a reference."
    if function_in(description):
        return (
            "a description must be text, but this is an intrinsic function. Write the text itself."
        )
    return Limit(0, limits.DESCRIPTION_CHARACTERS, "characters", default=0).problem(
        len(description)
    )


def limit_problem(question: str, value: int) -> str:
    """Return an error if the answer to a question is outside Lambda's limits.

    Args:
        question: A question with a numeric answer: ``"timeout"``.
        value: The answer.
    """
    return _LIMITS[question].problem(value)
