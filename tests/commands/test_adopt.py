"""``sam-scaffold adopt``: its output, its refusals, and the files that stay unchanged."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_environment import ROOT, commit, template
from repositories import Repository, refusal, shop, succeeded

from sam_scaffold.transaction import journal

SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/orders/
      Handler: app.run
      Runtime: python3.12
      Timeout: 30
      Policies: [AWSXRayDaemonWriteAccess]
      Environment:
        Variables: {TABLE: !Ref Table, STAGE: prod}
  ResizeFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/resize/
      Handler: index.handler
      Runtime: nodejs20.x
  ReportsFunction:
    Type: AWS::Serverless::Function
    Properties:
      PackageType: Image
      ImageUri: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/reports:1
  Table:
    Type: AWS::DynamoDB::Table
  OrdersLogs:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub /aws/lambda/${OrdersFunction}
"""

FOLDER = ".scaffold/functions/orders"
FILES = [f"{FOLDER}/{name}" for name in ("answers.yml", "applied.yaml")]


@pytest.fixture
def orders(tmp_path: Path) -> Repository:
    """Return a repository with one function that can be adopted and two that cannot."""
    repository = Repository(tmp_path / "shop", {"template.yaml": SAM})
    repository.commit()
    return repository


def untouched(repository: Repository) -> bool:
    return repository.files() == ["template.yaml"] and repository.text() == SAM


# --- What it says --------------------------------------------------------------


def test_says_what_was_recorded_and_what_could_not_be_expressed(orders: Repository) -> None:
    done = succeeded(orders.here("adopt", "OrdersFunction"))
    assert done.out.splitlines() == [
        "function orders: OrdersFunction of template.yaml, recorded in .scaffold/functions/orders/",
        "  not covered: OrdersFunction (Policies, Environment.Variables.TABLE)",
        "  not part of it: OrdersLogs",
        "Next",
        "  1. Commit the new files; no existing file has changed.",
        "  2. Change an answer: sam-scaffold set orders description='Routes orders'",
        "  3. Update to a new version of the template: sam-scaffold update --all",
    ]
    assert "is not in a git repository" not in done.err
    assert "a folder that other machines do not have" in done.err
    assert orders.answers(f"{FOLDER}/answers.yml")["environment"] == {"STAGE": "prod"}


def test_says_what_is_expressed_otherwise(tmp_path: Path) -> None:
    done = succeeded(shop(tmp_path / "shop").here("adopt", "HttpLayer"))
    said = "HttpLayer (CompatibleRuntimes, CompatibleArchitectures, RetentionPolicy, Metadata)"
    assert f"  different value: {said}" in done.out.splitlines()


def test_all_goes_on_past_what_can_never_be_adopted(orders: Repository) -> None:
    done = succeeded(orders.here("adopt", "--all"))
    left = [line for line in done.out.splitlines() if line.startswith("skipped: ")]
    resize, reports = left
    assert resize.endswith(
        "ResizeFunction of template.yaml: its runtime is nodejs20.x, but sam-scaffold only "
        "supports Python."
    )
    assert reports.endswith(
        "ReportsFunction of template.yaml: it is a container image, but sam-scaffold only supports "
        "zip files."
    )
    again = succeeded(orders.here("adopt", "--all"))
    assert again.out.splitlines() == left


def test_all_names_what_is_not_sam_s_and_the_types_that_are(orders: Repository) -> None:
    text = SAM.replace("AWS::Serverless::Function", "AWS::Lambda::Function", 1)
    orders.write("template.yaml", text + "  Http: {Type: AWS::Lambda::LayerVersion}\n")
    done = succeeded(orders.here("adopt", "--all"))
    left = [line for line in done.out.splitlines() if line.startswith("skipped: ")]
    for name, kind in (("OrdersFunction", "Function"), ("Http", "LayerVersion")):
        said = (
            f"skipped: {name} of template.yaml: it is an AWS::Lambda::{kind}, but sam-scaffold "
            f"writes AWS::Serverless::{kind}. Convert it first."
        )
        assert said in left


def test_says_whose_code_the_records_lie_among(orders: Repository) -> None:
    orders.write("template.yaml", SAM.replace("functions/orders/", "."))
    done = succeeded(orders.here("adopt", "--all"))
    assert "are in the code folder of OrdersFunction, and are deployed with it" in done.err


def test_dry_run_shows_the_files_and_writes_none(orders: Repository) -> None:
    done = succeeded(orders.here("adopt", "--all", "--dry-run"))
    for shown in (".scaffold/", "orders/", "resource.yaml", "Nothing was written"):
        assert shown in done.out
    assert "not covered: OrdersFunction" in done.out
    assert "Next" not in done.out
    assert untouched(orders)


def test_works_in_another_folder(orders: Repository, tmp_path: Path) -> None:
    elsewhere = Repository(tmp_path / "elsewhere", {})
    succeeded(elsewhere.here("adopt", "--all", "-C", str(orders.root)))
    assert (orders.root / FILES[0]).is_file()


