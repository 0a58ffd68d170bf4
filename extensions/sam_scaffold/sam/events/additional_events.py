"""Events that a user added to a function, next to the event of its trigger.

SAM generates a resource for each event, with a logical id derived from the function's id and the
event's key. An event of the user is therefore never merged with the event of a trigger: their types
may differ, and CloudFormation does not let a resource change its type.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...aws.event_sources.table import POLLED_EVENTS
from ..model.intrinsics import Data


def event_problem(
    function: str, existing: Mapping[str, Data], old: Mapping[str, Data], new: Mapping[str, Data]
) -> str:
    """Return why a function cannot get the event of its new trigger; empty if it can.

    Args:
        function: The function's logical id.
        existing: Its events in the SAM template, by key.
        old: The events of its previous trigger.
        new: The events of its new trigger.
    """
    of_user = {key: event for key, event in existing.items() if key not in old}
    for key, event in new.items():
        if key in of_user and of_user[key] != event:
            return (
                f"{function} already has an event {key}, and the event of the new trigger would "
                "have the same name. Rename it in the SAM template, and try again."
            )
        for other, own in of_user.items():
            if key != other and (source := _polled(event)) is not None and _polled(own) == source:
                return (
                    f"the event {other} of {function} has the same source, which Lambda polls only "
                    f"once for a function. Remove {other} from the SAM template, and try again."
                )
    return ""


def _polled(event: Data) -> tuple[Data, Data] | None:
    """Return the source that Lambda polls for an event, and the part of it; None for other events.

    Lambda rejects a second event source mapping of the same source and function:
    https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
    (ResourceConflictException).
    """
    stated = event.get("Properties") if isinstance(event, dict) else None
    kind = POLLED_EVENTS.get(str(event.get("Type"))) if isinstance(event, dict) else None
    if kind is None or not isinstance(stated, dict) or kind.property not in stated:
        return None
    return stated[kind.property], stated.get(kind.part)
