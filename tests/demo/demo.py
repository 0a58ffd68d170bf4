"""``make demo``: a layer and a function for a copy of ``examples/trading/``."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from generated.toolchain import NO_PYTHON, NO_SAM, interpreter, sam_environment, tool  # noqa: E402

DEMO = ROOT / "build" / "demo"

LAYER = ["add", "layer", "formats", "-d", "packages=xmltodict==0.14.2", "--defaults"]
FUNCTION = [
    "add", "function", "settlement_importer",
    "-d", "trigger=sqs", "-d", "layers=FormatsLayer",
    "-d", "description=Imports the settlements of the clearing house", "--defaults",
]  # fmt: skip

_IDENTITY = ["-c", "user.name=Demo", "-c", "user.email=demo@example.com"]
_IS_COLOURED = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
_COLOUR, _PLAIN = ("\033[1;36m", "\033[0m") if _IS_COLOURED else ("", "")


def main() -> None:
    """Run the demo; whatever fails ends it."""
    template = {**os.environ, "SAM_SCAFFOLD_TEMPLATE": str(ROOT)}
    _say(f"A SAM repository, written by hand: {DEMO.relative_to(ROOT)}/")
    _copy()
    _say("Add a layer, and a function that uses it")
    _run("sam-scaffold", *LAYER, environment=template)
    _run("sam-scaffold", *FUNCTION, environment=template)
    _say("What changed in template.yaml: lines were added, none was touched")
    colour = "always" if _IS_COLOURED else "never"
    _run("git", "--no-pager", "diff", f"--color={colour}", "--", "template.yaml")
    _run("git", "--no-pager", "diff", "--stat", "--", "template.yaml")
    _test()
    _build()


def _copy() -> None:
    shutil.rmtree(DEMO, ignore_errors=True)
    ignored = shutil.ignore_patterns(".aws-sam", "__pycache__", ".*_cache", ".venv")
    shutil.copytree(ROOT / "examples" / "trading", DEMO, ignore=ignored)
    _run("git", "init", "--quiet")
    _run("git", "add", "--all")
    _run("git", *_IDENTITY, "commit", "--quiet", "--message", "As it was")


def _test() -> None:
    if sys.version_info >= (3, 11):
        _say("The new function's tests, and those that were there before")
        _run(sys.executable, "-m", "pytest", "-q")
    else:
        _say("The new function's tests (the example's own need Python 3.11)")
        _run(sys.executable, "-m", "pytest", "-q", "tests/functions/settlement_importer")


def _build() -> None:
    sam = tool("sam")
    if sam is None:
        _say(f"Validating and building is left out: {NO_SAM}")
        return
    _say("SAM's own checks")
    _run(sam, "validate", "--lint", environment=sam_environment())
    python = interpreter("3.12")
    if python is None:
        _say(f"Building is left out: {NO_PYTHON}")
        return
    _say("Build it")
    _run(sam, "build", environment=sam_environment(python))
    _say(f"Done. Look around in {DEMO.relative_to(ROOT)}/")


def _run(command: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
    """Show a command and run it in the demo's folder."""
    shown = shlex.join([Path(command).name, *arguments])
    print(f"{_COLOUR}$ {shown}{_PLAIN}", flush=True)  # noqa: T201 - it is what people look at
    found = tool(command) or command
    code = subprocess.run([found, *arguments], cwd=DEMO, env=environment, check=False).returncode
    if code:
        sys.exit(f"`{shown}` failed with exit code {code}, in {DEMO}")


def _say(text: str) -> None:
    print(f"\n{_COLOUR}=== {text}{_PLAIN}", flush=True)  # noqa: T201 - the same


if __name__ == "__main__":
    main()
