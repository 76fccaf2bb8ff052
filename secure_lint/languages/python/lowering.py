"""The state of lowering one Python file, and the dispatch over kinds of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import msgspec
from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.python import grammar as g
from secure_lint.languages.syntax import NESTING_LIMIT, SyntaxTree
from secure_lint.model.program import (
    Block,
    Expression,
    Field,
    Name,
    Statement,
)

LowerExpression = Callable[["Lowering", Node], Expression]
LowerStatement = Callable[["Lowering", Node], None]

CLOSURE_LEVELS = 3
"""Levels of nesting that the members of a class or the body of a function count for."""


class Tables(msgspec.Struct, frozen=True):
    """How to lower each kind of node."""

    expressions: dict[int, LowerExpression]
    statements: dict[int, LowerStatement]


class Scope(msgspec.Struct):
    """The function whose body is read.

    ``this`` is what it calls the object it is a method of. ``globals`` are the names that it declares to be those of
    the module.
    """

    this: str | None = None
    globals: frozenset[str] = frozenset()


class Lowering(TreeLowering):
    """Lowers the nodes of one file of Python.

    ``scope`` is the function at hand, ``None`` outside functions. ``fields`` are the variables of the module.
    """

    __slots__ = ("expressions", "fields", "scope", "statements")

    leaf = g.IDENTIFIER

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables, package: str) -> None:
        super().__init__(tree, wanted, package)
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.scope: Scope | None = None
        self.fields: list[Field] = []

    def part(self, parent: Node, field: int) -> Expression:
        """Lower the value in a field of ``parent``."""
        node = parent.child_by_field_id(field)
        return self.nothing(parent) if node is None else self.expression(node)

    def name(self, node: Node) -> Name:
        """An identifier; the object that a method belongs to is ``this``."""
        text = self.text(node)
        scope = self.scope
        return Name(self.span(node), "this" if scope is not None and text == scope.this else text)

    def block(self, node: Node) -> Block:
        """The statements of an indented block."""
        return Block(self.span(node), self.collected(node.children))

    def collected(self, nodes: Iterable[Node]) -> tuple[Statement, ...]:
        """Those of ``nodes`` that are statements, lowered."""
        outer, self.out = self.out, []
        for child in nodes:
            self.statement(child)
        found, self.out = self.out, outer
        return tuple(found)

    @contextmanager
    def inside_scope(self, prefix: str, owner: str | None, scope: Scope | None) -> Iterator[None]:
        """What is read is declared in a type or a function; statements around it do not reach into it."""
        held = self.prefix, self.owner, self.scope, self.out
        self.prefix, self.owner, self.scope, self.out = prefix, owner, scope, []
        self.depth += CLOSURE_LEVELS
        yield
        self.depth -= CLOSURE_LEVELS
        self.prefix, self.owner, self.scope, self.out = held

    def declares(self, name: str) -> bool:
        """Whether an assignment to a plain name is one to a local variable."""
        return self.scope is not None and name not in self.scope.globals

    def is_too_deep(self, node: Node) -> bool:
        """Whether a declaration is nested too deep to be read; if so, a problem says it."""
        if self.depth < NESTING_LIMIT:
            return False
        self.tree.report_nesting(node)
        return True
