"""A repository and a cache of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from journaled import OLD
from repositories import Repository, Snapshot

from sam_scaffold.transaction import files


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test its own cache."""
    folder = tmp_path / "cache"
    monkeypatch.setattr(files, "cache_folder", lambda name: folder / name)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop", OLD)


@pytest.fixture
def old(repository: Repository) -> Snapshot:
    return repository.snapshot()
