"""Manifest from which `sam build` installs packages for a function or a layer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from ..application.layer import REQUIREMENTS, Layer
from ..dependencies.requirements.manifest_file import read_manifest
from ..dependencies.requirements.uv_project import uv_manifest
from .samconfig import DEFAULT, configured

if TYPE_CHECKING:
    from ..application.application import Application
    from ..application.function import Function

_SAYS_MANIFEST = re.compile(r"\bsam\s+build\b.*\s(--manifest|-m)\b")


@dataclass(frozen=True)
class Manifest:
    """A list of packages.

    Attributes:
        file: Its path, which need not exist; None if nothing is installed.
        is_known: Whether it is certain: a script may specify another.
    """

    file: Path | None = None
    is_known: bool = True


UNKNOWN = Manifest(is_known=False)


def manifest_of_function(facts: Application, function: Function) -> Manifest:
    """Return the manifest of a function; none if it has no Python build."""
    if function.code is None or not function.is_python_built:
        return Manifest()
    if specified := _of_all(facts):
        return specified
    if function.is_uv_built:
        return Manifest(uv_manifest(function.code))
    return Manifest(function.code / REQUIREMENTS)


def manifest_of_layer(facts: Application, layer: Layer) -> Manifest:
    """Return the manifest of a layer; none if it has no Python build."""
    if layer.content is None or not layer.is_pip_built:
        return Manifest()
    return _of_all(facts) or Manifest(layer.content / REQUIREMENTS)


def to_be_built(facts: Application, layer: Layer) -> tuple[Requirement, ...]:
    """Return what `sam build` will install into a layer; nothing if it is built, or unknown."""
    manifest = manifest_of_layer(facts, layer)
    if layer.built is not None or not manifest.is_known or manifest.file is None:
        return ()
    python = layer.method.removeprefix("python")
    found = read_manifest(manifest.file, python=python, machine=layer.machine or "x86_64")
    return () if found is None else found.listed


def _of_all(facts: Application) -> Manifest | None:
    """Return the manifest of `sam build --manifest`, which is used for all; None if not set.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-build.html
    """
    stated = dict(configured(facts.folder, "build", "manifest"))
    if DEFAULT in stated:
        file = facts.folder / stated[DEFAULT]
        return Manifest(file) if file.is_file() else UNKNOWN
    if stated or any(_SAYS_MANIFEST.search(line.text) for line in facts.script_lines):
        return UNKNOWN
    return None
