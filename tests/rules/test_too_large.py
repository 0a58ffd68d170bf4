"""Functions that Lambda refuses for their size, layers included."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rules import lint, write_files
from sam_scaffold.application.application import Application
from sam_scaffold.contents.network import NETWORK
from sam_scaffold.dependencies.resolution.resolution import Resolution
from sam_scaffold.dependencies.resolution.resolver_errors import UnreachableError
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.rules import too_large
from sam_scaffold.rules.too_large import TooLarge

RULE = "E9204"
MB = 1024 * 1024

TEMPLATE = """
    Transform: AWS::Serverless-2016-10-31
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties:
          Runtime: python3.12
          Handler: app.handler
          CodeUri: functions/orders/
          Architectures: [arm64]
          Layers: [!Ref Numeric, !Ref Shared, !Sub "arn:aws:lambda:eu-west-1:1:layer:a:1"]
      Numeric:
        Type: AWS::Serverless::LayerVersion
        Metadata: {BuildMethod: python3.12}
        Properties: {ContentUri: layers/numeric/}
      Shared:
        Type: AWS::Serverless::LayerVersion
        Properties: {ContentUri: layers/shared/}
    """
FILES = {
    "functions/orders/app.py": "",
    "layers/numeric/requirements.txt": "numpy==2.1.0\n",
    "layers/shared/python/": "",
}


@pytest.fixture(autouse=True)
def _network() -> Iterator[None]:
    """Let packages be looked up, until a test says that they may not be."""
    token = NETWORK.set(True)
    yield
    NETWORK.reset(token)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The requests to the package index, where numpy has 249 MB."""
    found: list[tuple[str, ...]] = []

    def resolve(lines: Sequence[str], runtime: str, architecture: str) -> Resolution:
        found.append((*lines, runtime, architecture))
        return Resolution((), 249 * MB, (), ())

    monkeypatch.setattr(too_large, "resolve", resolve)
    return found


def large(folder: Path, path: str, size: int) -> None:
    """Lay down a file of a size in MB that takes no room."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        opened.truncate(size * MB)


def said(folder: Path, template: str = TEMPLATE) -> list[str]:
    return [finding.message for finding in lint(folder, RULE, template, FILES)]


@pytest.mark.usefixtures("asked")
class TestSources:
    LARGE = (
        ("functions/orders/model.bin", TEMPLATE),
        ("layers/numeric/model.bin", TEMPLATE),
        ("layers/shared/python/native.so", TEMPLATE),
    )

    @pytest.mark.parametrize(("path", "template"), LARGE, ids=["code", "built", "as-it-is"])
    def test_files_count(self, path: str, template: str, tmp_path: Path) -> None:
        large(tmp_path, path, 251)
        (message,) = said(tmp_path, template)
        assert message.startswith("Orders: it has ")
        assert message.endswith(
            "; Lambda's limit is 250. Remove what it does not use, or deploy it as a container "
            "image."
        )

    def test_parts_are_added_up(self, tmp_path: Path) -> None:
        for path in ("functions/orders/a.bin", "layers/numeric/b.bin", "layers/shared/c.bin"):
            large(tmp_path, path, 90)
        (message,) = said(tmp_path)
        parts = "Numeric 339, its code 90, Shared 90"
        assert message.startswith(f"Orders: it has 519 MB unzipped ({parts}); Lambda's limit")

    @pytest.mark.parametrize(
        "path",
        ["functions/orders/.venv/a.bin", "functions/orders/b.so", "layers/numeric/.git/c.bin"],
    )
    def test_what_a_build_leaves_out_does_not_count(self, path: str, tmp_path: Path) -> None:
        large(tmp_path, path, 300)
        assert said(tmp_path) == []

    def test_a_linked_folder_counts(self, tmp_path: Path) -> None:
        large(tmp_path, "models/model.bin", 251)
        (tmp_path / "functions" / "orders").mkdir(parents=True)
        link = tmp_path / "functions" / "orders" / "models"
        link.symlink_to(tmp_path / "models", target_is_directory=True)
        (message,) = said(tmp_path)
        assert "its code 251" in message

    def test_zip_file_counts_unzipped(self, tmp_path: Path) -> None:
        write_files(tmp_path, "", FILES)
        large(tmp_path, "a.bin", 251)
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(tmp_path / "a.bin")
        template = TEMPLATE.replace("layers/shared/", "a.zip")
        (message,) = said(tmp_path, template)
        assert "Shared 251" in message


class TestRequirements:
    @pytest.mark.parametrize("allowed", [True, False])
    def test_are_looked_up_for_the_platform(
        self, asked: list[tuple[str, ...]], tmp_path: Path, *, allowed: bool
    ) -> None:
        NETWORK.set(allowed)
        large(tmp_path, "functions/orders/model.bin", 2)
        assert bool(said(tmp_path)) is allowed
        assert asked == ([("numpy==2.1.0", "python3.12", "arm64")] if allowed else [])

    def test_are_looked_up_once(self, asked: list[tuple[str, ...]], tmp_path: Path) -> None:
        head, name, rest = TEMPLATE.partition("      Numeric:")
        again = head.partition("      Orders:")[2]
        large(tmp_path, "functions/orders/model.bin", 2)
        assert len(said(tmp_path, f"{head}      Refunds:{again}{name}{rest}")) == 2
        assert len(asked) == 1

    @pytest.mark.parametrize("error", [ScaffoldError, UnreachableError])
    def test_that_cannot_be_looked_up_do_not_count(
        self, error: type[ScaffoldError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def resolve(*_: object) -> Resolution:
            raise error("numpy==2.1.0 has no wheel")

        monkeypatch.setattr(too_large, "resolve", resolve)
        large(tmp_path, "functions/orders/model.bin", 2)
        assert said(tmp_path) == []

    @pytest.mark.parametrize("resolves", [True, False])
    def test_configuration_decides_where_nobody_else_does(
        self, asked: list[tuple[str, ...]], tmp_path: Path, *, resolves: bool
    ) -> None:
        NETWORK.set(None)
        rule = TooLarge()
        rule.configure({"resolve": resolves})
        assert list(rule.findings(Application.of(write_files(tmp_path, TEMPLATE, FILES)))) == []
        assert bool(asked) is resolves


class TestBuilt:
    def test_build_counts(self, asked: list[tuple[str, ...]], tmp_path: Path) -> None:
        write_files(tmp_path, "", FILES)
        large(tmp_path, ".aws-sam/build/Numeric/python/numpy.so", 251)
        (message,) = said_of(tmp_path)
        assert "(Numeric 251)" in message
        assert asked == []

    @pytest.mark.usefixtures("asked")
    def test_build_that_is_not_large(self, tmp_path: Path) -> None:
        write_files(tmp_path, "", FILES)
        large(tmp_path, ".aws-sam/build/Numeric/python/numpy.so", 249)
        assert said_of(tmp_path) == []


def said_of(folder: Path) -> list[str]:
    """Return the messages for a folder in which only the template is still written."""
    return [finding.message for finding in lint(folder, RULE, TEMPLATE)]
