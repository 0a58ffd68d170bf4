from __future__ import annotations

from pathlib import Path

from sam_scaffold.migration.conftest_path import ConftestPath, conftest_paths

CODE = """\
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
"""


def test_folders_that_conftest_files_add(tmp_path: Path) -> None:
    files = {
        "conftest.py": "",
        "tests/conftest.py": CODE,
        "tests/unit/__init__.py": "",
        "tests/unit/conftest.py": "import os, sys\nsys.path.append(os.environ['CODE'])\n",
        "tests/old/conftest.py": "print 'old'\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert conftest_paths(tmp_path, files, (3, 12)) == (
        ConftestPath("conftest.py", (".",), is_all=True),
        ConftestPath("tests/conftest.py", ("tests", "src"), is_all=True),
        ConftestPath("tests/unit/conftest.py", ("tests",), is_all=False),
        ConftestPath("tests/old/conftest.py", ("tests/old",), is_all=False),
    )
