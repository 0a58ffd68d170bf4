"""References to resources outside of the SAM template."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from ..document import Document, Node, NodeKind
from ..errors import ScaffoldError
from ..sam.model.code_folders import code_folders, folder_of
from ..sam.model.make_targets import MAKEFILE, METHOD, has_target, retargeted
from ..sam.model.template import Template
from ..sam.model.template_files import parsed
from ..sam.writing.renaming import renamed
from ..transaction.staging import Staging


@dataclass(slots=True)
class ExternalReferences:
    """Renamed references outside of the SAM template.

    Attributes:
        changed: Paths of the files.
        warnings: References that were not found, a line each.
    """

    changed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def rename_external_references(
    overlay: Staging, template_file: str, new_ids: Mapping[str, str]
) -> ExternalReferences:
    """Rename resources in the files that build them and that the SAM template includes.

    Args:
        overlay: The repository, in whose template they have their new names.
        template_file: The SAM template.
        new_ids: New logical ids by old ones.
    """
    template = parsed(template_file, overlay.read(template_file) or b"")
    done = ExternalReferences()
    for name in new_ids.values():
        if name in template.resources and template.metadata_of(name).get("BuildMethod") == METHOD:
            _retarget(overlay, template, name, new_ids, done)
    for path in dict.fromkeys(_included(template)):
        data = overlay.read(path)
        with suppress(ScaffoldError):  # not YAML; it is reported as a mention
            if data is not None:
                _put(overlay, path, renamed(Document.parse(path, data), new_ids).encode(), done)
    return done


def _put(overlay: Staging, path: str, data: bytes, done: ExternalReferences) -> None:
    if overlay.read(path) != data:
        overlay.put(path, data)
        done.changed.append(path)


def _retarget(
    overlay: Staging,
    template: Template,
    name: str,
    new_ids: Mapping[str, str],
    done: ExternalReferences,
) -> None:
    """Rename the make target of a resource."""
    folder = code_folders(template).get(name)
    if folder is None:
        return
    path = posixpath.normpath(posixpath.join(folder, MAKEFILE))
    data = overlay.read(path)
    if data is not None:
        data = retargeted(data, new_ids)
        _put(overlay, path, data, done)
    if data is None or not has_target(data, name):
        done.warnings.append(
            f"{path} has no target build-{name}, by which sam build makes {name}; write it, or "
            "call the one that does so."
        )


def _included(template: Template) -> Iterator[str]:
    """Yield the files of the repository that the template includes.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/create-reusable-transform-function-snippets-and-add-to-your-template-with-aws-include-transform.html
    """
    for node in template.document.root.walk():
        if node.kind is NodeKind.MAPPING and _text(node, "Name") == "AWS::Include":
            found = node.find("Parameters")
            parameters = None if found is None else found[1].resolved()
            if parameters is not None and parameters.kind is NodeKind.MAPPING:
                path = folder_of(template, _text(parameters, "Location"))
                yield from (path,) if path else ()


def _text(node: Node, key: str) -> str:
    """Return the text of a key, empty where it is none."""
    found = node.find(key)
    value = None if found is None else found[1].resolved()
    return value.value if value is not None and value.tag is None else ""
