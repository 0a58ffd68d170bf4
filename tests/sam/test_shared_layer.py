from pathlib import Path

import pytest

from sam_scaffold.sam.model.code_folders import folder_of
from sam_scaffold.sam.model.shared_layer import SharedLayer, shared_folder, shared_layer
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.model.template_files import load_template
from sam_scaffold.transaction.repository_view import RepositoryView


def load(
    root: Path, text: str, *files: str, path: str = "template.yaml"
) -> tuple[Template, RepositoryView]:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).touch()
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text(text)
    repository = RepositoryView(root)
    return load_template(repository, path), repository


def layer(logical_id: str, folder: str, *, build: str = "python3.12") -> str:
    metadata = f"    Metadata: {{BuildMethod: {build}}}\n" if build else ""
    return (
        f"  {logical_id}:\n    Type: AWS::Serverless::LayerVersion\n{metadata}"
        f"    Properties:\n      ContentUri: {folder}\n"
    )


def function(logical_id: str, *layers: str) -> str:
    refs = "".join(f"        - !Ref {name}\n" for name in layers)
    head = f"  {logical_id}:\n    Type: AWS::Serverless::Function\n"
    return f"{head}    Properties:\n      Layers:\n{refs}"


@pytest.mark.parametrize(
    ("uri", "build", "files", "expected"),
    [
        pytest.param(
            "layers/shared/", "python3.12", ["layers/shared/ours/structured_logging.py"],
            ("layers/shared", "ours"), id="built",
        ),
        pytest.param(
            "layers/shared", "python3.12", ["layers/shared/ours/log.py"],
            ("layers/shared", ""), id="built without our logging",
        ),
        pytest.param(
            "./shared", "", ["shared/python/ours/structured_logging.py"],
            ("shared/python", "ours"), id="not built, below python",
        ),
        pytest.param(
            "shared", "makefile", ["shared/python/ours/structured_logging.py"],
            ("shared/python", "ours"), id="makefile",
        ),
        pytest.param("shared", "", ["shared/ours/a.py"], ("shared", ""), id="not built, no python"),
        pytest.param("missing", "python3.12", [], ("", ""), id="folder is missing"),
        pytest.param("!Ref Uri", "", [], ("", ""), id="unknown"),
        pytest.param("s3://bucket/key", "", [], ("", ""), id="bucket"),
        pytest.param("../shared", "", [], ("", ""), id="outside"),
    ],
)  # fmt: skip
def test_it_is_recognised_by_its_id(
    tmp_path: Path, uri: str, build: str, files: list[str], expected: tuple[str, str]
) -> None:
    text = (
        "Resources:\n"
        + layer("HttpLayer", "layers/http")
        + layer("SharedCodeLayer", uri, build=build)
    )
    template, repository = load(tmp_path, text, "layers/http/requirements.txt", *files)
    shared = shared_layer(template, repository)
    assert shared == SharedLayer("SharedCodeLayer", *expected)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(["a/requirements.txt"], None, id="only requirements"),
        pytest.param(["a/module.py"], "A", id="a module"),
        pytest.param(["a/package/__init__.py"], "A", id="a package"),
        pytest.param(["a/python/package/x.py"], "A", id="below python"),
        pytest.param(["a/python/x/y.py", "a/python/x-1.0.dist-info/RECORD"], None, id="installed"),
        pytest.param(["a/setup.py", "a/tests/test_x.py"], None, id="setup and tests"),
        pytest.param(["a/x.py", "b/x.py"], "B", id="two: the one that functions use"),
        pytest.param(["a/x.py", "b/x.py", "utils/x.py"], "MyUtils", id="three: the one so named"),
    ],
)
def test_it_is_recognised_by_its_content(
    tmp_path: Path, files: list[str], expected: str | None
) -> None:
    text = "Resources:\n" + "".join(
        [
            *(layer("A", "a"), layer("B", "b"), layer("MyUtils", "utils")),
            *(function("F", "B"), function("G", "A", "B")),
        ]
    )
    template, repository = load(tmp_path, text, *files)
    shared = shared_layer(template, repository)
    assert (shared.logical_id if shared else None) == expected


def test_it_is_recognised_by_its_content_among_packages(tmp_path: Path) -> None:
    text = "Resources:\n" + layer("Shared", "layers/shared", build="")
    files = ("psycopg/__init__.py", "six.py", "money/rounding.py")
    template, repository = load(tmp_path, text, *(f"layers/shared/python/{file}" for file in files))
    installed = tmp_path / "layers" / "shared" / "python" / "psycopg-3.2.dist-info"
    installed.mkdir()
    (installed / "RECORD").write_text("psycopg/__init__.py,sha256=x,0\nsix.py,,\n")
    found = SharedLayer("Shared", "layers/shared/python", "")
    assert shared_layer(template, repository) == found
    (installed / "RECORD").write_text("psycopg/__init__.py,,\nsix.py,,\nmoney/rounding.py,,\n")
    assert shared_layer(template, repository) is None


def test_folders_start_at_the_template(tmp_path: Path) -> None:
    text = "Resources:\n" + layer("Code", "../layers/code")
    template, repository = load(tmp_path, text, "layers/code/ours/x.py", path="api/template.yaml")
    assert shared_layer(template, repository) == SharedLayer("Code", "layers/code", "")
    assert folder_of(template, "src/") == "api/src"
    assert folder_of(template, "../..") == ""
    assert folder_of(template, {"Ref": "X"}) == ""


def test_a_lambda_layer_may_have_local_content(tmp_path: Path) -> None:
    text = "Resources:\n  L: {Type: 'AWS::Lambda::LayerVersion', Properties: {Content: code}}\n"
    template, repository = load(tmp_path, text, "code/python/ours/x.py")
    assert shared_layer(template, repository) == SharedLayer("L", "code/python", "")


@pytest.mark.parametrize(
    ("uris", "expected"),
    [
        ([], "layers/shared"),
        (["layers/tools/", "s3://bucket/key", "!Ref Uri"], "layers/shared"),
        (["layers/shared/"], "layers/shared_code"),
        (["./layers/shared/python"], "layers/shared_code"),
        (["layers/shared", "layers/shared_code"], "shared_code"),
        (["layers/"], "shared_code"),
        (["."], "layers/shared"),
    ],
)
def test_a_new_layer_has_its_own_folder(tmp_path: Path, uris: list[str], expected: str) -> None:
    layers = (layer(f"Layer{number}", uri) for number, uri in enumerate(uris))
    template, _ = load(tmp_path, "Resources:\n" + "".join(layers), path="api/template.yaml")
    assert shared_folder(template) == expected


def test_an_existing_layer_keeps_its_folder(tmp_path: Path) -> None:
    template, _ = load(tmp_path, "Resources:\n" + layer("SharedCodeLayer", "layers/shared/"))
    assert shared_folder(template) == "layers/shared"
