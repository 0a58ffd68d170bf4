"""A function of a real template gets another folder, and nothing else of the file changes.

The environment variable SAM_TEMPLATES names a folder of templates; without it a handful of
inline ones represent them. What a file means is read only by PyYAML.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml
from seeds import IS_SAMPLE, SEED

from corpus import meaning
from corpus.check import VARIANTS, shared, templates_below
from sam_scaffold.document import Document
from sam_scaffold.errors import ScaffoldError
from sam_scaffold.migration.block.block import Settings, with_settings
from sam_scaffold.sam.model.template import FUNCTIONS

FOLDER = os.environ.get("SAM_TEMPLATES", "")
OURS = ("CodeUri", "Code", "Handler", "Layers")

KEEP = Settings("functions/orders/", "pkg.orders.handler", ("SharedCodeLayer",))
IN_PLACE = Settings("pkg/orders/", None, (), "pkg.orders")

INLINE = {
    "globals.yaml": """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    CodeUri: ./
    Layers:
      - !Ref Powertools
Resources:
  # the first
  First: # of all
    Type: AWS::Serverless::Function
    Properties: # all of them
      Handler: orders.handler  # where it begins

      Layers: [!Ref Requests] # two
  Second:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: './src'
      Handler: "orders.handler"
      Layers:
      - !Ref Requests # once
      # no more
    Metadata:
      BuildMethod: python3.12
""",
    "anchors.yaml": """\
Transform: AWS::Serverless-2016-10-31
Resources:
  First:
    Type: AWS::Serverless::Function
    Properties: &function
      CodeUri: src/
      Handler: first.handler
      Layers: &layers [!Ref Requests]
  Second:
    Type: AWS::Serverless::Function
    Properties:
      <<: *function
      Handler: second.handler
      Layers: *layers
  Third:
    Type: AWS::Serverless::Function
    Properties: *function
""",
    "tabs.json": json.dumps(
        {
            "Transform": "AWS::Serverless-2016-10-31",
            "Resources": {
                "First": {
                    "Type": "AWS::Serverless::Function",
                    "Properties": {"CodeUri": ".", "Handler": "a.b", "Layers": [{"Ref": "L"}]},
                },
                "Second": {"Type": "AWS::Lambda::Function", "Properties": {"Code": "src"}},
            },
        },
        indent="\t",
    ),
    "refused.yaml": """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Image:
    Type: AWS::Serverless::Function
    Properties: {PackageType: Image, ImageUri: x}
  Elsewhere: {Type: AWS::Serverless::Function, Properties: {CodeUri: s3://bucket/key, Handler: a.b}}
""",
}


def cases(variant: str) -> dict[str, bytes]:
    if FOLDER:
        found = templates_below(Path(FOLDER))
        return shared(found, SEED)[variant] if IS_SAMPLE else found
    return {name: text.encode() for name, text in INLINE.items()}


def functions(root: yaml.MappingNode) -> Iterator[tuple[str, yaml.MappingNode]]:
    """The functions with their blocks."""
    for _, value in meaning.sections(root).get("Resources", []):
        if isinstance(value, yaml.MappingNode):
            for key, block in meaning.pairs(value):
                found = {field.value: other.value for field, other in fields(block)}
                if found.get("Type") in FUNCTIONS and isinstance(block, yaml.MappingNode):
                    yield key.value, block


def fields(node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
    return meaning.pairs(node) if isinstance(node, yaml.MappingNode) else []


def without_ours(node: yaml.Node, path: tuple[str, ...]) -> object:
    """A template's meaning without what may change of the function that a path leads to."""
    kept: list[object] = []
    for key, value in fields(node):
        if (path and key.value not in path[:1]) or (not path and key.value not in OURS):
            if not (path == ("Properties",) and key.value == "Metadata"):
                kept.append((meaning.meaning(key), meaning.meaning(value)))
        elif path and (below := without_ours(value, path[1:])):
            kept.append((meaning.meaning(key), below))
    return kept


def lines_of(block: yaml.MappingNode) -> set[int]:
    """The lines of a function that may be other ones afterwards."""
    found = lines(block, block) if block.flow_style else set()
    for key, value in fields(block):
        is_flow = isinstance(value, yaml.CollectionNode) and value.flow_style
        if key.value == "Metadata" or is_flow:  # a comma follows another value there
            found |= lines(key, value)
        for name, below in fields(value) if key.value == "Properties" else []:
            if name.value in OURS:
                found |= lines(name, below)
    return found


def lines(key: yaml.Node, value: yaml.Node) -> set[int]:
    is_alias = value.start_mark.index < key.start_mark.index  # its mark is that of the anchor
    last = key.end_mark.line if is_alias else last_line(value)
    return set(range(key.start_mark.line, last + 1))


def last_line(node: yaml.Node) -> int:
    """The line that a node ends on; PyYAML's mark of a block is where the next token begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return last_line(last[1] if isinstance(last, tuple) else last)
    is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return int(node.end_mark.line) - (1 if is_block else 0)


def other_lines(before: bytes, after: bytes) -> set[int]:
    """The lines that are not there as they were; the last one may get its line break."""
    newline = b"\r\n" if b"\r\n" in before else b"\n"
    old, new = (
        (data if data.endswith(b"\n") else data + newline).splitlines(keepends=True)
        for data in (before, after)
    )
    changes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return {n for kind, i, j, _, _ in changes if kind != "equal" for n in range(i, j)}


def look(
    name: str, data: bytes, settings: Settings, counts: Counter[str], variant: str
) -> Iterator[str]:
    """Promises that are broken for the functions of one template."""
    try:
        root, document = meaning.compose(data), Document.parse(name, data)
    except (ScaffoldError, ValueError):
        return
    for logical_id, block in functions(root):
        place = f"{name} ({variant}): {logical_id}"
        try:
            changed = with_settings(document, logical_id, settings)
        except ScaffoldError as error:
            counts[reason(str(error), logical_id)] += 1
            if "\n" in str(error) or "report it" in str(error):
                yield f"{place}: {error}"
            continue
        counts["done"] += 1
        after = changed.encode()
        again = Document.parse(name, after)
        if with_settings(again, logical_id, settings) is not again:
            yield f"{place}: a second time changes more"
        path = ("Resources", logical_id, "Properties")
        if without_ours(root, path) != without_ours(meaning.compose(after), path):
            yield f"{place}: something else means something else"
        if not other_lines(data, after) <= lines_of(block):
            yield f"{place}: other lines changed"
        if data[-1:] != b"\n" and after[-1:] == b"\n":
            yield f"{place}: the file ends in a line break"


def reason(message: str, logical_id: str) -> str:
    told = re.sub(r"^\S+:\d+:\d+: ", "", message).replace(logical_id, "X")
    return re.sub(r"(?<=is )\S+(?=, not a folder)", "Y", told)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("settings", [KEEP, IN_PLACE], ids=["keep", "in-place"])
def test_only_the_function_changes(
    settings: Settings,
    variant: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    counts: Counter[str] = Counter()
    broken = [
        problem
        for name, data in cases(variant).items()
        for problem in look(name, VARIANTS[variant](data), settings, counts, variant)
    ]
    with capsys.disabled():
        if FOLDER:
            print(f"\n{variant}:", *(f"{n} {why}" for why, n in counts.most_common()), sep="\n  ")  # noqa: T201
    assert broken == []
    assert counts["done"] > 0
    assert len(counts) > 1
