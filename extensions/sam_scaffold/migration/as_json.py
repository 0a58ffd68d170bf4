"""JSON output of plans, proofs and undone migrations."""

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
    """Return a plan and its proof as JSON-serializable data.

    Args:
        plan: The plan.
        elsewhere: Lines that name the old paths of moved files.
        proof: The result of the trial; None without a trial.
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
        "elsewhere": [asdict(mention) for mention in elsewhere],
        "proof": None if proof is None else _proof_data(proof),
    }


def _migration_data(migration: Migration) -> dict[str, Any]:
    return {
        "logical_id": migration.candidate.logical_id,
        "template_file": migration.candidate.template_file,
        "name": migration.candidate.name,
        "code": migration.laid.code,
        "layer": migration.layer.logical_id if migration.layer else None,
        "before": _size_data(migration.before),
        "after": _size_data(migration.after),
        "files": [
            {
                "path": file.path,
                "source": file.real,
                "kind": file.kind.value,
                "users": list(file.users),
                "why": file.why,
            }
            for file in migration.files
        ],
        "moves": [{"from": move.source, "to": move.target} for move in migration.changes.moves],
        "links": [{"path": link.path, "to": link.target} for link in migration.changes.links],
        "left_out": [file.real for file in migration.analysis.left_out],
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
    """Return undone migrations as JSON-serializable data.

    Args:
        undone: The undone migrations.
        dry_run: Whether nothing is written.
    """
    return {
        "written": not dry_run,
        "undone": [record.about.logical_id for record in undone.records],
        "stays": list(undone.stays),
    }
