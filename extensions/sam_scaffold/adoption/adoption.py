"""Adoption of hand-written functions and layers as components.

Their answers are inferred from their block and their folder. The rendering of these answers is
recorded as applied, so the SAM template is unchanged and later updates merge into the block.
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
from ..sam.model.resource_types import ALARM, LOG_GROUP
from ..sam.model.template import FUNCTION, LAYERS
from ..sam.model.template_files import load_template, parsed, templates_of
from ..sam.style.house_style import HouseStyle
from .infer_function import infer_function
from .infer_layer import infer_layer
from .inference import Surroundings, UnfitError, other_type
from .uncovered_properties import UncoveredProperties, uncovered

_OF_SAM = (FUNCTION, LAYERS[0])
"""The types that can be adopted."""


@dataclass(frozen=True, slots=True)
class AdoptionCandidate:
    """A function or layer that can be adopted.

    Attributes:
        template_file: Its SAM template.
        logical_id: Its key in Resources.
    """

    template_file: str
    logical_id: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """An adopted function or layer.

    Attributes:
        instance: The component.
        logical_id: Its key in Resources.
        uncovered: Properties that its answers do not cover.
        not_included: Its alarms and log groups that are not part of the component, by logical id.
        deployed_with: Functions and layers whose code contains the files, by logical id.
    """

    instance: ComponentRecord
    logical_id: str
    uncovered: tuple[UncoveredProperties, ...]
    not_included: tuple[str, ...]
    deployed_with: tuple[str, ...]


@dataclass
class Adoption:
    """The adoptions of a command.

    Attributes:
        components: The repository; the adopted components are staged in its overlay.
        checkout: The version of the template for the adoption.
        only: The only SAM template to search, None for all.
    """

    components: Components
    checkout: Checkout
    only: str | None = None
    _surroundings: dict[str, Surroundings] = field(default_factory=dict)

    @cached_property
    def template_files(self) -> list[str]:
        """Return the SAM templates to search.

        Raises:
            ScaffoldError: None exists.
        """
        found = templates_of(self.components.overlay.view)
        if not found:
            raise ScaffoldError("no SAM template found here. Change to its folder, or use -C.")
        only = self.only and posixpath.normpath(self.only)
        if only and only not in found:
            existing = f"{nearest(only, found)} SAM templates: {', '.join(found)}."
            raise ScaffoldError(f"{only!r} is not a SAM template of the repository.{existing}")
        return [only] if only else found

    def unclaimed(self, template_file: str) -> list[AdoptionCandidate]:
        """Return the functions and layers of a SAM template that are not components.

        Raises:
            ScaffoldError: The template cannot be read.
        """
        found = self._around(template_file).unclaimed
        return [AdoptionCandidate(template_file, logical_id) for logical_id in found]

    def find(self, logical_id: str) -> AdoptionCandidate:
        """Return the function or layer with a logical id.

        Args:
            logical_id: Its key in Resources.

        Raises:
            ScaffoldError: None or several have it, or it is a component.
        """
        unclaimed = [each for file in self.template_files for each in self.unclaimed(file)]
        found = [each for each in unclaimed if each.logical_id == logical_id]
        if not found:
            raise ScaffoldError(self._unknown(logical_id, unclaimed))
        if len(found) > 1:
            places = ", ".join(each.template_file for each in found)
            raise ScaffoldError(f"{logical_id} is in {places}. Choose one with --template-file.")
        return found[0]

    def _unknown(self, logical_id: str, others: Sequence[AdoptionCandidate]) -> str:
        files = self.template_files
        for file in files:
            if logical_id in self._around(file).claimed:
                return f"{logical_id} of {file} is already a component. See `sam-scaffold list`."
            kind = self._around(file).template.resources.get(logical_id)
            if kind is not None:
                what = f"an {kind}" if kind else "nothing with a Type"
                return f"{logical_id} of {file} is {what}. Use the id of an {' or '.join(_OF_SAM)}."
        ids = [other.logical_id for other in others]
        existing = f"You can adopt {', '.join(ids)}." if ids else "All are components."
        near = nearest(logical_id, ids)
        return f"{logical_id!r} is not a function or layer of {', '.join(files)}.{near} {existing}"

    def adopt(self, wanted: AdoptionCandidate) -> Adopted:
        """Adopt a function or layer.

        Raises:
            UnfitError: It cannot be adopted.
            ScaffoldError: It cannot be rendered, or its files already exist.
        """
        around = self._around(wanted.template_file)
        for answers in _candidates(around, wanted.logical_id):
            found = _Match(around, wanted.logical_id, self._rendered(answers))
            if found.is_match:
                return self._put(found)
        raise ScaffoldError(
            f"{wanted.logical_id} cannot be adopted without a change of {wanted.template_file}. "
            "Please report this with the file."
        )

    def _around(self, template_file: str) -> Surroundings:
        if template_file not in self._surroundings:
            overlay, everything = self.components.overlay, self.components.all
            data = overlay.read(template_file)
            own = [record for record in everything if record.template_file == template_file]
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
        """Return the kinds and names of all components, including newly adopted ones."""
        return {(record.kind, record.name) for record in self.components.all}

    def _rendered(self, answers: Answers) -> Version:
        """Return the rendering of answers, and their record by copier."""
        return in_repository(
            self.checkout,
            self.components.overlay.repository,
            _answers_file(answers),
            write_answers(answers).encode(),
        )

    def _put(self, found: _Match) -> Adopted:
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
                raise ScaffoldError(f"{path} already exists. Move or remove it.")
        for path, data in files.items():
            overlay.put(path, data)
        around.claimed.update(instance.logical_ids)
        around.taken.add((instance.kind, instance.name))
        return Adopted(
            instance,
            found.logical_id,
            found.uncovered,
            found.not_included,
            tuple(around.deployed_with(instance.snippet_file)),
        )


def _candidates(around: Surroundings, logical_id: str) -> list[Answers]:
    """Return candidates for the answers of a function or layer, the most complete first."""
    template = around.template
    for layer in template.layers:
        if layer.logical_id == logical_id:
            return [infer_layer(around, layer)]
    for function in template.functions:
        if function.logical_id == logical_id:
            return infer_function(around, function)
    if (kind := template.resources[logical_id]) != FUNCTION:
        raise other_type(kind, FUNCTION)
    raise UnfitError("it is a container image, but sam-scaffold only supports zip files.")


def _answers_file(answers: Answers) -> str:
    """Return the path of the answers file."""
    if answers["kind"] == "function":
        style = HouseStyle.from_dict(answers["house"])
        return function_places(answers, style).records.answers_file
    return component(answers).records.answers_file


@dataclass(frozen=True)
class _Match:
    """The rendering of answers, compared with the SAM template.

    Attributes:
        around: The SAM template.
        logical_id: The function or layer.
        version: The rendering.
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
    def is_match(self) -> bool:
        """Return whether the template has everything that is rendered, in any notation.

        Raises:
            ScaffoldError: Other files than a snippet are rendered.
        """
        if set(self.version.files) != {self.version.rendered.snippet}:
            raise ScaffoldError(
                f"version {self.version.version} of the template cannot adopt. Use a newer one."
            )
        document, snippet = self.around.template.document, self.snippet
        if not self._has_resources() or not self._has_events():
            return False
        merged = merge(document, snippet, snippet)
        return not merged.conflicts and merged.document.encode() == document.encode()

    def _has_resources(self) -> bool:
        resources, claimed = self.around.template.resources, self.around.claimed
        return all(
            resources.get(entry.key) == entry.data.get("Type") and entry.key not in claimed
            for entry in self.snippet.sections["Resources"]
        )

    def _has_events(self) -> bool:
        """Return whether the function's events have the same names as those of the trigger."""
        entry = self.snippet.find("Resources", self.logical_id)
        wanted = {} if entry is None else entry.data["Properties"].get("Events", {})
        found = self.around.template.property_of(self.logical_id, "Events")
        return wanted.keys() <= (found.keys() if isinstance(found, dict) else set())

    @property
    def digests(self) -> dict[str, str]:
        """Return the digests of the entries that differ in the template, by path."""
        document = self.around.template.document
        found = {}
        for entry in self.snippet.sections["Resources"]:
            path = f"Resources.{entry.key}"
            present = digest_at(document, path)
            if present != digest(entry.data):
                found[path] = present
        return found

    @property
    def uncovered(self) -> tuple[UncoveredProperties, ...]:
        """Return the properties that the snippet does not cover."""
        document = self.around.template.document
        entries = self.snippet.sections["Resources"]
        parts = [(entry, part_at(document, ("Resources", entry.key))) for entry in entries]
        return tuple(
            place
            for entry, part in parts
            if part is not None
            for place in uncovered(f"Resources.{entry.key}", part.data, entry.data)
        )

    @property
    def not_included(self) -> tuple[str, ...]:
        """Return the alarms and log groups of the function that no component has."""
        own = {*self.snippet.keys("Resources"), *self.around.claimed}
        others = self.around.template.of_type(ALARM, LOG_GROUP)
        return tuple(
            other.logical_id
            for other in others
            if other.logical_id not in own and self.logical_id in mentioned(other.properties)
        )
