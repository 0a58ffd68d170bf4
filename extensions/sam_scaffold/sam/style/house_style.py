"""The house style of a repository: the learned conventions of its functions and layers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from ...errors import ScaffoldError
from ..model.intrinsics import Data
from ..model.shared_layer import SHARED_FOLDER
from .style_problem import style_problem

_BOUNDARY = "PermissionsBoundary"

_EXCEPTIONS = ("statement_ids", "policy_versions", "joined_statements", "connected")
"""Attributes that few repositories have, and answers files record only for these."""


@dataclass(frozen=True)
class HouseStyle:
    """The conventions that a new function or layer follows; the defaults are the standard values.

    The defaults also apply to a style that an earlier version recorded.

    A shape is data with placeholders for a name, see `name_patterns`. Folders and URIs start at the
    template's folder.

    Attributes:
        logical_id: Shape of a function's logical id.
        function_dir: Shape of a function's own folder.
        layout: ``"flat"`` if the code is in that folder, ``"colocated"`` if it is in its ``src``.
        code_uri_prefix: Prefix of URIs: ``"./"`` or empty.
        code_uri_suffix: Suffix of URIs: ``"/"`` or empty.
        handler: Shape of the handler.
        shares_code: Whether the folder of a function's code is that of others, too, in which only
            the handler's module is its own.
        runtime: Python runtime, ``"python3.12"``.
        architecture: ``"x86_64"`` or ``"arm64"``.
        shared_first: Whether functions list the shared layer before the others.
        shared_layer: Logical id of the shared layer; empty without one.
        shared_source: Folder of the repository with its packages; empty without one.
        shared_package: Its package with ``structured_logging.py``; empty without one.
        shared_content: Folder of a new shared code layer, from the SAM template's folder.
        build_method: Whether functions have ``Metadata.BuildMethod``.
        function_name: Shape of FunctionName; None if functions do not have it.
        tags: Shape of Tags; None if functions have no common tags.
        layer_id: Shape of a layer's logical id.
        layer_name: Shape of LayerName; None if layers do not have it.
        content_dir: Shape of a layer's folder.
        globals: Properties of functions in Globals, of those in `function_style.GLOBALS`.
        explicit: Properties that a new function has even if Globals have them: Runtime and
            Architectures by convention, others as the user asked for them.
        iam: How functions get permissions: by ``"policies"``, a ``"role"`` each, or an
            ``"existing"`` role of another stack that all share.
        shared_role: Reference to the role that all functions have; None without one.
        own: Shapes of the properties of functions for the role that SAM generates, unless Globals
            have them: PermissionsBoundary and RolePath.
        role_id: Shape of a role's logical id.
        log_group_id: Shape of a log group's logical id.
        role_name: Shape of RoleName; None if roles do not have it.
        role_properties: Properties that every role needs: PermissionsBoundary and Path.
        environment: Shapes of the environment variables that contain the function's name.
        tracing: Whether functions are traced, by Globals or their own properties.
        vpc: VpcConfig of functions; None if they have none or Globals have it.
        log_retention: Days that logs are kept; 0 for logs that are never deleted.
        alarm_topic: Logical id of the topic that alarms notify; empty without one.
        powertools_layer: Reference to the layer with Powertools for AWS Lambda; None without one,
            or if Globals have it.
        powertools_inherited: Whether Globals have that layer.
        powertools_lacks: Extras of Powertools that the layer does not have: parser, tracer.
        event: Key of a function's only event; empty for the key that the trigger chooses.
        alarms: Usual alarms of functions: ``"none"``, ``"standard"`` or ``"full"``.
        on_failure: Where failed events of a function go: ``"queue"`` or ``"none"``.
        redrive: Whether queues have a dead-letter queue.
        retry_limits: Whether streams limit the retries of records without a destination.
        log_level: Whether functions, or Globals, have the variable ``LOG_LEVEL``.
        shared_code: Whether functions have the shared code layer.
        statement_ids: Whether statements have a Sid.
        policy_versions: Whether policy documents have a Version.
        joined_statements: Whether the statements of a function's Policies are in one document.
        connected: For each resource that the functions here name or grant otherwise than we would:
            ``resource``, its ``variable``, and for an ``access`` the ``statements`` without Sid.
    """

    logical_id: str = "{pascal}Function"
    function_dir: str = "functions/{snake}"
    layout: str = "colocated"
    code_uri_prefix: str = ""
    code_uri_suffix: str = "/"
    handler: str = "lambda_handler.lambda_handler"
    shares_code: bool = False
    runtime: str = "python3.12"
    architecture: str = "x86_64"
    shared_first: bool = False
    shared_layer: str = ""
    shared_source: str = ""
    shared_package: str = ""
    shared_content: str = SHARED_FOLDER
    build_method: bool = True
    function_name: Data = None
    tags: Data = None
    layer_id: str = "{pascal}Layer"
    layer_name: Data = None
    content_dir: str = "layers/{snake}"
    globals: dict[str, Data] = field(default_factory=dict)
    explicit: tuple[str, ...] = ("Runtime", "Architectures")
    iam: str = "policies"
    shared_role: Data = None
    own: dict[str, Data] = field(default_factory=dict)
    role_id: str = "{pascal}ExecutionRole"
    log_group_id: str = "{pascal}LogGroup"
    role_name: Data = None
    role_properties: dict[str, Data] = field(default_factory=dict)
    environment: dict[str, Data] = field(default_factory=dict)
    tracing: bool = False
    vpc: Data = None
    log_retention: int = 30
    alarm_topic: str = ""
    powertools_layer: Data = None
    powertools_inherited: bool = False
    powertools_lacks: tuple[str, ...] = ()
    event: str = ""
    alarms: str = "standard"
    on_failure: str = "queue"
    redrive: bool = True
    retry_limits: bool = False
    log_level: bool = True
    shared_code: bool = True
    statement_ids: bool = True
    policy_versions: bool = True
    joined_statements: bool = False
    connected: tuple[dict[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the style as data of JSON and YAML, without exceptions that it does not have."""
        standard = asdict(HouseStyle())
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in asdict(self).items()
            if key not in _EXCEPTIONS or value != standard[key]
        }

    @property
    def boundary(self) -> Data:
        """The PermissionsBoundary of the roles; None without one."""
        stated = (self.own, self.globals, self.role_properties)
        return next((found[_BOUNDARY] for found in stated if _BOUNDARY in found), None)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> HouseStyle:
        """Return the style that `to_dict` recorded, in this version or another one.

        Args:
            data: Recorded values by name. Unknown names are ignored; missing values are the
                standard values.

        Raises:
            ScaffoldError: A value has another type, or is not valid.
        """
        if problem := style_problem(data, asdict(cls())):
            raise ScaffoldError(f"house: {problem}.")
        names = [attribute.name for attribute in fields(cls)]
        known = {name: data[name] for name in names if name in data}
        lists: dict[str, Any] = {
            key: tuple(known[key])
            for key in ("explicit", "powertools_lacks", "connected")
            if key in known
        }
        return cls(**{**known, **lists})
