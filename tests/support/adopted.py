"""Repositories in which all hand-written functions and layers are adopted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from command_environment import ROOT
from repositories import Repository, succeeded

ROOT_FILE = ".copier-answers.sam-scaffold.yml"


def trading(root: Path) -> Repository:
    """Return the example, committed."""
    shutil.copytree(ROOT / "examples/trading", root)
    repository = Repository(root, {})
    repository.commit()
    return repository


def folder_of(name: str, kind: str = "functions") -> str:
    return f".scaffold/{kind}/{name}"


def adopted(repository: Repository, *words: str) -> list[str]:
    """Adopt everything, check that only records were added, and return the components' paths."""
    before = repository.snapshot()
    succeeded(repository.here("adopt", *(words or ("--all",))))
    after = repository.snapshot()
    assert {path: after[path] for path in before} == before
    new = [path for path in repository.files() if path not in (*before, ROOT_FILE)]
    names = {"answers.yml", "resource.yaml", "applied.yaml"}
    assert {path.rpartition("/")[2] for path in new} <= names
    return new


def states(repository: Repository) -> dict[str, list[str]]:
    """Return the states of each component by `status`."""
    found = json.loads(repository.here("status", "--json").out)
    return {component["name"]: component["states"] for component in found["components"]}
