"""Layers with the AWS SDK, which the runtime provides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from ..application.application import Application
from ..dependencies.packages.given_packages import is_locked
from ..dependencies.requirements.requirements_file import read_requirements_file
from ._rule import Rule, RuleFinding

_SDK = ("boto3", "botocore", "s3transfer")
"""Large packages of the SDK; its other requirements also have other uses."""


class SdkInLayer(Rule):
    """Python runtimes include boto3, which is large.

    To pin its version is a valid reason for a layer, according to AWS. Packages in the
    layer's folder are pinned, too.
    https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
    """

    id = "W9205"
    shortdesc = "A layer contains the AWS SDK, which the runtime provides"
    description = "Every Python runtime includes boto3; a layer with it is larger than necessary."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html#python-sdk-included"
    )
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield a finding for each layer that requires it by name."""
        for layer in facts.layers.values():
            listed = layer.requirements
            names = [] if listed is None else sorted(set(_asked_for(listed)).intersection(_SDK))
            if listed is not None and names:
                named = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
                are, them = ("is", "it") if len(names) == 1 else ("are", "them")
                yield RuleFinding(
                    layer.content_path,
                    f"{layer.logical_id}: {named} in {facts.shown(listed)} {are} "
                    f"included in the runtime. Remove {them}, or pin the version with ==.",
                )


def _asked_for(listed: Path) -> Iterator[str]:
    """Yield the distributions that a list requires without a version."""
    file = read_requirements_file(listed)
    found = () if file is None else file.listed
    # An extra adds packages that the runtime does not have: boto3[crt].
    for requirement in found:
        if not requirement.extras and not is_locked(requirement):
            yield canonicalize_name(requirement.name)
