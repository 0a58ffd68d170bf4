"""Makes the applications of the matrix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generated.projects import commit, scaffold
from sam_scaffold.merge.merge import merge
from sam_scaffold.merge.snippet import Snippet
from sam_scaffold.sam.repository import parsed
from sam_scaffold.sam.template import Template
from sam_scaffold.scaffold.wiring import NEW_ALARM_TOPIC

from .matrix import App, Choice, given, rows

BASE = Path(__file__).with_name("base.yaml")


@dataclass(frozen=True)
class Made:
    """An application that was made.

    Attributes:
        app: Which one it is.
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


def base() -> Template:
    """The resources that functions can be connected to."""
    return parsed("template.yaml", BASE.read_bytes())


def _snippet() -> Snippet:
    return Snippet.parse(BASE.name, BASE.read_bytes())


def functions_of(app: App) -> dict[str, Choice]:
    """The answers of the functions of an application, by name."""
    group = (app.layout, app.powertools)
    every = rows(base()).items()
    return {name: row for name, row in every if (row["layout"], row["powertools"]) == group}


def make(checkout: Path, app: App, root: Path, functions: dict[str, Choice]) -> Made:
    """Make an application by the command that people use.

    Args:
        checkout: A committed checkout of the template.
        app: Which one.
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
    for name, row in functions.items():
        answers = {**given(base(), name, row), "iam": app.iam}
        if answers.get("alarm_topic") == "new" and NEW_ALARM_TOPIC in template.read_text("utf-8"):
            answers["alarm_topic"] = NEW_ALARM_TOPIC  # the first function has made it
        data = [word for key, value in answers.items() for word in ("-d", f"{key}={value}")]
        scaffold(checkout, root, "add", "function", name, *data, "--defaults")
    return Made(app, root, functions)
