"""A change of a repository: made in a staging folder, then put in place as a whole.

The staging folder is laid over the repository: what a first component made is there
for the next one to see. Nothing is written to the repository before `Plan.commit`,
which takes everything back if anything fails.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import files
from ..document import Document
from ..errors import ScaffoldError
from ..merge import applied
from ..merge.merge import merge
from ..merge.snippet import Snippet
from ..sam.repository import Repository, parsed
from .render import Rendered, render
from .source import Source


@dataclass(frozen=True, slots=True)
class Wiring:
    """A snippet that goes into a SAM template.

    Attributes:
        snippet: Its path, relative to the repository.
        data: Its bytes.
        template_file: The SAM template's path, relative to the repository.
        added: Paths of the entries that the merge adds (``Resources.Name``).
        rewritten: Places of lines that have to change, as a section stands on one line.
    """

    snippet: str
    data: bytes
    template_file: str
    added: tuple[str, ...]
    rewritten: tuple[str, ...]


@dataclass
class Plan:
    """What a command is about to do to a repository.

    Attributes:
        repository: The repository's root.
        stage: The staging folder.
        wirings: The snippets to merge, in order.
        seen: The SAM templates as they were when the plan was made.
        kept: Files that were to be made and exist.
        rendered: The components, in order.
    """

    repository: Path
    stage: Path
    wirings: list[Wiring] = field(default_factory=list)
    rendered: list[Rendered] = field(default_factory=list)
    seen: dict[str, bytes] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    @property
    def view(self) -> Repository:
        """The repository as it will be with the components so far."""
        return Repository(self.stage, self.repository)

    def add(self, source: Source, data: Mapping[str, Any], *, ask: bool) -> Rendered:
        """Render a component and wire its snippet, all in the staging folder.

        Raises:
            ScaffoldError: A question was answered wrong, a file exists, or the merge
                is refused.
        """
        before = set(self.files())
        rendered = render(source, self.stage, self.repository, data, ask=ask)
        snippet = (self.stage / rendered.snippet).read_bytes()
        for path in self.files():
            if path not in before and (self.repository / path).exists():
                self._keep_existing(path, rendered)
        self._wire(rendered, snippet)
        self.rendered.append(rendered)
        return rendered

    def _keep_existing(self, path: str, rendered: Rendered) -> None:
        if rendered.kind != "app":
            raise ScaffoldError(
                f"{path} exists; take another name, or move the file out of the way."
            )
        (self.stage / path).unlink()
        self.kept.append(path)

    def _wire(self, rendered: Rendered, data: bytes) -> None:
        merged = merge(
            self._document(rendered.template_file), Snippet.parse(rendered.snippet, data)
        )
        target = self.stage / rendered.template_file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(merged.document.encode())
        snippet_file = self.stage / rendered.snippet
        if snippet_file.exists():  # else the repository has it, and its record
            snippet_file.with_name(applied.APPLIED_FILE).write_bytes(applied.content(data))
        self.wirings.append(
            Wiring(rendered.snippet, data, rendered.template_file, merged.changed, merged.rewritten)
        )

    def _document(self, template_file: str) -> Document:
        """A SAM template as it will be with the components so far."""
        staged = self.stage / template_file
        if staged.exists():
            return parsed(template_file, staged.read_bytes()).document
        self.seen[template_file] = files.read_for_change(
            self.repository / template_file, template_file
        )
        return parsed(template_file, self.seen[template_file]).document

    @property
    def templates(self) -> list[str]:
        """The SAM templates that change or are made."""
        return list(dict.fromkeys(wiring.template_file for wiring in self.wirings))

    def files(self) -> list[str]:
        """All files in the staging folder, relative to it."""
        found = (path for path in self.stage.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.stage).as_posix() for path in found)

    def new_files(self) -> list[str]:
        """The files that the repository does not have yet."""
        return [path for path in self.files() if not (self.repository / path).exists()]

    def text(self, template_file: str) -> tuple[str, str]:
        """A SAM template before and after, line ends as they are."""
        real = self.repository / template_file
        before = real.read_bytes().decode("utf-8-sig") if real.exists() else ""
        return before, (self.stage / template_file).read_bytes().decode("utf-8-sig")

    def commit(self) -> None:
        """Put everything in place, the SAM templates last; all of it or nothing.

        Raises:
            ScaffoldError: A file has come into being since, or a SAM template changed
                so that the merge is refused.
        """
        existing = [name for name in self.templates if (self.repository / name).exists()]
        paths = [self.repository / name for name in self.templates]
        with files.locked(paths), files.uninterrupted(), ExitStack() as undo:
            merged = [self._merged_now(name) for name in existing]
            for path in self.files():
                if path not in existing:
                    self._place(path, undo)
            targets = (self.repository / name for name in existing)
            files.write_all(dict(zip(targets, merged, strict=True)))
            undo.pop_all()

    def _merged_now(self, template_file: str) -> bytes:
        """The template as it stands under the lock, with all snippets merged."""
        now = files.read_for_change(self.repository / template_file, template_file)
        if now == self.seen.get(template_file):
            return (self.stage / template_file).read_bytes()
        document = Document.parse(template_file, now)
        for wiring in self.wirings:
            if wiring.template_file == template_file:
                snippet = Snippet.parse(wiring.snippet, wiring.data)
                document = merge(document, snippet).document
        return document.encode()

    def _place(self, path: str, undo: ExitStack) -> None:
        target = self.repository / path
        try:
            for folder in reversed([p for p in target.parents if not p.exists()]):
                folder.mkdir(exist_ok=True)  # another command may need it, too
                undo.callback(_remove_folder, folder)
            with target.open("xb") as file:
                undo.callback(target.unlink, missing_ok=True)
                file.write((self.stage / path).read_bytes())
        except FileExistsError:
            raise ScaffoldError(
                f"{path} exists; take another name, or move the file out of the way."
            ) from None
        except OSError as error:
            raise ScaffoldError(
                f"{path} cannot be written: {error.strerror} ({error.filename})."
            ) from None
        shutil.copymode(self.stage / path, target)


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):  # somebody else put a file there
        folder.rmdir()


@contextmanager
def planned(repository: Path) -> Iterator[Plan]:
    """A plan whose staging folder goes away at the end."""
    with tempfile.TemporaryDirectory(prefix="sam-scaffold-", ignore_cleanup_errors=True) as stage:
        yield Plan(repository, Path(stage).resolve())
