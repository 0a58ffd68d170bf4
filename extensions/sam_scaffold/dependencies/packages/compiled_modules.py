"""Compiled Python modules, by the names and headers of their files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LINUX = "Linux"
_MUSL = "Linux with musl"
"""Linux with a different C library than Lambda's."""

_ARCHITECTURES = {"x86_64": "x86_64", "aarch64": "arm64"}

_LINUX = re.compile(r"(.+)\.cpython-3(\d+)-(x86_64|aarch64)-linux-(gnu|musl)\.so")
_MACOS = re.compile(r"(.+)\.cpython-3(\d+)-darwin\.so")
_WINDOWS = re.compile(r"(.+?)(?:\.cp3(\d+)-win\w+)?\.pyd")
_UNTAGGED = re.compile(r"(.+?)(\.abi3)?\.so")
"""``_core.cpython-312-x86_64-linux-gnu.so``: https://peps.python.org/pep-3149/"""

_ELF = b"\x7fELF"
_MACH = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_MACHINES = {0x3E: "x86_64", 0xB7: "arm64"}
"""Of ELF files, at byte 18: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html"""

_SITE = re.compile(r"lib/python3\.\d+/site-packages/")
"""Folder of a runtime that Lambda also searches:
https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
"""

_FOR_SPEED = re.compile(
    r".*(?:__mypyc|[_/]speedups|_c?optimizations)"
    r"|aiohttp/.*|bson/_cbson|cbor2/.*|_cbor2|charset_normalizer/.*|frozenlist/.*|google/_?upb/.*"
    r"|google/protobuf/.*|ijson/.*|markupsafe/.*|msgpack/.*|multidict/.*|propcache/.*|pvectorc"
    r"|pymongo/.*|rapidfuzz/.*|_ruamel_yaml|simplejson/.*|sqlalchemy/.*|tornado/.*|websockets/.*"
    r"|wrapt/.*|yaml/_yaml|_yaml|yarl/.*"
)
"""Modules without which their packages still work."""


@dataclass(frozen=True)
class Compiled:
    """Compiled module.

    Attributes:
        name: Its path without the suffix: ``"pydantic_core/_pydantic_core"``.
        runtime: ``"python3.12"``; empty if it fits any, or is unknown.
        architecture: ``"x86_64"`` or ``"arm64"``; empty if unknown.
        system: `LINUX`, ``"macOS"``, ``"Windows"``, or ``"Linux with musl"``, a different C
            library than Lambda's.
    """

    name: str
    runtime: str
    architecture: str
    system: str = LINUX


def compiled_in(folder: Path) -> Iterator[Compiled]:
    """Yield the compiled modules below a folder on the search path."""
    yield from compiled_of(folder, (*folder.rglob("*.so"), *folder.rglob("*.pyd")))


def compiled_of(folder: Path, files: Iterable[Path]) -> Iterator[Compiled]:
    """Yield the compiled modules among some files below such a folder.

    Modules with a Python version next to them, and those that only make a package faster, are
    left out.
    """
    for file in files:
        path = file.relative_to(folder).as_posix()
        found = _by_tag(path) or _by_content(path, file)
        if found is None or _FOR_SPEED.fullmatch(found.name):
            continue
        if not file.with_name(f"{file.name.partition('.')[0]}.py").is_file():
            yield found


def _by_tag(path: str) -> Compiled | None:
    """Read the tags in a file's name; None without any."""
    if found := _LINUX.fullmatch(path):
        name, minor, machine, library = found.groups()
        system = LINUX if library == "gnu" else _MUSL
        return Compiled(_named(name), f"python3.{minor}", _ARCHITECTURES[machine], system)
    for pattern, system in ((_MACOS, "macOS"), (_WINDOWS, "Windows")):
        if found := pattern.fullmatch(path):
            return Compiled(_named(found[1]), f"python3.{found[2]}" if found[2] else "", "", system)
    return None


def _by_content(path: str, file: Path) -> Compiled | None:
    """Read the header of a file; None for libraries and other files."""
    named = _UNTAGGED.fullmatch(path)
    if named is None or file.name.startswith("lib") or ".libs/" in path or "-" in file.name:
        return None
    try:
        with file.open("rb") as opened:
            head = opened.read(20)
    except OSError:
        return None
    if head.startswith(_ELF):
        machine = int.from_bytes(head[18:20], "little")
        return Compiled(_named(named[1]), "", _MACHINES.get(machine, ""))
    return Compiled(_named(named[1]), "", "", "macOS") if head.startswith(_MACH) else None


def _named(path: str) -> str:
    return _SITE.sub("", path)


def incompatible(modules: Iterable[Compiled], fits: Callable[[Compiled], bool]) -> list[Compiled]:
    """Return the modules of which no build fits; a folder may have several builds of one."""
    found: dict[str, list[Compiled]] = {}
    for module in modules:
        found.setdefault(module.name, []).append(module)
    return [builds[0] for builds in found.values() if not any(map(fits, builds))]
