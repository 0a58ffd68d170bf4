"""Random snippets, merged into random templates and removed again.

Read by PyYAML's composer, tags and all: after a merge, the template means the same and has the
snippet's entries, once; after their removal, it means the same as before. Or else one line says
why not, and not a byte changed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

import yaml
from repositories import Done, Repository
from templates_by_feature import AMBIGUOUS, ONE_LINE, SNIPPET, TEMPLATES, VARIANTS
from yaml.constructor import SafeConstructor

from corpus.meaning import Value, compose, long_form, meaning

from .mutations import changed
from .refusals import check, check_refusal, check_success
from .texts import odd_text

TAGS = ("!Ref", "!Sub", "!GetAtt", "!If", "!Join", "!Select", "!Condition", "!ImportValue")
SECTIONS = (
    "Resources",
    "Resources",
    "Resources",
    "Parameters",
    "Outputs",
    "Conditions",
    "Metadata",
)
KEYS = ("Type", "Properties", "Value", "Probe", "ProbeQueue", "Queue", "A", "DependsOn", "Tags")


@dataclass(frozen=True)
class Case:
    """A snippet and a template.

    Attributes:
        snippet: Its bytes.
        template: Its bytes.
    """

    snippet: bytes
    template: bytes

    def judged(self, folder: Path) -> str:
        """Merge, check, merge again and remove, in a new folder.

        Raises:
            WrongError: One of them did something else than it ought to.
        """
        repository = Repository(folder, {"snippet": self.snippet, "template": self.template})
        if not self._is_merged(repository):
            return "refused"
        merged = repository.read("template")
        if _has_an_anchor_twice(self.template):
            return "merged, and read by nobody else"
        if why := difference(self.template, merged, self.snippet):
            check(False, f"{why}\n{merged!r}")  # noqa: FBT003
        for words in ([], ["--check"]):
            done = repository.here("merge", *words, "snippet", "template")
            check(done.code == 0, f"then {words}: {done.err}")
            check(repository.read("template") == merged, f"then {words}: the bytes changed")
        done = repository.here("merge", "--remove", "snippet", "template")
        if done.code:
            check_refusal(done)
            check(repository.read("template") == merged, "not removed, and yet changed")
            return "merged, and not removed"
        if why := left(self.template, repository.read("template"), self.snippet):
            check(False, f"after --remove: {why}\n{repository.text('template')!r}")  # noqa: FBT003
        if merged == self.template:
            return "merged already, and removed"
        back = repository.read("template") == self.template
        return "merged, and removed to the byte" if back else "merged, and removed in meaning"

    def _is_merged(self, repository: Repository) -> bool:
        done: Done = repository.here("merge", "snippet", "template")
        check(repository.read("snippet") == self.snippet, "the snippet changed")
        if done.code == 0:
            check_success(done)
            return True
        check_refusal(done)
        check(repository.read("template") == self.template, "it was refused, and yet changed")
        return False


# --- What they mean -------------------------------------------------------------------


def _has_an_anchor_twice(data: bytes) -> bool:
    """Return whether a file has what YAML allows and only PyYAML's composer refuses."""
    try:
        compose(data)
    except ValueError as error:
        return "duplicate anchor" in str(error)
    return False


def entries(data: bytes) -> dict[str, dict[str, Value]]:
    """The entries of each section, in their order and in the long form of their functions."""
    found: dict[str, dict[str, Value]] = {}
    for name, (tag, value) in _numbered(_read(data)).items():
        found[name] = {_WHOLE: (tag, value)}
        if tag == f"{_TAG}map" and isinstance(value, tuple):
            numbered = _numbered(value)
            found[name] = {key: _one_spelling(long_form(value)) for key, value in numbered.items()}
    return found


def _numbered(pairs: Iterable[tuple[Value, Value]]) -> dict[str, Value]:
    """Return values by the text of their keys; a key that occurs twice gets a number."""
    counts: Counter[str] = Counter()
    found: dict[str, Value] = {}
    for key, value in pairs:
        name = key[1] if isinstance(key[1], str) else str(key)
        found[f"{name} ({counts[name]})" if counts[name] else name] = value
        counts[name] += 1
    return found


def _read(data: bytes) -> tuple[tuple[Value, Value], ...]:
    """The pairs of the root: of JSON by Python's parser, of all else by PyYAML's."""
    try:
        root = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_Pairs,
            parse_int=lambda text: _Number(f"{_TAG}int", text),
            parse_float=lambda text: _Number(f"{_TAG}float", text),
        )
    except ValueError:
        root = meaning(compose(data))[1]
        check(isinstance(root, tuple), "no mapping")
        return root  # type: ignore[return-value] # of meaning's making
    return tuple(((f"{_TAG}str", key), _of_json(value)) for key, value in root)


_TAG = "tag:yaml.org,2002:"

_WHOLE = "\0"
"""The name of a section as a whole, where it has no entries."""


class _Pairs(list[tuple[str, object]]):
    """An object of JSON, with all its keys."""


class _Number(NamedTuple):
    """A number of JSON, as it is written."""

    tag: str
    text: str


def _of_json(value: object) -> Value:
    if isinstance(value, _Pairs):
        pairs = tuple(((f"{_TAG}str", key), _of_json(item)) for key, item in value)
        return (f"{_TAG}map", pairs)
    if isinstance(value, list):
        return (f"{_TAG}seq", tuple(_of_json(item) for item in value))
    if isinstance(value, _Number):
        return tuple(value)
    if isinstance(value, bool):
        return (f"{_TAG}bool", str(value).lower())
    return (f"{_TAG}null", "null") if value is None else (f"{_TAG}str", value)


