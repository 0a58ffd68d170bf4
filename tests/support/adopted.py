"""Repositories in which everything that was written by hand is adopted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from repositories import ROOT, Repository, succeeded

ROOT_FILE = ".copier-answers.sam-scaffold.yml"


def trading(root: Path) -> Repository:
    """The example, committed."""
    shutil.copytree(ROOT / "examples/trading", root)
    repository = Repository(root, {})
    repository.commit()
    return repository


def folder_of(name: str, kind: str = "functions") -> str:
    return f".scaffold/{kind}/{name}"


def adopted(repository: Repository, *words: str) -> list[str]:
    """Adopt, and see that nothing but new records is there afterwards; the components' paths."""
    before = repository.snapshot()
    succeeded(repository.here("adopt", *(words or ("--all",))))
    after = repository.snapshot()
    assert {path: after[path] for path in before} == before
    new = [path for path in repository.files() if path not in (*before, ROOT_FILE)]
    names = {"answers.yml", "resource.yaml", "applied.yaml"}
    assert {path.rpartition("/")[2] for path in new} <= names
    return new


def states(repository: Repository) -> dict[str, list[str]]:
    """What `status` says of each component."""
    found = json.loads(repository.here("status", "--json").out)
    return {one["name"]: one["states"] for one in found["components"]}
