"""Imports that neither the code nor the layers nor the runtime provide."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..application.layer import MAKEFILE
from ..contents.failing_imports import missing_in
from ..contents.misplaced_modules import Misplaced, misplaced
from ..contents.prepared_folders import may_provide
from ..contents.search_paths import sets_path
from ..dependencies.importing.failed_import import MissingImport, Reason
from ..dependencies.packages.import_names import is_namespace, proposed
from ..dependencies.packages.optional_requirements import extra_for
from ._missing_import_fixes import ImportFixes
from ._rule import Rule, RuleFinding


class ImportsAreProvided(Rule):
    """Imports that AWS's runtime client would report as ``Runtime.ImportModuleError``."""

    id = "E9201"
    shortdesc = "Nothing provides what a function imports"
    description = "sam build does not check imports, and the function fails when it starts."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-searchpath"
    )
    tags = ["resources", "lambda", "code", "layers"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each name that a function fails to import."""
        fixes = ImportFixes(facts)
        for function in facts.functions:
            seen: set[str] = set()
            for missing in missing_in(facts, function):
                problem = _problem(facts, fixes, function, missing)
                if problem and missing.name not in seen:
                    seen.add(missing.name)
                    place = f"{facts.shown(missing.file)}:{missing.line}"
                    yield RuleFinding(
                        _path(function, missing), f"{function.logical_id}: {place} {problem}"
                    )


def _path(function: Function, missing: MissingImport) -> tuple[str, ...]:
    code = "CodeUri" if "CodeUri" in function.properties else "Code"
    is_in_layers = missing.reason is Reason.NOWHERE and "Layers" in function.properties
    return function.path("Layers" if is_in_layers else code)


def _problem(
    facts: Application, fixes: ImportFixes, function: Function, missing: MissingImport
) -> str:
    """Return the problem and the way out; nothing if another rule reports it, or it may exist."""
    if missing.reason in (Reason.RELATIVE, Reason.SYNTAX):
        return ""  # E9106 and E9108 report these
    if missing.reason in (Reason.CYCLE, Reason.NO_NAME):
        return _name_problem(missing)
    when = " when it is called" if missing.lazy else ""
    if (found := _misplaced(facts, function, missing)) is not None:
        return f"imports {missing.name}{when}, {_elsewhere(facts, found)}." if found.is_told else ""
    if not missing.is_sure or _may_be_provided(facts, function, missing.name.partition(".")[0]):
        return ""
    if missing.needed_by:
        return (
            f"imports {missing.needed_by}{when}, which requires {missing.name}, but nothing "
            f"provides it. List {extra_for(missing.name)} instead of aws-lambda-powertools."
        )
    name = _name(missing)
    return f"imports {name}{when}, which nothing provides. {fixes.suggest(function, missing)}."


def _name_problem(missing: MissingImport) -> str:
    """Return the problem of a name that an existing module does not have."""
    package, _, name = missing.name.rpartition(".")
    if missing.reason is Reason.CYCLE:
        return (
            f"imports {name} from {package} before it is defined, because both import each other. "
            "Import it in the function that uses it."
        )
    return f"imports {name} from {package}, which does not define it. Define it, or correct that."


def _name(missing: MissingImport) -> str:
    """Return the name of the missing module; below a namespace, as much as identifies it."""
    if "." in missing.name or not is_namespace(missing.name):
        return missing.name
    module = missing.wanted.rpartition(".")[0]
    return module if module and proposed(module) else missing.wanted


def _may_be_provided(facts: Application, function: Function, name: str) -> bool:
    """Return whether a script may write a module into the function's folders."""
    contents = [layer.content for layer in function.layers]
    places = [place for place in (function.code, *contents) if place is not None]
    return any(may_provide(facts, place, name) for place in places)


def _misplaced(facts: Application, function: Function, missing: MissingImport) -> Misplaced | None:
    """Return where a layer of the function has a module outside of the search path."""
    if missing.reason is not Reason.NOWHERE or not (missing.is_sure or _is_all_local(function)):
        return None
    found = (misplaced(facts, layer, missing.name) for layer in function.layers)
    return next((place for place in found if place is not None), None)


def _is_all_local(function: Function) -> bool:
    """Return whether all modules of a function are in folders of the repository."""
    sources = (function.code, *(layer.content for layer in function.layers))
    return (
        not function.foreign
        and function.knows_layers
        and not sets_path(function)
        and all(source is not None and source.exists() for source in sources)
        and MAKEFILE not in (function.method, *(layer.method for layer in function.layers))
    )


def _elsewhere(facts: Application, found: Misplaced) -> str:
    """Return where a module is, and where it has to be."""
    layer, content = found.layer, facts.shown(found.content)
    method = "" if layer.method else ", or set a BuildMethod" * found.is_on_top
    return (
        f"which {layer.logical_id} has at {found.shown}, but Python only searches python/. "
        f"Move it to {content}/python/{method}"
    )
