"""Interpreters are found behind shims; a managed one is made once, whole, or not at all."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sam_scaffold.errors import ScaffoldError
from sam_scaffold.invocation.interpreter import home_of, interpreter, managed, runtimes_folder

RUNTIME = "python3.99"

# Stands for the interpreter and for that of the virtual environment, which is a link to it.
PYTHON = """\
#!/bin/sh
echo "$@" >> "{log}"
case "$*" in
  *"-m venv"*) mkdir -p "$4/bin"; ln -s "$0" "$4/bin/python" ;;
  *"-m pip install"*) {pip} ;;
  *"-m pip --version"*) echo pip 1 ;;
  *sys.base_prefix*) echo "{prefix}" ;;
esac
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PYENV_ROOT", raising=False)


def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pip: str = ":") -> Path:
    """Put a Python on PATH; what it was run with is in `log`."""
    python = write(tmp_path / "real" / "bin" / RUNTIME, tmp_path, pip)
    monkeypatch.setenv("PATH", f"{python.parent}:/usr/bin:/bin")
    return python


def write(path: Path, tmp_path: Path, pip: str = ":") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = PYTHON.format(log=tmp_path / "log", prefix=tmp_path / "real", pip=pip)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def runs(tmp_path: Path, words: str) -> int:
    """Return how often Python was run with these arguments."""
    return (tmp_path / "log").read_text(encoding="utf-8").count(words)


def test_interpreter_behind_a_shim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = install(tmp_path, monkeypatch)
    shim = write(tmp_path / "shims" / RUNTIME, tmp_path)
    monkeypatch.setenv("PATH", f"{shim.parent}:/usr/bin:/bin")
    assert interpreter("3.99") == real


def test_interpreter_in_the_folder_of_pyenv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    for version in ("3.99.1", "3.99.2", "3.9.9"):
        write(tmp_path / "home/.pyenv/versions" / version / "bin" / RUNTIME, tmp_path)
    found = interpreter("3.99")
    assert found == tmp_path / "home/.pyenv/versions/3.99.2/bin" / RUNTIME


def test_no_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert interpreter("3.99") is None


def test_managed_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, said = install(tmp_path, monkeypatch), list[str]()
    python = managed(RUNTIME, said.append)
    assert python == tmp_path / "cache/sam-scaffold/runtimes" / RUNTIME / "bin/python"
    assert home_of(python) == real.parent
    assert said == [f"Setting up {RUNTIME} as in Lambda, once."]
    assert managed(RUNTIME, said.append) == python
    assert len(said) == 1
    assert runs(tmp_path, "-I -m pip install awslambdaric boto3") == 1
    assert [path.name for path in runtimes_folder().iterdir()] == [RUNTIME]


def test_managed_is_made_once_by_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, pip="sleep 0.3")
    threads = [threading.Thread(target=managed, args=(RUNTIME,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs(tmp_path, "-m pip install") == 1


def test_managed_is_made_again_when_its_interpreter_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = install(tmp_path, monkeypatch)
    python = managed(RUNTIME)
    real.unlink()
    assert not python.exists()
    install(tmp_path, monkeypatch)
    assert managed(RUNTIME).exists()


def test_missing_interpreter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with pytest.raises(ScaffoldError, match=f"no {RUNTIME} with pip found .* Install it"):
        managed(RUNTIME)


def test_failing_pip_is_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip = "echo looking; echo 'ERROR: No matching distribution found for boto3.' >&2; exit 1"
    install(tmp_path, monkeypatch, pip)
    with pytest.raises(ScaffoldError) as caught:
        managed(RUNTIME)
    assert str(caught.value) == (
        f"{RUNTIME} cannot be set up as in Lambda (awslambdaric and boto3 from PyPI): "
        "ERROR: No matching distribution found for boto3."
    )
    assert list(runtimes_folder().iterdir()) == []


def test_cache_that_cannot_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch)
    runtimes_folder().parent.mkdir(parents=True)
    runtimes_folder().write_text("a file", encoding="utf-8")
    with pytest.raises(ScaffoldError, match="cannot be written"):
        managed(RUNTIME)


def test_windows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("os.wait4")
    with pytest.raises(ScaffoldError, match="On Windows, use WSL"):
        managed(RUNTIME)
