"""Findings of cfn-lint in resources."""

from __future__ import annotations

import json
from typing import Any

import pytest


def refused(resources: dict[str, Any], **sections: Any) -> list[tuple[Any, ...]]:
    """Return the path of each error: ``("Resources", "Queue", "Properties", "Colour")``.

    Args:
        resources: The resources by logical id, as CloudFormation gets them.
        sections: More sections of the template.
    """
    cfnlint = pytest.importorskip("cfnlint")
    found = cfnlint.lint(json.dumps({**sections, "Resources": resources}), regions=["eu-west-1"])
    return [tuple(match.path) for match in found]
