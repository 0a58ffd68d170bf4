"""What a function gets from the template's Globals."""

from __future__ import annotations

from .intrinsics import Data


def joined(inherited: Data, own: Data) -> Data:
    """Globals and a function's own: mappings are merged, lists joined, else the own counts.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html

    Args:
        inherited: What Globals say, short intrinsics in their long form.
        own: What the function says.
    """
    if isinstance(inherited, dict) and isinstance(own, dict):
        if any(is_intrinsic(one) for one in (inherited, own)):
            return own
        return {
            **inherited,
            **{
                key: joined(inherited[key], value) if key in inherited else value
                for key, value in own.items()
            },
        }
    if isinstance(inherited, list) and isinstance(own, list):
        return [*inherited, *own]
    return own


def is_intrinsic(data: Data) -> bool:
    """Whether a value is an intrinsic function: ``{"Ref": "Stage"}``."""
    return (
        isinstance(data, dict)
        and len(data) == 1
        and all(name == "Ref" or str(name).startswith("Fn::") for name in data)
    )
