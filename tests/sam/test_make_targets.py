"""Targets that ``sam build`` runs, in a Makefile."""

from __future__ import annotations

import pytest

from sam_scaffold.sam.model.make_targets import has_target, retargeted

NEW_IDS = {"Tools": "Helpers", "ToolsLayer": "HelpersLayer"}

TEXTS = {
    "target": (b"build-Tools:\n\tcp a b\n", b"build-Helpers:\n\tcp a b\n"),
    "longer": (b"build-ToolsLayer: build-Tools\n", b"build-HelpersLayer: build-Helpers\n"),
    "phony": (b".PHONY: build-Tools build-Other\n", b".PHONY: build-Helpers build-Other\n"),
    "recipe": (b"all:\r\n\t$(MAKE) build-Tools\r\n", b"all:\r\n\t$(MAKE) build-Helpers\r\n"),
    "several": (b"build-Other build-Tools:\n", b"build-Other build-Helpers:\n"),
    "comment": (b"# build-Tools.\n", b"# build-Helpers.\n"),
    "another": (b"build-ToolsX: prebuild-Tools build-tools build-Tools-x build-Tools.zip\n",) * 2,
    "variable": (b"build-$(Tools): Tools\n",) * 2,
    "no-utf8": (b"build-Tools: # \xff\n", b"build-Helpers: # \xff\n"),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_targets_are_renamed(text: bytes, expected: bytes) -> None:
    assert retargeted(text, NEW_IDS) == expected


RULES = {
    "rule": b"build-Tools:\n",
    "several": b"build-Other build-Tools : a\n",
    "double": b"build-Tools:: a\n",
    "pattern": b"build-%: %.txt\n",
    "any": b"%:\n\techo\n",
    "continued": b"build-Other \\\n  build-Tools:\n",
    "crlf": b"A = 1\r\nbuild-Tools:\r\n\techo\r\n",
}


@pytest.mark.parametrize("text", RULES.values(), ids=RULES.keys())
def test_a_rule_is_found(text: bytes) -> None:
    assert has_target(text, "Tools")


NO_RULES = {
    "phony": b".PHONY: build-Tools\n",
    "prerequisite": b"all: build-Tools\n",
    "recipe": b"all:\n\tbuild-Tools: x\n",
    "comment": b"# build-Tools: x\n",
    "variable": b"build-Tools := x\n",
    "longer": b"build-ToolsLayer:\n",
    "pattern": b"build-%Layer:\n",
    "made-up": b"build-$(NAME):\n",
}


@pytest.mark.parametrize("text", NO_RULES.values(), ids=NO_RULES.keys())
def test_other_lines_are_not_rules(text: bytes) -> None:
    assert not has_target(text, "Tools")
