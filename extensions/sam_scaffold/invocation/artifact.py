"""A function that can be invoked, with its code, its layers and its configuration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..aws.limits import MEMORY, TIMEOUT
from ..errors import ScaffoldError
from ..sam.model.function_runtime import is_python
from ..sam.model.intrinsics import Data
from ..sam.model.stack_values import REGION, StackValues
from ..sam.model.template import FUNCTIONS, LAYERS, Template
from ..sam.model.template_files import parsed
from ..transaction import files

_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER"
"""https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html#runtime-wrapper"""


@dataclass(frozen=True)
class Artifact:
    """A function of a SAM template, all intrinsic functions resolved.

    Attributes:
        logical_id: Its key in Resources.
        name: Its FunctionName; the logical id if it has none.
        code: Folder or zip file of its code; the template's folder if the code is inline.
        inline: Its inline code, empty if it has none.
        layers: Folders or zip files of its layers, in the function's order.
        absent_layers: Layers whose content is not in the template: ARNs.
        handler: Its handler.
        runtime: ``python3.12``.
        architecture: ``x86_64`` or ``arm64``.
        timeout: Seconds.
        memory: Megabytes.
        variables: Its environment variables.
        logging: Its LoggingConfig.
        beyond: Features that it uses and that only exist in AWS, in words.
    """

    logical_id: str
    name: str
    code: Path
    inline: str
    layers: tuple[Path, ...]
    absent_layers: tuple[str, ...]
    handler: str
    runtime: str
    architecture: str
    timeout: int
    memory: int
    variables: dict[str, str]
    logging: dict[str, str]
    beyond: tuple[str, ...] = ()

    @classmethod
    def of(cls, template: Path, logical_id: str, region: str = REGION) -> Artifact:
        """Return a function of a SAM template.

        Args:
            template: The template that `sam build` wrote, or the source template: then the
                code and the layers are the sources.
            logical_id: The function's key in Resources.
            region: The value of ``AWS::Region``.

        Raises:
            ScaffoldError: It is not a Python function whose code is on this machine.
        """
        document = parsed(template.name, files.read(template))
        return _Reader(template, document, StackValues(document, region), logical_id).artifact()


@dataclass(frozen=True)
class _Reader:
    path: Path
    template: Template
    resolver: StackValues
    logical_id: str

    def artifact(self) -> Artifact:
        properties = self._properties()
        code, inline = self._code(properties)
        layers = _listed(properties.get("Layers"))
        local = [layer for layer in layers if self.template.resources.get(layer) in LAYERS]
        environment = properties.get("Environment")
        variables = environment.get("Variables") if isinstance(environment, dict) else None
        architectures = _listed(properties.get("Architectures"))
        return Artifact(
            logical_id=self.logical_id,
            name=str(properties.get("FunctionName", self.logical_id)),
            code=code,
            inline=inline,
            layers=tuple(self._layer(layer) for layer in local),
            absent_layers=tuple(layer for layer in layers if layer not in local),
            handler=str(properties["Handler"]),
            runtime=properties["Runtime"],
            architecture=architectures[-1] if architectures else "x86_64",
            timeout=_number(properties.get("Timeout"), TIMEOUT.default),
            memory=_number(properties.get("MemorySize"), MEMORY.default),
            variables=self._texts(variables),
            logging=self._texts(properties.get("LoggingConfig")),
            beyond=tuple(_beyond(properties)),
        )

    def _properties(self) -> dict[str, Data]:
        """Return the function's properties, including those of Globals.

        Raises:
            ScaffoldError: There is no such function, or it is not in Python.
        """
        functions = self.template.functions_of(*FUNCTIONS)
        found = next((each for each in functions if each.logical_id == self.logical_id), None)
        if found is None:
            raise ScaffoldError(
                f"{self.logical_id} is not a function of {self.path}. Choose another."
            )
        properties: dict[str, Data] = self.resolver.value(found.properties)
        if properties.get("PackageType") == "Image":
            raise self._refusal(
                "is a container image, which requires Docker. Use `sam local invoke`"
            )
        if not is_python(runtime := properties.get("Runtime")):
            raise self._refusal(
                f"has the runtime {runtime}, but only Python can be run here. Choose another"
            )
        if not properties.get("Handler"):
            raise self._refusal("has no Handler. Add one")
        return properties

    def _code(self, properties: dict[str, Data]) -> tuple[Path, str]:
        """Return the folder of its code, and the code itself if it is inline."""
        code = properties.get("CodeUri", properties.get("Code"))
        inline = code.get("ZipFile") if isinstance(code, dict) else properties.get("InlineCode")
        if isinstance(inline, str):
            return self.path.parent, inline
        return self._local("CodeUri", code if code is not None else "."), ""

    def _layer(self, logical_id: str) -> Path:
        layer = self.template.resource(logical_id)
        properties = {} if layer is None else layer.properties
        uri = properties.get("ContentUri", properties.get("Content"))
        return self._local(f"{logical_id}'s ContentUri", self.resolver.value(uri))

    def _local(self, what: str, uri: Data) -> Path:
        """Return the folder or file to which a path of the template refers."""
        if not isinstance(uri, str) or "://" in uri:
            raise self._refusal(f"cannot be run here: {what} {uri} is not a folder")
        path = Path(self.path.parent, uri)
        if not path.exists():
            raise self._refusal(f"cannot be run: {what} {uri} does not exist. Create that folder")
        return path.resolve()

    def _texts(self, data: Data) -> dict[str, str]:
        if not isinstance(data, dict):
            return {}
        return {str(key): self.resolver.text(value) for key, value in data.items()}

    def _refusal(self, why: str) -> ScaffoldError:
        return ScaffoldError(f"{self.logical_id} of {self.path.name} {why}.")


_BEYOND = {
    "VpcConfig": "the network is this machine's",
    "FileSystemConfigs": "nothing is mounted",
    "EphemeralStorage": "its disk is this machine's",
    "SnapStart": "no snapshot is taken, and its hooks do not run",
    "DurableConfig": "no step is kept",
    "TenancyConfig": "there are no tenants",
}
"""Properties that change how Lambda runs a function, with the difference here:
https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
"""


def _beyond(properties: dict[str, Data]) -> Iterator[str]:
    """Yield the settings of a function that only have an effect in AWS."""
    for name, what in _BEYOND.items():
        stated = properties.get(name)
        if stated and stated != {"ApplyOn": "None"}:
            yield f"{what} ({name})"
    url = properties.get("FunctionUrlConfig")
    if isinstance(url, dict) and url.get("InvokeMode") == "RESPONSE_STREAM":
        yield "the result is not streamed (InvokeMode)"
    environment = properties.get("Environment")
    variables = environment.get("Variables") if isinstance(environment, dict) else None
    if isinstance(variables, dict) and variables.get(_WRAPPER):
        yield f"{variables[_WRAPPER]} does not start it ({_WRAPPER})"


def _listed(value: Data) -> list[str]:
    """Return a list of texts, from a list or the comma-separated text of a parameter."""
    items = value.split(",") if isinstance(value, str) else value or []
    return [str(item).strip() for item in items]


def _number(value: Data, default: int) -> int:
    """Return a whole number; the default if only the stack's parameters define it."""
    try:
        return default if value is None else int(value)
    except (TypeError, ValueError):
        return default
