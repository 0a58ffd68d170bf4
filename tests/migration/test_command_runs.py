"""Commands of others are run to their end, and ended with all that they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sam_scaffold.migration.proof.command_runs import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix's")

STARTS = """\
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""

RUNS = """\
import os, sys
from pathlib import Path
from sam_scaffold.migration.proof.command_runs import run
run([sys.executable, "-c", sys.argv[1], sys.argv[2]], Path.cwd(), os.environ)
"""


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and ") Z " in status.read_text())


def wait_for(condition: object, file: Path) -> int:
    for _ in range(600):
        if file.exists() and file.read_text():
            return int(file.read_text())
        time.sleep(0.1)
    raise AssertionError(condition)


def test_its_end_and_its_output_are_told(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd(), os.environ['A'], flush=True)\n"
    code += "print('last', file=sys.stderr)"
    ended = run([sys.executable, "-c", f"{code}; sys.exit(3)"], tmp_path, {"A": "1"})
    assert (ended.code, ended.last_line) == (3, "last")
    assert f"{tmp_path} 1" in ended.output


def test_what_takes_too_long_ends_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    ended = run([sys.executable, "-c", STARTS, str(mark)], tmp_path, os.environ, 5)
    assert ended.code is None
    pid = int(mark.read_text())
    time.sleep(0.2)
    assert not lives(pid)


def test_an_interrupt_ends_all(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    command = [sys.executable, "-c", RUNS, STARTS, str(mark)]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL) as started:
        pid = wait_for("started", mark)
        started.send_signal(signal.SIGINT)
        started.wait(60)
    time.sleep(0.2)
    assert not lives(pid)
