"""Rewriting of a module's text for modules that move."""

from __future__ import annotations

import textwrap

from sam_scaffold.migration.renaming.rewriting import rewrite_modules

MOVED = {
    "pkg.orders.handler": "lambda_handler",
    "pkg.orders.rules": "rules",
    "pkg.orders.types": "orders_types",
}


def rewritten(source: str, package: str = "", moved: dict[str, str] = MOVED) -> str:
    code = textwrap.dedent(source).lstrip("\n").encode()
    return rewrite_modules("a.py", code, moved, package).data.decode()


def dedented(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")
