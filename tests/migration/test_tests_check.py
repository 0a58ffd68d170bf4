"""A repository's tests are run before and after, and those that are lost are named."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from environments import VERSION, environment
from migrated_shop import write

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.proof.project_python import ProjectPython, project_pythons
from sam_scaffold.migration.proof.tests_check import Suite, Verdict

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="environments are Unix's")

GOOD = "def test_one():\n    pass\n\n\ndef test_two():\n    pass\n"
BAD = "def test_one():\n    pass\n\n\ndef test_two():\n    assert False\n"


def ours() -> tuple[ProjectPython, ...]:
    """The Python that runs this, which has pytest."""
    return project_pythons(Path.cwd(), (), {"PATH": "", "VIRTUAL_ENV": sys.prefix})[:1]


def verdict(
    tmp_path: Path,
    before: Mapping[str, str],
    after: Mapping[str, str],
    projects: tuple[ProjectPython, ...] | None = None,
) -> Verdict:
    first, second = tmp_path / "before", tmp_path / "after"
    for folder, files in ((first, before), (second, after)):
        folder.mkdir()
        write(folder, files)
    caller = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    suite = Suite(tmp_path / "repository", projects or ours(), caller, lambda _: None)
    return suite.compare(first, second)


def test_all_that_pass_still_do(tmp_path: Path) -> None:
    found = verdict(tmp_path, {"test_a.py": GOOD}, {"test_a.py": GOOD})
    assert found == Verdict(2, 2)


def test_a_worker_of_xdist_may_start_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw0")
    assert verdict(tmp_path, {"test_a.py": GOOD}, {"test_a.py": GOOD}) == Verdict(2, 2)


@pytest.mark.parametrize(
    ("after", "lost"),
    [
        ({"test_a.py": BAD}, ("test_a.py::test_two",)),
        ({"test_a.py": "import nothing\n"}, ("test_a.py::test_one", "test_a.py::test_two")),
        ({"other.py": ""}, ("test_a.py::test_one", "test_a.py::test_two")),
        (
            {"test_a.py": "import pytest\npytestmark = pytest.mark.skip\n" + GOOD},
            ("test_a.py::test_one", "test_a.py::test_two"),
        ),
        (
            {"test_a.py": GOOD, "conftest.py": "import nothing\n"},
            ("test_a.py::test_one", "test_a.py::test_two"),
        ),
    ],
    ids=["fails", "is-not-collected", "is-gone", "is-skipped", "conftest"],
)
def test_one_that_passed_and_does_not_is_lost(
    tmp_path: Path, after: Mapping[str, str], lost: tuple[str, ...]
) -> None:
    assert verdict(tmp_path, {"test_a.py": GOOD}, after).lost == lost


def test_those_that_fail_before_may_fail(tmp_path: Path) -> None:
    files = {"test_a.py": BAD, "test_broken.py": "import nothing\n"}
    found = verdict(tmp_path, files, files)
    assert (found.before, found.after, found.lost) == (1, 1, ())
    assert "test_a.py::test_two" in found.notes[0]
    assert "test_broken.py" in found.notes[0]


FLAKY = """\
import pathlib

MARK = pathlib.Path(__file__).with_name("mark")


def test_one():
    pass


def test_now_and_then():
    if "after" in str(MARK) and not MARK.exists():
        MARK.write_text("")
        assert False
"""


def test_one_that_passes_when_run_again_is_not_lost(tmp_path: Path) -> None:
    found = verdict(tmp_path, {"test_a.py": FLAKY}, {"test_a.py": FLAKY})
    assert (found.before, found.after, found.lost) == (2, 2, ())
    assert found.notes == ("1 tests are flaky: test_a.py::test_now_and_then",)


ORDERED = """\
SEEN = []


def test_first():
    SEEN.append(1)


def test_second():
    assert SEEN and {value}
