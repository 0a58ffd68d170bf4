"""Record another address of the template in a component."""

from __future__ import annotations

from ..components.answers_file import with_address
from ..components.component_record import ComponentRecord
from ..errors import ScaffoldError
from ..rendering.versions import Versions, leads_nowhere
from .batch import ComponentResult, Components, Prepared


def readdressed(components: Components, instance: ComponentRecord, address: str) -> Prepared:
    """Prepare a component that is from another address from now on, at the version that it has."""
    before = components.answers(instance)
    after = before if instance.source == address else with_address(before, address)
    changes = {} if after == before else {instance.answers_file: after}
    return Prepared(ComponentResult(instance, instance.version), changes, None)


def problem_with(versions: Versions, address: str) -> str:
    """Return why an address cannot be looked at, empty if it can.

    Args:
        versions: The versions of the template.
        address: The new address.
    """
    try:
        versions.home(address).folder  # noqa: B018 - fetches it
    except ScaffoldError as error:
        return str(error)
    return ""


def check_version(versions: Versions, instance: ComponentRecord, address: str) -> None:
    """Refuse an address that lacks the version which a component has.

    Raises:
        ScaffoldError: It does.
    """
    if versions.home(address).recorded(instance.version) is None:
        raise ScaffoldError(
            f"{address} has no version {instance.version}, which {instance.name} has; push that "
            "version there, or name another address."
        )


def is_same_template(versions: Versions, instance: ComponentRecord, address: str) -> bool:
    """Return whether a component's own address holds nothing that a new one does not have.

    Args:
        versions: The versions of the template.
        instance: The component.
        address: The new address, which can be reached.
    """
    if instance.source == address or leads_nowhere(instance.source):
        return True
    try:
        old, new = versions.home(instance.source), versions.home(address)
        commits = {home.recorded(instance.version) for home in (old, new)}
        return len(commits) == 1 and old.is_part_of(new)
    except ScaffoldError:  # it cannot be reached
        return False
