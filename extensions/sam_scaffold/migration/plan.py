"""Plans that give functions code folders of their own; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ..contents.size import files_of
from ..document import Document
from ..errors import ScaffoldError
from ..sam.model.template_files import load_template
from ..sam.style.house_style import HouseStyle
from ..sam.style.learning.learned_style import learn
from ..transaction.paths import is_below
from ..transaction.repository_view import RepositoryView
from .block.block import Settings, with_settings
from .block.layer_resource import NewLayer, platforms_of, with_shared_layer
from .block.spelling import spelled
from .changes import Changes, Edit, Link
from .layouts.layer_place import LayerPlace, layer_in_place, layer_place
from .layouts.layouts import Laid, lay_out
from .layouts.placing import Placement, Placements
from .needs.analysis import Analysis, analyse, shares_code
from .needs.candidates import Candidate
from .needs.deciding import Decision, DecisionKind
from .needs.ignored_places import check_not_ignored
from .needs.reading import NeedsReader
from .needs.refusals import check_readable
from .needs.requirements_lists import lists_of
from .needs.uncommitted import WorkTree
from .order import CodeLayout, Order, SharedCode
from .sizes import Size, size_of_folder, size_of_planned


@dataclass(frozen=True, eq=False)
class Migration:
    """Migration of one function to a folder of its own.

    Attributes:
        candidate: The function.
        analysis: What the functions of its code folder need.
        laid: The layout of its own files.
        layer: The layer with the shared code; None if it needs none.
        layer_files: The files that this migration adds to the layer.
        changes: All changes on disk.
        before: The size of its artifact, without packages.
        after: The size of its artifact after the migration.
    """

    candidate: Candidate
    analysis: Analysis
    laid: Laid
    layer: LayerPlace | None
    layer_files: Placement
    changes: Changes
    before: Size
    after: Size

    @property
    def files(self) -> list[Decision]:
        """Return the decision on each file that it needs."""
        key = self.candidate.key
        return [file for file in self.analysis.decisions.files.values() if key in file.users]


@dataclass(frozen=True, slots=True)
class MigrationRefusal:
    """A function that cannot be migrated.

    Attributes:
        candidate: The function.
        reason: The reason and the way out, in one line.
    """

    candidate: Candidate
    reason: str


@dataclass(frozen=True)
class MigrationPlan:
    """Migrations and refusals of one command.

    Attributes:
        migrations: The migrations, in order.
        refusals: The functions that cannot be migrated.
        lean: The functions whose artifacts already have only what they need.
    """

    migrations: tuple[Migration, ...]
    refusals: tuple[MigrationRefusal, ...]
    lean: tuple[Candidate, ...] = ()


@dataclass
class MigrationPlanner:
    """Planner of successive migrations; each sees the changes of those before it.

    Attributes:
        repository: The repository, read only.
        everything: All functions in it.
        order: The options.
    """

    repository: RepositoryView
    everything: Sequence[Candidate]
    order: Order
    _places: dict[str, Placements] = field(default_factory=dict)
    _templates: dict[str, bytes] = field(default_factory=dict)
    _layers: dict[str, LayerPlace] = field(default_factory=dict)
    _contents: dict[str, str] = field(default_factory=dict)
    _sizes: dict[str, Size] = field(default_factory=dict)
    _styles: dict[str, HouseStyle] = field(default_factory=dict)

    @cached_property
    def _reader(self) -> NeedsReader:
        return NeedsReader(self.repository.root)

    @cached_property
    def _work_tree(self) -> WorkTree:
        return WorkTree(self.repository.root)

    def plan(
        self, targets: Iterable[Candidate], *, least_entangled_first: bool = False
    ) -> MigrationPlan:
        """Plan the migration of some functions.

        Args:
            targets: The functions.
            least_entangled_first: Whether to sort them, those that share the least code first.

        Raises:
            ScaffoldError: A path to include is in none of their code folders.
        """
        wanted = list(targets)
        keys = frozenset(function.key for function in wanted)
        refusals = [
            MigrationRefusal(function, function.problem) for function in wanted if function.problem
        ]
        able = [function for function in wanted if not function.problem]
        analyses = {
            code: analyse(self._reader, code, self.everything, keys, self.order.wishes)
            for code in dict.fromkeys(function.code for function in able)
        }
        _check_included(self.order.wishes.included, analyses)
        if least_entangled_first:
            able.sort(key=lambda function: _entanglement(analyses[function.code], function))
        lean = [function for function in able if _is_lean(analyses[function.code], function)]
        migrations = []
        for function in (function for function in able if function not in lean):
            found = self._tried(function, analyses[function.code])
            if isinstance(found, MigrationRefusal):
                refusals.append(found)
            else:
                migrations.append(found)
        return MigrationPlan(tuple(migrations), tuple(refusals), tuple(lean))

    def _tried(self, candidate: Candidate, analysis: Analysis) -> Migration | MigrationRefusal:
        try:
            return self._migration(candidate, analysis)
        except ScaffoldError as error:
            return MigrationRefusal(candidate, str(error))

    def sharing(self, among: Iterable[Candidate]) -> list[Candidate]:
        """Return the functions that share a code folder, and those that cannot be migrated.

        Functions in other languages are left out: "all" means all in Python.
        """
        python = (each for each in among if each.function.is_python or not each.function.runtime)
        return [
            candidate
            for candidate in python
            if candidate.problem
            or (not candidate.is_migrated and shares_code(candidate, self.everything))
        ]

    def _migration(self, candidate: Candidate, analysis: Analysis) -> Migration:
        """Plan one function.

        Raises:
            ScaffoldError: It cannot be migrated.
        """
        if candidate.packages or candidate.folder == analysis.folder_of(candidate):
            raise ScaffoldError(
                f"{candidate.logical_id} already has a code folder of its own, {candidate.folder}."
            )
        if self.order.layout is CodeLayout.FLAT and self._places:
            raise ScaffoldError(
                f"{candidate.logical_id}: the flat layout renames modules in files that tests of "
                "several functions may import; migrate one function at a time."
            )
        check_readable(candidate, analysis, self.order.wishes)
        places = self._places.get(analysis.code)
        if places is None:
            places = Placements(self._root, analysis.code, analysis.decisions)
        trial = places.copy()
        laid = lay_out(candidate, analysis, trial, self.order)
        layer = self._layer(candidate, analysis, trial)
        moves = self.order.shared_code is SharedCode.LAYER
        shared = Placement()
        if layer and not layer.packages:
            shared = trial.of_layer(layer.content, moves=moves)
        self._work_tree.check_committed((*laid.placed.moves, *shared.moves))
        was = self._bytes(candidate.template_file)
        data = self._template(candidate, analysis, laid, layer)
        self._places[analysis.code] = trial
        self._templates[candidate.template_file] = data
        if layer:
            self._layers[candidate.template_file] = replace(layer, is_new=False)
            self._contents[analysis.base] = layer.content
        edits = (*laid.edits, Edit(candidate.template_file, data, was))
        links: tuple[Link, ...] = (*laid.placed.links, *shared.links)
        targets = (move.target for move in (*laid.placed.moves, *shared.moves))
        made = (*(link.path for link in links), *(edit.path for edit in edits))
        check_not_ignored(self._root, (*targets, *made))
        return Migration(
            candidate,
            analysis,
            laid,
            layer,
            shared,
            Changes((*laid.placed.moves, *shared.moves), links, edits),
            self._size(candidate.code),
            size_of_planned({path: self._root / real for path, real in laid.placed.paths.items()}),
        )

    def _size(self, folder: str) -> Size:
        if folder not in self._sizes:
            self._sizes[folder] = size_of_folder(self._root / folder)
        return self._sizes[folder]

    @property
    def _root(self) -> Path:
        return self.repository.root

    def _layer(
        self, candidate: Candidate, analysis: Analysis, places: Placements
    ) -> LayerPlace | None:
        """Return the layer for a function; None if it needs no shared code."""
        shared = analysis.decisions.of_kind(DecisionKind.SHARED)
        if not any(candidate.key in file.users for file in shared):
            return None
        file = candidate.template_file
        if file in self._layers:
            return self._layers[file]
        template = load_template(self.repository, file)
        if not self.order.links and self.order.shared_code is SharedCode.LAYER:
            raise ScaffoldError(
                f"{candidate.logical_id}: moving shared code leaves links, and links cannot be "
                "created here; omit --shared-code layer, or enable links (git config "
                "core.symlinks true)."
            )
        if not self.order.links:
            return layer_in_place(template, *places.shared_package())
        known = self._contents.get(analysis.base, "")
        return layer_place(template, self.repository, _ids(analysis, file), analysis.base, known)

    def _bytes(self, template_file: str) -> bytes:
        """Return a SAM template with the changes of the migrations so far."""
        if template_file not in self._templates:
            self._templates[template_file] = self.repository.read(template_file) or b""
        return self._templates[template_file]

    def _template(
        self, candidate: Candidate, analysis: Analysis, laid: Laid, layer: LayerPlace | None
    ) -> bytes:
        """Return the SAM template with a function's block changed, and the layer in it."""
        file = candidate.template_file
        style = self._style(file)
        document = Document.parse(file, self._bytes(file))
        if layer and layer.is_new:
            platforms = platforms_of(load_template(self.repository, file), _ids(analysis, file))
            uri = spelled(layer.content, file, style)
            document = with_shared_layer(document, NewLayer(uri, platforms, layer.packages), style)
        uri = spelled(laid.code, file, style, candidate.function.own.get("CodeUri"))
        layers = (layer.logical_id,) if layer else ()
        settings = Settings(uri, laid.handler, layers, laid.packages)
        return with_settings(document, candidate.logical_id, settings).encode()

    def _style(self, template_file: str) -> HouseStyle:
        if template_file not in self._styles:
            self._styles[template_file] = learn(
                load_template(self.repository, template_file), self.repository
            )
        return self._styles[template_file]


