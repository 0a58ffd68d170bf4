"""Builds of a function with `sam build`, if its sources changed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import ScaffoldError
from ..sam.model.template_files import parsed
from ..transaction.files import locked, read
from .artifact import Artifact
from .process import finished

FOLDER = Path(".aws-sam", "sam-scaffold")
"""Folder next to the template; not ``.aws-sam/build``, from which `sam deploy` deploys."""

_CONFIGURATION = ("samconfig.toml", "samconfig.yaml", "samconfig.yml")
_BUILT = "template.yaml"
_STAMP = "built-from"

_LAYER = re.compile(r"(\w+) is an Invalid Layer Arn")

_LEFT_OUT = frozenset(
    {".aws-sam", ".git", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv", "__pycache__"}
)
"""Folders that `sam build` excludes, or that change without an effect on the build."""


def built(
    template: Path,
    logical_id: str,
    python_folder: Path,
    region: str,
    say: Callable[[str], object] | None = None,
) -> Artifact:
    """Build a function of a SAM template, and return it.

    Args:
        template: The SAM template.
        logical_id: The function's key in Resources.
        python_folder: The folder of the interpreter for the build, see `interpreter.home_of`.
        region: The value of ``AWS::Region``.
        say: Called with a line if a build is necessary.

    Raises:
        ScaffoldError: The function cannot be run here, `sam` is missing, or the build fails.
    """
    source = Artifact.of(template, logical_id, region)
    if source.inline and not source.layers:
        return source
    # A folder for each function: SAM discards the previous build of a folder, and downloads
    # all packages again, when another function is built there (measured, SAM CLI 1.170).
    folder = template.parent.resolve() / FOLDER / template.name / logical_id
    result = folder / "build" / _BUILT
    stamp = folder / _STAMP
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ScaffoldError(
            f"{folder} for builds cannot be created ({error.strerror}). Make it writable."
        ) from None
    with locked([folder]):
        state = _fingerprint(template, source)
        if not result.exists() or not stamp.exists() or stamp.read_text("utf-8") != state:
            command = _command(template, source)
            if say is not None:
                say(f"Building {logical_id} with sam build.")
            stamp.unlink(missing_ok=True)
            _remove_builds_of_others(template, folder.parent)
            if problem := _build(command, folder, python_folder):
                way_out = _way_out(template, problem)
                raise ScaffoldError(f"sam build {logical_id}: {problem}{way_out}")
            stamp.write_text(state, encoding="utf-8")
    return Artifact.of(result, logical_id, region)


def _remove_builds_of_others(template: Path, folder: Path) -> None:
    """Remove the builds of functions that the template no longer has."""
    known = parsed(template.name, read(template)).resources
    for below in folder.iterdir():
        if below.name not in known and below.is_dir() and not below.is_symlink():
            shutil.rmtree(below, ignore_errors=True)


def _fingerprint(template: Path, source: Artifact) -> str:
    """Return a digest of a build's sources: the template, and all files with size and time."""
    digest = hashlib.sha256(template.read_bytes())
    configuration = (template.parent / name for name in _CONFIGURATION)
    content = [] if source.inline else [source.code]
    for place in [*configuration, *content, *source.layers]:
        for path, status in sorted(_files(place)):
            digest.update(os.fsencode(path) + b"\0" + status.encode() + b"\n")
    return digest.hexdigest()


def _files(place: Path) -> Iterator[tuple[str, str]]:
    """Yield the files in a folder, or a file itself, each with its size and time."""
    if place.is_file():
        yield str(place), _status(place)
    for folder, folders, files in os.walk(place, followlinks=True):
        folders[:] = [name for name in folders if name not in _LEFT_OUT]
        for name in files:
            path = Path(folder, name)
            yield str(path), _status(path)


def _status(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:  # a broken link
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


def _command(template: Path, source: Artifact) -> list[str]:
    sam = shutil.which("sam")
    if sam is None:
        raise ScaffoldError(
            "sam is not on PATH, but is required for the build. Install the SAM CLI."
        )
    # SAM cannot build a function with inline code by its id (measured, 1.170: a traceback).
    what = [] if source.inline else [source.logical_id]
    return [
        *(sam, "build", *what, "--template-file", str(template.resolve())),
        *("--build-dir", "build", "--cached", "--cache-dir", "cache", "--no-use-container"),
    ]


def _build(command: list[str], folder: Path, python_folder: Path) -> str:
    """Run `sam`, and return why it failed, or nothing."""
    path = os.pathsep.join([str(python_folder), os.environ.get("PATH", os.defpath)])
    # SAM keeps dependencies in .aws-sam of the current folder.
    done = finished(command, folder, {**os.environ, "PATH": path})
    return _reason(done.stderr) if done.returncode else ""


def _way_out(template: Path, problem: str) -> str:
    """Return the way out if a layer is a parameter without a value: `sam` then uses its name."""
    found = _LAYER.search(problem)
    if found is None or found[1] not in parsed(template.name, read(template)).names_of(
        "Parameters"
    ):
        return ""
    return (
        " Give the parameter a Default, or a value in parameter_overrides of "
        "[default.build.parameters] in samconfig.toml."
    )


def _reason(output: str) -> str:
    """Return the error in the output of `sam`, in one line."""
    lines = [line.strip() for line in output.splitlines()]
    starts = [number for number, line in enumerate(lines) if line.startswith("Error: ")]
    if not starts:
        return next((line for line in reversed(lines) if line), "it failed without a message.")
    error = []
    for line in lines[starts[-1] :]:
        if not line or line == "Traceback:":
            break
        error.append(line)
    return " ".join(error).removeprefix("Error: ")
