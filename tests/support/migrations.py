"""Random repositories, and random migrations of them."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path
from random import Random

from repositories import Repository

from sam_scaffold.migration.changes import Changes, Edit, Link, Move
from sam_scaffold.migration.record import writing
from sam_scaffold.migration.record.record import About

ABOUT = About("create_order", "CreateOrderFunction", "template.yaml")

_LINES = ["import os", "x = 1", "", "    return x", "# caf\u00e9", "def f():", "  - !Ref Layer"]
_ENDS = ["\n", "\r\n"]
_FOLDERS = ["pkg", "pkg/own", "pkg/own/deep", "pkg/shared", "src", "src/api", "tests"]
_MODES = [0o644, 0o644, 0o755, 0o600]


def text(random: Random) -> bytes:
    """Return some text: with one kind of line end, maybe a BOM, maybe no line end at its end."""
    end = random.choice(_ENDS)
    lines = [random.choice(_LINES) for _ in range(random.randrange(0, 30))]
    data = end.join(lines) + random.choice(["", end])
    return random.choice([b"", b"", b"\xef\xbb\xbf"]) + data.encode()


def edited(random: Random, data: bytes) -> bytes:
    """Return a text with some lines changed, added and removed."""
    lines = data.split(b"\n")
    for _ in range(random.randrange(1, 4)):
        at = random.randrange(len(lines))
        new = [f"ours {random.randrange(1000)}".encode() for _ in range(random.randrange(3))]
        lines[at : at + random.randrange(3)] = new or [b""]
    return b"\n".join(lines)


@dataclass(frozen=True, slots=True)
class Case:
    """A repository and a migration of it."""

    repository: Repository
    changes: Changes

    @property
    def root(self) -> Path:
        return self.repository.root


def case(seed: int, folder: Path) -> Case:
    """Return a random one."""
    random = Random(seed)  # noqa: S311 - nothing secret
    repository = Repository(folder, {"template.yaml": ""})
    files = _made(random, repository.root)
    return Case(repository, changes(random, repository.root, files))


def _made(random: Random, root: Path) -> list[str]:
    (root / "template.yaml").write_bytes(text(random))
    files = ["template.yaml"]
    for number in range(random.randrange(4, 14)):
        path = f"{random.choice(_FOLDERS)}/m{number}.py"
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        data = text(random) if random.random() < 0.9 else bytes(random.randbytes(40))
        file.write_bytes(data)
        file.chmod(random.choice(_MODES))
        files.append(path)
    for number in range(random.randrange(3)):
        path = f"{random.choice(_FOLDERS)}/link{number}"
        target = random.choice([*files, posixpath.dirname(random.choice(files[1:]))])
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(os.path.relpath(root / target, (root / path).parent))
    return files


def changes(random: Random, root: Path, files: list[str]) -> Changes:
    """Return a random migration of a repository."""
    name = f"functions/f{random.randrange(100)}"
    moves: list[Move] = []
    folders = [folder for folder in _FOLDERS if (root / folder).is_dir()]
    for source in random.sample([*files[1:], *folders], k=random.randrange(4)):
        if not any(_touch(source, move.source) for move in moves):
            moves.append(Move(source, f"{name}/{source}", random.random() < 0.8))
    gone = {move.source: move.target for move in moves}
    links = []
    for number in range(random.randrange(3)):
        target = _now(random.choice(files), gone)
        links.append(Link(f"{name}/linked/l{number}.py", target))
    edits = [
        Edit(_now(path, gone), edited(random, (root / path).read_bytes()))
        for path in random.sample(files, k=random.randrange(min(4, len(files))))
    ]
    if random.random() < 0.5:
        edits.append(Edit(f"{name}/new.txt", text(random)))
    return Changes(tuple(moves), tuple(links), tuple(edits))


def _touch(first: str, other: str) -> bool:
    return f"{first}/".startswith(f"{other}/") or f"{other}/".startswith(f"{first}/")


def _now(path: str, gone: dict[str, str]) -> str:
    for source, target in gone.items():
        if _touch(path, source) and len(path) >= len(source):
            return target + path[len(source) :]
    return path


def commit(root: Path, changes: Changes, about: About = ABOUT) -> writing.AppliedMigration:
    """Write a migration."""
    return writing.commit(root, changes, about, [root / "template.yaml"])


def undo(root: Path, *names: str, dry_run: bool = False) -> writing.Undone:
    """Undo migrations."""
    return writing.undo(root, names, [root / "template.yaml"], dry_run=dry_run)
