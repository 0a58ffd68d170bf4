"""Required environment variables."""

import os


def required(name: str) -> str:
    """Return the value of an environment variable.

    Raises:
        KeyError: If it is not set, or empty.
    """
    value = os.environ.get(name, "")
    if not value:
        raise KeyError(f"the environment variable {name} is not set")
    return value
