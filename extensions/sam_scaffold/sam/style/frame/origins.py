"""Origins of the parts of a frame: the function that a new one is like, and the majority."""

from __future__ import annotations

from .frame import Frame

MAJORITY = "most functions"


def origins(frame: Frame) -> dict[str, list[str]]:
    """Return what a new function takes over, by where it comes from.

    Args:
        frame: Its frame.

    Returns:
        Parts by the function's logical id, and by `MAJORITY`; empty without a frame.
    """
    found: dict[str, list[str]] = {}
    for origin, part in _parts(frame):
        found.setdefault(origin, []).append(part)
    return found


def _parts(frame: Frame) -> list[tuple[str, str]]:
    like, variables = frame.like, frame.style.get("environment") or {}
    properties = [key for key in (*frame.attributes, *frame.properties) if key != "Properties"]
    listed = [
        (like, f"its properties in their order: {', '.join(properties)}" if properties else ""),
        (like, "its role" if frame.role else ""),
        (frame.origins.get("log_group", like), "its log group" if frame.log_group else ""),
        (like, f"its {', '.join(frame.watching)}" if frame.watching else ""),
        (frame.origins.get("trigger", like), _notation(frame)),
        (MAJORITY, f"variables: {', '.join(variables)}" if variables else ""),
        (MAJORITY, "policies that they have in common" if frame.policies else ""),
    ]
    return [(origin, part) for origin, part in listed if part]


def _notation(frame: Frame) -> str:
    if frame.invoking:
        types = [str(entry["Type"]) for entry in frame.invoking.values()]
        return f"its trigger as {', '.join(types)}"
    return f"its event of type {frame.event['Type']}" if frame.event else ""
