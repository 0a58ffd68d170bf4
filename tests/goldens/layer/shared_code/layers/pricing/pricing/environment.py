"""Settings from the environment, read so that a missing one is seen at once."""

import os


def required(name: str) -> str:
    """Return an environment variable that the function cannot work without.

    Raises:
        KeyError: If it is not set, or set to nothing.
    """
    value = os.environ.get(name, "")
    if not value:
        raise KeyError(f"the environment variable {name} is not set")
    return value
