"""Updates of existing components to a newer version of the template."""

from __future__ import annotations

from dataclasses import replace

from ..components.component_record import ComponentRecord
from ..errors import ScaffoldError
from .batch import Components, Prepared
from .change_address import readdressed
from .rerender import in_repository
from .shared_components import with_shared


def updated(components: Components, instance: ComponentRecord) -> Prepared:
    """Prepare the update of a component to the version that it is to get.

    Raises:
        ScaffoldError: A version cannot be had, or the component is newer.
    """
    target = components.versions.target(instance.source)
    if target.commit is None:
        raise ScaffoldError(
            f"the template {target.url} has changes that are not committed, which no later update "
            "could tell from newer ones; commit them, or name a version with --to."
        )
    if target.version and target.version == instance.version:
        data = components.overlay.read(instance.snippet_file)
        found = readdressed(components, instance, components.versions.address(instance.source))
        return replace(found, block=components.block(instance, data))
    checkout = components.versions.at(instance.source, instance.version)
    if components.versions.is_older(instance.source, target, checkout):
        way = "name a newer one" if components.versions.wanted else "upgrade sam-scaffold"
        raise ScaffoldError(
            f"{instance.name} has {instance.version}, which is newer than {target.version}; {way}, "
            "or go back with git."
        )
    _, old = components.old(instance)
    new = in_repository(
        target, components.overlay.repository, instance.answers_file,
        components.answers(instance), templates=components.templates(instance),
    )  # fmt: skip
    prepared = components.merged_with(instance, old, new)
    return with_shared(components, prepared, target, new.rendered.needs)
