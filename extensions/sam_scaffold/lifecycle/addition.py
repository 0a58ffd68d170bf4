"""Components that are to be added to a repository."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..components.component_record import answers_in
from ..components.root_answers import keep_root_answers
from ..components.shared_resources import KIND as RESOURCE
from ..document import Document
from ..errors import ScaffoldError
from ..merge.last_applied import LastApplied
from ..merge.snippet import Snippet
from ..merge.snippet_merge import merge
from ..record_files import ROOT_ANSWERS_FILE, applied_beside, is_answers_file
from ..rendering.checkout import Checkout
from ..rendering.render import Rendered, render_source
from ..rendering.template_source import TemplateSource
from ..sam.model.template_files import parsed
from ..transaction import files, journal
from ..transaction.staging import Staging
from .rendered_digests import record
from .rerender import Version


@dataclass(frozen=True, slots=True)
class PlannedSnippet:
    """A snippet that goes into a SAM template.

    Attributes:
        snippet: Its path, relative to the repository.
        data: Its bytes.
        template_file: The SAM template's path, relative to the repository.
        added: Paths of the entries that the merge adds (``Resources.Name``).
        rewritten: Positions of lines that have to change, because a section is on one line.
    """

    snippet: str
    data: bytes
    template_file: str
    added: tuple[str, ...]
    rewritten: tuple[str, ...]


@dataclass
class Addition(Staging):
    """Changes of `add` and `init` to a repository, not written yet.

    Attributes:
        wirings: The snippets to merge, in order.
        rendered: The components, in order.
        kept: Files that were to be made and exist.
        along: Files of components that come along, by their answers file; another command may
            bring the same.
        checkouts: Templates that were checked out for it, by their source.
    """

    wirings: list[PlannedSnippet] = field(default_factory=list)
    rendered: list[Rendered] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    along: dict[str, list[str]] = field(default_factory=dict)
    checkouts: dict[TemplateSource, Checkout] = field(default_factory=dict)

    def add(self, source: TemplateSource, data: Mapping[str, Any], *, ask: bool) -> Rendered:
        """Render a component and wire its snippet, all in the staging folder.

        Raises:
            ScaffoldError: A question was answered wrong, a file exists, or the merge
                is refused.
        """
        before = set(self.files())
        rendered = render_source(
            source, self.stage, self.repository, data, ask=ask, known=self.checkouts
        )
        is_wired = rendered.kind != "module"  # of which the SAM template says nothing
        snippet = (self.stage / rendered.snippet).read_bytes() if is_wired else b""
        own = [path for path in self.files() if path not in before]
        for path in own:
            if (self.repository / path).exists():
                self._keep_existing(path, rendered)
        self._record(source, rendered, own)
        for needed in rendered.needs:
            self.add(source, needed, ask=False)
        if is_wired:
            self._wire(rendered, snippet)
        if rendered.answers.get("came_along"):
            answers_file = str(rendered.component["answers_file"])
            self.along[answers_file] = [*own, applied_beside(answers_file)]
        keep_root_answers(self)
        self.rendered.append(rendered)
        return rendered

    def _record(self, source: TemplateSource, rendered: Rendered, own: Sequence[str]) -> None:
        """Record what was rendered, unless it depends on earlier content."""
        if rendered.kind in ("app", "module"):
            return
        answers_file = str(rendered.component["answers_file"])
        files = {path: (self.stage / path).read_bytes() for path in own}
        answers = files.pop(answers_file, None)
        if answers is not None:  # else the repository has it
            version = Version(rendered, files, answers, self.checkouts[source])
            record(version, answers_file)

    def _keep_existing(self, path: str, rendered: Rendered) -> None:
        if rendered.kind == RESOURCE:  # another command is making it; see `put_in_place`
            return
        if rendered.kind != "app":
            raise ScaffoldError(f"{path} already exists. Choose another name, or move the file.")
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
            record = self.stage / applied_beside(str(rendered.component["answers_file"]))
            record.parent.mkdir(parents=True, exist_ok=True)
            record.write_bytes(LastApplied(data, opened=merged.opened).encode())
        self.wirings.append(
            PlannedSnippet(
                rendered.snippet, data, rendered.template_file, merged.added, merged.rewritten
            )
        )

    def _document(self, template_file: str) -> Document:
        """Return a SAM template as it will be with the components so far."""
        staged = self.stage / template_file
        if staged.exists():
            return parsed(template_file, staged.read_bytes()).document
        data = files.read_for_change(self.repository / template_file, template_file)
        self.seen[template_file] = data
        return parsed(template_file, data).document

    @property
    def templates(self) -> list[str]:
        """Return the SAM templates that change or are made."""
        return list(dict.fromkeys(wiring.template_file for wiring in self.wirings))

    def put_in_place(self) -> None:
        """Put everything in place, the SAM templates last; all of it or nothing.

        Raises:
            ScaffoldError: A file has come into being since, or a SAM template changed
                so that the merge is refused.
        """
        existing = [name for name in self.templates if (self.repository / name).exists()]
        shared = [*self.templates, ROOT_ANSWERS_FILE]
        with journal.locked(self.repository / name for name in shared):
            self._leave_what_is_made()
            self._keep_root_answers()
            merged = {name: self._merged_now(name) for name in existing}
            new = {path: self._new(path) for path in self.files() if path not in existing}
            self.write({**new, **merged}, self.templates)

    def _keep_root_answers(self) -> None:
        """Update the root's answers file with the components as they are under the lock."""
        (self.stage / ROOT_ANSWERS_FILE).unlink(missing_ok=True)
        staged = self.files()
        for path in [seen for seen in self.seen if seen not in staged]:
            if path == ROOT_ANSWERS_FILE or is_answers_file(PurePosixPath(path)):
                del self.seen[path]  # another command may have written it since
        keep_root_answers(self)

    def _leave_what_is_made(self) -> None:
        """Leave alone what another command has brought since; the merge does so with its block.

        Raises:
            ScaffoldError: Another command removed a file that was kept.
        """
        for path in self.kept:
            if not (self.repository / path).exists():
                raise ScaffoldError(f"{path} was changed meanwhile; run the command again.")
        for answers_file, own in self.along.items():
            if self._is_made(answers_file):
                for path in own:
                    if (self.repository / path).is_file():
                        (self.stage / path).unlink(missing_ok=True)
                        self.seen.pop(path, None)

    def _is_made(self, answers_file: str) -> bool:
        """Return whether the component is there by now, of whichever version of the template."""
        ours, theirs = (root / answers_file for root in (self.stage, self.repository))
        if not theirs.is_file():
            return False
        if not ours.is_file():  # it is kept
            return True
        one, other = (_said(answers_file, path.read_bytes()) for path in (ours, theirs))
        return one == other

    def _new(self, path: str) -> bytes:
        target = self.repository / path
        if (before := self.seen.get(path)) is not None:  # it is changed on purpose
            if not target.is_file() or target.read_bytes() != before:
                raise ScaffoldError(f"{path} was changed meanwhile; run the command again.")
        elif target.exists() or target.is_symlink():
            raise ScaffoldError(f"{path} already exists. Choose another name, or move the file.")
        return (self.stage / path).read_bytes()

    def _merged_now(self, template_file: str) -> bytes:
        """Return the template as it stands under the lock, with all snippets merged."""
        now = files.read_for_change(self.repository / template_file, template_file)
        if now == self.seen.get(template_file):
            return (self.stage / template_file).read_bytes()
        document = Document.parse(template_file, now)
        for wiring in self.wirings:
            if wiring.template_file == template_file:
                snippet = Snippet.parse(wiring.snippet, wiring.data)
                document = merge(document, snippet).document
        return document.encode()


def _said(name: str, data: bytes) -> dict[str, Any]:
    """Return the answers of a component, without where its template is from."""
    answers = answers_in(name, data) or {}
    return {key: value for key, value in answers.items() if not key.startswith("_")}


@contextmanager
def planned(repository: Path) -> Iterator[Addition]:
    """Yield an addition whose staging folder is removed at the end."""
    with staging_folder() as stage:
        yield Addition(repository, stage)


@contextmanager
def staging_folder() -> Iterator[Path]:
    """Yield a folder for unwritten changes, which is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="sam-scaffold-", ignore_cleanup_errors=True) as stage:
        yield Path(stage).resolve()
