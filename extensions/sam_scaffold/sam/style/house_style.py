"""The style of a repository: what its functions and layers have in common, once it is learned."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from ...errors import ScaffoldError
from ..model.intrinsics import Data
from ..model.shared_layer import SHARED_FOLDER
from .style_problem import house_problem

_BOUNDARY = "PermissionsBoundary"


@dataclass(frozen=True)
class HouseStyle:
    """What a new function or layer looks like here; without values the standard.

    Shapes are data with placeholders, see `name_patterns`. Folders and URIs start at the
    template's folder.

    Attributes:
        logical_id: Shape of a function's logical id.
        function_dir: Shape of the folder that is a function's own.
        layout: ``"flat"``: that folder is the code; ``"colocated"``: its ``src`` is.
        code_uri_prefix: What URIs begin with: ``"./"`` or nothing.
        code_uri_suffix: What they end with: ``"/"`` or nothing.
        handler: Shape of the handler.
        runtime: Python runtime, ``"python3.12"``.
        architecture: ``"x86_64"`` or ``"arm64"``.
        shared_first: Whether the shared layer stands before the others.
        shared_layer: Logical id of the shared layer, empty if there is none.
        shared_source: Folder of the repository that holds its packages, or nothing.
        shared_package: Its package with ``structured_logging.py``, or nothing.
        shared_content: Folder of a new shared code layer, from the SAM template's own.
        build_method: Whether functions have ``Metadata.BuildMethod``.
        function_name: Shape of FunctionName, None if functions have none.
        tags: Shape of Tags, None if functions have none in common.
        layer_id: Shape of a layer's logical id.
        layer_name: Shape of LayerName, None if layers have none.
        content_dir: Shape of a layer's folder.
        globals: What Globals set for functions, among `learning.GLOBALS`.
        explicit: Properties that a new function states whatever Globals say: Runtime and
            Architectures by habit, others as they were asked for.
        iam: How functions get their rights: ``"policies"``, ``"role"`` of their own, or
            ``"existing"``: the shared one, which is made elsewhere.
        shared_role: Reference to the role that all functions have, None if there is none.
        own: Shapes of what functions state of the roles that SAM makes for them, and Globals do
            not: PermissionsBoundary and RolePath.
        role_id: Shape of a role's logical id.
        role_name: Shape of RoleName, None if roles have none.
        role_properties: What every role has to have: PermissionsBoundary and Path.
        environment: Shapes of the environment variables that hold the function's name.
        tracing: Whether functions are traced, by Globals or by themselves.
        vpc: VpcConfig that functions state, None if they have none or Globals have it.
        log_retention: Days that logs are kept, 0 for ever and without a log group.
        alarm_topic: Logical id of the topic that alarms notify, or nothing.
        powertools_layer: Reference to the layer that brings Powertools for AWS Lambda,
            None if there is none or it is inherited.
        powertools_inherited: Whether Globals give that layer to all functions.
        powertools_lacks: Which extras of Powertools that layer lacks: parser, tracer.
        event: Key of a function's one event, empty where its trigger gives it one.
    """

    logical_id: str = "{pascal}Function"
    function_dir: str = "functions/{snake}"
    layout: str = "colocated"
    code_uri_prefix: str = ""
    code_uri_suffix: str = "/"
    handler: str = "lambda_handler.lambda_handler"
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

    def to_dict(self) -> dict[str, Any]:
        """The style as data that JSON and YAML can hold."""
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in asdict(self).items()
        }

    @property
    def boundary(self) -> Data:
        """The PermissionsBoundary that the roles here have, None if they have none."""
        stated = (self.own, self.globals, self.role_properties)
        return next((one[_BOUNDARY] for one in stated if _BOUNDARY in one), None)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> HouseStyle:
        """The style from what `to_dict` gave, in this version or in another one.

        Args:
            data: Recorded values by name; what is unknown is ignored, what is missing
                is the standard's.

        Raises:
            ScaffoldError: A value is of another type, or unfit for what it is used for.
        """
        if problem := house_problem(data, asdict(cls())):
            raise ScaffoldError(f"house: {problem}.")
        known = {one.name: data[one.name] for one in fields(cls) if one.name in data}
        lists: dict[str, Any] = {
            key: tuple(known[key]) for key in ("explicit", "powertools_lacks") if key in known
        }
        return cls(**{**known, **lists})
