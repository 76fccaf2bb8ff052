"""The state of lowering one Python file, and the dispatch over kinds of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import msgspec
from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.python import grammar as g
from secure_lint.languages.syntax import NESTING_LIMIT, SyntaxTree
from secure_lint.model.program import (
    Block,
    Call,
    Evaluate,
    Expression,
    Field,
    Function,
    Lambda,
    Literal,
    Name,
    Statement,
    TypeDecl,
)
from secure_lint.model.span import Span

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


class Lowering:
    """Lowers the nodes of one tree.

    ``owner`` is the qualified name of the type whose members are read, ``None`` outside types; ``prefix`` is what names
    declared here are qualified by. ``scope`` is the function at hand, ``None`` outside functions. ``out`` receives the
    statements of the block that is read, and what an expression needs done before its statement. ``depth`` is the
    nesting so far. ``fields`` are the variables of the module.
    """

    __slots__ = (
        "depth",
        "expressions",
        "fields",
        "functions",
        "out",
        "owner",
        "prefix",
        "scope",
        "span",
        "statements",
        "text",
        "tree",
        "types",
        "wanted",
    )

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables, package: str) -> None:
        self.tree = tree
        self.wanted = wanted
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.span = tree.span
        self.text = tree.text
        self.prefix = package
        self.owner: str | None = None
        self.scope: Scope | None = None
        self.depth = 0
        self.out: list[Statement] = []
        self.types: list[TypeDecl] = []
        self.functions: list[Function] = []
        self.fields: list[Field] = []

    def expression(self, node: Node) -> Expression:
        """Lower a node in the place of a value."""
        if node.kind_id == g.IDENTIFIER:
            return self.name(node)
        lower = self.expressions.get(node.kind_id)
        if lower is None:
            return self.nothing(node)
        if self.depth >= NESTING_LIMIT:
            self.tree.report_nesting(node)
            return self.nothing(node)
        self.depth += 1
        result = lower(self, node)
        self.depth -= 1
        return result

    def part(self, parent: Node, field: int) -> Expression:
        """Lower the value in a field of ``parent``."""
        node = parent.child_by_field_id(field)
        return self.nothing(parent) if node is None else self.expression(node)

    def name(self, node: Node) -> Name:
        """An identifier; the object that a method belongs to is ``this``."""
        text = self.text(node)
        scope = self.scope
        return Name(self.span(node), "this" if scope is not None and text == scope.this else text)

    def nothing(self, node: Node) -> Literal:
        """What stands for a node that cannot be lowered."""
        return Literal(self.span(node), "null", None)

    def statement(self, node: Node) -> None:
        """Lower a node in the place of a statement; appends to ``out``."""
        lower = self.statements.get(node.kind_id)
        if lower is None:
            return
        if self.depth >= NESTING_LIMIT:
            self.tree.report_nesting(node)
            return
        self.depth += 1
        lower(self, node)
        self.depth -= 1

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
    def inside(self, prefix: str, owner: str | None, scope: Scope | None) -> Iterator[None]:
        """What is read is declared in a type or a function; statements around it do not reach into it."""
        held = self.prefix, self.owner, self.scope, self.out
        self.prefix, self.owner, self.scope, self.out = prefix, owner, scope, []
        self.depth += CLOSURE_LEVELS
        yield
        self.depth -= CLOSURE_LEVELS
        self.prefix, self.owner, self.scope, self.out = held

    def value(self, node: Node) -> Expression:
        """Lower a value outside any block.

        Statements that must run before it become, with it, a lambda that is called.
        """
        outer, self.out = self.out, []
        value = self.expression(node)
        before, self.out = self.out, outer
        return called(value.span, (*before, Evaluate(value.span, value))) if before else value

    def declares(self, name: str) -> bool:
        """Whether an assignment to a plain name is one to a local variable."""
        return self.scope is not None and name not in self.scope.globals

    def qualify(self, name: str) -> str:
        """The full name of what is declared here."""
        return f"{self.prefix}.{name}" if self.prefix else name

    def is_too_deep(self, node: Node) -> bool:
        """Whether a declaration is nested too deep to be read; if so, a problem says it."""
        if self.depth < NESTING_LIMIT:
            return False
        self.tree.report_nesting(node)
        return True


def called(span: Span, statements: tuple[Statement, ...]) -> Call:
    """A block in the place of a value: a lambda without parameters that is called."""
    return Call(span, Lambda(span, (), Block(span, statements)))