def _check_included(included: Iterable[str], codes: Collection[str]) -> None:
    """Refuse paths to include that no artifact can have.

    Raises:
        ScaffoldError: A path is outside of the code folders.
    """
    for path in included:
        if codes and not any(is_below(path, code) for code in codes):
            raise ScaffoldError(
                f"{path} cannot be included: it is not in {' or '.join(codes)}, the code folder; "
                "name a file in it."
            )


def _is_lean(analysis: Analysis, candidate: Candidate) -> bool:
    """Return whether a function's artifact has only what the function needs."""
    needed = analysis.before[candidate.key].real.union(lists_of(candidate))
    folder = candidate.root / candidate.folder
    shipped = (candidate.facts.shown(file) for file in files_of(folder, copied=True))
    return bool(needed) and all(file in needed for file in shipped)


def _ids(analysis: Analysis, template_file: str) -> list[str]:
    """Return the functions of a SAM template that use a code folder."""
    every = (reading.candidate for reading in analysis.readings.values())
    return [function.logical_id for function in every if function.template_file == template_file]


def _entanglement(analysis: Analysis, candidate: Candidate) -> tuple[int, int, int]:
    """Return how entangled a function is: counts of borrowed, shared and all files."""
    files = [file for file in analysis.decisions.files.values() if candidate.key in file.users]
    borrowed = [file for file in files if candidate.key in file.linked]
    shared = [file for file in files if file.kind is DecisionKind.SHARED]
    return len(borrowed), len(shared), len(files)
