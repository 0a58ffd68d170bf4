from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.sam.model.template_files import load_template, templates_of
from sam_scaffold.transaction.repository_view import RepositoryView

SAM = "Transform: AWS::Serverless-2016-10-31\nResources: {}\n"


def repository(root: Path, *files: str, text: str = SAM) -> RepositoryView:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, newline="")
    return RepositoryView(root)


def test_templates_in_order(tmp_path: Path) -> None:
    files = [
        *("template.yaml", "template.yml", "template.json", "data-template.yaml"),
        *("api/template.yaml", "b/stack.template", "a/deep/template.yaml"),
    ]
    assert templates_of(repository(tmp_path, *reversed(files))) == files


@pytest.mark.parametrize(
    "file",
    [
        ".aws-sam/build/template.yaml",
        ".scaffold/x/template.yaml",
        "node_modules/x/template.yaml",
        "build/template.yaml",
        "a/dist/template.yaml",
        "cdk.out/template.json",
        "x/site-packages/template.yaml",
        "template.txt",
        ".hidden.yaml",
    ],
)
def test_folders_that_are_not_searched(tmp_path: Path, file: str) -> None:
    assert templates_of(repository(tmp_path, file)) == []


def test_virtual_environments_are_not_searched(tmp_path: Path) -> None:
    found = repository(tmp_path, "myenv/template.yaml", "template.yaml")
    (tmp_path / "myenv/pyvenv.cfg").touch()
    assert templates_of(found) == ["template.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Transform: AWS::Serverless-2016-10-31", id="text"),
        pytest.param("'Transform': 'AWS::Serverless-2016-10-31'\n", id="quoted"),
        pytest.param("Transform:\n- AWS::Serverless-2016-10-31\n", id="list at the root"),
        pytest.param("Transform:\n\n  # why\n  - A\n  - AWS::Serverless-2016-10-31\n", id="list"),
        pytest.param("Transform: [A, AWS::Serverless-2016-10-31]", id="list in brackets"),
        pytest.param("\ufeffTransform: AWS::Serverless-2016-10-31", id="byte order mark"),
        pytest.param("---\r\nTransform:\r\n- AWS::Serverless-2016-10-31\r\nA: 1\r\n", id="crlf"),
        pytest.param('{"Transform": "AWS::Serverless-2016-10-31"}', id="json"),
        pytest.param(
            '{\n "Transform": [\n  "A",\n  "AWS::Serverless-2016-10-31"\n ]}', id="json list"
        ),
    ],
)
def test_a_transform_is_recognised(tmp_path: Path, text: str) -> None:
    assert templates_of(repository(tmp_path, "template.yaml", text=text)) == ["template.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Resources: {}", id="none"),
        pytest.param("# Transform: AWS::Serverless-2016-10-31", id="comment"),
        pytest.param("A:\n  Transform: AWS::Serverless-2016-10-31", id="deeper"),
        pytest.param("Transform: Other\nA: AWS::Serverless-2016-10-31", id="another value"),
        pytest.param('{"Fn::Transform": "AWS::Serverless-2016-10-31"}', id="json function"),
        pytest.param("Transform: AWS::Serverless-2016-10-31\n#" + "x" * 2_000_000, id="huge"),
    ],
)
def test_other_files_are_not_templates(tmp_path: Path, text: str) -> None:
    assert templates_of(repository(tmp_path, "template.yaml", text=text)) == []


def test_files_of_the_staging_folder_hide_those_below(tmp_path: Path) -> None:
    base, stage = tmp_path / "base", tmp_path / "stage"
    repository(base, "template.yaml", "a/one.txt", "a/two.txt", text=SAM)
    repository(stage, "a/two.txt", "a/three.txt", "b/template.yaml", text=SAM + "#")
    both = RepositoryView(stage, base)
    assert both.read("a/one.txt") == SAM.encode()
    assert both.read("a/two.txt") == SAM.encode() + b"#"
    assert both.names("a") == ["one.txt", "three.txt", "two.txt"]
    assert templates_of(both) == ["template.yaml", "b/template.yaml"]
    assert load_template(both, "template.yaml").path == "template.yaml"
    assert both.is_dir("a")
    assert both.exists("b/template.yaml")
    assert not both.exists("c")


def test_a_missing_file_reads_as_nothing(tmp_path: Path) -> None:
    found = repository(tmp_path, "a/b.txt")
    assert found.read("none") is None
    assert found.read("a") is None
    assert found.read("a/b.txt/c") is None
    assert found.names("none") == []
    assert found.names("a/b.txt") == []


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/passwd", "a\0b"])
def test_files_outside_the_repository_are_not_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "x").write_text("secret")
    (tmp_path / "repo/a").mkdir(parents=True)
    found = RepositoryView(tmp_path / "repo")
    assert found.read(path) is None
    assert not found.exists(path)
    with pytest.raises(ScaffoldError, match="not a path inside the repository"):
        load_template(found, path)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        pytest.param("no.yaml", "no.yaml does not exist. The SAM templates here", id="missing"),
        pytest.param("folder", "folder is a folder. The SAM templates", id="folder"),
        pytest.param("latin.yaml", "latin.yaml is not UTF-8", id="latin"),
        pytest.param("bad.yaml", "bad.yaml:2:1: not valid YAML", id="invalid YAML"),
    ],
)  # fmt: skip
def test_load_refuses_in_one_line(tmp_path: Path, path: str, says: str) -> None:
    found = repository(tmp_path, "template.yaml", "folder/x")
    (tmp_path / "latin.yaml").write_bytes(SAM.encode() + b"# \xe9")
    (tmp_path / "bad.yaml").write_text("A: [")
    with pytest.raises(ScaffoldError) as caught:
        load_template(found, path)
    assert str(caught.value).startswith(says)
    assert "\n" not in str(caught.value)


def test_load_without_a_template_proposes_init(tmp_path: Path) -> None:
    with pytest.raises(ScaffoldError, match="sam-scaffold init"):
        load_template(RepositoryView(tmp_path), "template.yaml")


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    found = repository(tmp_path, "template.yaml")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ScaffoldError, match="cannot be read"):
        load_template(found, "template.yaml")
