"""Builds the package with the template's history in it; all settings are in pyproject.toml.

A wheel has to update components of every version, so it contains the commits of the repository:
see docs/explanation/decisions/0018-a-history-in-the-wheel.md. ``rendering/history_bundle.py``
reads what is made here.
"""

from __future__ import annotations

import lzma
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from setuptools import Command, setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist
from setuptools.errors import ExecError

ROOT = Path(__file__).resolve().parent
PACKAGE = "sam_scaffold"
BUNDLE = "history.bundle.xz"
PARTS = ("copier.yml", "extensions", "template")
"""What a template needs; of all else the commits say only what it was called."""

UNTAGGED = {"v0.1.0": "6f63bea1c21cbd65918b8c3b7cee1e9b64dca48b"}
"""Versions whose commits may have no tag."""

OF_ONE_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR")
"""Environment variables that git sets for its hooks, of which one may build this package."""


class BuildPy(build_py):
    """Put the history next to the modules."""

    def run(self) -> None:
        """Build the package."""
        super().run()
        if not self.editable_mode:  # then the template is the checkout
            put_history(self, Path(self.build_lib, PACKAGE))


class Sdist(sdist):
    """Put the history next to the modules, for a wheel that is built without the repository."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        """Gather the files."""
        super().make_release_tree(base_dir, files)
        put_history(self, Path(base_dir, "extensions", PACKAGE))


def put_history(command: Command, folder: Path) -> None:
    """Write the history into a folder, unless this is an sdist, which contains it."""
    if (ROOT / "extensions" / PACKAGE / BUNDLE).exists():
        return
    if not (ROOT / ".git").exists():
        (folder / BUNDLE).unlink(missing_ok=True)  # of an earlier build
        command.warn(
            "this is not a git repository, so the package brings no template: of its commands, "
            "`check`, `invoke` and `merge` work, the others need --template ADDRESS."
        )
        return
    if git("status", "--porcelain", "--", *PARTS):
        command.warn("changes that are not committed are not in the template of this package.")
    (folder / BUNDLE).write_bytes(history(command.warn))


def history(warn: Callable[[str], None]) -> bytes:
    """Return the history as a packed git bundle that lacks the files that no template needs.

    It is the same for the same commits, however git keeps them: nothing is taken over from
    its packs, and nothing is compressed, as all of it will be.
    """
    refs = {"HEAD": git("rev-parse", "HEAD"), **versions(warn)}
    wanted = "\n".join(sorted(set(refs.values()))).encode()
    commits = git("log", "--no-show-signature", "--stdin", "--format=%H %T", data=wanted).split()
    shallow = set(commits).intersection(shallow_commits())
    if shallow:
        warn(
            "this clone is shallow, so the package lacks older versions: to update from them, it "
            "has to fetch them; get all with `git fetch --unshallow --tags`."
        )
    refs.update({f"refs/shallow/{number}": commit for number, commit in enumerate(sorted(shallow))})
    # pip clones without the files' contents. Of those, rev-list fetches one at a time, unless it
    # only prints them, after a "?"; pack-objects fetches all at once.
    listing = ("rev-list", "--objects", "--full-history", "--missing=print", "--stdin")
    files = git(*listing, data=wanted + paths())
    objects = {*commits, *(line.lstrip("?")[: len(commits[0])] for line in files.splitlines())}
    words = ("pack-objects", "--stdout", "--quiet", "--no-reuse-object", "--window=0")
    pack = run(
        "-c", "pack.compression=0", "-c", "core.bigFileThreshold=512m", *words,
        data="".join(f"{name}\n" for name in sorted(objects)).encode(),
    )  # fmt: skip
    header = "".join(f"{commit} {name}\n" for name, commit in refs.items())
    data = f"# v2 git bundle\n{header}\n".encode() + pack
    return lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)


def versions(warn: Callable[[str], None]) -> dict[str, str]:
    """Return the commits of all versions by the names of their tags' references."""
    tags = git("tag", "--list", "v[0-9]*").split()
    tagged = {tag: git("rev-parse", f"refs/tags/{tag}^{{commit}}") for tag in tags}
    for tag, commit in UNTAGGED.items():
        if tagged.get(tag, commit) != commit:
            raise ExecError(f"the tag {tag} must be {commit}; it is {tagged[tag]}.")
        try:
            tagged[tag] = git("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
        except ExecError:
            warn(f"{tag} is not in this clone, so the package cannot update from it.")
    return {f"refs/tags/{tag}": commit for tag, commit in sorted(tagged.items())}


def shallow_commits() -> list[str]:
    """Return the commits whose parents this clone lacks."""
    file = ROOT / git("rev-parse", "--git-path", "shallow")
    return file.read_text(encoding="ascii").split() if file.exists() else []


def paths() -> bytes:
    """Return the arguments that limit git to the parts, as git reads them after commits."""
    return "".join(f"\n{word}" for word in ("", "--", *PARTS, "")).encode()[1:]


def git(*words: str, data: bytes = b"") -> str:
    """Return what git prints."""
    return run(*words, data=data).decode().strip()


def run(*words: str, data: bytes = b"") -> bytes:
    """Return the bytes that git writes."""
    kept = {key: value for key, value in os.environ.items() if key not in OF_ONE_REPOSITORY}
    environment = {**kept, "GIT_NO_REPLACE_OBJECTS": "1"}
    try:
        return subprocess.run(  # noqa: S603 - our own words
            ["git", *words],  # noqa: S607 - the user's git
            cwd=ROOT,
            input=data,
            check=True,
            capture_output=True,
            env=environment,
        ).stdout
    except OSError as error:
        raise ExecError(f"git is needed to build a package with the template: {error}.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip() or f"git {words[0]} failed"
        raise ExecError(f"the template's history cannot be read: {said}") from error


def readme() -> str:
    """Return README.md as an index shows it: without relative links, which lead nowhere there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = re.sub(r"^<!-- .* -->\n", "", text, flags=re.MULTILINE)  # how its examples are run
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^Repository = "(.+?)(?:\.git)?/?"', settings, re.MULTILINE)
    link = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)\s]+)\)")
    if found is None:
        return link.sub(r"\1", text)
    init = (ROOT / "extensions" / PACKAGE / "__init__.py").read_text(encoding="utf-8")
    version = re.findall(r'^__version__ = "(.+)"', init, re.MULTILINE)[0]
    return link.sub(rf"[\1]({found[1].removeprefix('git+')}/blob/v{version}/\2)", text)


if __name__ == "__main__":
    setup(
        cmdclass={"build_py": BuildPy, "sdist": Sdist},
        long_description=readme(),
        long_description_content_type="text/markdown",
    )
