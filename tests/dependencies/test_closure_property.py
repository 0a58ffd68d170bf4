"""The closure of random packages is what a real Python loads from them."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from sam_scaffold.dependencies.importing.handler_closure import closure_of
from sam_scaffold.dependencies.importing.module_cache import ModuleCache
from sam_scaffold.dependencies.importing.path_entries import PathEntry

GRAPHS = int(os.environ.get("CLOSURE_GRAPHS", "100"))
"""How many are tried; more of them with the variable."""

TRACER = r"""
import importlib.machinery, json, os, sys

started = []
execute = importlib.machinery.SourceFileLoader.exec_module

def noted(loader, module):
    started.append(loader.path)
    return execute(loader, module)

importlib.machinery.SourceFileLoader.exec_module = noted

def loaded(root):
    files = []
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and file.startswith(root + os.sep):
            files.append(file)
    return sorted(files)

def run(root):
    sys.path[:0] = [os.path.join(root, "task"), os.path.join(root, "opt")]
    import app
    done = set()
    while True:
        new = [name for name, module in list(sys.modules.items())
               if name not in done and (getattr(module, "__file__", None) or "").startswith(root)]
        if not new:
            return loaded(root), sorted({one for one in started if one.startswith(root)})
        done.add(new[0])
        hook = vars(sys.modules[new[0]]).get("_hook")
        if hook and hook.__module__ == new[0]:
            hook()

