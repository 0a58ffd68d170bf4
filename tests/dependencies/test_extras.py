"""Requirements of extras, by metadata."""

from __future__ import annotations

from pathlib import Path

from sam_scaffold.dependencies.requirements.extras import extras_here, extras_in

METADATA = """\
Metadata-Version: 2.1
Name: Some_Package
Version: 1.0
Provides-Extra: Fast
Provides-Extra: old
Provides-Extra: none
Requires-Dist: requests
Requires-Dist: orjson>=3; extra == "Fast"
Requires-Dist: requests; extra == "Fast"
Requires-Dist: tomli; python_version < "3.11" and extra == "old"
"""


def test_extras_of_what_lies_in_a_folder(tmp_path: Path) -> None:
    info = tmp_path / "some_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA, encoding="utf-8")
    found = extras_in(tmp_path, python="3.12", machine="x86_64")
    assert found == {
        ("some-package", "fast"): {"orjson", "requests"},
        ("some-package", "old"): frozenset(),
        ("some-package", "none"): frozenset(),
    }
    older = extras_in(tmp_path, python="3.10", machine="x86_64")
    assert older["some-package", "old"] == {"tomli"}


def test_extras_of_what_is_installed_here() -> None:
    found = extras_here(["pytest", "surely-not-installed"], python="3.12", machine="x86_64")
    assert found
    assert {name for name, _ in found} == {"pytest"}
