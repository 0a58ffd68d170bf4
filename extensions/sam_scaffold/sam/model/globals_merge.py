"""The merge of a template's Globals with a function's own properties."""

from __future__ import annotations

from .intrinsics import Data


def joined(inherited: Data, own: Data) -> Data:
    """Merge a value of Globals with a function's own: its mappings and lists add to it.

    Any other value of the function replaces that of Globals:
    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html

    Args:
        inherited: The value in Globals, with intrinsic functions in their long form.
        own: The value of the function.
    """
    if isinstance(inherited, dict) and isinstance(own, dict):
        if is_intrinsic(inherited) or is_intrinsic(own):
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
    """Return whether a value is an intrinsic function: ``{"Ref": "Stage"}``."""
    return (
        isinstance(data, dict)
        and len(data) == 1
        and all(name == "Ref" or str(name).startswith("Fn::") for name in data)
    )
