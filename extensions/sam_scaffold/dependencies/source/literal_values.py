"""Literals that an expression may have, determined only from a module's text."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from .expressions import last_name

_DEEPEST = 20

_MOST = 200
"""Maximum number of values of an expression; real code has fewer."""

Nodes = tuple[ast.expr, ...] | None
"""Literals that an expression may have; None if unknown."""

Texts = tuple[str, ...] | None
"""Strings that an expression may have; None if unknown."""

_SAME_ELEMENTS = frozenset({"sorted", "list", "tuple", "set", "frozenset", "reversed", "iter"})

_Lists = (ast.List, ast.Tuple, ast.Set)


@dataclass(frozen=True)
class _Bound:
    """Binding of a name.

    Attributes:
        value: The expression.
        is_each: Whether the name is bound to each of its elements.
        path: The indexes in nested tuples, if several names are bound at once.
    """

    value: ast.expr | None
    is_each: bool = False
    path: tuple[int, ...] = ()


@dataclass(frozen=True)
class LiteralValues:
    """Evaluator of the expressions of a module.

    Attributes:
        tree: The module.
        names: The values of ``__name__`` and ``__package__``.
    """

    tree: ast.Module
    names: tuple[tuple[str, str], ...] = ()

    def texts(self, node: ast.expr, depth: int = 0) -> Texts:  # noqa: PLR0911
        """Return the strings that an expression may have."""
        if depth > _DEEPEST:
            return None
        if isinstance(node, ast.JoinedStr):
            return self._joined(node.values, depth)
        if isinstance(node, ast.FormattedValue):
            is_plain = node.format_spec is None and node.conversion in (-1, 115)
            return self.texts(node.value, depth + 1) if is_plain else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._joined((node.left, node.right), depth)
        if (parts := _formatted(node)) is not None:
            return self._joined(parts, depth)
        if (known := self._of_module(node)) is not None:
            return (known,)
        found = self.nodes(node, depth + 1)
        if found is None or len(found) > _MOST:
            return None
        texts = [self._text(literal, node, depth) for literal in found]
        return None if None in texts else tuple(text for values in texts for text in values or ())

    def prefix(self, node: ast.expr, depth: int = 0) -> str:  # noqa: PLR0911
        """Return the certain prefix of an expression whose text is unknown."""
        if depth > _DEEPEST:
            return ""
        known = self.texts(node, depth + 1)
        if known is not None:
            return known[0] if len(known) == 1 else ""
        if isinstance(node, ast.JoinedStr):
            return self._common(node.values, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._common((node.left, node.right), depth)
        if (parts := _formatted(node)) is not None:
            return self._common(parts, depth)
        bound = self._bound.get(node.id, ()) if isinstance(node, ast.Name) else ()
        if len(bound) == 1 and bound[0].value is not None and not bound[0].is_each:
            return self.prefix(bound[0].value, depth + 1) if not bound[0].path else ""
        return ""

    def nodes(self, node: ast.expr, depth: int = 0) -> Nodes:  # noqa: PLR0911
        """Return the literals that an expression may have."""
        if depth > _DEEPEST:
            return None
        if isinstance(node, ast.Name):
            return self._of_name(node.id, depth)
        if isinstance(node, ast.Subscript):
            return self._of_item(node, depth)
        if isinstance(node, ast.IfExp):
            return self._either((node.body, node.orelse), depth)
        if isinstance(node, ast.BoolOp):
            return self._either(node.values, depth)
        if isinstance(node, ast.Call):
            return self._of_call(node, depth)
        is_literal = isinstance(node, (ast.Constant, ast.Dict, ast.JoinedStr, ast.BinOp, *_Lists))
        return (node,) if is_literal else None

    def elements(self, node: ast.expr, depth: int = 0) -> Nodes:
        """Return the literals that the elements of an expression may have."""
        if depth > _DEEPEST:
            return None
        if isinstance(node, ast.Call):
            return self._elements_of_call(node, depth)
        found = self.nodes(node, depth + 1)
        if found is None:
            return None
        every: list[ast.expr] = []
        for literal in found:
            if isinstance(literal, _Lists):
                every += literal.elts
            elif isinstance(literal, ast.Dict):
                every += filter(None, literal.keys)
            else:
                return None
        return self._either(every, depth)

    def _text(self, found: ast.expr, asked: ast.expr, depth: int) -> Texts:
        if isinstance(found, ast.Constant):
            return (found.value,) if isinstance(found.value, str) else None
        return None if found is asked else self.texts(found, depth + 1)

    def _of_module(self, node: ast.expr) -> str | None:
        """Evaluate ``__name__`` and ``__package__``, and parts of the former."""
        known = dict(self.names)
        if isinstance(node, ast.Name):
            return known.get(node.id)
        text = ast.unparse(node) if isinstance(node, (ast.Attribute, ast.Subscript)) else ""
        name = known.get("__name__", "")
        return {
            "__spec__.parent": known.get("__package__"),
            "__spec__.name": known.get("__name__"),
            "__name__.rpartition('.')[0]": name.rpartition(".")[0],
            "__name__.rsplit('.', 1)[0]": name.rsplit(".", 1)[0],
            "__name__.split('.')[0]": name.split(".", maxsplit=1)[0],
            "__name__.partition('.')[0]": name.partition(".")[0],
        }.get(text)

    def _joined(self, parts: Iterable[ast.expr], depth: int) -> Texts:
        found = [self.texts(part, depth + 1) for part in parts]
        known = [texts for texts in found if texts is not None]
        if len(known) < len(found):
            return None
        every = tuple("".join(combination) for combination in islice(product(*known), _MOST + 1))
        return every if len(every) <= _MOST else None

    def _common(self, parts: Iterable[ast.expr], depth: int) -> str:
        text = ""
        for part in parts:
            known = self.texts(part, depth + 1)
            if known is None or len(known) > 1:
                return text + self.prefix(part, depth + 1)
            text += "".join(known)
        return text

    def _of_name(self, name: str, depth: int) -> Nodes:
        found = self._bound.get(name)
        if not found:
            return None
        every: list[ast.expr] = []
        for bound in found:
            values = self._of_bound(bound, depth + 1)
            if values is None:
                return None
            every += values
        return tuple(every)

    def _of_bound(self, bound: _Bound, depth: int) -> Nodes:
        if bound.value is None:
            return None
        read = self.elements if bound.is_each else self.nodes
        found = read(bound.value, depth)
        for at in bound.path:
            if found is None or not all(
                isinstance(literal, (ast.List, ast.Tuple)) and at < len(literal.elts)
                for literal in found
            ):
                return None
            found = self._either(
                (literal.elts[at] for literal in found if isinstance(literal, _Lists)), depth
            )
        return found

    def _of_item(self, node: ast.Subscript, depth: int) -> Nodes:
        held = self.nodes(node.value, depth + 1)
        if held is None:
            return None
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        every: list[ast.expr] = []
        for literal in held:
            if isinstance(literal, ast.Dict):
                every += _values(literal, key)
            elif isinstance(literal, (ast.List, ast.Tuple)):
                is_one = isinstance(key, int) and -len(literal.elts) <= key < len(literal.elts)
                every += [literal.elts[key]] if is_one and isinstance(key, int) else literal.elts
            else:
                return None
        return self._either(every, depth)

    def _of_call(self, node: ast.Call, depth: int) -> Nodes:
        """Evaluate ``names.get(key, other)``."""
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in ("get", "pop") and node.args:
            item = ast.Subscript(function.value, node.args[0], ast.Load())
            found = self._of_item(item, depth + 1)
            others = [argument for argument in node.args[1:] if not _is_none(argument)]
            return self._and(found, self._either(others, depth))
        return None

    def _elements_of_call(self, node: ast.Call, depth: int) -> Nodes:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in ("keys", "values", "items"):
            held = self.nodes(function.value, depth + 1) or (None,)
            every: list[ast.expr] = []
            for literal in held:
                if not isinstance(literal, ast.Dict) or None in literal.keys:
                    return None
                keys = [key for key in literal.keys if key is not None]
                if function.attr == "items":
                    pairs = zip(keys, literal.values, strict=True)
                    every += (ast.Tuple([*pair], ast.Load()) for pair in pairs)
                else:
                    every += keys if function.attr == "keys" else literal.values
            return self._either(every, depth)
        if last_name(function) in _SAME_ELEMENTS and node.args:
            return self.elements(node.args[0], depth + 1)
        return None

    def _either(self, nodes: Iterable[ast.expr], depth: int) -> Nodes:
        every: tuple[ast.expr, ...] = ()
        for node in nodes:
            found = self.nodes(node, depth + 1)
            if found is None:
                return None
            every += found
        return every

    @staticmethod
    def _and(first: Nodes, second: Nodes) -> Nodes:
        return None if first is None or second is None else (*first, *second)

    @cached_property
    def _bound(self) -> dict[str, list[_Bound]]:
        """Return the bindings of each name in the module and its functions."""
        found: dict[str, list[_Bound]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    _bind(target, _Bound(node.value), found)
            elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
                if node.value is not None:
                    _bind(node.target, _Bound(node.value), found)
            elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
                _bind(node.target, _Bound(node.iter, is_each=True), found)
            elif isinstance(node, ast.AugAssign):
                _bind(node.target, _Bound(None), found)
            elif isinstance(node, ast.withitem) and node.optional_vars:
                _bind(node.optional_vars, _Bound(None), found)
            elif isinstance(node, ast.arg):
                found.setdefault(node.arg, []).append(_Bound(None))
        return found


def _bind(target: ast.expr, bound: _Bound, found: dict[str, list[_Bound]]) -> None:
    if isinstance(target, ast.Name):
        found.setdefault(target.id, []).append(bound)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for at, element in enumerate(target.elts):
            _bind(element, _Bound(bound.value, bound.is_each, (*bound.path, at)), found)
    elif isinstance(target, ast.Starred):
        _bind(target.value, _Bound(None), found)


def _values(held: ast.Dict, key: object) -> list[ast.expr]:
    """Return the value of a key, or all values if the key is unknown or missing."""
    same = [
        value
        for known, value in zip(held.keys, held.values, strict=True)
        if isinstance(known, ast.Constant) and known.value == key and key is not None
    ]
    return same or held.values


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _formatted(node: ast.expr) -> list[ast.expr] | None:
    """Return the parts of ``"a.%s" % x`` and ``"a.{}".format(x)``; None for others."""
    text: ast.expr | None = None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        text, mark = node.left, "%"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        text, mark = node.func.value if node.func.attr == "format" else None, "{"
    if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
        return None
    start, _, rest = text.value.partition(mark)
    put = node.right if isinstance(node, ast.BinOp) else _first_argument(node)
    is_simple = rest in ("s", "}") and put is not None and not isinstance(put, ast.Tuple)
    unknown = put if is_simple and put is not None else ast.Constant(None)
    return [ast.Constant(start), unknown]


def _first_argument(node: ast.expr) -> ast.expr | None:
    return node.args[0] if isinstance(node, ast.Call) and node.args else None
