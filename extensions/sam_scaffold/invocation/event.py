"""Events of functions, and JSON files of users."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ..aws.limits import EVENT_BYTES
from ..document.expansion import DEEP
from ..errors import ScaffoldError
from ..sam.model.intrinsics import Data

STANDARD_INPUT = "-"


def read_event(source: str) -> Data:
    """Return an event from a file, or from standard input.

    Args:
        source: A path, or `STANDARD_INPUT`.

    Raises:
        ScaffoldError: The file is missing or not valid JSON, or the event is too large.
    """
    name = "standard input" if source == STANDARD_INPUT else source
    data = _of_standard_input(name) if source == STANDARD_INPUT else parsed_json(Path(source))
    size = len(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    if size > EVENT_BYTES:
        raise ScaffoldError(
            f"{name} has {size:,} characters, but Lambda's limit for events is {EVENT_BYTES:,} "
            "bytes. Make it smaller."
        )
    return data


def _of_standard_input(name: str) -> Data:
    try:
        return _loaded(name, sys.stdin.read().removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise ScaffoldError(
            f"{name} is not UTF-8 (byte {error.start}). Send it as UTF-8."
        ) from None


def parsed_json(path: Path) -> Data:
    """Return the data of a JSON file.

    Raises:
        ScaffoldError: The file is missing or not valid JSON.
    """
    try:
        return _loaded(str(path), path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ScaffoldError(
            f"{path} is not UTF-8 (byte {error.start}). Save it as UTF-8."
        ) from None
    except OSError as error:
        raise ScaffoldError(
            f"{path} cannot be read ({error.strerror}). Choose a JSON file."
        ) from None


def _loaded(name: str, text: str) -> Data:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ScaffoldError(
            f"{name}:{error.lineno}:{error.colno}: not valid JSON: {error.msg}."
        ) from None
    except RecursionError:
        raise ScaffoldError(f"{name}: {DEEP}.") from None
