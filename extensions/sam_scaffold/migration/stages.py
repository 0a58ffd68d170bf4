"""Stages of a runbook, one for each function of a plan."""

from __future__ import annotations

from pathlib import Path

from ..contents.samconfig import DEFAULT, configured
from ..sam.style.learning.observability_style import alarms_of_function
from .needs.analysis import Analysis
from .needs.candidates import Candidate
from .needs.deciding import DecisionKind
from .plan import Migration, MigrationPlan
from .runbook import Stage
from .sizes import NOTHING, Size, size_of_planned


def stages_of(plan: MigrationPlan) -> list[Stage]:
    """Return the stages of a plan in order, with refused functions last."""
    refused = [
        Stage(
            refusal.candidate.logical_id,
            refusal.candidate.logical_id,
            refusal.candidate.template_file,
            _stack(refusal.candidate),
            NOTHING,
            NOTHING,
            refused=refusal.reason,
        )
        for refusal in plan.refusals
    ]
    analyses = {
        migration.analysis.code: (migration.candidate.root, migration.analysis)
        for migration in plan.migrations
    }
    layers = {code: _layer_size(*found) for code, found in analyses.items()}
    return [
        *(_stage(migration, layers[migration.analysis.code]) for migration in plan.migrations),
        *refused,
    ]


def _stage(migration: Migration, layer: Size) -> Stage:
    candidate = migration.candidate
    alias = candidate.function.properties.get("AutoPublishAlias")
    return Stage(
        candidate.logical_id,
        candidate.logical_id,
        candidate.template_file,
        _stack(candidate),
        migration.before,
        migration.after,
        migration.layer.logical_id if migration.layer else "",
        layer if migration.layer else NOTHING,
        alias if isinstance(alias, str) else "",
        tuple(alarms_of_function(candidate.facts.template, candidate.logical_id)),
    )


def _layer_size(root: Path, analysis: Analysis) -> Size:
    """Return the size of all shared code of a code folder."""
    shared = analysis.decisions.of_kind(DecisionKind.SHARED)
    return size_of_planned({file.path: root / file.real for file in shared})


def _stack(candidate: Candidate) -> str:
    """Return the configured default stack of a template; empty if there is none."""
    found = dict(configured(candidate.facts.folder, "deploy", "stack_name"))
    return found.get(DEFAULT, "")
