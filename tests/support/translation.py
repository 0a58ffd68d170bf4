"""Translation of SAM templates, as CloudFormation gets them."""

from __future__ import annotations

import copy
from typing import Any

import pytest


def translate(resources: dict[str, Any], **sections: Any) -> dict[str, Any]:
    """Translate a template with SAM's translator.

    Args:
        resources: The resources by logical id.
        sections: More of its sections: Parameters, Conditions.
    """
    boto3 = pytest.importorskip("boto3")
    parser = pytest.importorskip("samtranslator.parser.parser")
    translator = pytest.importorskip("samtranslator.translator.translator")
    template = {"Transform": "AWS::Serverless-2016-10-31", **sections, "Resources": resources}
    found: dict[str, Any] = translator.Translator(
        {}, parser.Parser(), boto_session=boto3.session.Session(region_name="eu-west-1")
    ).translate(copy.deepcopy(template), {})
    return found
