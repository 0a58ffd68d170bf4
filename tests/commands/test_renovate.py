"""Renovate finds one answers file, and its line updates all components in one work tree.

The line is that of Renovate's copier manager, run as it is run there: in the folder of the
answers file, with the bare name of the file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from command_environment import git
from releases import Files, at, contents, with_answers
from repositories import Done, Repository, refusal, succeeded

PATTERN = re.compile(r"(^|/)\.copier-answers(\..+)?\.ya?ml")
"""https://docs.renovatebot.com/modules/manager/copier/"""

ROOT_FILE = ".copier-answers.sam-scaffold.yml"

ADDED = (
    ("function", "orders", "trigger=sqs"),
    ("function", "billing", "layout=flat", "trigger=schedule"),
    ("function", "refunds"),
    ("layer", "nums", "packages=mpmath"),
    ("layer", "pricing", "contents=shared_code"),
)
"""What is added to an application."""


@cache
def files(version: str) -> Files:
    """An application with a component of each kind, as a version makes it."""
    root = Path(at(version)).parent / f"renovated-{version}" / "shop"
    repository = Repository(root, {})
    template = ("--template", at(version))
    succeeded(repository.here("init", *template))
    for kind, name, *answers in ADDED:
        words = with_answers(*answers)
        succeeded(repository.here("add", kind, name, *words, *template))
    return contents(repository)


def application(root: Path, version: str = "v1.0.0") -> Repository:
    """The application, committed."""
    repository = Repository(root / "shop", files(version))
    repository.commit()
    return repository


def renovated(repository: Repository, version: str = "v1.1.0") -> Done:
    """Do what Renovate does with the one answers file that it finds."""
    (found,) = (path for path in repository.files() if PATTERN.search(path))
    folder = Repository((repository.root / found).parent, {})
    return folder.copier(
        "update", "--skip-answered", "--defaults", "--trust",
        "--answers-file", Path(found).name, "--vcs-ref", version,
    )  # fmt: skip


def test_one_line_updates_everything(tmp_path: Path) -> None:
    repository = application(tmp_path)
    done = renovated(repository)
    assert done.code == 0, done.err
    assert contents(repository) == contents(application(tmp_path / "fresh", "v1.1.0"))
    assert ": up to date" in succeeded(repository.here("status")).out
    repository.commit()
    assert renovated(repository).code == 0
    assert git(repository.root, "status", "--porcelain") == ""


def test_edits_of_code_and_block_stay(tmp_path: Path) -> None:
    repository = application(tmp_path)
    code = "functions/orders/src/lambda_handler.py"
    repository.write(code, repository.text(code) + "\n\n# Ours.\n")
    repository.write(
        "template.yaml", repository.text().replace("# Event source", "# Ours. Event source")
    )
    repository.commit()
    done = renovated(repository)
    assert done.code == 0, done.err
    assert repository.text(code).endswith("# Ours.\n")
    assert "# Ours. Event source" in repository.text()
    assert "# A line of version 1.1.0." in repository.text(code)
    succeeded(repository.here("status"))


def in_conflict(root: Path) -> Repository:
    """The application, with a value that both sides changed; already run by Renovate."""
    repository = application(root)
    text = repository.text().replace("maxReceiveCount: 5", "maxReceiveCount: 9", 1)
    repository.write("template.yaml", text)
    repository.commit()
    done = renovated(repository)
    assert done.code == 0, done.err
    assert "conflict in Resources.OrdersQueue.Properties.RedrivePolicy.maxReceiveCount" in done.out
    return repository


BOTH = """\
+<<<<<<< before updating
         maxReceiveCount: 9
+=======
+        maxReceiveCount: 4
+>>>>>>> after updating
"""


def test_reviewer_sees_both_sides_of_a_conflict(tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    assert BOTH in git(repository.root, "diff", "template.yaml")
    assert "conflict marker <<<<<<<" in repository.here("apply").out
    assert "conflict marker <<<<<<<" in repository.here("status").out
    assert "conflict marker <<<<<<<" in refusal(repository.here("add", "function", "more"))
    assert repository.here("check", "--offline").code == 1


@pytest.mark.parametrize(
    ("side", "state"),
    [(9, "orders: edited in the template"), (4, "orders: up to date")],
    ids=["ours", "theirs"],
)
def test_conflict_is_settled_in_the_template(side: int, state: str, tmp_path: Path) -> None:
    repository = in_conflict(tmp_path)
    settled = re.sub(
        r"<{7}.*\n(?:.*\n)*?={7}\n(?:.*\n)*?>{7}.*\n",
        f"        maxReceiveCount: {side}\n",
        repository.text(),
    )
    repository.write("template.yaml", settled)
    assert state in succeeded(repository.here("status")).out
    assert "nothing to do" in succeeded(repository.here("update", "orders", "--to", "v1.1.0")).out


def test_component_that_cannot_be_updated_fails_the_run_and_keeps_no_other_back(
    tmp_path: Path,
) -> None:
    repository = application(tmp_path)
    (repository.root / "functions/refunds/resource.yaml").unlink()
    repository.commit()
    done = renovated(repository)
    assert done.code == 1
    assert "functions/refunds/resource.yaml is missing" in done.err
    assert repository.answers(".scaffold/functions/orders/answers.yml")["_commit"] == "v1.1.0"
    assert repository.answers(ROOT_FILE)["_commit"] == "v1.0.0"


def test_components_of_another_address_are_left_alone(tmp_path: Path) -> None:
    repository = application(tmp_path)
    answers = ".scaffold/functions/refunds/answers.yml"
    text = repository.text(answers)
    repository.write(answers, re.sub("_src_path: .*", "_src_path: gh:acme/other", text))
    repository.commit()
    done = renovated(repository)
    assert done.code == 0, done.err
    assert repository.answers(answers)["_commit"] == "v1.0.0"


def test_file_stands_for_the_oldest_and_goes_with_the_last(tmp_path: Path) -> None:
    repository = application(tmp_path)
    assert repository.answers(ROOT_FILE)["kind"] == "repository"
    at("v1.1.0")
    succeeded(repository.here("update", "orders", "--to", "v1.1.0"))
    assert repository.answers(ROOT_FILE)["_commit"] == "v1.0.0"
    succeeded(repository.here("update", "--all", "--to", "v1.1.0"))
    assert repository.answers(ROOT_FILE)["_commit"] == "v1.1.0"
    for name in ("refunds", "billing", "orders", "nums", "pricing"):
        succeeded(repository.here("remove", name))
    assert ROOT_FILE in repository.files()
    succeeded(repository.here("remove", "shop"))
    assert ROOT_FILE not in repository.files()
