"""The meaning of SAM templates: all that a merge knows of SAM."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from ..sam.model.intrinsics import INTRINSICS_WITHOUT_PREFIX, inherited, to_data
from ..sam.model.references import REFERRED, RESOURCES, needed, needs_at
from ..sam.writing.renaming import renaming
from .meaning import Meaning


def _is_function(keys: Sequence[str]) -> bool:
    return len(keys) == 1 and (keys[0].startswith("Fn::") or keys[0] in INTRINSICS_WITHOUT_PREFIX)


SAM = Meaning(
    # https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy.html
    sections=(
        "Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Globals", "Resources",
        "Outputs",
    ),
    headers=("AWSTemplateFormatVersion", "Transform", "Description"),
    resources=RESOURCES,
    referred=REFERRED,
    one_namespace=MappingProxyType({RESOURCES: "Parameters", "Parameters": RESOURCES}),  # E3007
    required=(RESOURCES,),
    type_key="Type",
    identities=("Sid", "AttributeName", "PolicyName", "Name", "Key", "Id"),
    independent=frozenset(("Policies", "ManagedPolicyArns", "Environment", "Variables", "Events")),
    data=to_data,
    inherited=inherited,
    is_function=_is_function,
    references=needs_at,
    needed=needed,
    renaming=renaming,
)  # fmt: skip
"""SAM templates, in YAML or JSON."""
