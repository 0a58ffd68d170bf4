"""Findings of our rules in a template on disk, with the files around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

pytest.importorskip("cfnlint")

from cfnlint.decode import decode
from cfnlint.template import Template

from sam_scaffold.document import Document
from sam_scaffold.rules import RULES

TEMPLATE = "template.yaml"


@dataclass(frozen=True)
class Finding:
    """A finding of a rule, as cfn-lint reports it.

    Attributes:
        rule: The rule's id.
        line: The line of the template that cfn-lint names, from 1.
        path: The path that the rule gave.
        message: The message.
    """

    rule: str
    line: int
    path: tuple[str | int, ...]
    message: str


def lint(
    folder: Path, rule: str, template: str, files: Mapping[str, str] | None = None
) -> list[Finding]:
    """Return the findings of one rule in a template, by cfn-lint's own classes.

    A rule that raises does so here, where cfn-lint would report E0002.

    Args:
        folder: The folder to which the template and the files are written.
        rule: The rule's id.
        template: The template's text, indented as the test likes it.
        files: Texts by their paths from the template's folder; a path that ends in a
            slash is an empty folder.
    """
    return _said(rule, _read(write_files(folder, template, files)))


def lint_all(folder: Path, template: str, files: Mapping[str, str] | None = None) -> list[Finding]:
    """Return the findings of all rules in a template, by id."""
    cfn = _read(write_files(folder, template, files))
    return [finding for rule in RULES for finding in _said(rule, cfn)]


def fixed(folder: Path, rule: str, template: str, files: Mapping[str, str] | None = None) -> str:
    """Return the template after the rule's fix of each finding, one after the other."""
    text = dedent(template)
    for finding in lint(folder, rule, template, files):
        document = Document.parse(TEMPLATE, text.encode())
        splices = RULES[rule]().fix(document, finding.path)
        text = document.apply(splices).text
    return text


def write_files(folder: Path, template: str, files: Mapping[str, str] | None = None) -> Path:
    """Write a template and the files around it, and return the template's path."""
    everything = {TEMPLATE: template, **(files or {})}
    for name, text in everything.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
    return folder / TEMPLATE


def _read(file: Path) -> Template:
    data, mistakes = decode(str(file))
    assert not mistakes, mistakes
    return Template(str(file), data, ["eu-west-1"])


def _said(rule: str, cfn: Template) -> list[Finding]:
    found = RULES[rule]().matchall(cfn.filename, cfn)
    return [Finding(rule, match.linenumber, tuple(match.path), match.message) for match in found]
