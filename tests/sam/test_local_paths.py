"""Paths in a template after a move of files; their spelling stays the same."""

from __future__ import annotations

import pytest

from sam_scaffold.document import Document
from sam_scaffold.sam.model.local_paths import repathed

MOVED = {"f/old/api.yaml": "f/new/api.yaml", "f/old/flow/a.json": "f/new/flow/a.json", "x": "x"}

PATHS = {
    "file": ("DefinitionUri: f/old/api.yaml\n", "DefinitionUri: f/new/api.yaml\n"),
    "dotted": ('Location: "./f/old/api.yaml"\n', 'Location: "./f/new/api.yaml"\n'),
    "folder": ("DockerContext: f/old/\n", "DockerContext: f/new/\n"),
    "below": ("A: {TemplateURL: f/old/flow}\n", "A: {TemplateURL: f/new/flow}\n"),
    "json": ('{"DefinitionUri": "f/old/api.yaml"}\n', '{"DefinitionUri": "f/new/api.yaml"}\n'),
    "anchored": ("DefinitionUri: &a f/old/api.yaml\n", "DefinitionUri: &a f/new/api.yaml\n"),
    "other-key": ("Description: f/old/api.yaml\n",) * 2,
    "function": ("DefinitionUri: !Sub f/old/api.yaml\n",) * 2,
    "elsewhere": ("DefinitionUri: f/old/other.yaml\n",) * 2,
    "above": ("DockerContext: f\n",) * 2,
    "stays": ("DefinitionUri: x\n",) * 2,
    "bucket": ("DefinitionUri: s3://f/old/api.yaml\n",) * 2,
}


@pytest.mark.parametrize(("text", "expected"), PATHS.values(), ids=PATHS.keys())
def test_paths_follow_moved_files(text: str, expected: str) -> None:
    assert repathed(Document.parse("template.yaml", text.encode()), MOVED).text == expected


def test_paths_are_from_the_template_s_folder() -> None:
    document = Document.parse("infra/template.yaml", b"DefinitionUri: ../f/old/api.yaml\n")
    assert repathed(document, MOVED).text == "DefinitionUri: ../f/new/api.yaml\n"
