"""The template's history in the wheel: a git bundle next to the package.

Its commits have the same ids as in the project's repository, so that a version is the same in
both. Of their files, it only has those that the template needs. ``setup.py`` builds it. See
docs/explanation/decisions/0018-a-history-in-the-wheel.md.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..errors import ScaffoldError
from ..transaction.files import locked, own_folder
from ..transaction.git import git

BUNDLE = Path(__file__).resolve().parents[1] / "history.bundle.xz"
"""Its path in the wheel; a checkout has none."""

PARTS = ("copier.yml", "extensions", "template")
"""The files and folders that the template needs; the bundle has no others."""

_SUFFIX = ".bundle"
_MARK = b"# v2 git bundle\n"
_SHALLOW = "refs/shallow/"


@dataclass(frozen=True, slots=True)
class History:
    """The unpacked history.

    Attributes:
        folder: Its repository.
        head: The commit that the package was built from.
    """

    folder: Path
    head: str


def unpacked() -> History | None:
    """Unpack the history into the user's cache; return None if the package has none.

    Raises:
        ScaffoldError: It cannot be unpacked.
    """
    try:
        data = BUNDLE.read_bytes()
    except FileNotFoundError:
        return None
    folder = own_folder("templates") / f"{sha256(data).hexdigest()[:16]}{_SUFFIX}"
    try:
        if not folder.exists():
            with locked([folder]):  # several commands may be the first one
                if not folder.exists():
                    _put(data, folder)
        return History(folder, git(str(folder), "rev-parse", "HEAD"))
    except (OSError, subprocess.CalledProcessError) as error:
        why = str(getattr(error, "stderr", error)).strip().splitlines() or ["git failed"]
        raise ScaffoldError(
            f"the template's versions in {BUNDLE.name} cannot be unpacked: {why[-1].rstrip('.')}. "
            "Install git, and make the cache or the temporary folder writable."
        ) from None


def parts_of(folder: Path) -> tuple[str, ...]:
    """Return the paths that can be checked out of a repository, as git's path specifications."""
    return (
        PARTS if folder.suffix == _SUFFIX and folder.parent == own_folder("templates") else (".",)
    )


def _put(data: bytes, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".unpack-") as temporary:
        repository = Path(temporary, "repository")
        repository.mkdir()
        _unpack(_decompressed(data), repository)
        repository.rename(folder)


def _decompressed(data: bytes) -> bytes:
    try:
        import lzma  # noqa: PLC0415 - a Python may be built without it
    except ImportError:
        raise OSError("this Python was built without lzma") from None
    try:
        return lzma.decompress(data)
    except lzma.LZMAError as error:
        raise OSError(f"the file is corrupt ({error})") from None


def _unpack(bundle: bytes, repository: Path) -> None:
    """Create a repository from a bundle: https://git-scm.com/docs/gitformat-bundle."""
    header, _, pack = bundle.removeprefix(_MARK).partition(b"\n\n")
    refs = [line.split(" ", 1) for line in header.decode().splitlines()]
    where = str(repository)
    # The default format of ids will change in git 3, but the bundle has ids of this format.
    git(where, "-c", "init.defaultObjectFormat=sha1", "init", "--quiet", "--template=")
    git(where, "index-pack", "--stdin", data=pack)  # `git fetch` fails, as some files are missing
    shallow = [commit for commit, name in refs if name.startswith(_SHALLOW)]
    if shallow:
        text = "".join(f"{commit}\n" for commit in shallow)
        Path(repository, ".git", "shallow").write_text(text, encoding="ascii", newline="\n")
    for commit, name in refs:
        if not name.startswith(_SHALLOW):
            git(where, "update-ref", "--no-deref", name, commit)
