"""Monoliths of a few lines, and what a migration makes of them before anything is written."""

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
    """A template with a function for each handler: ``pkg.orders.handler`` is OrdersFunction's.

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
    keys = {one.key for one in found}
    return analyse(NeedsReader(root.resolve()), code, found, keys, wishes)


def shown(one: Decision) -> str:
    """A decision in a word or two: ``own Orders``, ``shared``; and who gets a link."""
    short = [key.removesuffix(" in template.yaml").removesuffix("Function") for key in one.linked]
    owner = one.owner.removesuffix(" in template.yaml").removesuffix("Function")
    words = [one.kind.value, owner, "->" if short else "", " ".join(short)]
    return " ".join(word for word in words if word)


def decided(analysis: Analysis) -> dict[str, str]:
    """What becomes of each file that is not an empty ``__init__.py``."""
    files = analysis.decisions.files.values()
    return {one.path: shown(one) for one in files if not one.path.endswith("__init__.py")}


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
