"""Renamed resources whose names in AWS the SAM template gives, and that stay."""

from __future__ import annotations

from collections.abc import Mapping

from ..document import Document
from ..document.characters import json_text
from ..sam.model.physical_names import physical_name
from ..sam.model.template import Template
from ..sam.model.template_files import parsed


def fixed_names(
    template_file: str, before: bytes, after: Document, new_ids: Mapping[str, str]
) -> dict[str, str]:
    """Return the names of renamed resources that are what they were, by new logical id.

    CloudFormation makes a renamed resource before it deletes the old one, and AWS refuses
    the second of a name.

    Args:
        template_file: The SAM template.
        before: Its bytes before they were renamed.
        after: The template afterwards.
        new_ids: New logical ids by old ones.
    """
    old, new = parsed(template_file, before), Template(template_file, after)
    found = {}
    for was, now in new_ids.items():
        resources = old.resource(was), new.resource(now)
        names = [
            physical_name(resource.type, resource.properties) if resource else None
            for resource in resources
        ]
        if names[0] is not None and names[0] == names[1]:
            found[now] = names[0] if isinstance(names[0], str) else json_text(names[0])
    return found
