"""The size of an artifact, counted as `sam build` copies it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.aws.limits import UNZIPPED_BYTES
from sam_scaffold.contents.size import in_units
from sam_scaffold.migration.sizes import (
    NOTHING,
    Size,
    limit_problem,
    size_of_folder,
    size_of_planned,
)


def write_files(folder: Path, **sizes: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in sizes.items():
        (folder / f"{name}.py").write_bytes(b"#" * size)
    return folder


def test_every_file_counts(tmp_path: Path) -> None:
    write_files(tmp_path, app=10)
    write_files(tmp_path / "pkg" / "own", one=3, two=4)
    assert size_of_folder(tmp_path) == Size(3, 17)


@pytest.mark.parametrize("name", ["__pycache__", ".venv", "env", "pkg.egg-info", ".git"])
def test_what_a_build_leaves_out_does_not_count(name: str, tmp_path: Path) -> None:
    write_files(tmp_path, app=10)
    write_files(tmp_path / "pkg" / name, made=100)
    (tmp_path / "fast.so").write_bytes(b"1")
    assert size_of_folder(tmp_path) == Size(1, 10)
    assert size_of_planned(
        {"app.py": tmp_path / "app.py", f"pkg/{name}/made.py": tmp_path / "pkg" / name / "made.py"}
    ) == Size(1, 10)


def test_links_count_as_what_they_lead_to(tmp_path: Path) -> None:
    shared = write_files(tmp_path / "pkg" / "shared", a=5, b=6)
    code = write_files(tmp_path / "functions" / "orders", app=10)
    (code / "shared").symlink_to(shared, target_is_directory=True)
    (code / "again").symlink_to(shared, target_is_directory=True)
    (code / "a.py").symlink_to(shared / "a.py")
    assert size_of_folder(code) == Size(6, 10 + 2 * 11 + 5)


def test_a_link_to_a_folder_above_it_comes_to_an_end(tmp_path: Path) -> None:
    code = write_files(tmp_path / "code", app=10)
    (code / "self").symlink_to(code, target_is_directory=True)
    assert size_of_folder(code) == Size(1, 10)


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    assert size_of_folder(tmp_path / "gone") == NOTHING


def test_a_planned_artifact_is_measured_where_its_files_lie_now(tmp_path: Path) -> None:
    write_files(tmp_path / "pkg" / "own", handler=7)
    write_files(tmp_path / "pkg" / "shared", db=8)
    planned = {
        "pkg/own/handler.py": tmp_path / "pkg" / "own" / "handler.py",
        "pkg/shared/db.py": tmp_path / "pkg" / "shared" / "db.py",
    }
    assert size_of_planned(planned) == Size(2, 15)


@pytest.mark.parametrize(
    ("code", "layers", "said"),
    [
        (100, [100], ""),
        (UNZIPPED_BYTES // 2, [UNZIPPED_BYTES // 4], ""),
        (UNZIPPED_BYTES // 2, [UNZIPPED_BYTES // 4, UNZIPPED_BYTES // 5], "near the 250 MB"),
        (UNZIPPED_BYTES, [], "near the 250 MB"),
        (UNZIPPED_BYTES, [1], "above the 250 MB"),
    ],
)
def test_a_function_counts_with_its_layers_against_the_limit(
    code: int, layers: list[int], said: str
) -> None:
    problem = limit_problem(Size(1, code), [Size(1, layer) for layer in layers])
    assert (said in problem) if said else not problem


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 kB"),
        (49_000, "48 kB"),
        (1024 * 1024 - 1, "1.0 MB"),
        (1_258_291, "1.2 MB"),
        (UNZIPPED_BYTES, "250.0 MB"),
    ],
)
def test_bytes_are_said_in_the_unit_that_suits_them(size: int, said: str) -> None:
    assert in_units(size) == said


def test_a_size_in_words() -> None:
    assert str(Size(1, 12)) == "1 file, 12 bytes"
    assert str(Size(208, 1_258_291) + Size(1, 0)) == "209 files, 1.2 MB"
