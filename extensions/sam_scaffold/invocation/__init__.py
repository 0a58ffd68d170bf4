"""Runs a function on this machine as AWS Lambda would, without Docker and without AWS.

What `sam build` made is started under AWS's own runtime client against a small Runtime
API, so that it finds the paths, the variables and the limits that it has in Lambda. Knows
nothing of copier; ``sam-scaffold invoke`` is its command.
"""

from .artifact import Artifact
from .invocation_result import InvocationResult
from .sandbox import Sandbox, invoke

__all__ = ["Artifact", "InvocationResult", "Sandbox", "invoke"]
