"""Monoliths of a few lines, with the decisions and the plan of their migration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from market import HEADER, function
from repositories import Repository

from sam_scaffold.migration.needs.analysis import Analysis, Wishes, analyse
from sam_scaffold.migration.needs.candidates import Candidate, candidates, chosen
from sam_scaffold.migration.needs.deciding import Decision, Overruled
from sam_scaffold.migration.needs.reading import NeedsReader
from sam_scaffold.migration.order import Order
from sam_scaffold.migration.plan import MigrationPlan, MigrationPlanner
from sam_scaffold.transaction.repository_view import RepositoryView as Templates

BODY = "\n\ndef main(event, context):\n    return 1\n"


def handlers(*names: str, code: str = "./") -> str:
    """Return a template with a function for each handler, named after the handler's module.

    The function is called after the last part of the name that is not ``handler``.
    """
    blocks = []
    for name in names:
        own = [part for part in name.split(".") if part != "handler"][-1]
        logical_id = f"{own.title()}Function"
        blocks.append(function(logical_id, f"CodeUri: {code}", handler=f"{name}.main"))
    return HEADER + "\n".join(blocks)


def functions(root: Path, files: Mapping[str, str]) -> tuple[Candidate, ...]:
    """Write files, and find the functions of their SAM templates."""
    Repository(root, files)
    return candidates(Templates(root.resolve()))


def analysed(
    root: Path,
    files: Mapping[str, str],
    code: str = ".",
    *,
    own: Sequence[str] = (),
    shared: Sequence[str] = (),
    included: Sequence[str] = (),
) -> Analysis:
    """Write files, and analyse the functions of a code folder."""
    found = functions(root, files)
    wishes = Wishes(Overruled(tuple(own), tuple(shared)), tuple(included))
    keys = {candidate.key for candidate in found}
    return analyse(NeedsReader(root.resolve()), code, found, keys, wishes)


def shown(decision: Decision) -> str:
    """Return a decision in a word or two: ``own Orders``, ``shared``; and who gets a link."""
    short = [
        key.removesuffix(" in template.yaml").removesuffix("Function") for key in decision.linked
    ]
    owner = decision.owner.removesuffix(" in template.yaml").removesuffix("Function")
    words = [decision.kind.value, owner, "->" if short else "", " ".join(short)]
    return " ".join(word for word in words if word)


def decided(analysis: Analysis) -> dict[str, str]:
    """Return the decision on each file that is not an empty ``__init__.py``."""
    files = analysis.decisions.files.values()
    return {file.path: shown(file) for file in files if not file.path.endswith("__init__.py")}


def planned(
    root: Path,
    files: Mapping[str, str],
    *names: str,
    order: Order = Order(),  # noqa: B008 - frozen
) -> MigrationPlan:
    """Write files, and plan the migration of some functions, or of all that share code."""
    Repository(root, files)
    repository = Templates(root.resolve())
    every = candidates(repository)
    planner = MigrationPlanner(repository, every, order)
    if names:
        return planner.plan(chosen(every, names))
    return planner.plan(planner.sharing(every), least_entangled_first=True)
