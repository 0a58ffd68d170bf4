"""Prose of the project's files, by where it is: Markdown, comments, docstrings, messages.

What is not prose is blanked with spaces, so that lines and columns stay those of the file.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

_FENCED = re.compile(r"^( *)(`{3,}).*?^\1\2$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?<=\n\n)(?: {4}.*\n+)+")
_INLINE = re.compile(r"(?<!`)(`{1,2})(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_TARGET = re.compile(r"(?<=\])\([^)\s]+\)|https?://\S+")
_MADE = re.compile(r"<!-- made by .*?<!-- end of what is made -->", re.DOTALL)
_MARKUP_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_SECOND_VERSION = re.compile(r"^## ", re.MULTILINE)
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_JINJA_LOOP = re.compile(r"\{%-?\s*for\s+(\w+)\s+in\b")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_YAML_KEY = re.compile(r"^ *(?:- )?[\w.-]+:(?: +[\w./-]+)?(?=\s|$)", re.MULTILINE)
_SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Text:
    """Prose of one kind, or one name.

    Attributes:
        line: The line on which it begins.
        kind: Its place: ``docs``, ``heading``, ``comment``, ``docstring``, ``summary``,
            ``message``, ``template``, ``name`` or ``loop``.
        words: The text itself.
    """

    line: int
    kind: str
    words: str


def texts_of(path: str, source: str) -> Iterator[Text]:
    """Yield the texts of a file, by the name of the file."""
    name = path.removesuffix(".jinja")
    if name.endswith(".md") and name.rpartition("/")[2] == "CHANGELOG.md":
        yield from _markdown(_unreleased(source))
    elif path.startswith("template/"):
        yield from _generated(source, is_markdown=name.endswith(".md"))
    elif name.endswith(".md"):
        yield from _markdown(source)
    elif name.endswith(".py"):
        yield from _python(source, has_messages=path.startswith("extensions/"))
    elif name.endswith((".yml", ".yaml")):
        yield Text(1, "docs", _without(_YAML_KEY, _without_jinja(source)))


def _unreleased(source: str) -> str:
    """Return a list of changes up to the second heading of a version."""
    starts = [found.start() for found in _SECOND_VERSION.finditer(source)]
    return source[: starts[1]] if len(starts) > 1 else source


def _markdown(source: str) -> Iterator[Text]:
    prose = _prose(source)
    yield Text(1, "docs", prose)
    for found in _HEADING.finditer(prose):
        yield Text(_line(prose, found.start()), "heading", found[1])


def _generated(source: str, *, is_markdown: bool) -> Iterator[Text]:
    for found in _JINJA_LOOP.finditer(source):
        yield Text(_line(source, found.start()), "loop", found[1])
    prose = _without_jinja(source)
    yield Text(1, "template", _prose(prose) if is_markdown else prose)


def _prose(source: str) -> str:
    for code in (_MADE, _MARKUP_COMMENT, _FENCED, _INDENTED, _INLINE, _TARGET):
        source = _without(code, source)
    return source


def _without_jinja(source: str) -> str:
    """Blank expressions and statements, except sentences among their literals."""
    return _JINJA.sub(lambda found: _sentences(found[0]), source)


def _sentences(expression: str) -> str:
    kept = list(_blank(expression))
    for found in _QUOTED.finditer(expression):
        if " " in found[0].strip("'\" "):
            kept[found.start() : found.end()] = found[0]
    return "".join(kept)


def _without(code: re.Pattern[str], source: str) -> str:
    return code.sub(lambda found: _blank(found[0]), source)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


@lru_cache(maxsize=1)
def nodes_of(source: str) -> tuple[ast.AST, ...]:
    """Parse Python, and return all nodes."""
    return tuple(ast.walk(ast.parse(source)))


def _python(source: str, *, has_messages: bool) -> Iterator[Text]:
    yield from _comments(source)
    nodes = nodes_of(source)
    docstrings = {id(found): found for found in _docstrings(nodes)}
    for found in docstrings.values():
        yield Text(found.lineno, "docstring", _without(_INLINE, str(found.value)))
    for node in nodes:
        if isinstance(node, _DOCUMENTED) and (summary := summary_of(node)):
            yield Text(_docstring_line(node), "summary", summary)
        if has_messages and isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield from _messages(node)
        yield from _names(node)


def _comments(source: str) -> Iterator[Text]:
    """Yield comments; those on consecutive lines are one text."""
    found = [
        token
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and not token.string.startswith("#!")
    ]
    for _, group in groupby(enumerate(found), lambda pair: pair[1].start[0] - pair[0]):
        tokens = [token for _, token in group]
        words = "\n".join(token.string.replace("#", " ", 1) for token in tokens)
        yield Text(tokens[0].start[0], "comment", _without(_INLINE, words))


def summary_of(node: Documented) -> str:
    """Return the first line of a docstring, or nothing."""
    return (ast.get_docstring(node) or "").partition("\n")[0]


def _docstring_line(node: Documented) -> int:
    return node.body[0].lineno


def _docstrings(nodes: Iterable[ast.AST]) -> Iterator[ast.Constant]:
    """Yield every string that is a statement: docstrings, also those of attributes."""
    for node in nodes:
        constant = node.value if isinstance(node, ast.Expr) else None
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
            yield constant


def _messages(constant: ast.Constant) -> Iterator[Text]:
    """Yield a string literal if it has two words or more."""
    if isinstance(constant.value, str) and _SENTENCE.search(constant.value):
        yield Text(constant.lineno, "message", _without(_INLINE, constant.value))


def _names(node: ast.AST) -> Iterator[Text]:
    """Yield the names that a node introduces."""
    if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        for target in ast.walk(node.target):
            if isinstance(target, ast.Name):
                yield Text(target.lineno, "loop", target.id)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield Text(node.lineno, "name", node.name)
    elif isinstance(node, ast.arg):
        yield Text(node.lineno, "name", node.arg)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield Text(node.lineno, "name", node.id)
