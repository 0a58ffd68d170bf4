"""Functions that `migrate --all` migrates."""

from __future__ import annotations

from pathlib import Path

from sam_scaffold.migration.needs.analysis import Wishes
from sam_scaffold.migration.needs.candidates import candidates
from sam_scaffold.migration.order import CodeLayout, Order, SharedCode
from sam_scaffold.migration.plan import MigrationPlanner
from sam_scaffold.transaction.repository_view import RepositoryView

FUNCTION = """\
  {name}:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: {runtime}
      CodeUri: {uri}
      Handler: {name}.handler
"""


def meant(root: Path, *functions: tuple[str, str, str]) -> list[str]:
    blocks = (
        FUNCTION.format(name=name, runtime=runtime, uri=uri) for name, runtime, uri in functions
    )
    (root / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n" + "".join(blocks)
    )
    for name, _, uri in functions:
        if not uri.startswith("s3:"):
            (root / uri).mkdir(exist_ok=True)
            (root / uri / f"{name}.py").write_text("def handler(event, context): ...\n")
    repository = RepositoryView(root)
    everything = candidates(repository)
    order = Order(CodeLayout.KEEP, SharedCode.SOURCE, Wishes())
    found = MigrationPlanner(repository, everything, order).sharing(everything)
    return [function.logical_id for function in found]


def test_those_that_share_a_folder_are_meant(tmp_path: Path) -> None:
    python = "python3.12"

    assert meant(
        tmp_path, ("A", python, "src/"), ("B", python, "src/"), ("C", python, "alone/")
    ) == ["A", "B"]


def test_those_that_nobody_can_migrate_are_named(tmp_path: Path) -> None:
    assert meant(tmp_path, ("A", "python3.12", "s3://bucket/a.zip")) == ["A"]


def test_those_in_other_languages_are_not_meant(tmp_path: Path) -> None:
    assert meant(tmp_path, ("A", "nodejs22.x", "src/"), ("B", "nodejs22.x", "src/")) == []
