"""Paths of the repository in a template, except those of code, and their change after a move."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from ...document import Document, Node, NodeKind, Splice
from ...transaction.paths import is_below
from .code_folders import folder_of
from .template import Template

_KEYS = frozenset(
    {
        *("Body", "BodyS3Location", "DefinitionS3Location", "DefinitionUri", "Location"),
        *("RequestMappingTemplateS3Location", "ResponseMappingTemplateS3Location"),
        *("SchemaUri", "ScriptLocation", "TemplateURL"),
        *("ContextPath", "DockerContext", "ProjectRootDirectory", "WorkingDirectory"),
    }
)
"""Properties that ``sam package`` uploads, and keys of ``Metadata`` that ``sam build`` reads.

https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html
"""


def repathed(document: Document, moved: Mapping[str, str]) -> Document:
    """Return a template with the new paths of moved files.

    Args:
        document: The SAM template; its name is its path from the repository's root.
        moved: New paths of files by old ones, from the repository's root.
    """
    splices = list(_splices(document, moved))
    return document.apply(splices) if splices else document


def _splices(document: Document, moved: Mapping[str, str]) -> Iterator[Splice]:
    template = Template(document.name, document)
    for node in document.root.walk():
        for key, value in node.pairs() if node.kind is NodeKind.MAPPING else ():
            path = folder_of(template, value.value) if key.value in _KEYS else ""
            target = _target(path, moved) if path and value.tag is None else ""
            if target and target != path:
                yield from _named(document, value, target)


def _target(path: str, moved: Mapping[str, str]) -> str:
    """Return the new path of a file or a folder; empty if it has not moved."""
    for was, now in moved.items():
        rest = was.removeprefix(path)
        if is_below(was, path) and now.endswith(rest):
            return now.removesuffix(rest)
    return ""


def _named(document: Document, node: Node, target: str) -> Iterator[Splice]:
    """Yield the splice that replaces a path, and keeps its spelling."""
    path = posixpath.relpath(target, posixpath.dirname(document.name) or ".")
    before = "./" if node.value.startswith("./") else ""
    new = f"{before}{path}{'/' if node.value.endswith('/') else ''}"
    text = document.text[node.start : node.end]
    if node.kind is NodeKind.SCALAR and text.count(node.value) == 1:
        kind, tag, anchor, _, plain = document.signatures[node.first]
        text = text.replace(node.value, new)
        signature = (kind, tag, anchor, new, plain)
        yield Splice(node.start, node.end, text, node.first, node.last, (signature,))
