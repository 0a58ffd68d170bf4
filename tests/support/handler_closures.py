"""Closures of handlers in folders made of texts."""

from __future__ import annotations

from pathlib import Path

from sam_scaffold.dependencies.importing.handler_closure import HandlerClosure, closure_of
from sam_scaffold.dependencies.importing.module_cache import ModuleCache
from sam_scaffold.dependencies.importing.path_entries import Mount, PathEntry


def write_files(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def close(folder: Path, files: dict[str, str], handler: str = "app.handler") -> HandlerClosure:
    """Return the closure of a function; files in ``opt/`` are its layer's."""
    write_files(
        folder, {name if name.startswith("opt/") else f"task/{name}": files[name] for name in files}
    )
    task, opt = folder / "task", folder / "opt"
    mounts = (Mount("/var/task", (task,)), Mount("/opt/python", (opt,)))
    places = (PathEntry((task,)), PathEntry((opt,), frozenset({"yaml"})))
    return closure_of(handler, places, "python3.12", ModuleCache(), mounts)


def needed(folder: Path, files: dict[str, str], handler: str = "app.handler") -> set[str]:
    """Return the files that a function needs besides its handler's, relative to the code folder."""
    found = close(folder, files, handler)
    names = {module.file.relative_to(folder).as_posix() for module in found.modules}
    return {name.removeprefix("task/") for name in names} - {"app.py"}


OF_FILE = "from pathlib import Path\nimport os\n"
