"""The state of lowering one Swift file, and the dispatch over kinds of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.swift import grammar as g
from secure_lint.languages.syntax import SyntaxTree
from secure_lint.model.program import Block, Expression, If, Name, Operator, Statement, Try
from secure_lint.model.span import Span

LowerExpression = Callable[["Lowering", Node], Expression]
LowerStatement = Callable[["Lowering", Node], None]
CHEAP = 400
"""Bodies of fewer bytes are lowered always."""


class Tables(msgspec.Struct, frozen=True):
    """How to lower each kind of node."""

    expressions: dict[int, LowerExpression]
    statements: dict[int, LowerStatement]


class Lowering(TreeLowering):
    """Lowers the nodes of one file of Swift.

    ``shorthand`` is the highest number among the arguments without a name (``$0``) that the closure at hand reads.
    ``deferred`` holds, for the block at hand, what is to run at its end (``defer``), with the statements before.
    ``deferring`` says that the value of a property is read: the closures in it are lowered only where they are wanted.
    """

    __slots__ = ("deferred", "deferring", "expressions", "shorthand", "statements")

    leaf = g.NAME

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables) -> None:
        super().__init__(tree, wanted)
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.shorthand = -1
        self.deferring = False
        self.deferred: list[tuple[int, Block]] = []

    def name(self, node: Node) -> Name:
        """An identifier; ``Self`` is the type that is declared."""
        text = self.text(node).strip("`")
        if text == "Self" and self.owner is not None:
            text = self.owner
        elif text.startswith("$") and text[1:].isdecimal():
            self.shorthand = max(self.shorthand, int(text[1:]))
        return Name(self.span(node), text)

    def part(self, parent: Node, field: int) -> Expression:
        """Lower the value in a field of ``parent``."""
        node = parent.child_by_field_id(field)
        return self.nothing(parent) if node is None else self.expression(node)

    def block(self, holder: Node, nodes: Sequence[Node]) -> Block:
        """The statements among ``nodes``."""
        outer, self.out = self.out, []
        deferred, self.deferred = self.deferred, []
        deferring, self.deferring = self.deferring, False
        for node in under_build_conditions(self, nodes):
            if node.kind_id in self.statements:
                self.statement(node)
        for start, final in reversed(self.deferred):
            body = Block(final.span, tuple(self.out[start:]))
            self.out[start:] = [Try(final.span, body, (), final)]
        found, self.out = self.out, outer
        self.deferred, self.deferring = deferred, deferring
        return Block(self.span(holder), tuple(found))

    def of_property(self, node: Node) -> Expression:
        """The value that a property starts with."""
        deferring, self.deferring = self.deferring, True
        value = self.value(node)
        self.deferring = deferring
        return value

    def wants(self, node: Node) -> bool:
        """Whether a body is lowered: one that is wanted, and a small one always, since constants hide in it."""
        return node.end_byte - node.start_byte < CHEAP or self.wanted.within(node.start_byte, node.end_byte)

    def type_text(self, node: Node) -> str:
        """A type as written, on one line, without the mark of an optional."""
        text = " ".join(self.text(node).split()).removeprefix("any ").removeprefix("some ")
        return text.rstrip("?!") if not text.startswith("(") else text


def under_build_conditions(low: Lowering, nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes in order; what was lowered of those between ``#if`` and ``#endif`` becomes a branch."""
    open_branches: list[_Branch] = []
    for node in nodes:
        if node.kind_id != g.DIRECTIVE:
            yield node
            continue
        text = low.text(node)
        if text.startswith("#if"):
            open_branches.append(_Branch(low.span(node), _build_condition(low, node), low.out))
            low.out = []
        elif text.startswith("#else") and open_branches:
            branch = open_branches[-1]
            branch.parts.append(Block(branch.span, tuple(low.out)))
            low.out = []
        elif text.startswith("#endif") and open_branches:
            _close(low, open_branches.pop())
    while open_branches:
        _close(low, open_branches.pop())


class _Branch(msgspec.Struct):
    """A build condition that is open: where it starts, what it asks, what stood before it, its parts so far."""

    span: Span
    condition: Expression
    outer: list[Statement]
    parts: list[Block] = []


def _close(low: Lowering, branch: _Branch) -> None:
    parts = [*branch.parts, Block(branch.span, tuple(low.out))]
    low.out = branch.outer
    rest = tuple(statement for part in parts[1:] for statement in part.statements)
    low.out.append(If(branch.span, branch.condition, parts[0], Block(branch.span, rest) if rest else None))


def _build_condition(low: Lowering, node: Node) -> Expression:
    """``DEBUG`` or ``!DEBUG``; anything longer is a name as it is written."""
    span = low.span(node)
    text = " ".join(low.text(node).removeprefix("#if").split())
    if text.startswith("!") and text[1:].isidentifier():
        return Operator(span, "!", (Name(span, text[1:]),))
    return Name(span, text)
