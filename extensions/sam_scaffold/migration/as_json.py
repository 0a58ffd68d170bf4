"""Plans and their proof as data for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from .coupling import couplings
from .elsewhere.elsewhere import Mention
from .notes import notes
from .plan import Migration, MigrationPlan
from .proof.proof import Proof
from .record.writing import Undone
from .sizes import Size


def plan_data(
    plan: MigrationPlan, elsewhere: Sequence[Mention], proof: Proof | None, *, dry_run: bool
) -> dict[str, Any]:
    """Return a plan as data that JSON can hold.

    Args:
        plan: The plan.
        elsewhere: Lines that name the old places of what moves.
        proof: What a trial of it showed; None where there was none.
        dry_run: Whether nothing is written.
    """
    return {
        "written": not dry_run and proof is not None and not proof.problems,
        "functions": [_migration_data(migration) for migration in plan.migrations],
        "refused": [
            {
                "logical_id": refusal.candidate.logical_id,
                "template_file": refusal.candidate.template_file,
                "reason": refusal.reason,
            }
            for refusal in plan.refusals
        ],
        "coupling": [
            {"file": coupling.file, "line": coupling.line, "what": coupling.what}
            for coupling in couplings(plan)
        ],
        "notes": list(notes(plan)),
        "elsewhere": [asdict(one) for one in elsewhere],
        "proof": None if proof is None else _proof_data(proof),
    }


def _migration_data(one: Migration) -> dict[str, Any]:
    return {
        "logical_id": one.candidate.logical_id,
        "template_file": one.candidate.template_file,
        "name": one.candidate.name,
        "code": one.laid.code,
        "layer": one.layer.logical_id if one.layer else None,
        "before": _size_data(one.before),
        "after": _size_data(one.after),
        "files": [
            {
                "path": file.path,
                "source": file.real,
                "kind": file.kind.value,
                "users": list(file.users),
                "why": file.why,
            }
            for file in one.files
        ],
        "moves": [{"from": move.source, "to": move.target} for move in one.changes.moves],
        "links": [{"path": link.path, "to": link.target} for link in one.changes.links],
        "left_out": [file.real for file in one.analysis.left_out],
    }


def _size_data(size: Size) -> dict[str, int]:
    return {"files": size.files, "bytes": size.bytes}


def _proof_data(proof: Proof) -> dict[str, Any]:
    return {
        "problems": [
            {"function": problem.function, "check": problem.check, "what": problem.what}
            for problem in proof.problems
        ],
        "notes": list(proof.notes),
        "tests": {"passed_before": proof.tests_before, "passed_after": proof.tests_after},
    }


def undone_data(undone: Undone, *, dry_run: bool) -> dict[str, Any]:
    """Return what was taken back as data that JSON can hold.

    Args:
        undone: The migrations that were taken back.
        dry_run: Whether nothing is written.
    """
    return {
        "written": not dry_run,
        "undone": [record.about.logical_id for record in undone.records],
        "stays": list(undone.stays),
    }
