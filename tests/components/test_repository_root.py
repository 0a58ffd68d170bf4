"""Root of the repository that a command works on."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import TEMPLATE, Repository

from sam_scaffold.components.repository_root import find_root, start_of_paths
from sam_scaffold.errors import UsageError
from sam_scaffold.record_files import ANSWERS_FILE, ROOT_ANSWERS_FILE


def answers(template_file: str) -> str:
    return f"_src_path: x\nhouse: {{}}\nkind: layer\nname: nums\ntemplate_file: {template_file}\n"


RECORD = f".scaffold/layers/nums/{ANSWERS_FILE}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty git repository."""
    (tmp_path / ".git").mkdir()
    return tmp_path.resolve()


def found(root: Path, start: str, **files: str) -> str:
    """The root from a folder, relative to the repository."""
    Repository(root, files)
    folder = root / start
    folder.mkdir(parents=True, exist_ok=True)
    return find_root(folder).relative_to(root).as_posix()


ONE = {"template.yaml": TEMPLATE, RECORD: answers("template.yaml")}
TWO = {
    "services/a/template.yaml": TEMPLATE,
    f"services/a/{RECORD}": answers("template.yaml"),
    "services/b/template.yaml": TEMPLATE,
}
"""Two applications, each with paths of its own."""

ONE_OF_TWO = TWO | {f"services/a/{RECORD}": answers("services/a/template.yaml")}
"""The same, generated from the top."""

CASES = {
    "itself": (ONE, ".", "."),
    "from a folder of a function": (ONE, "functions/orders/src", "."),
    "from among the records": (ONE, ".scaffold/layers/nums", "."),
    "without components": ({"template.yaml": TEMPLATE}, "src", "."),
    "without a template": ({RECORD: answers("template.yaml")}, "src", "."),
    "a template of another name": ({"stack.json": '{"Transform": '
        '"AWS::Serverless-2016-10-31"}'}, "src", "."),
    "the nearest of two": (TWO | ONE, "services/a/functions", "services/a"),
    "the nearest above, not below": (ONE | {"tests/data/template.yaml": TEMPLATE}, "tests", "."),
    "the top of two": (TWO, ".", "."),
    "between the top and two": (TWO, "services", "services"),
    "one of two": (TWO, "services/b/src", "services/b"),
    "where the paths start": (ONE_OF_TWO, "services/a/functions", "."),
    "where no paths start": (ONE_OF_TWO, "services/b/functions", "services/b"),
    "a template in a folder": ({"deploy/template.yaml": TEMPLATE,
        f"deploy/{RECORD}": answers("deploy/template.yaml")}, "deploy/functions", "."),
    "what a build copied": (ONE | {".aws-sam/build/template.yaml": TEMPLATE},
        ".aws-sam/build/OrdersFunction", "."),
    "what a build copied, by its name": (ONE | {".aws-sam/build/template.yaml": TEMPLATE},
        ".aws-sam/build", ".aws-sam/build"),
    "the answers file that stands for all": ({ROOT_ANSWERS_FILE: "kind: repository\n"},
        "src", "."),
    "records of v0.1.0": ({"template.yaml": TEMPLATE,
        "functions/orders/.copier-answers.yml": answers("template.yaml")}, "functions", "."),
    "a broken answers file": ({"template.yaml": TEMPLATE, RECORD: "kind: [\nhouse: {}\n"},
        "src", "."),
}  # fmt: skip


@pytest.mark.parametrize(("files", "start", "expected"), CASES.values(), ids=CASES.keys())
def test_the_root(files: dict[str, str], start: str, expected: str, root: Path) -> None:
    assert found(root, start, **files) == expected


NOTHING = {
    "empty": ({}, "."),
    "CloudFormation alone": ({"template.yaml": "Resources: {}\n"}, "."),
    "empty records": ({".scaffold/layers/readme.md": ""}, "."),
    "answers of another template": ({f".scaffold/x/{ANSWERS_FILE}": "_src_path: x\n"}, "."),
    "a sibling's": (TWO, "services/c"),
    "a folder with the name of a template": ({"template.yaml/readme.md": ""}, "."),
}


@pytest.mark.parametrize(("files", "start"), NOTHING.values(), ids=NOTHING.keys())
def test_nothing_to_work_on(files: dict[str, str], start: str, root: Path) -> None:
    with pytest.raises(UsageError, match="there is no SAM template") as raised:
        found(root, start, **files)
    line = str(raised.value)
    up_to = "" if start == "." else f", or above it up to {root}"
    assert f"in {root / start}{up_to}." in line
    assert "`sam-scaffold init`" in line
    assert "-C" in line
    assert "\n" not in line


def test_git_ends_the_search(root: Path) -> None:
    """A submodule is not part of the application around it."""
    (root / "lib").mkdir()
    (root / "lib" / ".git").write_text("gitdir: ../.git/modules/lib\n")
    with pytest.raises(UsageError):
        found(root, "lib/src", **ONE)


@pytest.mark.parametrize(
    ("base", "template_file", "expected"),
    [
        ("/x", "template.yaml", "/x"),
        ("/x", "./template.yaml", "/x"),
        ("/x/services/a", "template.yaml", "/x/services/a"),
        ("/x/services/a", "services/a/template.yaml", "/x"),
        ("/x/services/a", "a/template.yaml", "/x/services"),
        ("/x/services/a", "services/b/template.yaml", None),
        ("/x/services/a", "../a/template.yaml", None),
        ("/x", "/x/template.yaml", None),
        ("/x", "x/template.yaml", "/"),
        ("/x", "y/x/template.yaml", None),
        ("/x", "", "/x"),
    ],
)
def test_what_a_recorded_path_is_relative_to(
    base: str, template_file: str, expected: str | None
) -> None:
    found = start_of_paths(Path(base), template_file)
    assert found == (None if expected is None else Path(expected))
