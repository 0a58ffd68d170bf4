"""CI runs every stage and shows its seconds; a stamp answers for a stage in its checkout only."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from .run import FAILED, LEFT_OUT, PASSED, UNCHANGED, Result, Runner, table
from .stages import CORPUS, ROOT, SETUP, STAGES, Stage
from .stamps import Stamps

MAKEFILE = """\
setup one two bad:
\t@echo $@ >> ran.log
\t@test $@ != bad
"""
ONE, TWO = Stage("one", one_core=True), Stage("two", reads=("tests/two/",))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "checkout"
    for name, text in {
        "Makefile": MAKEFILE, ".gitignore": ".venv/\nran.log\n", "code.py": "",
        "tests/one/a.py": "", "tests/two/b.py": "",
    }.items():  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return root


def outcomes(root: Path, *stages: Stage) -> dict[str, str]:
    """Return the results of the stages, including those that did not run."""
    log = root / "ran.log"
    log.unlink(missing_ok=True)
    results = list(Runner(root, Stamps(root)).run_all(SETUP, stages))
    ran = log.read_text(encoding="utf-8").split()
    found = {result.name: result.outcome for result in results}
    assert sorted(ran) == sorted(k for k, how in found.items() if how in (PASSED, FAILED))
    return found


def test_what_passed_runs_again_only_if_its_inputs_changed(checkout: Path) -> None:
    first = {"setup": PASSED, "one": PASSED, "two": PASSED}
    assert outcomes(checkout, ONE, TWO) == first
    assert outcomes(checkout, ONE, TWO) == {"setup": PASSED, "one": UNCHANGED, "two": UNCHANGED}
    (checkout / "tests" / "one" / "a.py").write_text("a = 1\n", encoding="utf-8")
    assert outcomes(checkout, ONE, TWO) == {**first, "two": UNCHANGED}
    (checkout / "code.py").write_text("b = 1\n", encoding="utf-8")
    assert outcomes(checkout, ONE, TWO) == first
    (checkout / "new.py").write_text("", encoding="utf-8")
    assert outcomes(checkout, ONE, TWO) == first
    (checkout / "new.py").chmod(0o755)
    assert outcomes(checkout, ONE, TWO) == first
    installed = checkout / ".venv" / "lib" / "python3.13" / "site-packages" / "x-2.dist-info"
    installed.mkdir(parents=True)
    assert outcomes(checkout, ONE, TWO) == first


def test_stamp_is_not_used_in_a_clone(checkout: Path, tmp_path: Path) -> None:
    identity = ["-c", "user.name=Tests", "-c", "user.email=tests@example.com"]
    outcomes(checkout, ONE)
    assert (checkout / ".venv" / "stamps" / "one").is_file()
    for words in (["add", "--all"], [*identity, "commit", "--quiet", "-m", "All"]):
        subprocess.run(["git", *words], cwd=checkout, check=True)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(checkout), str(clone)], check=True)
    assert outcomes(clone, ONE) == {"setup": PASSED, "one": PASSED}


def test_stamps_of_this_repository_are_ignored_by_git() -> None:
    stamp = Stamps(ROOT).folder / "lint"
    run = subprocess.run(["git", "check-ignore", "--quiet", str(stamp)], cwd=ROOT, check=False)
    assert run.returncode == 0


def test_what_fails_does_not_end_the_others_and_gets_no_stamp(checkout: Path) -> None:
    for _ in range(2):
        (checkout / ".venv" / "stamps" / "two").unlink(missing_ok=True)
        found = outcomes(checkout, Stage("bad"), TWO)
        assert found == {"setup": PASSED, "bad": FAILED, "two": PASSED}


def test_inputs_that_change_meanwhile_get_no_stamp(checkout: Path) -> None:
    stamps = Stamps(checkout)
    digest = stamps.digest(ONE)
    (checkout / "code.py").write_text("c = 1\n", encoding="utf-8")
    stamps.note(ONE, digest)
    assert not stamps.passed(ONE, digest)


def test_without_its_setup_nothing_runs(checkout: Path) -> None:
    results = list(Runner(checkout, Stamps(checkout)).run_all(Stage("bad"), (ONE, TWO)))
    assert [(result.name, result.outcome) for result in results] == [("bad", FAILED)]


def test_corpus_is_an_input(checkout: Path) -> None:
    stage = Stage("two", corpus=True)
    assert outcomes(checkout, stage) == {"setup": PASSED, "two": LEFT_OUT}
    folder = checkout / CORPUS
    folder.mkdir(parents=True)
    assert outcomes(checkout, stage)["two"] == PASSED
    assert outcomes(checkout, stage)["two"] == UNCHANGED
    (folder / "a.yaml").write_text("Resources: {}\n", encoding="utf-8")
    assert outcomes(checkout, stage)["two"] == PASSED


def test_table_shows_the_seconds_of_each_stage() -> None:
    results = [Result("lint", PASSED, 34.2, 40), Result("gate", UNCHANGED), Result("test", FAILED)]
    lines = table(results, 35)
    assert lines[1:4] == [
        "lint                 34         40  passed",
        "gate                  0          0  unchanged since it passed here",
        "test                  0          0  FAILED",
    ]
    assert ".venv/stamps" in lines[-1]


def test_every_folder_that_a_stage_reads_is_there() -> None:
    for stage in STAGES:
        for prefix in stage.reads:
            assert (ROOT / prefix).exists(), (stage.name, prefix)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for stage in (SETUP, *STAGES):
        assert f"\n{stage.name}:" in makefile
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
