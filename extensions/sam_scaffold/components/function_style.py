"""The style of a component: that of the repository, and that of the function that it is like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..sam.style.frame.frame import Frame
from ..sam.style.house_style import HouseStyle


def frame_of(answers: Mapping[str, Any]) -> Frame:
    """Return what a function takes over from another one.

    Args:
        answers: Its answers. Those of a version without the question ``like`` have no frame.

    Raises:
        ScaffoldError: A recorded value is not valid.
    """
    return Frame.from_dict(answers.get("frame") or {})


def styled(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the recorded style of a component, with the fields that its frame overrides.

    Args:
        answers: Its answers.
    """
    return {**answers["house"], **frame_of(answers).style}


def style_of(answers: Mapping[str, Any]) -> HouseStyle:
    """Return the style of a component.

    Args:
        answers: Its answers.

    Raises:
        ScaffoldError: A recorded value is not valid.
    """
    return HouseStyle.from_dict(styled(answers))
