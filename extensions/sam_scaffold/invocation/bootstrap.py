"""Start script of the runtime client, like Lambda's ``/var/runtime/bootstrap.py``.

Run by the runtime's interpreter: ``python bootstrap.py OPT``. The client is imported
before the function's folders are on the path, so that the client does not import a module
of the function with a name such as ``calendar``.
"""

import os
import signal
import site
import sys
from importlib import import_module
from pathlib import Path

PR_SET_PDEATHSIG = 1
RUNTIME = os.environ["LAMBDA_RUNTIME_DIR"]


def set_path(opt: str) -> list[str]:
    """Set the search path as in Lambda: the task, the layers, the runtime's own packages.

    If a function sets PYTHONPATH, that replaces its layers, as in Lambda.

    Args:
        opt: The folder that is ``/opt`` in Lambda.

    Returns:
        The folders that are also searched for ``.pth`` files.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    own = "PYTHONPATH" in os.environ
    layers = [] if own else [f"{opt}/python/lib/{version}/site-packages", f"{opt}/python"]
    folders = [os.environ["LAMBDA_TASK_ROOT"], *layers]
    sys.path[:0] = [*folders, RUNTIME]
    os.environ.setdefault("PYTHONPATH", RUNTIME)
    return folders


def end_with_parent() -> None:
    """Ask Linux to kill this process if its parent is killed.

    https://man7.org/linux/man-pages/man2/pr_set_pdeathsig.2const.html
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - of no use elsewhere

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Run the function until the Runtime API is closed."""
    end_with_parent()
    own = str(Path(__file__).parent)
    sys.path[:] = [path for path in sys.path if path != own]  # not for the function's imports
    client = import_module("awslambdaric.__main__")
    for folder in set_path(sys.argv[1]):
        site.addsitedir(folder)
    client.main([os.environ["LAMBDA_TASK_ROOT"], os.environ["_HANDLER"]])


if __name__ == "__main__":
    main()
