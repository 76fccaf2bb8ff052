"""The state of lowering one C# file, and the dispatch over kinds of nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec
from tree_sitter import Node

from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.syntax import SyntaxTree
from secure_lint.model.program import Block, Expression, If, Literal, Name, Operator, Return, Statement
from secure_lint.model.span import Span

LowerExpression = Callable[["Lowering", Node], Expression]
LowerStatement = Callable[["Lowering", Node], None]
CHEAP = 400
"""Bodies of fewer bytes are lowered always."""

_TEXT = re.compile(r"\bstring\b")


class Tables(msgspec.Struct, frozen=True):
    """How to lower each kind of node."""

    expressions: dict[int, LowerExpression]
    statements: dict[int, LowerStatement]


class Lowering(TreeLowering):
    """Lowers the nodes of one file of C#.

    ``bound`` is what a conditional access (``a?.b``) reads from. ``expected`` are the types that are declared
    for values, by where these start: ``new()`` makes objects of them. ``returned`` is the type of what the method at
    hand yields. ``deferring`` says that the value of a field is read: the
    closures in it are lowered only where they are wanted.
    """

    __slots__ = ("bound", "deferring", "expected", "expressions", "returned", "statements")

    leaf = g.IDENTIFIER

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables) -> None:
        super().__init__(tree, wanted)
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.bound: Expression | None = None
        self.deferring = False
        self.expected: dict[int, str] = {}
        self.returned: str | None = None

    def name(self, node: Node) -> Name:
        """An identifier."""
        return Name(self.span(node), self.text(node).removeprefix("@"))

    def part(self, parent: Node, field: int) -> Expression:
        """Lower the value in a field of ``parent``."""
        node = parent.child_by_field_id(field)
        return self.nothing(parent) if node is None else self.expression(node)

    def is_value(self, node: Node) -> bool:
        """Whether a node can stand where a value does."""
        return node.kind_id == g.IDENTIFIER or node.kind_id in self.expressions

    def values(self, nodes: Iterable[Node]) -> tuple[Expression, ...]:
        """The values among the nodes."""
        return tuple(self.expression(node) for node in nodes if self.is_value(node))

    def of_type(self, node: Node, type_name: str | None) -> Expression:
        """A value for which a type is declared."""
        if type_name is not None:
            self.expected[node.start_byte] = type_name
        return self.expression(node)

    def of_field(self, node: Node, type_name: str | None) -> Expression:
        """The value that a field starts with."""
        deferring, self.deferring = self.deferring, True
        if type_name is not None:
            self.expected[node.start_byte] = type_name
        value = self.value(node)
        self.deferring = deferring
        return value

    def wants(self, node: Node) -> bool:
        """Whether a body is lowered: one that is wanted, and a small one always, since constants hide in it."""
        return node.end_byte - node.start_byte < CHEAP or self.wanted.within(node.start_byte, node.end_byte)

    def block(self, node: Node) -> Block:
        """The statements between braces, the only statement of a branch, or the value behind an arrow."""
        outer, self.out = self.out, []
        deferring, self.deferring = self.deferring, False
        if node.kind_id == g.BLOCK:
            for child in _functions_first(node.children):
                if child.kind_id in self.statements:
                    self.statement(child)
        elif node.kind_id == g.ARROW:
            values = (self.of_type(child, self.returned) for child in node.children if self.is_value(child))
            self.out.extend(Return(value.span, value) for value in values)
        else:
            self.statement(node)
        found, self.out = self.out, outer
        self.deferring = deferring
        return Block(self.span(node), tuple(found))

    def statements_of(self, nodes: Iterable[Node], span: Span) -> Block:
        """Those of the nodes that are statements."""
        outer, self.out = self.out, []
        for node in _functions_first(nodes):
            if node.kind_id in self.statements and node.kind_id != g.IDENTIFIER:
                self.statement(node)
        found, self.out = self.out, outer
        return Block(span, tuple(found))

    def type_text(self, node: Node) -> str:
        """A type as written, on one line, without the mark of one that may be null; text has one name."""
        text = " ".join(self.text(node).split()).rstrip("?").removeprefix("global::")
        return _TEXT.sub("String", text)


def _functions_first(nodes: Iterable[Node]) -> list[Node]:
    """The nodes, local functions before the rest: they can be called above the place where they stand."""
    return sorted(nodes, key=lambda node: not _is_local_function(node))


def _is_local_function(node: Node) -> bool:
    inner = node.children[0] if node.kind_id == g.GLOBAL_STATEMENT and node.children else node
    return inner.kind_id == g.LOCAL_FUNCTION


def under_build_condition(low: Lowering, node: Node) -> None:
    """``#if`` among statements: a branch."""
    parts: list[Node] = []
    otherwise: Node | None = None
    condition = node.child_by_field_id(g.FIELD_CONDITION)
    for child in node.children:
        if child.kind_id in {g.PREPROC_ELSE, g.PREPROC_ELIF}:
            otherwise = child
        elif child != condition:
            parts.append(child)
    span = low.span(node)
    rest: tuple[Statement, ...] = ()
    then = low.statements_of(parts, span)
    if otherwise is not None:
        rest = low.statements_of(otherwise.children, low.span(otherwise)).statements
    test = Literal(span, "bool", True) if condition is None else build_condition(low, condition)
    low.out.append(If(span, test, then, Block(span, rest) if rest else None))


def build_condition(low: Lowering, node: Node) -> Expression:
    """``DEBUG`` or ``!DEBUG``; anything longer is a name as it is written."""
    span = low.span(node)
    text = " ".join(low.text(node).split())
    if text.startswith("!") and text[1:].isidentifier():
        return Operator(span, "!", (Name(span, text[1:]),))
    return Name(span, text)