"""


def test_one_that_fails_alone_before_too_is_not_lost(tmp_path: Path) -> None:
    before, after = ORDERED.format(value=True), ORDERED.format(value=False)
    found = verdict(tmp_path, {"test_a.py": before}, {"test_a.py": after})
    assert found.lost == ()


def test_parameters_may_name_the_copy(tmp_path: Path) -> None:
    text = (
        "import pathlib, pytest\nHERE = str(pathlib.Path(__file__).resolve().parent)\n\n\n"
        "@pytest.mark.parametrize('place', [HERE])\ndef test_it(place):\n    pass\n"
    )
    assert verdict(tmp_path, {"test_a.py": text}, {"test_a.py": text}) == Verdict(1, 1)


def test_settings_that_stop_early_do_not_hide_tests(tmp_path: Path) -> None:
    ini = {"pytest.ini": "[pytest]\naddopts = -x --lf\n"}
    files = {"test_a.py": "def test_fails():\n    assert False\n", "test_b.py": GOOD, **ini}
    assert verdict(tmp_path, files, {**files, "test_b.py": BAD}).lost == ("test_b.py::test_two",)


def test_the_command_of_the_makefile_is_taken(tmp_path: Path) -> None:
    make = "test:\n\tcd sub && MODE=unit pytest -v tests -k 'not two'\n"
    text = "import os\n\n\ndef test_mode():\n    assert os.environ['MODE'] == 'unit'\n" + GOOD
    files = {"Makefile": make, "sub/tests/test_a.py": text, "sub/test_other.py": BAD}
    assert verdict(tmp_path, files, files) == Verdict(2, 2)


def test_no_tests_are_said_to_be_none(tmp_path: Path) -> None:
    found = verdict(tmp_path, {"a.py": ""}, {"a.py": ""})
    assert found == Verdict(0, 0, notes=("the repository has no tests that pytest finds",))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"test_a.py": "import nothing\n"},
            "(test_a.py: ModuleNotFoundError: No module named 'nothing')",
        ),
        ({"conftest.py": "import nothing\n", "test_a.py": GOOD}, "-m pytest ended with 4"),
        ({"pytest.ini": "[pytest]\naddopts = --no-such-option\n"}, "-m pytest ended with 4"),
    ],
)
def test_tests_that_say_nothing_are_refused(
    tmp_path: Path, files: Mapping[str, str], words: str
) -> None:
    with pytest.raises(ScaffoldError) as refused:
        verdict(tmp_path, files, files)
    assert words in str(refused.value)
    assert "--no-tests" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_without_pytest_they_are_refused(tmp_path: Path) -> None:
    environment(tmp_path / "empty")
    projects = project_pythons(tmp_path, (), {"VIRTUAL_ENV": str(tmp_path / "empty"), "PATH": ""})
    with pytest.raises(
        ScaffoldError, match=r"no Python environment of the project has pytest .*--no-tests"
    ):
        verdict(tmp_path, {}, {}, projects[:1])


USES = "import own\n\n\ndef test_it():\n    assert own.VALUE == 1\n"


@pytest.mark.parametrize("way", ["path", "finder"])
def test_an_editable_install_does_not_take_modules_from_the_repository(
    tmp_path: Path, way: str
) -> None:
    """The repository itself has the right module, the changed copy has not."""
    write(tmp_path / "repository/src", {"own/__init__.py": "VALUE = 1\n"})
    packages = environment(tmp_path / "venv")
    source = tmp_path / "repository/src"
    theirs = f"{sys.prefix}/lib/python{VERSION}/site-packages"
    write(packages, {"theirs.pth": f"{theirs}\n", "pytest/__init__.py": ""})
    (packages / "pytest/__init__.py").unlink()
    (packages / "pytest").rmdir()
    (packages / "pytest").symlink_to(f"{theirs}/pytest")
    if way == "path":
        write(packages, {"__editable__.own.pth": f"{source}\n"})
    else:
        mapping = f"MAPPING: dict[str, str] = {{'own': '{source / 'own'}'}}\n"
        write(packages, {"__editable___own_finder.py": mapping})
    projects = project_pythons(tmp_path, (), {"VIRTUAL_ENV": str(tmp_path / "venv"), "PATH": ""})
    before = {"src/own/__init__.py": "VALUE = 1\n", "tests/test_a.py": USES}
    after = {**before, "src/own/__init__.py": "VALUE = 2\n"}
    assert verdict(tmp_path, before, after, projects[:1]).lost == ("tests/test_a.py::test_it",)


def test_tests_of_the_repository_itself_are_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "repository", {"own.py": "VALUE = 1\n"})
    text = f"import sys\nsys.path.insert(0, {str(source)!r})\n{USES}"
    with pytest.raises(ScaffoldError, match=r"repository/own\.py of the repository itself"):
        verdict(tmp_path, {"test_a.py": text}, {"test_a.py": text})
