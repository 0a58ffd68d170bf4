"""The applications of the matrix, and how they are generated."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generated.projects import commit, scaffold
from sam_scaffold.components.monitoring import NEW_ALARM_TOPIC
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.merge.snippet_merge import merge
from sam_scaffold.sam.model.names import pascal
from sam_scaffold.sam.model.template import Template
from sam_scaffold.sam.model.template_files import parsed

from .matrix import App, Choice, given

BASE = Path(__file__).with_name("base.yaml")

LAYERS = {
    "arn": ("arn=arn:aws:lambda:${AWS::Region}:123456789012:layer:tools:3",),
    "makefile": ("packages=ours",),
    "requirements": ("packages=xmltodict==0.14.2",),
    "shared_code": (),
}
"""What is answered for a layer of each kind of contents."""

_PAIRS = (("arn", "makefile"), ("requirements", "shared_code"))
"""The layers that a function has: with the shared code and Powertools, four of five."""


@dataclass(frozen=True)
class Made:
    """An application that was made.

    Attributes:
        app: The application.
        root: Its folder.
        rows: The answers of its functions, by name.
    """

    app: App
    root: Path
    rows: dict[str, Choice]

    @property
    def template(self) -> Path:
        """Its SAM template."""
        return self.root / "template.yaml"

    @property
    def python(self) -> dict[str, bytes]:
        """Its own Python files, by their paths; what was built is in folders with a dot."""
        files = {path.relative_to(self.root): path for path in self.root.rglob("*.py")}
        return {
            name.as_posix(): path.read_bytes()
            for name, path in files.items()
            if not any(part.startswith(".") for part in name.parts)
        }


def base() -> Template:
    """The resources that functions can be connected to."""
    return parsed("template.yaml", BASE.read_bytes())


def _snippet() -> Snippet:
    return Snippet.parse(BASE.name, BASE.read_bytes())


def functions_of(app: App, every: Mapping[str, Choice]) -> dict[str, Choice]:
    """Return the answers of the functions of an application, by name, of those of all."""
    group = (app.layout, app.powertools)
    return {name: row for name, row in every.items() if (row["layout"], row["powertools"]) == group}


def make(checkout: Path, app: App, root: Path, functions: dict[str, Choice]) -> Made:
    """Make an application by the command that people use.

    Args:
        checkout: A committed checkout of the template.
        app: The application.
        root: The folder to make it in.
        functions: The answers of its functions, by name.
    """
    root.mkdir(parents=True)
    platform = [word for key, value in app.platform.items() for word in ("-d", f"{key}={value}")]
    scaffold(checkout, root, "init", "-d", "name=my_shop", *platform, "--defaults")
    commit(root)
    template = root / "template.yaml"
    merged = merge(parsed("template.yaml", template.read_bytes()).document, _snippet())
    template.write_bytes(merged.document.encode())
    if app.powertools == "true":
        packages = "packages=aws-lambda-powertools[parser,tracer]>=3,<4"
        words = ("-d", packages, *platform, "--defaults")
        scaffold(checkout, root, "add", "layer", "powertools", *words)
    pairs = itertools.cycle(_add_layers(checkout, root, platform))
    for name, row in functions.items():
        answers = {**given(base(), name, row), "iam": app.iam}
        if app.platform.items() <= answers.items():  # layers are for one platform
            answers["layers"] = next(pairs)
        if answers.get("alarm_topic") == "new" and NEW_ALARM_TOPIC in template.read_text("utf-8"):
            answers["alarm_topic"] = NEW_ALARM_TOPIC  # the first function has made it
        data = [word for key, value in answers.items() for word in ("-d", f"{key}={value}")]
        scaffold(checkout, root, "add", "function", name, *data, "--defaults")
    return Made(app, root, functions)


def _add_layers(checkout: Path, root: Path, platform: Sequence[str]) -> list[str]:
    """Add a layer of each kind of contents; the pairs of them, as answers of functions."""
    for contents, answers in LAYERS.items():
        data = [word for answer in (f"contents={contents}", *answers) for word in ("-d", answer)]
        words = (*data, *platform, "--defaults")
        scaffold(checkout, root, "add", "layer", f"of_{contents}", *words)
    bundle = root / "layers" / "of_makefile" / "bundle"
    bundle.mkdir()
    (bundle / "ours.py").write_text('"""A package that was built elsewhere."""\n', encoding="utf-8")
    return [",".join(f"Of{pascal(package)}Layer" for package in pair) for pair in _PAIRS]
