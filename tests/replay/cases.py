"""Cases: functions of repositories, each with the answers of a person who knows only its job."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from sam_scaffold.sam.model.intrinsics import Data, mapping_of
from sam_scaffold.sam.model.template import FUNCTIONS

from .cut import as_data, without
from .satellites import Resources, belongings, properties_of, type_of
from .shapes import Block

HOUSES = Path(__file__).with_name("houses")
TEMPLATE = "template.yaml"
ANSWERS = "answers.yml"


@dataclass(frozen=True)
class Case:
    """A function that is removed from its repository, and added by the command.

    Attributes:
        folder: The repository.
        function: The function's logical id.
        name: The name that the command gets.
        answers: The other answers.
    """

    folder: Path
    function: str
    name: str
    answers: dict[str, Any]

    @property
    def words(self) -> list[str]:
        """The command's arguments."""
        stated = (f"{key}={answer_text(value)}" for key, value in self.answers.items())
        options = (word for answer in stated for word in ("-d", answer))
        return ["add", "function", self.name, "--defaults", *options]

    @cached_property
    def template(self) -> str:
        """The author's template."""
        return (self.folder / TEMPLATE).read_text(encoding="utf-8")

    @cached_property
    def resources(self) -> Resources:
        """The resources of the author's template."""
        return resources_of(self.template)

    @cached_property
    def author(self) -> Block:
        """The function with all that belongs to it, as the author wrote it."""
        return Block(self.resources, belongings(self.resources, self.function), self.name)

    def files(self) -> dict[str, str]:
        """Return the repository without the function, its satellites and its code."""
        files = {
            path.relative_to(self.folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != ANSWERS and "__pycache__" not in path.parts
        }
        own = self._code()
        left = {
            path: text
            for path, text in files.items()
            if not path.startswith((f"{own}/", f"{own}."))
        }
        makefiles = [path for path in left if path.endswith("Makefile")]
        return {
            **left,
            **{path: _without_target(left[path], f"build-{self.function}") for path in makefiles},
            TEMPLATE: without(self.template, self.author.members),
        }

    def _code(self) -> str:
        """Return the path of the function's own code: the part that no other function has."""
        places = _places(as_data(self.template))
        own = places.pop(self.function)
        for steps in range(1, len(own)):
            if all(place[:steps] != own[:steps] for place in places.values()):
                return "/".join(own[:steps])
        return "/".join(own)


def _places(template: dict[str, Data]) -> dict[str, list[str]]:
    """Return the steps of the path to the module of each function."""
    globals_ = mapping_of(mapping_of(template.get("Globals")).get("Function"))
    found = {}
    for name, entry in mapping_of(template["Resources"]).items():
        if type_of(entry) in FUNCTIONS:
            properties = {**globals_, **properties_of(entry)}
            module = str(properties["Handler"]).rpartition(".")[0]
            folders = PurePosixPath(str(properties["CodeUri"])).parts
            found[name] = [*folders, *re.split(r"[./]", module)]
    return found


def cases(repository: str) -> Iterator[Case]:
    """Yield the cases of a repository.

    Args:
        repository: The name of its folder.
    """
    folder = HOUSES / repository
    listed = yaml.safe_load((folder / ANSWERS).read_text(encoding="utf-8"))
    for function, stated in listed.items():
        answers = dict(stated)
        yield Case(folder, function, answers.pop("name"), answers)


def resources_of(text: str) -> Resources:
    """Return the resources of a template as data."""
    return mapping_of(as_data(text).get("Resources"))


def answer_text(value: Any) -> str:
    """Return an answer as people type it: lists with commas, intrinsic functions in short form."""
    if isinstance(value, list) and not any(isinstance(item, dict) for item in value):
        return ",".join(map(str, value))
    return _flow(value) if isinstance(value, dict | list) else str(value)


def _flow(value: Any) -> str:
    """Return YAML in flow style."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(below)}' for key, below in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return value if isinstance(value, str) and value.startswith("!") else json.dumps(value)


def _without_target(makefile: str, target: str) -> str:
    """Return a Makefile without a target and its recipe."""
    left = re.sub(rf"^{target}:.*\n(\t.*\n)*\n*", "", makefile, flags=re.MULTILINE)
    return left.rstrip("\n") + "\n"
