"""Renovate finds the answers files, and updates them one by one with plain copier."""

from __future__ import annotations

import re
from pathlib import Path

from releases import at, contents, with_answers
from repositories import Repository, succeeded

PATTERN = re.compile(r"(^|/)\.copier-answers(\..+)?\.ya?ml")
"""https://docs.renovatebot.com/modules/manager/copier/"""

ADDED = {
    "functions/orders": ("function", "orders", "trigger=sqs"),
    ".scaffold/functions/billing": ("function", "billing", "layout=flat", "trigger=schedule"),
    ".scaffold/layers/nums": ("layer", "nums", "packages=mpmath"),
    ".scaffold/layers/pricing": ("layer", "pricing", "contents=shared_code"),
}
"""What is added to an application, by folder of its answers file."""


def application(root: Path, version: str) -> Repository:
    """An application with a component of each kind, committed."""
    repository = Repository(root / "shop", {})
    template = ("--template", at(version))
    succeeded(repository.here("init", *template))
    for kind, name, *answers in ADDED.values():
        words = with_answers(*answers)
        succeeded(repository.here("add", kind, name, *words, *template))
    repository.commit()
    return repository


def test_every_answers_file_is_found_and_updated(tmp_path: Path) -> None:
    repository = application(tmp_path, "v1.0.0")
    found = [path for path in repository.files() if PATTERN.search(path)]
    expected = [f"{folder}/.copier-answers.yml" for folder in (".scaffold/app", *ADDED)]
    assert sorted(found) == sorted(expected)
    for path in found:
        done = repository.copier(
            "update", "--skip-answered", "--defaults", "--trust", "--answers-file", path,
            "--vcs-ref", "v1.1.0",
        )  # fmt: skip
        assert done.code == 0, done.err
        assert repository.answers(path)["_commit"] == "v1.1.0"
        repository.commit()
    assert contents(repository) == contents(application(tmp_path / "fresh", "v1.1.0"))
    succeeded(repository.here("status"))
