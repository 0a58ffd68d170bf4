"""Local invocation of a function as in AWS Lambda, without Docker and without AWS.

AWS's own runtime client runs the output of `sam build` against a small Runtime API, with the
paths, variables and limits that the function has in Lambda. Knows builds, interpreters,
processes and events; must not know copier or merges.
"""

from .artifact import Artifact
from .invocation_result import InvocationResult
from .sandbox import Sandbox, invoke

__all__ = ["Artifact", "InvocationResult", "Sandbox", "invoke"]
