"""Wheels made by hand, for uv and pip to find without a network."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

HOUSE: Mapping[str, tuple[str, ...]] = {
    "mpmath==1.3.0": (),
    "mpmath==1.4.1": (),
    "numpy==2.4.0": (),
    "httpx==0.28.1": ("h11>=0.14", 'h2>=3,<5; extra == "http2"'),
    "h11==0.16.0": (),
    "h2==4.3.0": (),
    "tzdata==2025.2": (),
    "xmltodict==0.14.2": (),
    "aws-lambda-powertools==3.37.0": (
        "jmespath>=1",
        'pydantic>=2; extra == "parser"',
        'aws-xray-sdk>=2; extra == "tracer"',
    ),
    "jmespath==1.1.0": (),
    "pydantic==2.14.4": (),
    "aws-xray-sdk==2.15.0": (),
}
"""What the commands of tests ask for, by what it needs; no more of the real ones than the names."""


def make_wheel(
    folder: Path,
    pin: str,
    requires: Iterable[str] = (),
    files: Mapping[str, bytes] | None = None,
    tags: str = "py3-none-any",
) -> Path:
    """Make a wheel.

    Args:
        folder: The folder that it goes into.
        pin: ``name==version``.
        requires: Its requirements.
        files: Contents by path; by default, a package of its name.
        tags: Its platform tags, as in its file's name.
    """
    name, _, version = pin.partition("==")
    name = name.replace("-", "_")
    info = f"{name}-{version}.dist-info"
    needs = list(requires)
    extras = sorted({need.split('"')[1] for need in needs if "extra ==" in need})
    metadata = [
        "Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}",
        *(f"Provides-Extra: {extra}" for extra in extras),
        *(f"Requires-Dist: {need}" for need in needs),
    ]  # fmt: skip
    python, abi, platforms = tags.rsplit("-", 2)
    tag = [f"Tag: {python}-{abi}-{platform}" for platform in platforms.split(".")]
    wheel = ["Wheel-Version: 1.0", "Generator: tests", "Root-Is-Purelib: true", *tag]
    every = {
        **({f"{name}/__init__.py": b""} if files is None else files),
        f"{info}/METADATA": "\n".join([*metadata, ""]).encode(),
        f"{info}/WHEEL": "\n".join([*wheel, ""]).encode(),
    }
    record = "".join(f"{path},,{len(data)}\n" for path, data in every.items())
    target = folder / f"{name}-{version}-{tags}.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path, data in every.items():
            archive.writestr(path, data)
        archive.writestr(f"{info}/RECORD", f"{record}{info}/RECORD,,\n")
    return target


def only_from(folder: Path) -> dict[str, str]:
    """Return variables with which uv and pip only search a folder."""
    settings = folder / "uv.toml"  # uv has no variable for this
    settings.write_text(f"no-index = true\nfind-links = ['{folder}']\n", encoding="utf-8")
    return {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(folder),
        "UV_CONFIG_FILE": str(settings),
    }
