"""What a function imports has to be in its code, its layers or the runtime."""

from __future__ import annotations

from collections.abc import Iterator

from ..application.application import Application
from ..application.function import Function
from ..application.layer import MAKEFILE
from ..contents.failing_imports import missing_in
from ..contents.misplaced_modules import Misplaced, misplaced
from ..contents.prepared_folders import may_bring
from ..contents.search_paths import sets_path
from ..dependencies.importing.failed_import import MissingImport, Reason
from ..dependencies.packages.import_names import is_namespace, proposed
from ..dependencies.packages.optional_requirements import extra_for
from ._missing_import_fixes import Ways
from ._rule import Rule, RuleFinding


class ImportsAreProvided(Rule):
    """Looks at what AWS's runtime client would report as ``Runtime.ImportModuleError``."""

    id = "E9201"
    shortdesc = "Nothing provides what a function imports"
    description = "sam build does not look at imports, and the function fails when it starts."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-searchpath"
    )
    tags = ["resources", "lambda", "code", "layers"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each name that a function imports in vain."""
        ways = Ways(facts)
        for function in facts.functions:
            seen: set[str] = set()
            for one in missing_in(facts, function):
                problem = _problem(facts, ways, function, one)
                if problem and one.name not in seen:
                    seen.add(one.name)
                    yield RuleFinding(
                        _path(function, one),
                        f"{function.logical_id}: {facts.shown(one.file)}:{one.line} {problem}",
                    )


def _path(function: Function, one: MissingImport) -> tuple[str, ...]:
    code = "CodeUri" if "CodeUri" in function.properties else "Code"
    is_in_layers = one.reason is Reason.NOWHERE and "Layers" in function.properties
    return function.path("Layers" if is_in_layers else code)


def _problem(facts: Application, ways: Ways, function: Function, one: MissingImport) -> str:
    """What is wrong, and the way out; nothing where another rule says it, or it may be there."""
    if one.reason in (Reason.RELATIVE, Reason.SYNTAX):
        return ""  # E9106 and E9108 have those
    if one.reason in (Reason.CIRCLE, Reason.NO_NAME):
        return _name_problem(one)
    when = " when it is called" if one.lazy else ""
    if (there := _misplaced(facts, function, one)) is not None:
        return f"imports {one.name}{when}, {_elsewhere(facts, there)}." if there.is_told else ""
    if not one.is_sure or _may_come(facts, function, one.name.partition(".")[0]):
        return ""
    if one.needed_by:
        return (
            f"imports {one.needed_by}{when}, which needs {one.name}, and nothing provides it; "
            f"list {extra_for(one.name)} where aws-lambda-powertools is."
        )
    return f"imports {_name(one)}{when}, which nothing provides; {ways.out(function, one)}."


def _name_problem(one: MissingImport) -> str:
    """Return what is wrong with a name that is taken from a module that is there."""
    package, _, name = one.name.rpartition(".")
    if one.reason is Reason.CIRCLE:
        return (
            f"imports {name} from {package} before it is there, as both import each other; "
            "import it in the function that needs it."
        )
    return f"imports {name} from {package}, which has no such name; write it, or mend that."


def _name(one: MissingImport) -> str:
    """Return what is missing; below a namespace all of the name, as much as tells what it is."""
    if "." in one.name or not is_namespace(one.name):
        return one.name
    module = one.wanted.rpartition(".")[0]
    return module if module and proposed(module) else one.wanted


def _may_come(facts: Application, function: Function, name: str) -> bool:
    """Return whether a script may put a module where the function finds it."""
    contents = [layer.content for layer in function.layers]
    places = [one for one in (function.code, *contents) if one is not None]
    return any(may_bring(facts, place, name) for place in places)


def _misplaced(facts: Application, function: Function, one: MissingImport) -> Misplaced | None:
    """Return where one of the function's layers has a module that is not found."""
    if one.reason is not Reason.NOWHERE or not (one.is_sure or _is_all_there(function)):
        return None
    found = (misplaced(facts, layer, one.name) for layer in function.layers)
    return next((place for place in found if place is not None), None)


def _is_all_there(function: Function) -> bool:
    """Return whether nothing but a function's own folders brings it modules."""
    sources = (function.code, *(layer.content for layer in function.layers))
    return (
        not function.foreign
        and function.knows_layers
        and not sets_path(function)
        and all(source is not None and source.exists() for source in sources)
        and MAKEFILE not in (function.method, *(layer.method for layer in function.layers))
    )


def _elsewhere(facts: Application, there: Misplaced) -> str:
    """Return where a module is, and where it had to be."""
    layer, content = there.layer, facts.shown(there.content)
    method = "" if layer.method else ", or state a BuildMethod" * there.is_on_top
    return (
        f"which {layer.logical_id} has at {there.shown}, and Python looks in python/ alone; "
        f"move it to {content}/python/{method}"
    )
