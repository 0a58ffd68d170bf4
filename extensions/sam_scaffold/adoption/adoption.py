"""Bring a function or layer that was written by hand under the scaffold.

Its answers are derived from its block and its folder. What they render is recorded as
applied, so that the SAM template stays as it is and later updates merge into the block.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..components.answers_file import write_answers
from ..components.component_facts import component
from ..components.component_record import ComponentRecord, claimed_ids
from ..components.function_paths import Answers, function_places
from ..components.trigger import trigger_names
from ..errors import ScaffoldError, nearest
from ..lifecycle.batch import Components
from ..lifecycle.rerender import Version, in_repository
from ..merge.component_snippet import digest, digest_at
from ..merge.last_applied import LastApplied
from ..merge.path_operations import part_at
from ..merge.snippet import Snippet
from ..merge.snippet_merge import merge
from ..rendering.checkout import Checkout
from ..sam.model.intrinsics import mentioned
from ..sam.model.template import FUNCTION, LAYERS
from ..sam.model.template_files import load_template, parsed, templates_of
from ..sam.style.house_style import HouseStyle
from ..sam.style.learning.observability_style import ALARM, LOG_GROUP
from .infer_function import derived_function
from .infer_layer import derived_layer
from .inference import Surroundings, UnfitError, other_type
from .uncovered_properties import UncoveredProperties, unsaid

_OF_SAM = (FUNCTION, LAYERS[0])
"""The types that can be adopted."""


@dataclass(frozen=True, slots=True)
class AdoptionCandidate:
    """A function or layer that is to be adopted.

    Attributes:
        template_file: The SAM template that it stands in.
        logical_id: Its key in Resources.
    """

    template_file: str
    logical_id: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """A function or layer that is a component now.

    Attributes:
        instance: The component.
        logical_id: Its key in Resources.
        unsaid: What its answers do not express.
        beside: Its alarms and log groups that are not the component's, by logical id.
        deployed_with: Functions and layers whose code the files lie among, by logical id.
    """

    instance: ComponentRecord
    logical_id: str
    unsaid: tuple[UncoveredProperties, ...]
    beside: tuple[str, ...]
    deployed_with: tuple[str, ...]


@dataclass
class Adoption:
    """What one command adopts.

    Attributes:
        components: The repository; what is adopted is put into its overlay.
        checkout: The template's version that it is adopted with.
        only: The only SAM template to look into, None for all.
    """

    components: Components
    checkout: Checkout
    only: str | None = None
    _surroundings: dict[str, Surroundings] = field(default_factory=dict)

    @cached_property
    def template_files(self) -> list[str]:
        """Return the SAM templates to look into.

        Raises:
            ScaffoldError: There is none.
        """
        found = templates_of(self.components.overlay.view)
        if not found:
            raise ScaffoldError(
                "no SAM template found here; change to the folder that has it, or name it with -C."
            )
        only = self.only and posixpath.normpath(self.only)
        if only and only not in found:
            there = f"{nearest(only, found)} There are {', '.join(found)}."
            raise ScaffoldError(f"{only!r} is no SAM template of the repository.{there}")
        return [only] if only else found

    def unclaimed(self, template_file: str) -> list[AdoptionCandidate]:
        """Return the functions and layers of a SAM template that no component has.

        Raises:
            ScaffoldError: The template cannot be read.
        """
        found = self._around(template_file).unclaimed
        return [AdoptionCandidate(template_file, logical_id) for logical_id in found]

    def find(self, logical_id: str) -> AdoptionCandidate:
        """Return the function or layer that is meant by a logical id.

        Args:
            logical_id: Its key in Resources.

        Raises:
            ScaffoldError: There is none, or several, or a component has it.
        """
        unclaimed = [one for file in self.template_files for one in self.unclaimed(file)]
        found = [one for one in unclaimed if one.logical_id == logical_id]
        if not found:
            raise ScaffoldError(self._unknown(logical_id, unclaimed))
        if len(found) > 1:
            places = ", ".join(one.template_file for one in found)
            raise ScaffoldError(f"{logical_id} is in {places}; name one with --template-file.")
        return found[0]

    def _unknown(self, logical_id: str, others: Sequence[AdoptionCandidate]) -> str:
        files = self.template_files
        for file in files:
            if logical_id in self._around(file).claimed:
                return f"{logical_id} of {file} is a component's already; see `sam-scaffold list`."
            kind = self._around(file).template.resources.get(logical_id)
            if kind is not None:
                what = f"an {kind}" if kind else "nothing with a Type"
                return (
                    f"{logical_id} of {file} is {what}; give the id of an {' or '.join(_OF_SAM)}."
                )
        ids = [other.logical_id for other in others]
        there = f"There are {', '.join(ids)}." if ids else "There is none that is no component's."
        near = nearest(logical_id, ids)
        return f"{logical_id!r} is no function or layer of {', '.join(files)}.{near} {there}"

    def adopt(self, wanted: AdoptionCandidate) -> Adopted:
        """Adopt a function or layer.

        Raises:
            UnfitError: It can never be.
            ScaffoldError: It cannot be rendered, or files are in the way.
        """
        around = self._around(wanted.template_file)
        for answers in _derived(around, wanted.logical_id):
            found = _Fitting(around, wanted.logical_id, self._rendered(answers))
            if found.fits:
                return self._put(found)
        raise ScaffoldError(
            f"{wanted.logical_id} cannot be adopted without a change of {wanted.template_file}; "
            "please report it with the file."
        )

    def _around(self, template_file: str) -> Surroundings:
        if template_file not in self._surroundings:
            overlay, everything = self.components.overlay, self.components.all
            data = overlay.read(template_file)
            own = [one for one in everything if one.template_file == template_file]
            self._surroundings[template_file] = Surroundings(
                load_template(overlay.view, template_file)
                if data is None
                else parsed(template_file, data),
                overlay.view,
                frozenset(trigger_names(Path(self.checkout.src_path))),
                claimed_ids(own, overlay.repository),
                self._taken,
            )
        return self._surroundings[template_file]

    @cached_property
    def _taken(self) -> set[tuple[str, str]]:
        """Kinds and names of all components, those that come here among them."""
        return {(one.kind, one.name) for one in self.components.all}

    def _rendered(self, answers: Answers) -> Version:
        """Return what answers render, and what copier records of them."""
        return in_repository(
            self.checkout,
            self.components.overlay.repository,
            _answers_file(answers),
            write_answers(answers).encode(),
        )

    def _put(self, found: _Fitting) -> Adopted:
        overlay, version, around = self.components.overlay, found.version, found.around
        instance = ComponentRecord(
            kind=version.rendered.kind,
            name=str(version.rendered.answers["name"]),
            template_file=around.template.path,
            logical_ids=tuple(found.snippet.keys("Resources")),
            version=version.version,
            path="",
            source=self.checkout.url,
            answers_file="",
        ).placed(version.rendered.component)
        files = {
            instance.answers_file: version.answers,
            instance.snippet_file: found.data,
            instance.applied_file: LastApplied(found.data, {}, found.digests).encode(),
        }
        for path in files:
            if overlay.read(path) is not None:
                raise ScaffoldError(f"{path} exists; move it out of the way.")
        for path, data in files.items():
            overlay.put(path, data)
        around.claimed.update(instance.logical_ids)
        around.taken.add((instance.kind, instance.name))
        return Adopted(
            instance,
            found.logical_id,
            found.unsaid,
            found.beside,
            tuple(around.deployed_with(instance.snippet_file)),
        )


def _derived(around: Surroundings, logical_id: str) -> list[Answers]:
    """Answers that may fit a function or layer, those first that say the most of it."""
    template = around.template
    for layer in template.layers:
        if layer.logical_id == logical_id:
            return [derived_layer(around, layer)]
    for function in template.functions:
        if function.logical_id == logical_id:
            return derived_function(around, function)
    if (kind := template.resources[logical_id]) != FUNCTION:
        raise other_type(kind, FUNCTION)
    raise UnfitError("it is a container image, and the scaffold is about code in zip files.")


def _answers_file(answers: Answers) -> str:
    """Return the path of the answers file."""
    if answers["kind"] == "function":
        house = HouseStyle.from_dict(answers["house"])
        return function_places(answers, house).records.answers_file
    return component(answers).records.answers_file


@dataclass(frozen=True)
class _Fitting:
    """What answers render, held against what stands in the SAM template.

    Attributes:
        around: The SAM template.
        logical_id: The function or layer.
        version: What the answers render.
    """

    around: Surroundings
    logical_id: str
    version: Version

    @property
    def data(self) -> bytes:
        """Return the bytes of the snippet."""
        return self.version.files[self.version.rendered.snippet]

    @cached_property
    def snippet(self) -> Snippet:
        """Return the snippet."""
        return Snippet.parse(self.version.rendered.snippet, self.data)

    @property
    def fits(self) -> bool:
        """Return whether all that is rendered stands there, if not in the same words.

        Raises:
            ScaffoldError: More than a snippet is rendered.
        """
        if set(self.version.files) != {self.version.rendered.snippet}:
            raise ScaffoldError(
                f"version {self.version.version} of the template cannot adopt; take a newer one."
            )
        document, snippet = self.around.template.document, self.snippet
        if not self._is_there() or not self._has_events():
            return False
        merged = merge(document, snippet, snippet)
        return not merged.conflicts and merged.document.encode() == document.encode()

    def _is_there(self) -> bool:
        resources, claimed = self.around.template.resources, self.around.claimed
        return all(
            resources.get(entry.key) == entry.data.get("Type") and entry.key not in claimed
            for entry in self.snippet.sections["Resources"]
        )

    def _has_events(self) -> bool:
        """Whether the function has its events under the names that the trigger gives them."""
        entry = self.snippet.find("Resources", self.logical_id)
        wanted = {} if entry is None else entry.data["Properties"].get("Events", {})
        found = self.around.template.property_of(self.logical_id, "Events")
        return wanted.keys() <= (found.keys() if isinstance(found, dict) else set())

    @property
    def digests(self) -> dict[str, str]:
        """Digests of the entries that stand there otherwise, by path."""
        document = self.around.template.document
        found = {}
        for entry in self.snippet.sections["Resources"]:
            path = f"Resources.{entry.key}"
            there = digest_at(document, path)
            if there != digest(entry.data):
                found[path] = there
        return found

    @property
    def unsaid(self) -> tuple[UncoveredProperties, ...]:
        """Return what the snippet does not say as it stands."""
        document = self.around.template.document
        entries = self.snippet.sections["Resources"]
        parts = [(one, part_at(document, ("Resources", one.key))) for one in entries]
        return tuple(
            place
            for entry, part in parts
            if part is not None
            for place in unsaid(f"Resources.{entry.key}", part.data, entry.data)
        )

    @property
    def beside(self) -> tuple[str, ...]:
        """Alarms and log groups that speak of the function, and that no component has."""
        own = {*self.snippet.keys("Resources"), *self.around.claimed}
        others = self.around.template.of_type(ALARM, LOG_GROUP)
        return tuple(
            other.logical_id
            for other in others
            if other.logical_id not in own and self.logical_id in mentioned(other.properties)
        )