_NUMBERS = {
    f"{_TAG}int": SafeConstructor.construct_yaml_int,
    f"{_TAG}float": SafeConstructor.construct_yaml_float,
}


def _one_spelling(value: Value) -> Value:
    """The same with all spellings of null, and of each number, as one: JSON has fewer of them."""
    tag, content = value
    if tag == f"{_TAG}null":
        return (tag, "null")
    if tag in _NUMBERS and isinstance(content, str):
        with suppress(ValueError):
            return (tag, repr(_NUMBERS[tag](SafeConstructor(), yaml.ScalarNode(tag, content))))
    if not isinstance(content, tuple):
        return value
    return (tag, tuple(_item(item) for item in content))


def _item(item: object) -> object:
    assert isinstance(item, tuple)
    if isinstance(item[0], tuple):
        return (_one_spelling(item[0]), _one_spelling(item[1]))
    return _one_spelling(item)


def difference(before: bytes, after: bytes, snippet: bytes) -> str:
    """Return the fault of a merge, an empty string if it added exactly the snippet's entries."""
    old, new, wanted = _filled(before), _filled(after), _wanted(snippet)
    for name in {*old, *new, *wanted}:
        mine, added = old.get(name, {}), wanted.get(name, {})
        expected = {**mine, **added}
        if new.get(name, {}) != expected:
            return f"{name} is {new.get(name)} and not {expected}"
        if [key for key in new.get(name, {}) if key in mine] != list(mine):
            return f"{name} has another order"
    return _syntax(before, after)


def left(before: bytes, after: bytes, snippet: bytes) -> str:
    """Return the fault of a removal, an empty string if it only removed the snippet's entries."""
    old, new, wanted = _filled(before), _filled(after), _wanted(snippet)
    for name in {*old, *new}:
        gone = wanted.get(name, {})
        expected = {key: value for key, value in old.get(name, {}).items() if key not in gone}
        if list(new.get(name, {}).items()) != list(expected.items()):
            return f"{name} is {new.get(name)} and not {expected}"
    return _syntax(before, after)


def _filled(data: bytes) -> dict[str, dict[str, Value]]:
    """The sections that hold something: an empty one may come and go."""
    found = {name: entry for name, entry in entries(data).items() if entry}
    nothing = f"{_TAG}null"
    return {name: entry for name, entry in found.items() if entry.get(_WHOLE, ("",))[0] != nothing}


def _wanted(snippet: bytes) -> dict[str, dict[str, Value]]:
    headers = ("AWSTemplateFormatVersion", "Transform", "Description")
    ended = snippet if snippet.endswith(b"\n") else snippet + b"\n"  # as every text file is
    return {name: entry for name, entry in _filled(ended).items() if name not in headers}


def _syntax(before: bytes, after: bytes) -> str:
    """JSON stays JSON."""
    try:
        json.loads(before.decode("utf-8-sig"))
    except ValueError:
        return ""
    try:
        json.loads(after.decode("utf-8-sig"))
    except ValueError as error:
        return f"it was JSON: {error}"
    return ""


# --- How they are drawn -----------------------------------------------------------------


def drawn(random: Random) -> Case:
    """A case: both sides may be those of the other tests, changed or made anew."""
    templates = {**TEMPLATES, **ONE_LINE, **AMBIGUOUS}
    template = templates[random.choice(sorted(templates))]
    if random.random() < 0.25:
        template = _written(random)
    snippet = SNIPPET.decode() if random.random() < 0.4 else _written(random)
    if random.random() < 0.6:
        template = changed(random, template)
    if random.random() < 0.4:
        snippet = changed(random, snippet)
    variant = VARIANTS[random.choice(sorted(VARIANTS))]
    encoded = variant(template.encode("utf-8", "replace").decode())
    return Case(snippet.encode("utf-8", "replace"), encoded)


def _written(random: Random) -> str:
    """A template that PyYAML writes, in random styles, or one in JSON."""
    names = list(dict.fromkeys(random.choice(SECTIONS) for _ in range(random.randint(1, 2))))
    pairs = [(_scalar(random, name), _entries(random, name)) for name in names]
    root = yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=random.random() < 0.1)
    if random.random() < 0.15:
        return json.dumps({"Resources": {"Probe": {"Type": "X", "P": odd_text(random)}}}, indent=2)
    text: str = yaml.serialize(
        root,
        width=random.choice((20, 80, 10_000)),
        indent=random.choice((2, 2, 4)),
        allow_unicode=random.random() < 0.7,
    )
    return text


def _entries(random: Random, section: str) -> yaml.Node:
    prefix = random.choice(("Probe", "Queue", "Made"))
    pairs = [
        (_scalar(random, f"{prefix}{section[:2]}{number}"), _node(random, 0))
        for number in range(random.randint(1, 3))
    ]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=random.random() < 0.2)


def _node(random: Random, depth: int) -> yaml.Node:
    kind = random.random()
    flow = random.random() < 0.3
    if depth > 3 or kind < 0.4:
        tag = random.choice(TAGS) if random.random() < 0.15 else ""
        return _scalar(random, odd_text(random), tag)
    count = random.randint(0, 3)
    if kind < 0.6:
        items = [_node(random, depth + 1) for _ in range(count)]
        tag = random.choice(TAGS) if random.random() < 0.2 else "tag:yaml.org,2002:seq"
        return yaml.SequenceNode(tag, items, flow_style=flow)
    keys = random.sample(KEYS, count)
    pairs = [(_scalar(random, key), _node(random, depth + 1)) for key in keys]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow)


def _scalar(random: Random, text: str, tag: str = "") -> yaml.ScalarNode:
    style = random.choice((None, None, None, "'", '"', "|", ">"))
    return yaml.ScalarNode(tag or "tag:yaml.org,2002:str", text, style=style)
