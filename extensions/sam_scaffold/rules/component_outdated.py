"""A component that an older version of the template made can be updated."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from packaging.version import InvalidVersion, Version

from ..application.application import Application
from ..errors import ScaffoldError
from ..rendering.published_address import is_unset
from ..rendering.template_source import TemplateSource, find_source
from ..transaction.files import own_folder
from ..transaction.git import git
from ._components import components_of
from ._rule import Rule, RuleFinding

_DESCRIBED = re.compile(r"(.+?)(?:-(\d+)-g[0-9a-f]+)?")
"""What git describe says: the last tag, and how many commits came after it."""


class ComponentOutdated(Rule):
    """Looks at this command's own template alone: others would have to be fetched."""

    id = "W9602"
    shortdesc = "A component is of an older template version"
    description = "This command's template is newer than the one that the component was made of."
    source_url = "https://copier.readthedocs.io/en/stable/updating/"
    tags = ["scaffold"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each component of this command's template whose version is an older one."""
        components = components_of(facts)
        own = own_template() if components else None
        for component in components:
            instance = component.instance
            if own is None or not (is_unset(instance.source) or instance.source == own[0]):
                continue
            old, new = _version(instance.version), _version(own[1])
            if old is not None and new is not None and old < new:
                yield RuleFinding(
                    component.path,
                    f"{component.name}: made by version {instance.version} of the template, and "
                    f"{own[1]} is here; run `sam-scaffold update {instance.name}`.",
                )


def own_template() -> tuple[str, str] | None:
    """This command's template: its address, and its version, where both are known here."""
    try:
        source = find_source()
        return source.url, _described(source)
    except (ScaffoldError, OSError, subprocess.CalledProcessError):
        return None


def _described(source: TemplateSource) -> str:
    """Return the version of a template as git describes it; of one elsewhere, as it was noted."""
    if source.folder is not None:
        return git(source.folder, "describe", "--tags", "--always", source.ref or "HEAD")
    noted = Path(own_folder("templates"), f"{source.ref}.version")
    return noted.read_text(encoding="utf-8")


def _version(described: str) -> tuple[Version, int] | None:
    found = _DESCRIBED.fullmatch(described)
    if found is None:
        return None
    try:
        return Version(found[1]), int(found[2] or 0)
    except InvalidVersion:  # a commit without a tag before it
        return None
