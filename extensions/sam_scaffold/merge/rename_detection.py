"""Detection of resources that the user renamed in the template.

Only its logical id names a resource. If that is gone, other marks identify it: the folder that a
function or layer deploys, or else its comment or all of its data, if its siblings refer to it or
it refers to them. A mark counts only if exactly one resource has it, and that belongs to no
component. Resources that the component refers to and does not include are identified only by
the places of the references.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..document import Document, Pair, entries_of
from ..document.entry_lines import head_at
from ..sam.model.intrinsics import Data, mapping_of, mentioned, to_data
from ..sam.model.references import RESOURCES, needs
from .divisible import type_of
from .entry import SnippetEntry
from .sam_meaning import SAM
from .snippet import Snippet

_FOLDERS = ("CodeUri", "ContentUri", "Content")
_VARIABLE = re.compile(r"\$\{(\w+)[.}]")


def renamed_ids(
    document: Document, base: Snippet, claimed: Callable[[], Collection[str]]
) -> dict[str, str]:
    """Return the new logical ids of resources by the old ones that the template no longer has.

    Args:
        document: The template.
        base: The snippet that was last applied.
        claimed: Returns the logical ids that belong to components.
    """
    pairs = entries_of(document, RESOURCES)
    known = pairs.keys() | entries_of(document, "Parameters").keys()
    old = {entry.key: entry for entry in base.sections.get(RESOURCES, ())}
    if not _lost(old, known):
        return {}
    search = _Search(document, pairs, old, {*claimed(), *old})
    return search.found | dict(_of_others(search, known))


def _lost(old: Mapping[str, SnippetEntry], known: Collection[str]) -> set[str]:
    """Return the names that the component has or refers to, and the template no longer has."""
    kept = tuple(key for key in old if key in known)  # SAM generates OrdersFunctionRole
    named = {name for entry in old.values() for name in needs(entry.data)}
    others = {name for name in named if "::" not in name and not name.startswith(kept)}
    return {*old, *others}.difference(known)


def _of_others(search: _Search, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Find the new names of what the component refers to, and does not include."""
    names: dict[str, set[str]] = {}
    for key, entry in search.old.items():
        now = search.there.get(search.found.get(key, key))
        for was, new in () if now is None else _references(entry.data, now):
            names.setdefault(was, set()).add(new)
    for was, found in names.items():
        if was in known or was in search.old or "::" in was or len(found) > 1:
            continue
        new = found.pop()
        if new in known or any(
            was.startswith(key) and new == now + was.removeprefix(key)
            for key, now in search.found.items()
        ):
            yield was, new


@dataclass
class _Search:
    """A search that ends when nothing more is found: each find is a mark for others."""

    document: Document
    pairs: Mapping[str, Pair]
    old: Mapping[str, SnippetEntry]
    claimed: Collection[str]
    found: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lost = [key for key in self.old if key not in self.pairs]
        self.free = [key for key in self.pairs if key not in self.claimed] if self.lost else []
        while self.free and self._step():
            pass

    @cached_property
    def there(self) -> dict[str, Data]:
        """The data of the template's resources."""
        return {key: to_data(value) for key, (_, value) in self.pairs.items()}

    def _step(self) -> bool:
        for lost in [key for key in self.lost if key not in self.found]:
            for mark in (self._by_folder, self._by_siblings, self._by_itself):
                marked = {key for key in mark(lost) if self._is_kin(lost, key)}
                if len(marked) == 1:
                    self.found[lost] = marked.pop()
                    self.free.remove(self.found[lost])
                    return True
        return False

    def _is_kin(self, lost: str, key: str) -> bool:
        return key in self.free and type_of(SAM, self.old[lost].data) == type_of(
            SAM, self.there[key]
        )

    def _by_folder(self, lost: str) -> Iterator[str]:
        """Find the resources that deploy the same folder."""
        folder = _folder(self.old[lost].data)
        yield from (key for key in self.free if folder and _folder(self.there[key]) == folder)

    def _by_siblings(self, lost: str) -> Iterator[str]:
        """Find the resources to which the siblings refer where they referred to it."""
        for key, entry in self.old.items():
            now = self.there.get(self.found.get(key, key))
            for was, new in () if now is None else _references(entry.data, now):
                if was == lost and self._is_kin(lost, new) and self._is_itself(lost, new):
                    yield new

    def _is_itself(self, lost: str, key: str) -> bool:
        """Return whether a resource is the renamed one, and not one that others use."""
        own = {key, *self.old, *self.found.values()}
        others = (data for name, data in self.there.items() if name not in own)
        return self._has_its_comment(lost, key) or (
            self._says_the_same(lost, key) and not any(key in needs(data) for data in others)
        )

    def _by_itself(self, lost: str) -> Iterator[str]:
        """Find the resources that refer to the component, with the same comment or data."""
        own = {self.found.get(key, key) for key in self.old}
        for key in self.free:
            if own.intersection(mentioned(self.there[key])) and (
                self._says_the_same(lost, key) or self._has_its_comment(lost, key)
            ):
                yield key

    def _says_the_same(self, lost: str, key: str) -> bool:
        same: bool = self.there[key] == _with_names(self.old[lost].data, self.found)
        return same

    def _has_its_comment(self, lost: str, key: str) -> bool:
        entry = self.old[lost]
        words = self._words(head_at(entry.document, entry.key_node.start))
        return bool(words) and words == self._words(
            head_at(self.document, self.pairs[key][0].start)
        )

    def _words(self, comment: list[str]) -> list[str]:
        """Return the words of a comment except logical ids."""
        ids = {*self.old, *self.pairs}
        return [word for line in comment for word in re.findall(r"\w+", line) if word not in ids]


def _folder(data: Data) -> str:
    found = mapping_of(mapping_of(data).get("Properties"))
    value = next((found[key] for key in _FOLDERS if key in found), None)
    return value.removeprefix("./").rstrip("/") if isinstance(value, str) else ""


def _references(old: Data, new: Data) -> Iterator[tuple[str, str]]:
    """Find the ids to which two values refer at the same places."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() & new.keys():
            yield from _named(key, old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            yield from _references(before, after)


def _named(key: str, old: Data, new: Data) -> Iterator[tuple[str, str]]:
    texts = [side[0] if isinstance(side, list) and side else side for side in (old, new)]
    if all(isinstance(text, str) for text in texts):
        before, after = map(str, texts)
        if key in ("Ref", "DependsOn"):
            yield before, after
        elif key == "Fn::GetAtt":
            yield before.split(".")[0], after.split(".")[0]
        elif key == "Fn::Sub":
            names = [_VARIABLE.findall(text) for text in (before, after)]
            if len(names[0]) == len(names[1]):
                yield from zip(*names, strict=True)
    yield from _references(old, new)


def _with_names(value: Data, new_ids: dict[str, str]) -> Data:
    """Return a value with the new ids that were found."""
    if isinstance(value, list):
        return [_with_names(item, new_ids) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _renamed(key, below, new_ids) for key, below in value.items()}


def _renamed(key: str, value: Data, new_ids: dict[str, str]) -> Data:
    if key in ("Ref", "DependsOn") and isinstance(value, str):
        return new_ids.get(value, value)
    if key == "Fn::GetAtt" and isinstance(value, list) and value:
        return [new_ids.get(str(value[0]), value[0]), *value[1:]]
    if key == "Fn::Sub" and isinstance(value, str):
        return _VARIABLE.sub(lambda m: m[0].replace(m[1], new_ids.get(m[1], m[1]), 1), value)
    return _with_names(value, new_ids)