# --- What it refuses ------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["OrderFunction"], "Did you mean OrdersFunction?"),
        (["Nothing"], "You can adopt OrdersFunction, ResizeFunction, ReportsFunction."),
        (["Table"], "Table of template.yaml is an AWS::DynamoDB::Table. Use the id of an AWS::S"),
        (["ResizeFunction"], "ResizeFunction of template.yaml cannot be adopted: its runtime is"),
        (["ReportsFunction"], "cannot be adopted: it is a container image"),
        ([], "give either logical ids, which are keys of Resources, or --all."),
        (
            ["--all", "OrdersFunction"],
            "give either logical ids, which are keys of Resources, or --all.",
        ),
        (["--all", "--template-file", "templat.yaml"], "Did you mean template.yaml?"),
        (["--all", "-C", "nowhere"], "nowhere is not a folder"),
    ],
)
def test_refuses_in_one_line(words: list[str], said: str, orders: Repository) -> None:
    assert said in refusal(orders.here("adopt", *words))
    assert untouched(orders)


def test_refuses_what_is_a_component(orders: Repository) -> None:
    succeeded(orders.here("adopt", "OrdersFunction"))
    before = orders.snapshot()
    said = refusal(orders.here("adopt", "OrdersFunction"))
    assert "OrdersFunction of template.yaml is already a component" in said
    assert orders.snapshot() == before


def test_refuses_where_there_is_no_template(tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty", {})
    assert "there is no SAM template" in refusal(empty.here("adopt", "--all"))
    assert "there is no SAM template" in refusal(empty.here("adopt", "OrdersFunction"))


def test_refuses_an_id_of_several_templates(orders: Repository) -> None:
    orders.write("other.yaml", SAM)
    said = refusal(orders.here("adopt", "OrdersFunction"))
    assert (
        "OrdersFunction is in template.yaml, other.yaml. Choose one with --template-file." in said
    )
    succeeded(orders.here("adopt", "OrdersFunction", "--template-file", "./other.yaml"))
    assert orders.answers(FILES[0])["template_file"] == "other.yaml"


def test_refuses_where_its_files_are_there(orders: Repository) -> None:
    orders.write(f"{FOLDER}/resource.yaml", "mine\n")
    said = refusal(orders.here("adopt", "OrdersFunction"))
    assert f"{FOLDER}/resource.yaml already exists. Move or remove it." in said
    done = orders.here("adopt", "--all")
    assert done.code == 1
    assert f"OrdersFunction: {FOLDER}/resource.yaml already exists" in done.out
    assert "OrdersFunction: not adopted; see above." in done.err
    assert orders.text(f"{FOLDER}/resource.yaml") == "mine\n"


def test_several_are_adopted_or_none(orders: Repository) -> None:
    refusal(orders.here("adopt", "OrdersFunction", "ResizeFunction"))
    assert untouched(orders)


def test_broken_template_keeps_no_other_back(orders: Repository) -> None:
    broken = "Transform: AWS::Serverless-2016-10-31\nResources: [\n"
    orders.write("broken.yaml", broken)
    done = orders.here("adopt", "--all")
    assert done.code == 1
    assert "broken.yaml: broken.yaml:" in done.out
    assert (orders.root / FILES[0]).is_file()


def test_refuses_what_stands_twice(orders: Repository) -> None:
    twice = SAM.replace("Resources:", "Resources:\n  OrdersFunction: {Type: AWS::SNS::Topic}")
    orders.write("template.yaml", twice)
    assert "Resources.OrdersFunction appears twice" in refusal(
        orders.here("adopt", "OrdersFunction")
    )
    assert orders.text() == twice


def test_refuses_a_template_with_changes_that_no_update_could_find(
    orders: Repository, tmp_path: Path
) -> None:
    changed = Path(shutil.copytree(template(), tmp_path / "changed"))
    (changed / "README.md").write_text("changed\n", encoding="utf-8")
    said = refusal(orders.here("adopt", "--all", "--template", str(changed)))
    assert "has uncommitted changes" in said
    assert untouched(orders)


def test_refuses_a_template_that_cannot_adopt(orders: Repository, tmp_path: Path) -> None:
    older = Path(shutil.copytree(template(), tmp_path / "older"))
    text = (older / "copier.yml").read_text(encoding="utf-8")
    (older / "copier.yml").write_text(text.replace("'*' if adopted", "'' if adopted"), "utf-8")
    commit(older, "v0.9.0")
    said = refusal(orders.here("adopt", "OrdersFunction", "--template", str(older)))
    assert "of the template cannot adopt. Use a newer one." in said
    assert untouched(orders)


# --- One by one -------------------------------------------------------------------


def test_templates_without_components_are_kept_from_others(
    orders: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.write("other.yaml", SAM)
    held: list[set[str]] = []
    really = journal.locked

    @contextmanager
    def locked(paths: Iterable[Path]) -> Iterator[None]:
        files = list(paths)
        held.append({path.name for path in files})
        with really(files):
            yield

    monkeypatch.setattr(journal, "locked", locked)
    succeeded(orders.here("adopt", "OrdersFunction", "--template-file", "template.yaml"))
    assert held[0] == {"template.yaml", "other.yaml", ".copier-answers.sam-scaffold.yml"}


def test_example_is_adopted_within_seconds(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples/trading", tmp_path / "trading")
    repository = Repository(tmp_path / "trading", {})
    before = repository.read()
    done = succeeded(repository.process("adopt", "--all"))
    assert repository.read() == before
    assert done.out.count("recorded in") == 11
    assert "is not in a git repository" in done.err
