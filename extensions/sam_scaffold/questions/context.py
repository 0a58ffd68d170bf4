"""What copier's render context tells: the repository, the SAM template, the answers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2.runtime import Context

from ..components.trigger import Trigger
from ..sam.model.template import Template
from ..sam.model.template_files import find_template
from ..sam.style.house_style import HouseStyle
from ..transaction.repository_view import RepositoryView
from .copier_environment import CHANGED_VARIABLE, REPOSITORY_VARIABLE


def repository_of(context: Context) -> RepositoryView:
    """The repository as copier's run sees it; it stays as it is until files are written."""
    environment: Any = context.environment
    if environment.sam_repository is None:
        base = os.environ.get(REPOSITORY_VARIABLE)
        root = Path(context["_copier_conf"]["dst_path"])
        environment.sam_repository = RepositoryView(root, Path(base) if base else None)
    found: RepositoryView = environment.sam_repository
    return found


def given_of(context: Context) -> Mapping[str, Any]:
    """The answers that were given as data; in an update, all recorded ones."""
    data: Mapping[str, Any] = context["_copier_conf"]["data"]
    return data


def changed_of() -> list[str] | None:
    """The keys of recorded answers that are changed, None if that is not what happens."""
    changed = os.environ.get(CHANGED_VARIABLE)
    return None if changed is None else list(json.loads(changed))


def known_of(context: Context, question: str) -> Any:
    """An answer that was given or recorded, before copier comes to its question."""
    return given_of(context).get(question) or context.get(question)


def template_of(context: Context) -> Template | None:
    """The SAM template, None where there is none: in the folders that an update renders.

    One that cannot be read is refused where it is asked for.
    """
    return find_template(repository_of(context), context["template_file"])


def house_of(context: Context) -> HouseStyle:
    """The house style as it was learned, in this version of the template or another."""
    return HouseStyle.from_dict(context["house"])


def trigger_of(context: Context) -> Trigger:
    """What the answered trigger says of itself; the one of no function says nothing."""
    return _trigger(Path(context["_copier_conf"]["src_path"]), str(context["trigger"]))


_trigger = lru_cache(maxsize=None)(Trigger.load)
