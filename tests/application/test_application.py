"""A template and the files around it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sam_scaffold.application.application import Application, facts_of

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
FUNCTION = "  F:\n    Type: AWS::Serverless::Function\n    Properties:\n"
LAYER = "  L:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n      ContentUri: layer/\n"


def facts(folder: Path, text: str, name: str = "template.yaml") -> Application:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD + text, encoding="utf-8")
    return Application.of(file)


@pytest.mark.parametrize("mark", [".git", ".scaffold"])
def test_the_root_is_the_folder_of_the_repository(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).mkdir()
    found = facts(tmp_path, "Resources: {}\n", "infra/app/template.yaml")
    assert (found.root, found.folder) == (tmp_path, tmp_path / "infra" / "app")
    assert found.shown(tmp_path / "infra" / "x") == "infra/x"


def test_without_a_repository_the_root_is_the_templates_folder(tmp_path: Path) -> None:
    found = facts(tmp_path, "Resources: {}\n", "app/template.yaml")
    assert found.root == tmp_path / "app"
    assert found.shown(tmp_path / "app" / ".." / "src") == "../src"


def test_a_path_with_nothing_in_common_is_shown_as_it_is(tmp_path: Path) -> None:
    elsewhere = Path(tmp_path.anchor, "no-such-folder", "code.zip")
    assert facts(tmp_path, "Resources: {}\n").shown(elsewhere) == elsewhere.as_posix()


@pytest.mark.parametrize(
    "text", ["[]\n", "Resources: {\n", "a: &b [*c]\n"], ids=["no-mapping", "no-yaml", "no-anchor"]
)
def test_of_what_is_no_template_nothing_is_known(tmp_path: Path, text: str) -> None:
    file = tmp_path / "template.yaml"
    file.write_text(text, encoding="utf-8")
    assert facts_of(str(file)) is None


@pytest.mark.parametrize("name", [None, "", "missing.yaml"])
def test_of_no_file_nothing_is_known(tmp_path: Path, name: str | None) -> None:
    assert facts_of(name and str(tmp_path / name)) is None


@pytest.mark.parametrize(
    ("uri", "place"),
    [
        ("functions/a/", "functions/a"),
        ("./functions/a", "functions/a"),
        ("../src", "../src"),
        (".", "."),
        ("s3://bucket/key.zip", None),
        ("", None),
        ({"Ref": "Code"}, "from/parameter"),
        ({"Ref": "Other"}, None),
        ({"Fn::Sub": "x"}, None),
        ({"Bucket": "b", "Key": "k"}, None),
        (None, None),
        (3, None),
    ],
)
def test_a_local_path_starts_at_the_templates_folder(
    tmp_path: Path, uri: object, place: str | None
) -> None:
    parameters = "Parameters:\n  Code:\n    Type: String\n    Default: from/parameter\n"
    found = facts(tmp_path, parameters, "app/template.yaml")
    assert found.place(uri) == (None if place is None else Path(tmp_path, "app", place))


def test_globals_count_where_a_function_says_nothing(tmp_path: Path) -> None:
    text = (
        "Globals:\n  Function:\n    Runtime: python3.12\n    Timeout: 30\n    Handler: app.go\n"
        "    Architectures: [arm64]\n    CodeUri: src/\n    Layers: [!Ref L]\n"
        f"Resources:\n{LAYER}{FUNCTION}      Timeout: 5\n      Layers: ['arn:x']\n"
    )
    (function,) = facts(tmp_path, text).functions
    assert (function.runtime, function.timeout, function.handler) == ("python3.12", 5, "app.go")
    assert (function.architecture, function.code) == ("arm64", tmp_path / "src")
    assert [layer.logical_id for layer in function.layers] == ["L"]
    assert (function.foreign, function.knows_layers) == (("arn:x",), True)
    assert "Runtime" not in function.own


def test_cloudformations_own_functions_inherit_nothing(tmp_path: Path) -> None:
    text = (
        "Globals:\n  Function:\n    Runtime: python3.12\n"
        "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: src\n"
    )
    (function,) = facts(tmp_path, text).functions
    assert (function.runtime, function.timeout, function.code) == ("", 3, tmp_path / "src")


@pytest.mark.parametrize(
    ("layers", "own", "foreign", "knows"),
    [
        ("[!Ref L]", ["L"], 0, True),
        ("[!Ref L, !Ref Elsewhere, 'arn:x']", ["L"], 2, True),
        ("[!If [A, !Ref L, !Ref 'AWS::NoValue']]", [], 1, False),
        ("!If [A, [!Ref L], []]", [], 0, False),
        ("[!Sub 'arn:${AWS::Region}', null, 3, {}]", [], 4, True),
        ("3", [], 0, False),
        ("!Ref Arns", [], 2, True),
    ],
    ids=["own", "foreign", "one-if", "all-if", "odd", "number", "parameter"],
)
def test_the_layers_of_a_function(
    tmp_path: Path, layers: str, own: list[str], foreign: int, *, knows: bool
) -> None:
    text = (
        "Parameters:\n  Arns:\n    Type: CommaDelimitedList\n    Default: arn:a, arn:b\n"
        f"Resources:\n{LAYER}{FUNCTION}      Layers: {layers}\n"
    )
    found = facts(tmp_path, text)
    (function,) = found.functions
    assert [layer.logical_id for layer in function.layers] == own
    assert (len(function.foreign), function.knows_layers) == (foreign, knows)
    assert [user.logical_id for user in found.users["L"]] == (["F"] if own else [])


@pytest.mark.parametrize(
    "properties",
    ["[]", "null", "3", "{Events: []}", "{Events: {A: 3, B: {Type: 4}, C: {Type: SQS}}}",
     "{Layers: {A: 1}, Timeout: {}, Runtime: [], Handler: 3, CodeUri: []}"],
)  # fmt: skip
def test_odd_functions_are_read_without_an_error(tmp_path: Path, properties: str) -> None:
    kind = "Type: AWS::Serverless::Function"
    text = f"Resources:\n  F:\n    {kind}\n    Properties: {properties}\n"
    (function,) = facts(tmp_path, text).functions
    events = [event.name for event in function.events]
    assert events == (["C"] if "C:" in properties else [])
    assert (function.runtime, function.handler) == ("", "")


def test_an_event_says_where_its_properties_stand(tmp_path: Path) -> None:
    text = (
        FUNCTION + "      Events:\n        Q:\n          Type: SQS\n          Properties: {A: 1}\n"
    )
    (function,) = facts(tmp_path, f"Resources:\n{text}").functions
    (event,) = function.events
    assert event.path == ("Resources", "F", "Properties", "Events", "Q", "Properties")
    assert (event.type, event.properties) == ("SQS", {"A": 1})


@pytest.mark.parametrize(
    ("method", "files", "python", "requirements"),
    [
        ("python3.12", ["layer/x.py", "layer/requirements.txt"], "layer", True),
        ("", ["layer/python/x.py"], "layer/python", False),
        ("", ["layer/x.py"], None, False),
        ("makefile", ["layer/Makefile"], None, False),
        ("python3.12", [], None, False),
    ],
    ids=["built", "as-it-is", "without-python", "makefile", "missing"],
)
def test_what_comes_below_opt_python(
    tmp_path: Path, method: str, files: list[str], python: str | None, *, requirements: bool
) -> None:
    for file in files:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    metadata = f"    Metadata:\n      BuildMethod: {method}\n" if method else ""
    layer = facts(tmp_path, f"Resources:\n{LAYER}{metadata}").layers["L"]
    assert layer.python == (None if python is None else tmp_path / python)
    assert (layer.requirements is not None) == requirements
    assert layer.is_known == (bool(files) and method != "makefile")


def test_a_build_counts_until_its_source_changes(tmp_path: Path) -> None:
    source, built = tmp_path / "layer", tmp_path / ".aws-sam" / "build" / "L"
    source.mkdir()
    (source / "x.py").touch()
    built.mkdir(parents=True)
    text = f"Resources:\n{LAYER}"
    assert facts(tmp_path, text).layers["L"].built == built
    later = built.stat().st_mtime + 10
    os.utime(source / "x.py", (later, later))
    assert facts(tmp_path, text).layers["L"].built is None
