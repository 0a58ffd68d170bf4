"""The plain `copier copy` door: the same result as the command, the same refusals."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command_environment import commit, template
from repositories import SHOP, TEMPLATE, WITHOUT_SHARED_LAYER, Repository, shop, succeeded


def copy(repository: Repository, *data: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
    """`copier copy` with these answers; its exit code and what it said."""
    words = [word for answer in data for word in ("-d", answer)]
    done = repository.copier(
        "copy", "--trust", "--defaults", "--quiet", *options, *words, str(template()), "."
    )
    return done.code, done.out + done.err


SAME = {
    "function": (["kind=function", "name=orders"], ["add", "function", "orders"]),
    "function-flat-sqs": (
        ["kind=function", "name=orders", "layout=flat", "trigger=sqs", "layers=[HttpLayer]"],
        ["add", "function", "orders", "-d", "layout=flat", "-d", "trigger=sqs",
         "-d", "layers=HttpLayer"],
    ),
    "function-schedule": (
        ["kind=function", "name=orders", "trigger=schedule", "schedule=rate(5 minutes)",
         "timeout=60", "runtime=python3.13", "architecture=arm64"],
        ["add", "function", "orders", "-d", "trigger=schedule", "-d", "schedule=rate(5 minutes)",
         "-d", "timeout=60", "-d", "runtime=python3.13", "-d", "architecture=arm64"],
    ),
    "function-without-shared-code": (
        ["kind=function", "name=orders", "shared_code=false"],
        ["add", "function", "orders", "-d", "shared_code=false"],
    ),
    "layer": (
        ["kind=layer", "name=nums", "packages=[mpmath==1.3.0]"],
        ["add", "layer", "nums", "-d", "packages=[mpmath==1.3.0]"],
    ),
    "layer-by-makefile": (
        ["kind=layer", "name=nums", "contents=makefile", "packages=[mpmath==1.3.0]"],
        ["add", "layer", "nums", "-d", "contents=makefile", "-d", "packages=[mpmath==1.3.0]"],
    ),
    "layer-from-outside": (
        ["kind=layer", "name=nums", "contents=arn",
         "arn=arn:aws:lambda:${AWS::Region}:123456789012:layer:nums:3"],
        ["add", "layer", "nums", "-d", "contents=arn",
         "-d", "arn=arn:aws:lambda:${AWS::Region}:123456789012:layer:nums:3"],
    ),
    "module": (["kind=module", "name=prices"], ["add", "module", "prices"]),
    "layer-of-code": (
        ["kind=layer", "name=pricing", "contents=shared_code"],
        ["add", "layer", "pricing", "-d", "contents=shared_code"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), SAME.values(), ids=SAME.keys())
def test_copier_makes_what_the_command_makes(
    data: list[str], words: list[str], tmp_path: Path
) -> None:
    by_copier, by_command = shop(tmp_path / "copier/shop"), shop(tmp_path / "command/shop")
    code, said = copy(by_copier, *data)
    assert code == 0, said
    succeeded(by_command.here(*words))
    assert by_copier.snapshot() == by_command.snapshot()


APPS = {
    "empty": {},
    "existing": {"template.yaml": WITHOUT_SHARED_LAYER, "README.md": "ours\n"},
    "some-files": {"README.md": "ours\n", ".gitignore": "ours\n"},
    "nested": {"sam/template.yml": WITHOUT_SHARED_LAYER},
}


@pytest.mark.parametrize("files", APPS.values(), ids=APPS.keys())
def test_copier_makes_the_application_that_init_makes(
    files: dict[str, str], tmp_path: Path
) -> None:
    by_copier = Repository(tmp_path / "copier/my-shop", files)
    by_command = Repository(tmp_path / "command/my-shop", files)
    code, said = copy(by_copier, "kind=app")
    assert code == 0, said
    succeeded(by_command.here("init"))
    assert by_copier.snapshot() == by_command.snapshot()
    assert {path: by_copier.text(path) for path in files if "template" not in path} == {
        path: text for path, text in files.items() if "template" not in path
    }


def test_copier_adds_nothing_to_an_application_that_lacks_nothing(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    copy(repository, "kind=app")
    assert repository.snapshot() == before


def clashing(path: str) -> dict[str, str | bytes]:
    return {**SHOP, path: "ours\n"}


def with_template(text: str | bytes) -> dict[str, str | bytes]:
    return {**SHOP, "template.yaml": text}


REFUSED: dict[str, tuple[list[str], str, dict[str, str | bytes]]] = {
    "name": (["name=Orders"], "'Orders'", {**SHOP}),
    "name-keyword": (["name=class"], "'class'", {**SHOP}),
    "name-missing": ([], "name", {**SHOP}),
    "name-taken": (["name=orders"], "functions/orders", clashing("functions/orders/x.py")),
    "key": (["name=orders", "runtme=x"], "Did you mean runtime?", {**SHOP}),
    "key-hidden": (["name=orders", "known=again"], "known", {**SHOP}),
    "choice": (["name=orders", "trigger=sqz"], "sqz", {**SHOP}),
    "kind": (["kind=functio", "name=orders"], "functio", {**SHOP}),
    "number": (["name=orders", "timeout=abc"], "abc", {**SHOP}),
    "range": (["name=orders", "timeout=5000"], "900", {**SHOP}),
    "layer": (["name=orders", "layers=[HtpLayer]"], "Did you mean HttpLayer?", {**SHOP}),
    "template-leads-out": (["name=orders", "template_file=../t.yaml"], "'../t.yaml'", {**SHOP}),
    "template-absolute": (["name=orders", "template_file=/t.yaml"], "'/t.yaml'", {**SHOP}),
    "no-template": (["name=orders"], "no SAM template", {}),
    "no-shared-layer": (["name=orders"], "sam-scaffold init", with_template(WITHOUT_SHARED_LAYER)),
    "section-twice": (["name=orders"], "appears twice", with_template(TEMPLATE + "Resources:\n")),
    "invalid-yaml": (["name=orders"], "template.yaml:21:", with_template(TEMPLATE + "}\n")),
    "not-utf-8": (["name=orders"], "UTF-8", with_template(TEMPLATE.encode() + b"# \xfc\n")),
    "id-taken": (
        ["name=orders"],
        "OrdersFunction",
        with_template(TEMPLATE.replace("  HttpLayer:", "  OrdersFunction: {}\n  HttpLayer:", 1)),
    ),
    "queue-taken": (
        ["name=orders", "trigger=sqs"],
        "OrdersQueue",
        with_template(TEMPLATE.replace("  HttpLayer:", "  OrdersQueue: {}\n  HttpLayer:", 1)),
    ),
    "file-of-flat-in-the-way": (
        ["name=orders", "layout=flat"],
        "tests/functions/orders",
        clashing("tests/functions/orders/conftest.py"),
    ),
    "file-for-folder": (["name=orders"], "functions", clashing("functions")),
    "packages": (["kind=layer", "name=nums", "packages=[boto3]"], "boto3", {**SHOP}),
}


@pytest.mark.parametrize(("data", "named", "files"), REFUSED.values(), ids=REFUSED.keys())
def test_copier_refuses_before_the_first_file(
    data: list[str], named: str, files: dict[str, str | bytes], tmp_path: Path
) -> None:
    repository = Repository(tmp_path, files)
    commit(tmp_path)
    before = repository.snapshot()
    code, said = copy(repository, "kind=function", *data)
    assert code != 0
    assert named in said
    assert repository.snapshot() == before


def test_copier_refuses_a_read_only_template_before_the_first_file(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    (tmp_path / "template.yaml").chmod(0o444)
    before = repository.snapshot()
    code, said = copy(repository, "kind=function", "name=orders")
    assert code != 0
    assert "read-only" in said
    assert repository.snapshot() == before


def test_without_trust_copier_runs_nothing(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    words = ("copy", "--defaults", "-d", "name=orders", str(template()), ".")
    done = repository.python("-m", "copier", *words, COPIER_SETTINGS_PATH=os.devnull)
    assert done.code == 4
    assert repository.snapshot() == before


def test_skipping_tasks_leaves_the_template_to_the_merge_command(tmp_path: Path) -> None:
    repository, whole = shop(tmp_path / "a/shop"), shop(tmp_path / "b/shop")
    answers = ("kind=function", "name=orders", "alarms=none")  # a new topic is made by a task
    code, said = copy(repository, *answers, options=("-T",))
    assert code == 0, said
    assert repository.text() == TEMPLATE
    assert ".scaffold/functions/orders/applied.yaml" not in repository.files()
    words = ("merge", "functions/orders/resource.yaml", "template.yaml")
    succeeded(repository.here(*words))
    assert copy(whole, *answers)[0] == 0
    expected = whole.snapshot()
    del expected[".copier-answers.sam-scaffold.yml"]  # the next command makes it
    assert repository.snapshot() == expected


def test_pretending_writes_nothing(tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    code, said = copy(repository, "kind=function", "name=orders", options=("--pretend",))
    assert code == 0, said
    assert repository.snapshot() == before


def test_another_folder_as_destination(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop")
    elsewhere = Repository(tmp_path / "elsewhere", {})
    done = elsewhere.copier(
        "copy", "--trust", "--defaults", "--quiet", "-d", "kind=function", "-d", "name=orders",
        str(template()), "../shop",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert elsewhere.files() == []
    assert "OrdersFunction" in repository.data()["Resources"]
