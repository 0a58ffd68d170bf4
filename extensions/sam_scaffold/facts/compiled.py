"""Compiled modules of Python, by the names of their files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}

# ``_core.cpython-312-x86_64-linux-gnu.so``; one for any Python (abi3) does not say what for.
_NAME = re.compile(r"(.+)\.cpython-3(\d+)-(x86_64|aarch64)-linux-gnu\.so")

_SITE = re.compile(r"lib/python3\.\d+/site-packages/")
"""Where Lambda looks, too, each runtime in its own folder:
https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
"""


@dataclass(frozen=True)
class Compiled:
    """A module that is built for one version of Python on one architecture.

    Attributes:
        name: Its path without the ending: ``"pydantic_core/_pydantic_core"``.
        runtime: ``"python3.12"``.
        architecture: ``"x86_64"`` or ``"arm64"``.
    """

    name: str
    runtime: str
    architecture: str


def compiled_in(folder: Path) -> Iterator[Compiled]:
    """The compiled modules below a folder that is on the path of imports."""
    for file in folder.rglob("*.so"):
        if found := _NAME.fullmatch(file.relative_to(folder).as_posix()):
            path, minor, machine = found.groups()
            yield Compiled(_SITE.sub("", path), f"python3.{minor}", _ARCHITECTURES[machine])


def misfits(modules: Iterable[Compiled], fits: Callable[[Compiled], bool]) -> list[Compiled]:
    """Those that fit in none of their builds: a folder may hold several of one module."""
    found: dict[str, list[Compiled]] = {}
    for one in modules:
        found.setdefault(one.name, []).append(one)
    return [builds[0] for builds in found.values() if not any(map(fits, builds))]
