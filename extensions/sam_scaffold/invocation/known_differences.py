"""Known differences from Lambda when a function runs on this machine."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from ..dependencies.packages.compiled_modules import LINUX, Compiled, compiled_in, incompatible
from .artifact import Artifact

_MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}


def doubts(artifact: Artifact) -> Iterator[str]:
    """Yield the known differences from Lambda on this machine, a line each.

    Args:
        artifact: The built function.
    """
    for layer in artifact.absent_layers:
        yield f"the layer {layer} is in AWS and is omitted here."
    yield from _of_modules(artifact)
    beyond = [*artifact.beyond, *_of_layers(artifact)]
    if beyond:
        yield f"{artifact.logical_id} uses features that only exist in AWS: {'; '.join(beyond)}."


def _of_modules(artifact: Artifact) -> Iterator[str]:
    """Yield modules built for another machine or system than Lambda's, or than this one."""
    modules = list(_modules(artifact))
    wrong = incompatible(modules, lambda module: _is_compatible(module, artifact.architecture))
    elsewhere = [module for module in wrong if module.system != LINUX]
    others = [module for module in wrong if module.system == LINUX]
    if elsewhere:
        yield (
            f"{artifact.logical_id} runs on Linux in Lambda, but {elsewhere[0].name} was compiled "
            f"for {elsewhere[0].system}: in Lambda, its import fails. Build with sam build "
            "--use-container, or install a manylinux wheel."
        )
    if others:
        yield (
            f"{artifact.logical_id} runs on {artifact.architecture} in Lambda, but was built for "
            f"{others[0].architecture}: in Lambda, the import of the compiled {others[0].name} "
            "fails. Build for that architecture (a layer: BuildArchitecture)."
        )
    machine = platform.machine().lower()
    here = _MACHINES.get(machine, machine)
    if (platform.system(), here) == ("Linux", artifact.architecture):
        return
    target = artifact.architecture
    if any(module.architecture and _is_compatible(module, target) for module in modules):
        yield (
            f"{artifact.logical_id} has compiled packages for Linux on {artifact.architecture}, "
            f"which do not import here, on {platform.system()} on {here}."
        )


def _is_compatible(module: Compiled, architecture: str) -> bool:
    """Return whether Lambda can import a module."""
    return module.system == LINUX and module.architecture in ("", architecture)


def _modules(artifact: Artifact) -> Iterator[Compiled]:
    """Yield the compiled modules of a function for its runtime or for any."""
    code = [] if artifact.inline else [artifact.code]
    for folder in (*code, *(layer / "python" for layer in artifact.layers)):
        if folder.is_dir():
            for module in compiled_in(folder):
                if module.runtime in ("", artifact.runtime):
                    yield module


def _of_layers(artifact: Artifact) -> Iterator[str]:
    """Yield the extensions of layers, which are not started here.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-extensions.html
    """
    found = sorted(
        extension.name
        for layer in artifact.layers
        if (layer / "extensions").is_dir()
        for extension in (layer / "extensions").iterdir()
    )
    if found:
        yield f"no extension runs ({', '.join(found)})"
