"""Questions of a merge to the language of a template.

A merge compares and moves the nodes of documents. What they mean differs between languages, so
it is asked here and nowhere else. Another language brings a `Meaning` of its own; what else it
needs is a document with the same nodes, and parts of snippets that write themselves into it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..document import Data, Document, Node, Splice

Path = tuple[str, ...]
"""The path of a value: ``("Resources", "OrdersFunction", "Properties", "Timeout")``.

An item of a list is named by what distinguishes it from the others: ``"Sid=PollQueue"``.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """The meaning of a template's nodes in one language.

    Attributes:
        sections: Root keys that hold named entries.
        headers: Root keys of a snippet that are not merged.
        resources: The section of what is deployed.
        referred: Sections to whose entries others refer by name.
        one_namespace: For a section, another one that cannot have entries of the same name.
        required: Sections that stay when they are empty, as a template must have them.
        type_key: The key that says what kind of thing a mapping is. Mappings that differ in it
            are different things.
        identities: Keys that distinguish the items of a list, if each item has one.
        independent: Keys of lists and mappings whose parts do not depend on each other, so that
            those of a snippet can be added to those of the user.
        data: Returns what a node means; what can be written in two forms means the same.
        inherited: Returns what a mapping takes from others by a merge key.
        is_function: Returns whether a mapping with such keys is a call of a function.
        references: Returns the names to which a value at a path refers.
        needed: Finds entries that are to be removed and to which the rest of a document refers.
        renaming: Returns the splices that give entries other names, and change the references.
    """

    sections: tuple[str, ...]
    headers: tuple[str, ...]
    resources: str
    referred: tuple[str, ...]
    one_namespace: Mapping[str, str]
    required: tuple[str, ...]
    type_key: str
    identities: tuple[str, ...]
    independent: frozenset[str]
    data: Callable[[Node], Data]
    inherited: Callable[[Node], dict[str, Data]]
    is_function: Callable[[Sequence[str]], bool]
    references: Callable[[Path, Data], list[str]]
    needed: Callable[
        [Document, Collection[str], Collection[tuple[str, str]]], Iterator[tuple[str, str]]
    ]
    renaming: Callable[[Document, Mapping[str, str]], list[Splice]]
