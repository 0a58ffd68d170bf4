"""Data files that a module names, and that other code opens next to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sam_scaffold.dependencies.importing.handler_closure import closure_of
from sam_scaffold.dependencies.importing.module_cache import ModuleCache
from sam_scaffold.dependencies.importing.path_entries import PathEntry

HANDLER = (
    "from helpers import load\n\n@checked(load('get_job'))\ndef handler(event, context): ...\n"
)
"""A decorator from a layer that is not analysed here."""


def data(folder: Path, files: dict[str, str], handler: str = "app.handler") -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    found = closure_of(handler, [PathEntry((folder,))], "python3.12", ModuleCache())
    return [f"{file.path.relative_to(folder).as_posix()}:{file.line}" for file in found.data]


def test_a_file_in_a_folder_of_data_beside_is_found_by_its_stem(tmp_path: Path) -> None:
    files = {"app.py": HANDLER, "schemas/get_job.json": "{}", "schemas/list_jobs.json": "{}"}

    assert data(tmp_path, files) == ["schemas/get_job.json:3"]


def test_a_file_is_found_by_its_name_beside_the_module_that_names_it(tmp_path: Path) -> None:
    files = {"app.py": "import pkg.own", "pkg/own.py": 'f("a.sql")', "pkg/sql/a.sql": ""}

    assert data(tmp_path, files) == ["pkg/sql/a.sql:1"]


@pytest.mark.parametrize(
    "path",
    ["events/get_job.json", "tests/get_job.json", "get_job.json", "schemas/old/get_job.json"],
)
def test_what_is_no_folder_of_data_beside_does_not_count(tmp_path: Path, path: str) -> None:
    assert data(tmp_path, {"app.py": HANDLER, path: "{}"}) == []


def test_a_folder_with_modules_is_no_folder_of_data(tmp_path: Path) -> None:
    files = {"app.py": HANDLER, "jobs/get_job.json": "{}", "jobs/run.py": ""}

    assert data(tmp_path, files) == []


def test_a_word_within_a_text_does_not_count(tmp_path: Path) -> None:
    files = {"app.py": "x = 'to get_job one'\n# get_job\n", "schemas/get_job.json": "{}"}

    assert data(tmp_path, files) == []
