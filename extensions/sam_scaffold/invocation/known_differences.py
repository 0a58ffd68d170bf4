"""What is known to differ from Lambda where a function runs on this machine."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from ..dependencies.packages.compiled_modules import LINUX, Compiled, compiled_in, incompatible
from .artifact import Artifact

_MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}


def doubts(artifact: Artifact) -> Iterator[str]:
    """Yield what is known to differ from Lambda on this machine, a line each.

    Args:
        artifact: The function, as `sam build` made it.
    """
    for layer in artifact.absent_layers:
        yield f"the layer {layer} lies in AWS and is left out here."
    yield from _of_modules(artifact)
    beyond = [*artifact.beyond, *_of_layers(artifact)]
    if beyond:
        yield f"{artifact.logical_id} uses what there is in AWS alone: {'; '.join(beyond)}."


def _of_modules(artifact: Artifact) -> Iterator[str]:
    """Yield what was built for another machine or system: than Lambda's, or than this one."""
    modules = list(_modules(artifact))
    wrong = incompatible(modules, lambda one: _fits(one, artifact.architecture))
    elsewhere = [one for one in wrong if one.system != LINUX]
    others = [one for one in wrong if one.system == LINUX]
    if elsewhere:
        yield (
            f"{artifact.logical_id} runs on Linux in Lambda, and {elsewhere[0].name} was compiled "
            f"for {elsewhere[0].system}: it fails to import there, whatever it does here; build "
            "with sam build --use-container, or put a wheel for manylinux there."
        )
    if others:
        yield (
            f"{artifact.logical_id} runs on {artifact.architecture} in Lambda, and was built for "
            f"{others[0].architecture}: {others[0].name} is compiled and fails to import there, "
            "whatever it does here; build for that architecture (a layer: BuildArchitecture)."
        )
    machine = platform.machine().lower()
    here = _MACHINES.get(machine, machine)
    if (platform.system(), here) == ("Linux", artifact.architecture):
        return
    if any(module.architecture and _fits(module, artifact.architecture) for module in modules):
        yield (
            f"{artifact.logical_id} has compiled packages for Linux on {artifact.architecture}, "
            f"which do not import here, on {platform.system()} on {here}."
        )


def _fits(module: Compiled, architecture: str) -> bool:
    """Return whether Lambda can import a module."""
    return module.system == LINUX and module.architecture in ("", architecture)


def _modules(artifact: Artifact) -> Iterator[Compiled]:
    """Yield the compiled modules that a function can import, by its own runtime or any."""
    code = [] if artifact.inline else [artifact.code]
    for folder in (*code, *(layer / "python" for layer in artifact.layers)):
        if folder.is_dir():
            yield from (one for one in compiled_in(folder) if one.runtime in ("", artifact.runtime))


def _of_layers(artifact: Artifact) -> Iterator[str]:
    """Yield what layers bring that nothing starts here.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-extensions.html
    """
    found = sorted(
        one.name
        for layer in artifact.layers
        if (layer / "extensions").is_dir()
        for one in (layer / "extensions").iterdir()
    )
    if found:
        yield f"no extension runs ({', '.join(found)})"
