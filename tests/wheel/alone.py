"""Commands of an installed wheel without a repository, an address or a network for git.

Run by the Python that it is installed for; a test does so, and the release workflow on each
system. ``invoke`` builds with the SAM CLI: it is left out, and that said, where there is none.

    python tests/wheel/alone.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from first_version import VERSION, first_command, first_version

from sam_scaffold import __version__
from sam_scaffold.rendering.published_address import published_address

KEPT = ("SYSTEMROOT", "COMSPEC", "PATHEXT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL")

RUNTIME = f"python{sys.version_info[0]}.{sys.version_info[1]}"
"""What is here to run functions with."""


_PYTHON = (str(Path(sys.base_prefix, "bin")), sys.base_prefix)


class Alone:
    """A machine with nothing but the wheel.

    Attributes:
        root: An empty folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home"
        self.home.mkdir()
        self._command = shutil.which("sam-scaffold", path=sysconfig.get_path("scripts"))

    def run(self, folder: Path, *words: str) -> str:
        """Run the command in a folder, and return what it prints."""
        assert self._command, "sam-scaffold is not installed beside this Python"
        return self._run(folder, self._command, *words)

    def commit(self, folder: Path) -> None:
        """Commit all that is in a folder."""
        for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "All")):
            self._run(folder, "git", *words)

    def _run(self, folder: Path, *words: str) -> str:
        shown = " ".join([Path(words[0]).name, *words[1:]])
        print(f"$ {shown}", flush=True)  # noqa: T201 - a script
        env = {
            **{key: os.environ[key] for key in KEPT if key in os.environ},
            "PATH": os.pathsep.join([*_PYTHON, os.environ["PATH"]]),
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "LOCALAPPDATA": str(self.home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a",
            "GIT_ALLOW_PROTOCOL": "none",  # git may fetch nothing, from nowhere
            "PYTHONUTF8": "1",
        }  # fmt: skip
        done = subprocess.run(
            words, cwd=folder, env=env, check=False, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, f"{shown}: exit code {done.returncode}\n{done.stderr}"
        return done.stdout

    def versions(self, folder: Path) -> set[str]:
        """Return the versions of the template that the components of a folder have."""
        return {
            component["version"] for component in json.loads(self.run(folder, "list", "--json"))
        }


def works_in_a_fresh_application(alone: Alone) -> None:
    """All of a component's life."""
    shop = alone.root / "shop"
    alone.run(alone.root, "init", "shop", "-d", f"runtime={RUNTIME}", "--defaults")
    alone.commit(shop)
    alone.run(shop, "add", "layer", "money", "-d", "contents=shared_code", "--defaults")
    alone.run(shop, "add", "function", "orders", "-d", "trigger=sqs", "--defaults")
    answers = (shop / ".scaffold/functions/orders/answers.yml").read_text(encoding="utf-8")
    assert f"_src_path: {published_address()}\n" in answers
    assert alone.run(shop, "update", "--all").count("nothing to do") == 4
    alone.run(shop, "status")
    alone.run(shop, "status", "--to", VERSION)
    alone.run(shop, "set", "orders", "memory_size=512")
    alone.run(shop, "rename", "orders", "purchases")
    assert "MemorySize: 512" in (shop / "template.yaml").read_text(encoding="utf-8")
    assert "nothing found" in alone.run(shop, "check", "--offline")
    if shutil.which("sam"):
        alone.run(shop, "invoke", "purchases")
    else:
        print("left out: invoke, as there is no SAM CLI here")  # noqa: T201 - a script
    alone.run(shop, "remove", "purchases")
    alone.run(shop, "remove", "money")
    assert len(alone.versions(shop)) == 1


def updates_what_the_first_version_made(alone: Alone) -> None:
    """The folder that it was made from is not there any more."""
    folder = alone.root / "older"
    folder.mkdir()
    first_command(folder, "init", "shop", "--defaults")
    shop = folder / "shop"
    first_command(shop, "add", "function", "orders", "-d", "trigger=schedule", "--defaults")
    alone.commit(shop)
    assert alone.versions(shop) == {VERSION}
    first_version().rename(folder / "elsewhere")
    alone.run(shop, "update", "--all")
    (version,) = alone.versions(shop)
    assert version.startswith(("v", f"v{__version__}")), version
    assert version != VERSION
    alone.run(shop, "status")
    assert "nothing found" in alone.run(shop, "check", "--offline")


def main() -> None:
    """Run all of it."""
    with tempfile.TemporaryDirectory(prefix="alone-", ignore_cleanup_errors=True) as name:
        alone = Alone(Path(name).resolve())
        works_in_a_fresh_application(alone)
        updates_what_the_first_version_made(alone)


if __name__ == "__main__":
    main()
