"""Contents of a folder that pip installed into."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from sam_scaffold.dependencies.packages.installed import (
    Installed,
    import_names_of,
    installed_in,
    recorded_names,
)

NAMES = {
    "package": (["acme/__init__.py", "acme/inner/__init__.py", "acme/money.py"], {"acme"}),
    "module": (["six.py"], {"six"}),
    "compiled-module": (["_cffi_backend.cpython-312-x86_64-linux-gnu.so"], {"_cffi_backend"}),
    "compiled-package": (["acme/__init__.cpython-312-x86_64-linux-gnu.so"], {"acme"}),
    "namespace": (
        ["google/cloud/storage/__init__.py", "google/cloud/storage/blob.py", "google/auth.py"],
        {"google.cloud.storage", "google.auth"},
    ),
    "below-a-package": (["acme/__init__.py", "acme/data/no_init.py"], {"acme"}),
    "metadata": (["acme-1.dist-info/x.py", "acme.egg-info/x.py"], set()),
    "scripts": (["bin/run.py", "acme/bin/run.py"], set()),
    "caches": (["__pycache__/six.cpython-312.pyc"], set()),
    "no-names": (["boto3-stubs/__init__.py", "class.py", "1.py", "a b.py"], set()),
    "other-files": (["README.md", "acme/py.typed", "acme/x.json"], set()),
    "at-the-top": (["__init__.py", "six.py"], {"six"}),
}


@pytest.mark.parametrize(("files", "wanted"), NAMES.values(), ids=NAMES.keys())
def test_import_names(files: list[str], wanted: set[str]) -> None:
    assert import_names_of(map(PurePosixPath, files)) == wanted


def write_files(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_folder(tmp_path: Path) -> None:
    files = {
        "yaml/__init__.py": "x = 1\n",
        "PyYAML-6.0.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0.2\n",
        "google/auth/__init__.py": "",
        "google_auth-2.0.dist-info/RECORD": "google/auth/__init__.py,,\n",
        "old.egg-info/PKG-INFO": "Name: Old_One\nVersion: 1\n",
        "mine.py": "",
        "lib/data.bin": "12345",
    }
    assert installed_in(write_files(tmp_path, files)) == Installed(
        {"pyyaml": "6.0.2", "google-auth": "2.0", "old-one": "1"},
        frozenset({"yaml", "google.auth", "mine"}),
        sum(len(text) for text in files.values()),
    )


def test_nothing_there(tmp_path: Path) -> None:
    assert installed_in(tmp_path / "nowhere") == Installed({}, frozenset(), 0)
    assert recorded_names(tmp_path / "nowhere") == frozenset()


def test_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere")
    assert installed_in(tmp_path).size == 0


def test_records_alone(tmp_path: Path) -> None:
    record = 'acme/__init__.py,sha256=x,1\n"acme/a,b.py",,\n../../../bin/run,,\n\n'
    files = {"acme-1.dist-info/RECORD": record, "mine.py": "", "acme/__init__.py": ""}
    assert recorded_names(write_files(tmp_path, files)) == {"acme"}
