"""Paths in files of the repository, which are neither read nor written outside of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_environment import commit, template
from hostile import ANSWERS, APPLIED, COMMANDS, SNIPPET, answered, victim
from repositories import Repository, Snapshot, succeeded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture
def outside(tmp_path: Path) -> Repository:
    """Return another project of the user, next to the cloned repository."""
    return victim(tmp_path / "outside")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = victim(tmp_path / "shop")
    text = found.text(SNIPPET).replace("lambda_handler.lambda_handler", "evil.handler")
    found.write(SNIPPET, text)
    found.commit()
    return found


def linked(path: str) -> Callable[[Repository, Repository], None]:
    """A link in the place of a file or folder, to the same one of the other project."""

    def change(repository: Repository, outside: Repository) -> None:
        place = repository.root / path
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        place.symlink_to(outside.root / path)
        repository.commit()

    return change


def with_answers(**answers: str) -> Callable[[Repository, Repository], None]:
    def change(repository: Repository, outside: Repository) -> None:
        named = {key: value.format(outside.root) for key, value in answers.items()}
        answered(repository, **named)

    return change


def with_house(old: str, new: str) -> Callable[[Repository, Repository], None]:
    def change(repository: Repository, outside: Repository) -> None:
        text = repository.text(ANSWERS)
        assert old in text
        repository.write(ANSWERS, text.replace(old, new.format(outside.root)))
        repository.commit()

    return change


_FOLDER = "function_dir: functions/{snake}"
_HANDLER = "handler: lambda_handler.lambda_handler"

CHANGES = {
    "template-absolute": with_answers(template_file="{}/template.yaml"),
    "template-upwards": with_answers(template_file="../outside/template.yaml"),
    "template-hidden-upwards": with_answers(template_file="a/../../outside/template.yaml"),
    "template-backslashes": with_answers(template_file="..\\outside\\template.yaml"),
    "name": with_answers(name="../../../outside/functions/alpha"),
    "trigger": with_answers(trigger="../../../outside/x"),
    "function-folder-upwards": with_house(_FOLDER, "function_dir: ../outside/functions/{{snake}}"),
    "function-folder-absolute": with_house(_FOLDER, "function_dir: {}/functions/{{snake}}"),
    "handler": with_house(_HANDLER, "handler: ../../../../outside/evil.handler"),
    "template-is-a-link": linked("template.yaml"),
    "answers-are-a-link": linked(ANSWERS),
    "snippet-is-a-link": linked(SNIPPET),
    "record-is-a-link": linked(APPLIED),
    "component-is-a-link": linked("functions/alpha"),
    "functions-are-a-link": linked("functions"),
    "code-is-a-link": linked("functions/alpha/src"),
    "handler-is-a-link": linked("functions/alpha/src/lambda_handler.py"),
    "tests-are-a-link": linked("functions/alpha/tests"),
}


def changed(outside: Snapshot, repository: Repository) -> set[str]:
    now = repository.snapshot()
    return {path for path in {*outside, *now} if outside.get(path) != now.get(path)}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_no_command_writes_outside(
    change: Callable[[Repository, Repository], None], repository: Repository, outside: Repository
) -> None:
    change(repository, outside)
    before = outside.snapshot()
    for command in COMMANDS:
        done = repository.here(*command.split())
        assert changed(before, outside) == set(), command
        assert "should not have happened" not in done.err, (command, done.err)
        assert "Traceback" not in done.err


PLAIN = ("template-absolute", "template-upwards", "function-folder-upwards")


@pytest.mark.parametrize("name", PLAIN)
def test_plain_copier_writes_nothing_outside(
    name: str, repository: Repository, outside: Repository
) -> None:
    CHANGES[name](repository, outside)
    before, ours = outside.snapshot(), repository.snapshot()
    for words in ("update", "recopy --overwrite"):
        done = repository.copier(*words.split(), "--trust", "--defaults", "-a", ANSWERS)
        assert done.code != 0
        assert "leads out of the repository" in done.err
        assert changed(before, outside) == set()
        assert repository.snapshot() == ours


REFUSED = ("template-absolute", "template-upwards", "function-folder-absolute", "name", "trigger")


@pytest.mark.parametrize("command", ["status", "list", "apply alpha", "update --all"])
@pytest.mark.parametrize("name", REFUSED)
def test_one_line_names_the_file_and_the_value(
    name: str, command: str, repository: Repository, outside: Repository
) -> None:
    CHANGES[name](repository, outside)
    done = repository.here(*command.split())
    assert (done.code, done.out) == (1, "")
    (line,) = done.err.splitlines()
    assert line.startswith(f"error: {repository.root / ANSWERS} is not a valid answers file: ")


@pytest.mark.parametrize("command", ["status", "apply alpha", "update --all"])
def test_one_line_says_where_a_link_leads(
    command: str, repository: Repository, outside: Repository
) -> None:
    CHANGES["template-is-a-link"](repository, outside)
    done = repository.here(*command.split())
    (line,) = done.err.splitlines()
    assert line == (
        "error: template.yaml leads out of the repository, to "
        f"{outside.root / 'template.yaml'}; put the file itself there."
    )


def test_a_template_that_is_a_link_in_the_repository_works(tmp_path: Path) -> None:
    repository = victim(tmp_path / "shop")
    repository.write("deploy/sam.yaml", repository.text())
    (repository.root / "template.yaml").unlink()
    (repository.root / "template.yaml").symlink_to("deploy/sam.yaml")
    repository.commit()
    succeeded(repository.here("set", "alpha", "timeout=55"))
    assert (repository.root / "template.yaml").is_symlink()
    assert "Timeout: 55" in repository.text("deploy/sam.yaml")


def test_folders_of_a_monorepo_may_share_code(tmp_path: Path) -> None:
    """A link in one folder may lead to another one of git's repository."""
    root = tmp_path / "monorepo"
    repository = victim(root / "services" / "shop")
    shutil.rmtree(repository.root / ".git")
    shutil.move(repository.root / "layers" / "shared", root / "shared")
    (repository.root / "layers" / "shared").symlink_to(root / "shared")
    commit(root)
    succeeded(repository.here("set", "alpha", "timeout=55"))
    succeeded(repository.here("status"))


def test_code_beside_the_templates_folder_is_checked(tmp_path: Path) -> None:
    root = tmp_path / "monorepo"
    template_text = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../shared/
      Handler: app.{}
      Runtime: python3.12
"""
    service = Repository(root / "service", {"template.yaml": template_text.format("handler")})
    Repository(root / "shared", {"app.py": "def handler(event, context):\n    return 1\n"})
    commit(root)
    succeeded(service.here("check", "--offline"))
    service.write("template.yaml", template_text.format("missing"))
    done = service.here("check", "--offline")
    assert done.code == 1
    assert "missing" in done.out


def test_own_templates_lie_where_they_are(tmp_path: Path) -> None:
    """The bounds are the repository's; the template is elsewhere."""
    repository = victim(tmp_path / "shop")
    assert not template().is_relative_to(repository.root)
    succeeded(repository.here("status"))
