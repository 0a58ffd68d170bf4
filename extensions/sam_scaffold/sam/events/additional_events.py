"""Events that a function has beside the one that its trigger gives it.

SAM makes a resource of each event, called after the function and the event's key. So an event
of somebody's is never merged into: another type has other properties, and CloudFormation
lets no resource change its type.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...aws.event_sources.table import POLLED_EVENTS
from ..model.intrinsics import Data


def event_problem(
    function: str, there: Mapping[str, Data], before: Mapping[str, Data], coming: Mapping[str, Data]
) -> str:
    """Return why a function cannot get the event of its new trigger; empty if it can.

    Args:
        function: The function's logical id.
        there: Its events in the SAM template, by key.
        before: Those that the scaffold gave it.
        coming: Those that its new trigger gives it.
    """
    foreign = {key: event for key, event in there.items() if key not in before}
    for key, event in coming.items():
        if key in foreign and foreign[key] != event:
            return (
                f"{function} has an event {key} of its own, and the trigger's would have the same "
                f"name; call that one otherwise in the SAM template, and try again."
            )
        for other, own in foreign.items():
            if key != other and (source := _polled(event)) is not None and _polled(own) == source:
                return (
                    f"the event {other} of {function} has the same source, and Lambda polls one "
                    f"for a function only once; take {other} out of the SAM template, and try "
                    "again."
                )
    return ""


def _polled(event: Data) -> tuple[Data, Data] | None:
    """Return what Lambda polls for an event, and the part of it; None if it polls nothing.

    It polls one for a function only once, and refuses a second mapping:
    https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
    (ResourceConflictException).
    """
    stated = event.get("Properties") if isinstance(event, dict) else None
    kind = POLLED_EVENTS.get(str(event.get("Type"))) if isinstance(event, dict) else None
    if kind is None or not isinstance(stated, dict) or kind.property not in stated:
        return None
    return stated[kind.property], stated.get(kind.part)
