"""A process with its logs, its memory and its end."""

from __future__ import annotations

import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lambdas import ends, lives

from sam_scaffold.invocation.process import Process, finished

Start = Callable[[str], Process]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts Python with some code."""
    started: list[Process] = []

    def run(code: str) -> Process:
        command = [sys.executable, "-I", "-c", code]
        started.append(
            Process(command, tmp_path, {"GREETING": "hello", "OWN": str(tmp_path)}, "OWN")
        )
        return started[-1]

    yield run
    for process in started:
        process.close()


def end(process: Process) -> bytes:
    """Return the output of a process until it ends."""
    written = b""
    deadline = time.monotonic() + 20
    while process.exit_code is None and time.monotonic() < deadline:
        select.select([process], [], [], 0.05)
        process.look()
        written += process.read()
    return written


def test_both_outputs_are_its_logs_in_order(start: Start) -> None:
    process = start(
        "import os, sys; print(os.environ, os.getcwd(), flush=True); print(1, file=sys.stderr)"
    )
    lines = end(process).decode().splitlines()
    assert "'GREETING': 'hello'" in lines[0]
    assert "HOME" not in lines[0]
    assert lines[1:] == ["1"]
    assert process.exit_code == 0
    assert not process.is_writing


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL)],
)
def test_its_end(code: str, exit_code: int, start: Start) -> None:
    process = start(code)
    end(process)
    assert process.exit_code == exit_code


def test_nothing_is_waited_for(start: Start) -> None:
    process = start("import time; time.sleep(60)")
    process.look()
    assert process.exit_code is None
    assert process.read() == b""
    assert process.is_writing


def test_it_is_killed(start: Start) -> None:
    process = start("import time; print(1, flush=True); time.sleep(60)")
    select.select([process], [], [], 20)
    process.kill()
    assert process.exit_code == -signal.SIGKILL
    assert process.read() == b"1\n"
    process.kill()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_its_memory_is_its_own(start: Start) -> None:
    ours = bytearray(200_000_000)
    process = start(
        "import time; x = b'x' * 50_000_000; del x; print(1, flush=True); time.sleep(9)"
    )
    select.select([process], [], [], 20)
    process.look()
    assert 50_000_000 < process.peak < 120_000_000
    assert len(ours) == 200_000_000


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="it is read from /proc")
def test_its_memory_is_that_of_what_it_started_too(start: Start) -> None:
    code = "x = b'x' * 80_000_000; print(1, flush=True); import time; time.sleep(9)"
    process = start(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])")
    select.select([process], [], [], 20)
    process.look()
    assert 80_000_000 < process.peak < 160_000_000


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="it is read from /proc")
def test_memory_that_two_share_counts_once(start: Start) -> None:
    process = start(
        "import os, time; x = b'x' * 80_000_000\n"
        "if os.fork() == 0: print(1, flush=True)\ntime.sleep(9)"
    )
    select.select([process], [], [], 20)
    process.look()
    assert 80_000_000 < process.peak < 140_000_000


def test_what_we_start_ourselves_is_left_alone(start: Start) -> None:
    with subprocess.Popen(["sleep", "600"]) as own:
        process = start("pass")
        with subprocess.Popen(["sleep", "600"]) as later:
            end(process)
            process.kill()
            assert lives(own.pid)
            assert lives(later.pid)
            later.kill()
        own.kill()


def test_memory_of_other_systems_is_that_of_wait4(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sam_scaffold.invocation.process_table.memory", lambda _: 0)
    monkeypatch.setattr(sys, "platform", "darwin")
    process = start("pass")
    end(process)
    assert process.peak > 0


def test_what_cannot_be_started(tmp_path: Path) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    with pytest.raises(FileNotFoundError):
        Process([str(tmp_path / "none")], tmp_path, {})
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_flood_is_read_in_parts(start: Start) -> None:
    """However fast it writes, no more than a pipe holds is kept here."""
    process = start("import os\nwhile True: os.write(1, b'x' * 65536)")
    for _ in range(20):
        select.select([process], [], [], 20)
        assert 0 < len(process.read()) <= 1024 * 1024


_SLEEP = "import time; print(os.getpid(), flush=True); time.sleep(600)"

STRAYS = {
    "child": "if os.fork() == 0:\n    {sleep}\nelse: time.sleep(600)",
    "child-in-its-own-session": (
        "if os.fork() == 0:\n    os.setsid()\n    {sleep}\nelse: time.sleep(600)"
    ),
    "daemon": "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        {sleep}",
    "child-without-variables": (
        "subprocess.Popen([sys.executable, '-c', 'import os; {sleep}'], env={{}}, "
        "start_new_session=True); time.sleep(600)"
    ),
    "daemon-without-variables": (
        "if os.fork() == 0:\n    subprocess.Popen([sys.executable, '-c', 'import os; {sleep}'], "
        "env={{}}, start_new_session=True)\nelse: time.sleep(600)"
    ),
    "child-of-one-that-ended": (
        "subprocess.Popen([sys.executable, '-c', 'import os; {sleep}'], start_new_session=True)"
    ),
}


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="they are found by /proc")
@pytest.mark.parametrize("code", STRAYS.values(), ids=STRAYS.keys())
def test_what_it_started_ends_with_it(code: str, start: Start) -> None:
    process = start("import os, subprocess, sys, time\n" + code.format(sleep=_SLEEP))
    select.select([process], [], [], 20)
    pid = int(process.read())
    if "600)" not in code:  # it has ended itself
        end(process)
    assert lives(pid)
    process.kill()
    assert ends(pid)


def test_a_command_that_is_stopped_takes_its_children_along(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, subprocess, sys; from sam_scaffold.invocation.process import finished;"
        f"finished([sys.executable, '-c', {_CHILD!r}], None, os.environ)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path) as command:
        file = tmp_path / "pids"
        deadline = time.monotonic() + 20
        while len(file.read_text().split() if file.exists() else ()) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        command.send_signal(signal.SIGINT)
        command.wait(20)
    assert all(ends(int(pid)) for pid in file.read_text().split())


_CHILD = "import os, time; os.fork(); open('pids', 'a').write(f'{os.getpid()} '); time.sleep(600)"


def test_a_command_says_how_it_ended(tmp_path: Path) -> None:
    code = "import sys; print(1); print(2, file=sys.stderr); sys.exit(3)"
    done = finished([sys.executable, "-c", code], tmp_path, {})
    assert (done.stdout, done.stderr, done.returncode) == ("1\n", "2\n", 3)
