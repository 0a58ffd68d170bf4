"""Names that copier.yml and the template's files use: the extension has each of them."""

from __future__ import annotations

import pytest
from command_environment import ROOT
from jinja2 import Environment, nodes

from sam_scaffold.rendering.configuration import questions_of
from sam_scaffold.rendering.extension import SamScaffoldExtension
from sam_scaffold.rendering.opening import UNASKED

_OF_COPIER = {"pathjoin"}


@pytest.fixture(scope="module")
def environment() -> Environment:
    of_copier = "jinja2_ansible_filters.AnsibleCoreFiltersExtension"
    return Environment(extensions=[of_copier, SamScaffoldExtension], autoescape=True)


def texts() -> list[str]:
    files = [ROOT / "copier.yml", *(ROOT / "template").rglob("questions.yml")]
    files += (ROOT / "template").rglob("*.jinja")
    return [file.read_text(encoding="utf-8") for file in files]


def test_functions_and_filters_exist(environment: Environment) -> None:
    called: set[str] = set()
    filters: set[str] = set()
    for text in texts():
        tree = environment.parse(text)
        macros = {macro.name for macro in tree.find_all(nodes.Macro)}
        imported = {str(name) for node in tree.find_all(nodes.FromImport) for name in node.names}
        callees = (call.node for call in tree.find_all(nodes.Call))
        names = {callee.name for callee in callees if isinstance(callee, nodes.Name)}
        called |= names - macros - imported
        filters |= {filter_.name for filter_ in tree.find_all(nodes.Filter)}
    assert called - environment.globals.keys() <= {"caller", "super"}
    assert filters - environment.filters.keys() == set()
    assert {"opening_check", "sam_component", "final_check", "limit_problem"} <= called


def test_every_function_is_called(environment: Environment) -> None:
    ours = environment.globals.keys() - Environment(autoescape=True).globals.keys()
    text = "\n".join(texts())
    assert sorted(name for name in ours - _OF_COPIER if f"{name}(" not in text) == []


def test_no_answer_has_the_name_of_a_function(environment: Environment) -> None:
    """A question's context has the answers without Jinja's globals."""
    assert questions_of(ROOT).keys() & environment.globals.keys() <= UNASKED
