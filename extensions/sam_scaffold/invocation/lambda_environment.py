"""Environment variables of a function: Lambda's, the template's, and the caller's."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from ..errors import ScaffoldError
from ..sam.model.intrinsics import Data
from ..sam.model.stack_values import REGION
from .artifact import Artifact
from .credentials import credentials
from .event import parsed_json

_LIBRARIES = "LD_LIBRARY_PATH"
_LAMBDAS_FOLDER = re.compile(r"(?<![^:])/(var/task|opt)(?![^/:])")

ENDPOINT = "AWS_ENDPOINT_URL"
"""Prefix of the variables with addresses of AWS emulators."""


def region_of(caller: Mapping[str, str]) -> str:
    """Return the region of the caller's environment, or the default of sam local."""
    return caller.get("AWS_REGION") or caller.get("AWS_DEFAULT_REGION") or REGION


def environment(
    artifact: Artifact, caller: Mapping[str, str], overrides: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the variables of a function.

    The sandbox adds those that depend on its folders. The caller's own are omitted: variables
    that the template lacks would not be noticed otherwise.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime

    Args:
        artifact: The function.
        caller: The environment of the command: credentials, region, PATH.
        overrides: Variables with the highest precedence, see `read_overrides`.
    """
    return {
        **{name: value for name, value in caller.items() if name.startswith(ENDPOINT)},
        **_lambdas_own(artifact, region_of(caller)),
        **credentials(caller),
        **{name: caller[name] for name in ("PATH", _LIBRARIES) if name in caller},
        **artifact.variables,
        **(overrides or {}),
    }


def placed(
    environment: Mapping[str, str], *, task: Path, opt: Path, home: Path, runtime: Path
) -> dict[str, str]:
    """Return the variables of a function with the folders in which it is started.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime

    Args:
        environment: The result of `environment`.
        task: The local ``/var/task``: the code.
        opt: The local ``/opt``: the layers.
        home: The function's home folder.
        runtime: The local ``/var/runtime``: the packages that Lambda includes.
    """
    own = environment.get("PYTHONPATH", "")
    here = {"/var/task": str(task), "/opt": str(opt)}
    libraries = [str(task), f"{task}/lib", f"{opt}/lib", environment.get(_LIBRARIES, "")]
    return {
        **environment,
        "HOME": str(home),
        "LAMBDA_TASK_ROOT": str(task),
        "LAMBDA_RUNTIME_DIR": str(runtime),
        _LIBRARIES: os.pathsep.join(filter(None, libraries)),
        "PATH": os.pathsep.join([environment.get("PATH", os.defpath), f"{opt}/bin"]),
        **({"PYTHONPATH": _LAMBDAS_FOLDER.sub(lambda name: here[name[0]], own)} if own else {}),
    }


def _lambdas_own(artifact: Artifact, region: str) -> dict[str, str]:
    today = dt.datetime.now(dt.timezone.utc)
    log_format = artifact.logging.get("LogFormat", "Text")
    level = {"AWS_LAMBDA_LOG_LEVEL": artifact.logging.get("ApplicationLogLevel", "INFO")}
    return {
        "AWS_DEFAULT_REGION": region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{artifact.runtime}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(artifact.memory),
        "AWS_LAMBDA_FUNCTION_NAME": artifact.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": log_format,
        "AWS_LAMBDA_LOG_GROUP_NAME": artifact.logging.get(
            "LogGroup", f"/aws/lambda/{artifact.name}"
        ),
        "AWS_LAMBDA_LOG_STREAM_NAME": f"{today:%Y/%m/%d}/[$LATEST]{uuid4().hex}",
        **(level if log_format == "JSON" else {}),
        "AWS_REGION": region,
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:2000",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "_HANDLER": artifact.handler,
    }


def read_overrides(path: Path, artifact: Artifact) -> dict[str, str]:
    """Return the variables of a file, for one function.

    The file contains variables, ``{"NAME": "value"}``, or has the format of `sam local invoke
    --env-vars`: ``{"FunctionId": {"NAME": "value"}, "Parameters": {"NAME": "value"}}``, in
    which ``Parameters`` is for all functions and has a lower precedence.

    Args:
        path: The file.
        artifact: The function.

    Raises:
        ScaffoldError: The file is missing, is not valid JSON, or has neither format.
    """
    data = parsed_json(path)
    if not isinstance(data, dict):
        raise ScaffoldError(f'{path} is not a JSON object. Use {{"NAME": "value"}}.')
    functions = {key: value for key, value in data.items() if isinstance(value, dict)}
    if 0 < len(functions) < len(data):
        raise ScaffoldError(
            f"{path} has both variables and functions. Use only variables, or put all of them "
            f'below {{"{artifact.logical_id}": {{...}}}} or {{"Parameters": {{...}}}}.'
        )
    if functions:
        own = functions.get(artifact.logical_id, functions.get(artifact.name, {}))
        data = {**functions.get("Parameters", {}), **own}
    return {name: _text(value) for name, value in data.items()}


def _text(value: Data) -> str:
    """Return a value as in sam local, except lists and objects, which are JSON here."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)
