"""A rendering of a component from its answers, in the repository or on its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command_environment import git, home
from releases import NEW_LINE, at, contents, made, older, releases
from repositories import TEMPLATE, Repository, shop, succeeded

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.lifecycle.rerender import Version, from_answers, in_repository
from sam_scaffold.rendering.checkout import Checkout
from sam_scaffold.rendering.versions import Versions

ANSWERS = ".scaffold/functions/orders/answers.yml"
SNIPPET = "functions/orders/resource.yaml"
CODE = "functions/orders/src/lambda_handler.py"
APPLIED = ".scaffold/functions/orders/applied.yaml"


@pytest.fixture(autouse=True)
def _cache_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home()))
    for key in ("XDG_CACHE_HOME", "GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(key, raising=False)


WITHOUT_IT = TEMPLATE.replace(
    "\nOutputs:", "\n  AlarmsTopic:\n    Type: AWS::SNS::Topic\n\nOutputs:"
)
"""The SAM template as if the function were still to come."""


def version(name: str) -> Checkout:
    return Versions(None, trust=True).at(str(releases()), name)


@pytest.mark.parametrize("layout", ["colocated", "flat"])
def test_recorded_answers_give_the_files_that_were_made(layout: str, tmp_path: Path) -> None:
    answers = ("trigger=sqs", f"layout={layout}", "publishes_to=new_queue")
    repository = older(tmp_path, *answers)
    found = from_answers(version("v1.0.0"), ANSWERS, repository.read(ANSWERS))
    fresh = contents(repository)
    own = {path for path in fresh if "orders" in path} - {ANSWERS, APPLIED}
    assert found.files == {path: fresh[path] for path in own}
    assert found.answers == fresh[ANSWERS]
    assert found.version == "v1.0.0"
    folder = "functions/orders" if layout == "colocated" else ".scaffold/functions/orders"
    assert found.rendered.snippet == f"{folder}/resource.yaml"


def test_layer_and_application_leave_the_sam_template_out(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "shop", {})
    template = ("--template", at("v1.0.0"))
    succeeded(repository.here("init", *template))
    succeeded(repository.here("add", "layer", "nums", "-d", "packages=mpmath", *template))
    for folder in (".scaffold/app", ".scaffold/layers/nums"):
        file = f"{folder}/answers.yml"
        found = from_answers(version("v1.0.0"), file, repository.read(file))
        assert "template.yaml" not in found.files
        assert file not in found.files
        assert f"{folder}/resource.yaml" in found.files
        for path, data in found.files.items():
            assert repository.read(path) == data


def test_repository_answers_what_a_new_version_asks(tmp_path: Path) -> None:
    repository = older(tmp_path)
    found = in_repository(
        version("v1.1.0"), repository.root, ANSWERS, repository.read(ANSWERS)
    )  # fmt: skip
    fresh = made("v1.1.0")
    assert found.version == "v1.1.0"
    assert found.answers == fresh[ANSWERS]
    assert found.files[SNIPPET] == fresh[SNIPPET]
    assert NEW_LINE in found.files[CODE].decode()
    assert contents(repository) == made("v1.0.0")


def set_again(repository: Repository, sam: str, **data: object) -> Version:
    """The component with other answers, as if it were new to a SAM template."""
    return in_repository(
        version("v1.0.0"),
        repository.root,
        ANSWERS,
        repository.read(ANSWERS),
        data=data,
        changed=data,
        templates={"template.yaml": sam.encode()},
    )


def test_changed_answers_are_checked(tmp_path: Path) -> None:
    repository = older(tmp_path)
    assert b"Timeout: 60" in set_again(repository, WITHOUT_IT, timeout=60).files[SNIPPET]
    with pytest.raises(ScaffoldError, match=r"layers: .*NoLayer"):
        set_again(repository, WITHOUT_IT, layers=["NoLayer"])


def test_sam_template_is_seen_as_it_will_be(tmp_path: Path) -> None:
    repository = older(tmp_path)
    sam = WITHOUT_IT.replace("HttpLayer:", "WebLayer:")
    found = set_again(repository, sam, layers=["WebLayer"])
    assert b"- !Ref WebLayer" in found.files[SNIPPET]
    assert "template.yaml" not in found.files


def test_environment_is_as_it_was(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = dict(os.environ)
    with pytest.raises(ScaffoldError):
        from_answers(version("v1.0.0"), ANSWERS, b"kind: function\nname: 1x\n")
    assert dict(os.environ) == before
    assert git(repository.root, "status", "--porcelain") == ""
