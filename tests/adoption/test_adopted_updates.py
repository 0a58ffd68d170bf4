"""Later versions and answers merge into what was written by hand and adopted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest
from adopted import adopted, folder_of, states, trading
from command_environment import commit, git, template
from repositories import Repository, shop, succeeded

FRAME = "template/parts/resource.yaml.jinja"
LAYER = "template/parts/layer_resource.yaml.jinja"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A template that can get a version v1.1.0."""
    return Path(shutil.copytree(template(), tmp_path / "sam-scaffold"))


def release(source: Path, path: str, old: str, new: str) -> None:
    """Tag v1.1.0, which has another text in one file."""
    file = source / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    commit(source, "v1.1.0")


PLAIN = ("update", "--skip-answered", "--defaults", "--trust", "--vcs-ref", "v1.1.0")


def by_command(repository: Repository, source: Path) -> None:
    succeeded(repository.here("update", "--all", "--template", str(source), "--to", "v1.1.0"))


def by_copier(repository: Repository, source: Path) -> None:
    """As Renovate does it, one answers file after the other: the first of each kind.

    The others are left to the command, as they would be updated alike.
    """
    every = [file for file in repository.files() if file.endswith("/answers.yml")]
    for path in {str(PurePath(path).parents[1]): path for path in reversed(every)}.values():
        done = repository.copier(*PLAIN, "--answers-file", path)
        assert done.code == 0, done.err
        assert repository.answers(path)["_commit"] == "v1.1.0"
        repository.commit()
    assert not [path for path in repository.files() if path.endswith(".rej")]
    by_command(repository, source)


WAYS = {"sam-scaffold": by_command, "copier": by_copier}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_new_version_merges_into_what_was_written_by_hand(
    way: Callable[[Repository, Path], None], source: Path, tmp_path: Path
) -> None:
    repository = trading(tmp_path / "trading")
    adopted(repository, "--all", "--template", str(source))
    repository.commit()
    before = repository.snapshot()
    was = repository.text()
    old, new = "      CodeUri:", "      SnapStart:\n        ApplyOn: None\n      CodeUri:"
    release(source, FRAME, old, new)
    way(repository, source)
    text = repository.text()
    # All that is new is the property, in each of the five functions.
    assert text == was.replace(old, new)
    assert text.count("ApplyOn") == 5
    after = repository.snapshot()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    others = {path for path in changed if not path.startswith(".scaffold/")}
    assert others == {"template.yaml", ".copier-answers.sam-scaffold.yml"}
    assert repository.answers(f"{folder_of('order_router')}/answers.yml")["adopted"] is True
    assert set(map(tuple, states(repository).values())) == {()}


def test_changed_value_arrives_where_nobody_has_another(source: Path, tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    adopted(repository, "--all", "--template", str(source))
    text = repository.text().replace(
        "      RetentionPolicy: Retain   # old versions", "      RetentionPolicy: Delete   # none"
    )
    repository.write("template.yaml", text)
    repository.commit()
    release(source, LAYER, "RetentionPolicy: Retain", "RetentionPolicy: Delete")
    succeeded(repository.here("update", "--all", "--template", str(source), "--to", "v1.1.0"))
    assert repository.text() == text.replace("RetentionPolicy: Retain", "RetentionPolicy: Delete")


def test_what_is_said_otherwise_is_a_conflict_and_stays(source: Path, tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    adopted(repository, "--all", "--template", str(source))
    repository.commit()
    before = repository.read()
    release(source, LAYER, "RetentionPolicy: Retain", "RetentionPolicy: Delete")
    words = ("--template", str(source), "--to", "v1.1.0")
    done = repository.here("update", "--all", *words)
    assert done.code == 1
    assert "conflict Resources.HttpLayer.Properties.RetentionPolicy" in done.out
    assert repository.read() == before


def test_changed_answer_changes_the_block(tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    adopted(repository)
    repository.commit()
    before = repository.text()
    succeeded(repository.here("set", "order_router", "memory_size=1024"))
    assert repository.text() == before.replace("MemorySize: 512", "MemorySize: 1024")
    assert git(repository.root, "status", "--porcelain", "functions", "tests", "layers") == ""


@pytest.mark.parametrize(
    "layers",
    ["", "      Layers: [!Ref A, !Ref B, !Ref C, !Ref D, !Ref E]\n"],
    ids=["no-shared-layer", "five-others"],
)
def test_answers_of_what_a_new_function_could_not_be_can_change(
    layers: str, tmp_path: Path
) -> None:
    """There is no shared code layer, and two functions have one folder."""
    more = "".join(
        f"  {name}: {{Type: AWS::Serverless::LayerVersion, Properties: {{ContentUri: {name}/}}}}\n"
        for name in "ABCDE"
    )
    sam = "Transform: AWS::Serverless-2016-10-31\nResources:\n" + "".join(
        f"  {name}Function:\n    Type: AWS::Serverless::Function\n    Properties:\n"
        f"      CodeUri: src/\n      Handler: {name}.run\n      Runtime: python3.12\n"
        f"      MemorySize: 256\n{layers}"
        for name in ("orders", "billing")
    )
    repository = shop(tmp_path / "shop", **{"template.yaml": sam + more})
    adopted(repository, "ordersFunction")
    repository.commit()
    succeeded(repository.here("set", "orders", "memory_size=512"))
    assert repository.text() == (sam + more).replace("Size: 256", "Size: 512", 1)


def test_renamed_component_takes_its_code_along(tmp_path: Path) -> None:
    repository = trading(tmp_path / "trading")
    adopted(repository, "OrderRouterFunction")
    repository.commit()
    succeeded(repository.here("rename", "order_router", "venue_router"))
    assert (repository.root / "functions/venue_router/venues.py").is_file()
    properties = repository.properties("VenueRouterFunction")
    assert properties["CodeUri"] == "functions/venue_router/"
    assert states(repository)["venue_router"] in ([], ["edited in the template"])


def test_nothing_but_the_snippet_is_rendered(tmp_path: Path) -> None:
    """Files that an update renders in its own folders do not include the user's."""
    repository = trading(tmp_path / "trading")
    adopted(repository)
    code = repository.text("functions/order_router/lambda_handler.py")
    done = repository.copier(
        "recopy", "-a", f"{folder_of('order_router')}/answers.yml", "--defaults",
        "--trust", "--overwrite",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert repository.text("functions/order_router/lambda_handler.py") == code
    assert not (repository.root / folder_of("order_router") / "README.md").exists()
    assert git(repository.root, "status", "--porcelain", "template.yaml", "functions") == ""
