"""A layer need not bring the AWS SDK: the runtime does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from ..application.application import Application
from ..dependencies.packages.given_packages import is_locked
from ..dependencies.requirements.requirements_file import read_requirements_file
from ._rule import Rule, RuleFinding

_SDK = ("boto3", "botocore", "s3transfer")
"""What the runtime brings and is large; what the SDK needs besides has other uses, too."""


class SdkInLayer(Rule):
    """Python's runtimes bring boto3, which is large.

    To lock its version is a reason for a layer, and one that AWS gives; packages that lie in
    the layer's folder are locked by that.
    https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
    """

    id = "W9205"
    shortdesc = "A layer brings the AWS SDK, as the runtime does"
    description = "boto3 is in every Python runtime; a layer with it is larger than it has to be."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html#python-sdk-included"
    )
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Application) -> Iterator[RuleFinding]:
        """Yield one for each layer that asks for it by name."""
        for layer in facts.layers.values():
            listed = layer.requirements
            names = [] if listed is None else sorted(set(_asked_for(listed)).intersection(_SDK))
            if listed is not None and names:
                named = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
                come, them = ("comes", "that") if len(names) == 1 else ("come", "them")
                yield RuleFinding(
                    layer.content_path,
                    f"{layer.logical_id}: {named} in {facts.shown(listed)} {come} "
                    f"with the runtime; take {them} out, or lock the version that is wanted with "
                    "==.",
                )


def _asked_for(listed: Path) -> Iterator[str]:
    """Yield the distributions that a list names, and no version of them."""
    file = read_requirements_file(listed)
    found = () if file is None else file.listed
    # An extra brings what the runtime does not have: boto3[crt].
    yield from (canonicalize_name(one.name) for one in found if not (one.extras or is_locked(one)))
