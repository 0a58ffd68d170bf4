"""Migrations in a changed repository."""

from __future__ import annotations

from repositories import Repository, succeeded


def migrated(repository: Repository, logical_id: str, *options: str) -> None:
    """See that a function can be migrated, and comes apart without a loss."""
    succeeded(repository.here("migrate", logical_id, "--no-tests", *options))
    name = logical_id.removesuffix("Function").lower()
    assert repository.properties(logical_id)["CodeUri"] == f"functions/{name}/"
    repository.commit()