for root in sys.argv[1:]:
    read, write = os.pipe()
    if not os.fork():
        try:
            said = run(root)
        except BaseException as error:
            import traceback
            said = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        os.write(write, json.dumps(said).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        print(pipe.read().decode(), flush=True)
    os.wait()
"""
"""Loads each tree in a fresh process, and calls the hooks of what is loaded till nothing is new."""


class Graph:
    """A random tree of modules, of which most import some others."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.modules: dict[str, str] = {}
        """The file of each module or package, by its name."""
        self.names: dict[str, list[str]] = {}
        """What each module binds before its imports, and after them."""
        self.files: dict[str, str] = {}
        for top in self._some(["a", "b", "c"], 1, 3):
            self._package(top, self.random.choice(["task", "task", "opt"]), 0)
        for sibling in self._some(["s1", "s2", "s3"], 0, 3):
            self.modules[sibling] = f"{self.random.choice(['task', 'opt'])}/{sibling}.py"
        self.modules["app"] = "task/app.py"
        for name in self.modules:
            self.names[name] = self._some(["x", "y", "m1", "m2", "_p"], 0, 3)
        for name, file in self.modules.items():
            if file:
                self.files[file] = self._text(name)

    def _some(self, of: list[str], least: int, most: int) -> list[str]:
        return self.random.sample(of, self.random.randint(least, min(most, len(of))))

    def _package(self, name: str, place: str, depth: int) -> None:
        folder = f"{place}/{name.replace('.', '/')}"
        is_namespace = self.random.random() < 0.3
        self.modules[name] = "" if is_namespace else f"{folder}/__init__.py"
        for member in self._some(["m1", "m2", "m3"], 1, 3):
            where = folder
            if is_namespace and depth == 0 and self.random.random() < 0.4:
                where = folder.replace(place, "opt", 1)
            self.modules[f"{name}.{member}"] = f"{where}/{member}.py"
        if depth < 2 and self.random.random() < 0.6:
            self._package(f"{name}.{self.random.choice(['q', 'r'])}", place, depth + 1)

    def _text(self, name: str) -> str:
        """A module: some names, imports, more names, and the imports of its hook."""
        before = self.names[name][:1]
        lines = [f"{bound} = 1" for bound in before]
        if self.random.random() < 0.3:
            own = [module for module in self.modules if module.rpartition(".")[0] == name]
            listed = self._some([*(module.rpartition(".")[2] for module in own), *before], 0, 3)
            lines.append(f"__all__ = {listed!r}")
        for _ in range(self.random.randint(0, 3)):
            lines += self._import(name)
        lines += [f"{bound} = 1" for bound in self.names[name][1:]]
        lines.append("def _hook():\n    pass")
        for _ in range(self.random.randint(0, 2)):
            lines += ["    " + line for line in self._import(name, is_top=False)]
        return "\n".join(lines) + "\n"

    def _import(self, name: str, *, is_top: bool = True) -> list[str]:
        """An import that never fails, as far as modules go; of names the text cares itself."""
        target = self.random.choice([module for module in self.modules if module != "app"])
        parent, _, last = target.rpartition(".")
        forms = [f"import {target}", f"import {target} as z", f"import_module({target!r})"]
        forms = [
            text.replace("import_module(", "__import__('importlib').import_module(")
            for text in forms
        ]
        forms.append(f"__import__({target!r})")
        if parent:
            forms += [f"from {parent} import {last}"] * 3
            forms += [f"from {parent} import {last} as {self.random.choice(['x', 'm1', 'm3'])}"]
        if is_top:
            forms.append(f"from {target} import *")
        relative = self._relative(name, target)
        forms += [relative] * 3 if relative else []
        form = self.random.choice(forms)
        kind = self.random.random()
        if form.startswith("from"):  # only a run would tell what it binds
            return [form]
        if kind < 0.15:
            return ["try:", f"    {form}", "except ImportError:", "    import nothing_there"]
        if kind < 0.25:
            return ["try:", "    import nothing_there", "except ImportError:", f"    {form}"]
        if kind < 0.3:
            return ["if TYPE_CHECKING:".replace("TYPE", "not True and TYPE"), f"    {form}"]
        return [form]

    def _relative(self, name: str, target: str) -> str:
        """The same import from the package that both are in; empty if there is none."""
        is_package = not self.modules[name] or self.modules[name].endswith("__init__.py")
        package = name if is_package else name.rpartition(".")[0]
        dots = "."
        while package and not f"{target}.".startswith(f"{package}."):
            package, dots = package.rpartition(".")[0], dots + "."
        if not package or package == target:
            return ""
        rest, _, last = target.removeprefix(f"{package}.").rpartition(".")
        return f"from {dots}{rest} import {last}"

    def write(self, root: Path) -> None:
        for file, text in self.files.items():
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def test_the_closure_is_what_python_loads(tmp_path: Path) -> None:
    roots = []
    for seed in range(GRAPHS):
        root = tmp_path / str(seed)
        Graph(seed).write(root)
        roots.append(root)
    command = [sys.executable, "-I", "-S", "-B", "-c", TRACER, *map(str, roots)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    sound = exact = 0
    for root, line in zip(roots, said, strict=True):
        theirs = json.loads(line)
        if isinstance(theirs, str):  # a cycle on which Python itself fails
            continue
        sound += 1
        places = (PathEntry((root / "task",)), PathEntry((root / "opt",)))
        runtime = f"python3.{sys.version_info.minor}"
        ours = closure_of("app.handler", places, runtime, ModuleCache())
        loads, starts = map(set, theirs)
        needed = {str(module.file) for module in ours.modules}
        assert loads <= needed, root
        # A module whose load fails in a cycle, in code that catches it, is needed or not.
        exact += needed <= starts
        assert ours.missing == (), root
    assert sound > GRAPHS / 2
    # One in a thousand has an additional module: a name that only a cycle binds in time.
    assert exact >= sound * 0.999


def test_functions_that_share_what_was_read_need_the_same_as_alone(tmp_path: Path) -> None:
    for seed in range(min(GRAPHS, 15)):
        root = tmp_path / str(seed)
        graph = Graph(seed)
        graph.write(root)
        places = (PathEntry((root / "task",)), PathEntry((root / "opt",)))
        handlers = [module for module, file in graph.modules.items() if file.startswith("task/")]
        tops = {root / file for name, file in graph.modules.items() if file and "." not in name}
        inits = frozenset(path for path in tops if path.name == "__init__.py")
        shared = ModuleCache()
        for without in (frozenset[Path](), inits):
            for name in handlers:
                handler = f"{name}.handler"
                found = closure_of(handler, places, "python3.12", shared, (), without)
                alone = closure_of(handler, places, "python3.12", ModuleCache(), (), without)
                assert found == alone, (root, handler)
