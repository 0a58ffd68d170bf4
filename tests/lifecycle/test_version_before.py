"""Repositories of the version before, which are updated without conflicts, in each way.

That version's code runs in this process while it renders what it made.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from command_environment import git
from releases import Files, contents
from repositories import Repository, succeeded
from version_before import BEFORE, NOW, application, both_versions

from sam_scaffold.document import Document
from sam_scaffold.sam.model.intrinsics import to_data

CODE = "functions/orders/src/lambda_handler.py"

EDITS = {
    "template.yaml": (b"MemorySize: 1024  # ours: measured", b"maxReceiveCount: 3  # ours"),
    CODE: (b"# Ours: written after it was generated.\n",),
}

CHANGED = frozenset(
    {
        ".gitignore",
        "Makefile",
        "README.md",
        "pyproject.toml",
        "template.yaml",
        "layers/shared/shop/__init__.py",
        "layers/shared/shop/structured_logging.py",
        "tests/layers/shared/conftest.py",
        "tests/layers/shared/test_structured_logging.py",
        ".scaffold/app/applied.yaml",
        ".scaffold/app/resource.yaml",
        ".scaffold/functions/refunds/applied.yaml",
        ".scaffold/functions/refunds/resource.yaml",
        ".scaffold/resources/alarms_topic/applied.yaml",
        ".scaffold/resources/alarms_topic/resource.yaml",
        ".scaffold/resources/catalogue_http_api/applied.yaml",
        ".scaffold/resources/catalogue_http_api/resource.yaml",
        *(
            path
            for name in ("catalogue", "nightly", "orders")
            for path in (
                f".scaffold/functions/{name}/applied.yaml",
                f"functions/{name}/README.md",
                f"functions/{name}/resource.yaml",
                f"functions/{name}/src/lambda_handler.py",
                f"functions/{name}/tests/conftest.py",
                f"functions/{name}/tests/test_{name}.py",
            )
        ),
    }
)
"""Files whose generated text has changed since that version. A change of another one is added."""

DESCRIPTIONS = re.compile(rb"^ +(?:AlarmDescription|Description):.*\n", re.MULTILINE)


STATUS = """\
app shop: up to date
function catalogue: up to date
function nightly: up to date
function orders: edited in the template, edited in files
  edited in the template: Resources.OrdersFunction
  edited in the template: Resources.OrdersQueue
  edited in files: functions/orders/src/lambda_handler.py
function refunds: up to date
layer formats: up to date
layer powertools: up to date
resource alarms_topic: up to date
resource catalogue_http_api: up to date
"""


WITH_DEAD_LETTERS = ("orders", "nightly")


def carried_over(path: str, data: bytes) -> bytes:
    """Return a file as an update leaves it: with alarms as a level, and where failures go."""
    found = at_version(data, NOW).replace(b"\nalarms: true\n", b"\nalarms: full\n")
    found = found.replace(b"\nalarms: false\n", b"\nalarms: none\n")
    if path in [f".scaffold/functions/{name}/answers.yml" for name in WITH_DEAD_LETTERS]:
        found = found.replace(b"\npackage_layers:", b"\non_failure: queue\npackage_layers:")
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return application(tmp_path / "shop")


def command(repository: Repository, *words: str) -> str:
    done = succeeded(repository.here(*words, SAM_SCAFFOLD_TEMPLATE=str(both_versions())))
    assert "conflict" not in done.out
    return done.out


def copier(repository: Repository, answers_file: str) -> None:
    done = repository.copier(
        "update", "--skip-answered", "--defaults", "--trust", "--answers-file", answers_file,
        "--vcs-ref", NOW,
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "conflict" not in done.err


def update_all(repository: Repository) -> None:
    command(repository, "update", "--all")


def renovate(repository: Repository) -> None:
    copier(repository, ".copier-answers.sam-scaffold.yml")


Door = Callable[[Repository], None]

DOORS: dict[str, Door] = {"command": update_all, "renovate": renovate}


@dataclass(frozen=True)
class Updated:
    """The application after an update, which the tests only look at.

    Attributes:
        before: Its files before.
    """

    repository: Repository
    before: Files


@pytest.fixture(scope="module", params=DOORS.values(), ids=list(DOORS))
def updated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Updated:
    repository = application(tmp_path_factory.mktemp("updated") / "shop")
    before = contents(repository)
    request.param(repository)
    return Updated(repository, before)


def test_nothing_changes_but_the_version(updated: Updated) -> None:
    after = contents(updated.repository)
    assert after.keys() == updated.before.keys()
    expected = {path: carried_over(path, data) for path, data in updated.before.items()}
    assert {path for path in after if after[path] != expected[path]} == CHANGED


def test_only_comments_and_descriptions_change_in_the_template(updated: Updated) -> None:
    after, before = updated.repository.read(), updated.before["template.yaml"]
    assert after != before
    assert meaning(after) == meaning(before)


def test_edits_stay(updated: Updated) -> None:
    for path, edits in EDITS.items():
        assert all(edit in updated.repository.read(path) for edit in edits)


def test_everything_is_up_to_date_and_valid(updated: Updated) -> None:
    assert command(updated.repository, "status") == STATUS
    assert "nothing found" in command(updated.repository, "check")
    updated.repository.commit()
    assert "nothing to do" in command(updated.repository, "update", "--all")
    assert git(updated.repository.root, "status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["orders", "refunds"])
def test_plain_copier_updates_one(name: str, repository: Repository) -> None:
    before, folder = contents(repository), f".scaffold/functions/{name}"
    copier(repository, f"{folder}/answers.yml")
    after = contents(repository)
    changed = {path for path in after if after[path] != before.get(path)} - CHANGED
    assert changed == {f"{folder}/answers.yml"}
    path = f"{folder}/answers.yml"
    assert after[path] == carried_over(path, before[path])


def digest_before(package: Path) -> str:
    """Return the digest that names the code of a package, as the version before makes it."""
    digest = sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def test_its_code_is_loaded_under_a_name_of_its_own(repository: Repository, tmp_path: Path) -> None:
    succeeded(repository.here("update", "refunds"))
    older = tmp_path / "older"
    git(tmp_path, "clone", "-q", "--branch", BEFORE, str(both_versions()), str(older))
    digest = digest_before(older / "extensions" / "sam_scaffold")
    assert f"sam_scaffold_{digest[:16]}" in sys.modules


def test_its_components_are_changed_without_an_update(repository: Repository) -> None:
    command(repository, "set", "nightly", "timeout=60")
    assert repository.properties("NightlyFunction")["Timeout"] == 60
    command(repository, "rename", "catalogue", "products")
    assert "functions/products/src/lambda_handler.py" in repository.files()
    command(repository, "remove", "nightly")
    assert not [path for path in repository.files() if "nightly" in path or "catalogue/" in path]
    answers = repository.answers(".scaffold/functions/products/answers.yml")
    assert answers["_commit"] == BEFORE


def meaning(template: bytes) -> object:
    """Return a template as data, without its descriptions."""
    return to_data(Document.parse("template.yaml", DESCRIPTIONS.sub(b"", template)).root)


def at_version(data: bytes, version: str) -> bytes:
    """Return an answers file, or any other, as it is at another version."""
    return data.replace(f"_commit: {BEFORE}\n".encode(), f"_commit: {version}\n".encode())
