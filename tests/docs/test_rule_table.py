"""The table of rules, which is generated from the code."""

from __future__ import annotations

import os

from command_environment import ROOT

from sam_scaffold.rules import RULES

PAGE = ROOT / "docs" / "reference" / "rules" / "README.md"
BEGIN = "<!-- made by UPDATE_DOCS=1 pytest tests/docs -->"
END = "<!-- end of what is made -->"

_GROUPS = {
    "0": "Translation",
    "1": "Code",
    "2": "Imports and layers",
    "3": "Runtimes",
    "4": "Events",
    "5": "Permissions",
    "6": "Components",
    "7": "Scripts",
}


def test_table_is_that_of_the_rules() -> None:
    written = PAGE.read_text(encoding="utf-8")
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    now = f"{before}{BEGIN}\n\n{_table()}\n\n{END}{after}"
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(now, encoding="utf-8")
    else:
        assert now == written


def _table() -> str:
    lines = []
    for group, title in _GROUPS.items():
        found = [rule for rule in RULES.values() if rule.id[2] == group]
        if found:
            lines += [
                "",
                f"## {title}",
                "",
                "| id | finding | fixed by `--fix` |",
                "|---|---|---|",
            ]
        for rule in found:
            fixed = "yes" if "fix" in vars(rule) else ""
            lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.shortdesc} | {fixed} |")
    return "\n".join(lines[1:])
