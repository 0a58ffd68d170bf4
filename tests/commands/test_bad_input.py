"""Bad input: one line with the value, the rule and the solution, and nothing is written."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest
from command_environment import commit, template
from repositories import SHOP, TEMPLATE, WITHOUT_SHARED_LAYER, Repository, refusal, shop, succeeded

HEAD = "Transform: AWS::Serverless-2016-10-31\n"


def layers(count: int) -> str:
    blocks = [
        f"  L{number}Layer: {{Type: AWS::Serverless::LayerVersion, "
        f"Properties: {{ContentUri: layers/l{number}/}}}}\n"
        for number in range(count)
    ]
    return TEMPLATE.replace("Resources:\n", "Resources:\n" + "".join(blocks))


@dataclass(frozen=True)
class Case:
    """The input, and the words that the message has to contain."""

    words: str
    named: tuple[str, ...]
    code: int = 1
    files: dict[str, str | bytes] = field(default_factory=lambda: {**SHOP})


def function(name: str, *named: str, code: int = 1, data: str = "") -> Case:
    return Case(f"add function {name} --defaults" + (f" -d {data}" if data else ""), named, code)


def on_template(content: str | bytes, *named: str) -> Case:
    return Case("add function orders", named, files={**SHOP, "template.yaml": content})


CASES = {
    # The name
    "name-upper-case": function("Orders", "'Orders'", "snake_case", "Use 'orders'"),
    "name-kebab": function("order-router", "'order-router'", "snake_case", "'order_router'"),
    "name-starts-with-digit": function("2nd", "'2nd'", "snake_case"),
    "name-with-umlaut": function("aufträge", "'aufträge'", "snake_case"),
    "name-with-underscore-last": function("orders_", "'orders_'", "snake_case", "'orders'"),
    "name-with-dunder": function("order__router", "'order__router'", "'order_router'"),
    "name-with-slash": function("a/b", "'a/b'", "snake_case"),
    "name-leads-out": function("../orders", "'../orders'", "snake_case"),
    "name-absolute": function("/orders", "'/orders'", "snake_case"),
    "name-keyword": function("class", "'class'", "keyword", "class_job"),
    "name-of-standard-library": function("json", "'json'", "standard library", "json_job"),
    "name-too-long": function("a" * 65, "65 characters", "64", "Shorten"),
    "name-of-layer-keyword": Case("add layer import", ("'import'", "keyword")),
    "name-of-layer-leads-out": Case("add layer ../x", ("'../x'", "snake_case")),
    "name-given-twice": function("orders", "name", code=2, data="name=other"),
    "kind-given-twice": function("orders", "kind", code=2, data="kind=layer"),
    "layer-folder-exists": Case(
        "add layer numeric",
        ("'numeric'", "layers/numeric", "another name"),
        files={**SHOP, "layers/numeric/requirements.txt": "mpmath\n"},
    ),
    "logical-id-exists": Case("add layer shared_code", ("SharedCodeLayer", "another name")),
    # The SAM template
    "template-file-leads-out": function("orders", "'../t.yaml'", data="template_file=../t.yaml"),
    "template-file-leads-out-inside": function(
        "orders", "../t.yaml'", "leads out", data="template_file=a/../../t.yaml"
    ),
    "template-file-absolute": function("orders", "'/t.yaml'", data="template_file=/t.yaml"),
    "template-file-of-windows": function("orders", "'C:/t.yaml'", data="template_file=C:/t.yaml"),
    "template-file-backslashes": function("orders", "repository", data=r"template_file=..\t.yaml"),
    "template-file-missing": function(
        "orders", "nope.yaml", "template.yaml", data="template_file=nope.yaml"
    ),
    "template-file-is-folder": function(
        "orders", "folder", "template.yaml", data="template_file=layers"
    ),
    "no-template": Case(
        "add function orders", ("no SAM template", "sam-scaffold init"), code=2, files={}
    ),
    "no-template-for-layer": Case(
        "add layer nums", ("no SAM template", "sam-scaffold init"), code=2, files={}
    ),
    "template-that-is-not-sam": Case(
        "add function orders",
        ("no SAM template", "AWS::Serverless-2016-10-31"),
        code=2,
        files={"template.yaml": "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"},
    ),
    "yaml-invalid": on_template(HEAD + "Resources:\n  A: [\n", "template.yaml:4:1", "YAML"),
    "yaml-tab": on_template(HEAD + "Resources:\n\tA: 1\n", "template.yaml:3:1", "YAML"),
    "not-utf-8": on_template(
        HEAD.encode() + b"# M\xfcnchen\nResources:\n", "template.yaml", "UTF-8"
    ),
    "section-twice": on_template(
        TEMPLATE + "\nResources:\n", "template.yaml:22:1", "Resources", "twice"
    ),
    "section-alias": on_template(
        HEAD + "Metadata: &m\n  A: {Type: B}\nResources: *m\n", "template.yaml:4:12", "alias"
    ),
    "resources-list": on_template(
        TEMPLATE.replace("Resources:\n", "Resources: []\nX:\n"), "mapping"
    ),
    "template-file-no-template-name": Case(
        "init -d template_file=notes.txt", ("'notes.txt'", ".yaml"), files={}
    ),
    # The other answers
    "key-unknown": function(
        "orders", "'runtme'", "Did you mean runtime?", code=2, data="runtme=python3.12"
    ),
    "key-far-from-any": function("orders", "'zzz'", "architecture", code=2, data="zzz=1"),
    "key-hidden-house": function("orders", "'house'", "not a question", code=2, data="house={}"),
    "key-hidden-known": function("orders", "'known'", "not a question", code=2, data="known=again"),
    "key-hidden-src-path": function("orders", "_src_path", "omit it", code=2, data="_src_path=x"),
    "key-hidden-component": function(
        "orders", "'component'", "not a question", code=2, data="component={}"
    ),
    "key-without-value": function("orders", "'timeout'", "KEY=VALUE", code=2, data="timeout"),
    "value-without-key": function("orders", "'=60'", "KEY=VALUE", code=2, data="=60"),
    "trigger": function("orders", "'sqz'", "Did you mean sqs?", code=2, data="trigger=sqz"),
    "layout": function("orders", "'flatt'", "Did you mean flat?", code=2, data="layout=flatt"),
    "architecture": function("orders", "'arm'", "arm64", code=2, data="architecture=arm"),
    "runtime": function(
        "orders", "'python3.5.1'", "python3.12", code=2, data="runtime=python3.5.1"
    ),
    "runtime-of-python-2": function(
        "orders", "'python2.7'", "python3.12", code=2, data="runtime=python2.7"
    ),
    "runtime-of-python-4": function(
        "orders", "'python4.0'", "python3.12", code=2, data="runtime=python4.0"
    ),
    "runtime-empty": function("orders", "runtime", "python3.12", code=2, data="runtime="),
    "runtime-of-node": function(
        "orders", "'nodejs22.x'", "python3.12", code=2, data="runtime=nodejs22.x"
    ),
    "timeout-text": function("orders", "timeout", "'abc'", "number", code=2, data="timeout=abc"),
    "timeout-too-long": function("orders", "timeout", "5000", "900", data="timeout=5000"),
    "timeout-zero": function("orders", "timeout", "0 is not", data="timeout=0"),
    "memory-too-small": function("orders", "memory_size", "1 is not", "128", data="memory_size=1"),
    "memory-text": function(
        "orders", "memory_size", "'big'", "number", code=2, data="memory_size=big"
    ),
    "layer-unknown": function(
        "orders", "'HtpLayer'", "Did you mean HttpLayer?", data="layers=HtpLayer"
    ),
    "layer-far-from-any": function("orders", "'Zzz'", "HttpLayer", data="layers=Zzz"),
    "layers-too-many": Case(
        "add function orders -d layers=L0Layer,L1Layer,L2Layer,L3Layer,L4Layer",
        ("6 layers", "Lambda allows 5", "fewer"),
        files={**SHOP, "template.yaml": layers(5)},
    ),
    "contents": Case("add layer nums -d contents=share", ("'share'", "shared_code"), 2),
    "packages-boto3": Case("add layer nums -d packages=boto3", ("boto3", "runtime", "omit it")),
    "packages-botocore-bounded": Case(
        "add layer nums -d packages=botocore>=1.35", ("botocore", "omit it", "==")
    ),
    "packages-spelt-otherwise": Case(
        "add layer nums -d packages=Python_Dateutil", ("python-dateutil",)
    ),
    "packages-garbage": Case("add layer nums -d packages===1", ("'==1'", "requirements.txt")),
    "key-of-a-layer": function("orders", "'contents'", "kind function", code=2, data="contents=a"),
    "key-of-a-function": Case("add layer nums -d timeout=3", ("'timeout'", "kind layer"), 2),
    # The command line
    "option-unknown": Case("add function orders --default", ("--default",), 2),
    "command-unknown": Case("ad function orders", ("'ad'",), 2),
    "kind-unknown": Case("add funtion orders", ("'funtion'", "function"), 2),
    "name-missing": Case("add function", ("NAME",), 2),
    "directory-missing": Case("add function orders -C nowhere", ("nowhere", "-C")),
    "directory-is-file": Case("list -C template.yaml", ("template.yaml", "not a folder")),
    "init-on-file": Case("init template.yaml", ("template.yaml", "file")),
    "template-missing": Case("add function orders --template nowhere", ("nowhere", "--template")),
    "template-is-none": Case("add function orders --template layers", ("layers", "--template")),
    "template-unreachable": Case(
        "add function orders --template https://127.0.0.1:9/x.git",
        ("https://127.0.0.1:9/x.git", "cannot be fetched", "--template"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_bad_input_is_refused_in_one_line(case: Case, tmp_path: Path) -> None:
    repository = Repository(tmp_path, case.files)
    commit(tmp_path)
    before = repository.snapshot()
    done = repository.here(*case.words.split(" "))
    line = refusal(done)
    for name in case.named:
        assert name in line
    assert done.code == case.code
    assert repository.snapshot() == before


SPACED = {
    "schedule-garbage": ("schedule=every day", "'every day'", "rate(1 hour)"),
    "schedule-empty": ("schedule=", "''", "rate(1 hour)"),
    "schedule-with-quote": ("schedule=rate(1 hour)\nRole: x", "rate(1 hour)"),
    "description-of-two-lines": ("description=one\ntwo", "one line"),
    "description-with-control": ("description=a\x07b", "printable"),
    "description-too-long": ("description=" + "a" * 257, "256"),
    "description-with-reference": ("description=of ${AWS::StackName}", "${"),
    "choice-with-space": ("trigger= sqs", "' sqs'", "sqs"),
}


@pytest.mark.parametrize(
    ("data", "named"), [(d, n) for d, *n in SPACED.values()], ids=SPACED.keys()
)
def test_bad_text_is_refused_in_one_line(data: str, named: list[str], tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    line = refusal(
        repository.here("add", "function", "orders", "-d", "trigger=schedule", "-d", data)
    )
    for name in named:
        assert name in line
    assert repository.snapshot() == before


@pytest.mark.parametrize("name", ["", " ", "order router", "a\nb", "orders;rm"])
def test_bad_name_with_white_space_is_refused(name: str, tmp_path: Path) -> None:
    repository = shop(tmp_path)
    before = repository.snapshot()
    assert "snake_case" in refusal(repository.here("add", "function", name))
    assert repository.snapshot() == before


@pytest.mark.parametrize("words", [("add", "function", "orders"), ("add", "layer", "nums")])
def test_read_only_template_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    repository = shop(tmp_path)
    (tmp_path / "template.yaml").chmod(0o444)
    before = repository.snapshot()
    line = refusal(repository.here(*words))
    assert "template.yaml" in line
    assert "read-only" in line
    assert repository.snapshot() == before


def test_template_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml/README.md": "x"})
    before = repository.snapshot()
    assert "folder" in refusal(repository.here("init", "--defaults"))
    assert "SAM template" in refusal(repository.here("add", "function", "orders"))
    assert repository.snapshot() == before


def test_copier_that_is_too_old_is_said_with_both_versions(tmp_path: Path) -> None:
    newer = Path(shutil.copytree(template(), tmp_path / "newer"))
    text = (newer / "copier.yml").read_text(encoding="utf-8")
    (newer / "copier.yml").write_text(
        re.sub("_min_copier_version: .*", '_min_copier_version: "99.0"', text), encoding="utf-8"
    )
    commit(newer)
    repository = shop(tmp_path / "shop")
    before = repository.snapshot()
    line = refusal(repository.here("add", "function", "orders", "--template", str(newer)))
    for name in ("opier", "99.0", version("copier")):
        assert name in line
    assert repository.snapshot() == before


def test_template_of_something_else_is_refused(tmp_path: Path) -> None:
    other = Repository(tmp_path / "other", {"copier.yml": "question: {type: str, default: x}\n"})
    commit(other.root)
    repository = shop(tmp_path / "shop")
    before = repository.snapshot()
    line = refusal(repository.here("add", "function", "orders", "--template", str(other.root)))
    assert "not a sam-scaffold template" in line
    assert repository.snapshot() == before


def test_missing_shared_layer_is_added_with_defaults(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"template.yaml": WITHOUT_SHARED_LAYER})
    commit(tmp_path)
    done = succeeded(repository.here("add", "function", "orders", "--defaults"))
    assert {"SharedCodeLayer", "OrdersFunction"} < set(repository.data()["Resources"])
    assert repository.properties("OrdersFunction")["Layers"] == [{"Ref": "SharedCodeLayer"}]
    assert "Resources.SharedCodeLayer" in done.out


def test_outside_git_there_is_a_warning_and_the_job_is_done(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {**SHOP})
    done = succeeded(repository.process("add", "function", "orders"))
    warning = next(line for line in done.err.splitlines() if "git repository" in line)
    assert warning.startswith("warning: ")
    assert "update" in warning
    assert "OrdersFunction" in repository.data()["Resources"]


def test_inside_git_there_is_no_such_warning(tmp_path: Path) -> None:
    done = succeeded(shop(tmp_path).here("add", "function", "orders"))
    assert "git repository" not in done.err


def test_process_ends_in_one_line_and_the_code(tmp_path: Path) -> None:
    """The same as in this process, through the users' door."""
    repository = shop(tmp_path)
    before = repository.snapshot()
    refused = repository.process("add", "function", "Orders")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    usage = repository.process("add", "function", "orders", "-d", "trigger=sqz")
    assert (usage.code, len(usage.err.splitlines())) == (2, 1)
    assert repository.snapshot() == before


NOT_PATHS = {
    "long": ("a" * 300, "aaaaaaaaaaaaaaa"),
    "deep": ("b/" * 3000 + "x", "b/b/b/b/b"),
    "lines": ("a\nb", "a"),
    "return": ("a\rb", "a"),
}


TAKES_A_PATH = (
    "list -C PATH",
    "status -C PATH",
    "check PATH",
    "merge PATH template.yaml",
    "merge q.yaml PATH",
    "invoke x --template-file PATH",
    "add layer nums --defaults -d template_file=PATH",
    "add function orders --defaults --template PATH",
)


@pytest.mark.parametrize(("path", "named"), NOT_PATHS.values(), ids=NOT_PATHS.keys())
@pytest.mark.parametrize("words", TAKES_A_PATH)
def test_what_no_file_is_called_is_refused_in_one_line(
    words: str, path: str, named: str, tmp_path: Path
) -> None:
    repository = shop(tmp_path, **{"q.yaml": "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"})
    before = repository.snapshot()
    done = repository.here(*(path.join(word.split("PATH")) for word in words.split(" ")))
    assert named in refusal(done)
    assert "should not have happened" not in done.err
    assert repository.snapshot() == before
