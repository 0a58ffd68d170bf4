"""A layer need not bring the AWS SDK: the runtime does."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from ..dependencies.packages import is_locked
from ..dependencies.requirements import read_requirements_file
from ..facts.facts import Facts
from ..facts.layer import Layer
from ._rule import Finding, Rule

_SDK = ("boto3", "botocore", "s3transfer")
"""What the runtime brings and is large; what the SDK needs besides has other uses, too."""


class SdkInLayer(Rule):
    """Python's runtimes bring boto3, which is large.

    To lock its version is a reason for a layer, and one that AWS gives:
    https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
    """

    id = "W9205"
    shortdesc = "A layer brings the AWS SDK, as the runtime does"
    description = "boto3 is in every Python runtime; a layer with it is larger than it has to be."
    source_url = (
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html#python-sdk-included"
    )
    tags = ["resources", "lambda", "layers", "dependencies"]

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """One for each layer that asks for it by name."""
        for layer in facts.layers.values():
            source = layer.requirements or layer.python
            names = sorted(set(_asked_for(layer)).intersection(_SDK))
            if names and source is not None:
                yield Finding(
                    layer.content_path,
                    f"{layer.logical_id}: {' and '.join(names)} in {facts.shown(source)} comes "
                    "with the runtime; take that out, or lock the version that is wanted with ==.",
                )


def _asked_for(layer: Layer) -> Iterator[str]:
    """The distributions that are in a layer because somebody named them, and no version."""
    if (listed := layer.requirements) is not None:
        file = read_requirements_file(listed)
        found = () if file is None else file.listed
        # An extra brings what the runtime does not have: boto3[crt].
        yield from (
            canonicalize_name(one.name) for one in found if not (one.extras or is_locked(one))
        )
    elif layer.python is not None:
        # pip marks what it was asked for: https://peps.python.org/pep-0376/#requested
        marks = layer.python.glob("*.dist-info/REQUESTED")
        yield from (canonicalize_name(one.parent.name.partition("-")[0]) for one in marks)
