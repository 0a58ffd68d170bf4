"""Script that imports a handler as Lambda would, and writes the result.

Run by the function's interpreter, without ``site``: ``python -I -S -B import_probe.py FILE``.
The file is JSON: ``module``, ``function``, ``before`` (folders searched before Python's own),
``after`` (folders searched last) and ``result`` (the file for the result).
"""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from pathlib import Path


def places() -> dict[str, str]:
    """Return the files of all modules by name."""
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
    return {name: file for name, file in files.items() if isinstance(file, str)}


def failure(module: str, function: str) -> tuple[str, list[str]]:
    """Import a handler; return the error and the files in its traceback."""
    try:
        getattr(importlib.import_module(module), function)
    except BaseException as error:  # noqa: BLE001 - a handler may do anything, even sys.exit
        lines = traceback.format_exception_only(type(error), error)
        files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
        return " ".join("".join(lines).split()), files
    return "", []


def main() -> None:
    """Run the job of the file."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.path[:] = [*job["before"], *sys.path, *job["after"]]
    error, files = failure(job["module"], job["function"])
    answer = {"error": error, "files": files, "modules": places()}
    Path(job["result"]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
