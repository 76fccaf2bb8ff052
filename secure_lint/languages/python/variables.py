"""The variables of a module: which are constants, and which its script changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.classes import read_variables
from secure_lint.languages.python.lowering import Lowering
from secure_lint.model.program import Field

HOLDERS = frozenset(
    g.kind(name)
    for name in (
        "if_statement",
        "elif_clause",
        "else_clause",
        "try_statement",
        "except_clause",
        "finally_clause",
        "with_statement",
        "block",
        "ERROR",
        "expression_statement",
        "for_statement",
        "while_statement",
    )
)
"""What statements of the module lie in."""

_BINDING = frozenset(g.kind(name) for name in ("assignment", "augmented_assignment", "for_statement"))
_LEADING = frozenset((*HOLDERS, *_BINDING))
_GLOBAL = re.compile(rb"\bglobal[ \t]+([\w, \t]+)")


class Variables:
    """The variables of one module, as its statements are read one after the other.

    One that is assigned once, and not in a branch, is a constant with a value. Any other has none: the assignments
    belong to the script.
    """

    __slots__ = ("_bound", "_count", "_low")

    def __init__(self, low: Lowering) -> None:
        self._low = low
        self._bound: dict[str, Node] = {}
        self._count: Counter[str] = Counter()
        for name, node in _bindings(low, low.tree.root):
            self._count[name] += 1
            self._bound.setdefault(name, node)
        for found in _GLOBAL.finditer(low.tree.source.data):
            self._count.update(name.strip() for name in found.group(1).decode("utf-8", "replace").split(","))

    def read_constant(self, node: Node) -> bool:
        """Read a statement that assigns constants; false when it does anything else."""
        low = self._low
        if node.kind_id != g.EXPRESSION_STATEMENT or node.child_count != 1:
            return False
        assignment = node.children[0]
        names = list(_targets(low, assignment)) if assignment.kind_id == g.ASSIGNMENT else []
        if not names or any(self._count[name] != 1 for name in names):
            return False
        found: list[Field] = []
        read_variables(low, assignment, found.append)
        low.fields.extend(_constant(field) for field in found)
        return True

    def rest(self) -> Iterator[Field]:
        """The variables that are no constants."""
        known = {field.name for field in self._low.fields}
        for name, node in self._bound.items():
            if name not in known:
                span = self._low.span(node)
                yield Field(name, None, span, span)


def _constant(field: Field) -> Field:
    words = tuple(dict.fromkeys((*field.modifiers, "final")))
    return msgspec.structs.replace(field, modifiers=tuple(word for word in words if word != "static"))


def _targets(low: Lowering, node: Node) -> Iterator[str]:
    """The plain names that an assignment binds; none when it binds anything else, or unpacks an unknown value."""
    while True:
        left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
        if left is None or right is None:
            return
        if left.kind_id == g.IDENTIFIER:
            yield low.text(left)
        elif left.kind_id in g.SEQUENCES and right.kind_id in g.SEQUENCES and _paired(left, right):
            yield from (low.text(child) for child in left.named_children)
        if right.kind_id != g.ASSIGNMENT:
            return
        node = right


def _paired(left: Node, right: Node) -> bool:
    targets = left.named_children
    return len(targets) == right.named_child_count and all(child.kind_id == g.IDENTIFIER for child in targets)


def _bindings(low: Lowering, root: Node) -> Iterator[tuple[str, Node]]:
    """The names that statements of the module bind, each as often as they do, in order."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node.kind_id in _BINDING:
            yield from _names_in(low, node.child_by_field_id(g.FIELD_LEFT))
        pending.extend(child for child in reversed(node.children) if child.kind_id in _LEADING)


def _names_in(low: Lowering, node: Node | None) -> Iterator[tuple[str, Node]]:
    pending: list[Node] = [] if node is None else [node]
    while pending:
        each = pending.pop()
        if each.kind_id == g.IDENTIFIER:
            yield low.text(each), each
        elif each.kind_id in g.SEQUENCES:
            pending.extend(reversed(each.children))


def declares_below(nodes: Iterable[Node]) -> bool:
    """Whether functions or classes are declared in statements (``try: ... except ImportError: def f()``)."""
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if node.kind_id in g.DEFINITIONS:
            return True
        if node.kind_id in HOLDERS:
            pending.extend(node.children)
    return False
