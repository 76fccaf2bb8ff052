"""What lowering shares between front ends: the dispatch over kinds of nodes, and the block that is being read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Self

from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.syntax import NESTING_LIMIT, SyntaxTree
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Function,
    Lambda,
    Literal,
    Member,
    Name,
    Parameter,
    Statement,
    TypeDecl,
)
from secure_lint.model.span import Span

TYPE_LEVELS = 3
"""The levels of nesting that a type counts for."""

NO_KIND = -1
"""No kind of node has this number."""


class TreeLowering(ABC):
    """Lowers the nodes of one tree.

    ``expressions`` and ``statements`` say how to lower each kind of node; a node of the kind ``leaf`` is a name.
    ``owner`` is the qualified name of the type whose members are read, ``None`` outside types; ``prefix`` is what names
    declared here are qualified by. ``extended`` is the type that the extension at hand adds to. ``out`` receives the
    statements of the block that is read, and what an expression needs done before its statement. ``depth`` is the
    nesting so far.
    """

    __slots__ = ("depth", "extended", "functions", "out", "owner", "prefix", "span", "text", "tree", "types", "wanted")

    leaf = NO_KIND
    expressions: Mapping[int, Callable[[Self, Node], Expression]]
    statements: Mapping[int, Callable[[Self, Node], None]]

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, prefix: str = "") -> None:
        self.tree = tree
        self.wanted = wanted
        self.span = tree.span
        self.text = tree.text
        self.owner: str | None = None
        self.prefix = prefix
        self.extended: str | None = None
        self.depth = 0
        self.out: list[Statement] = []
        self.types: list[TypeDecl] = []
        self.functions: list[Function] = []

    @abstractmethod
    def name(self, node: Node) -> Name:
        """An identifier."""

    def expression(self: Self, node: Node) -> Expression:
        """Lower a node in the place of a value."""
        kind = node.kind_id
        if kind == self.leaf:
            return self.name(node)
        lower = self.expressions.get(kind)
        if lower is None:
            return self.nothing(node)
        if self.depth >= NESTING_LIMIT:
            self.tree.report_nesting(node)
            return self.nothing(node)
        self.depth += 1
        result = lower(self, node)
        self.depth -= 1
        return result

    def nothing(self, node: Node) -> Literal:
        """What stands for a node that cannot be lowered."""
        return Literal(self.span(node), "null", None)

    def statement(self: Self, node: Node) -> None:
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

    def nested(self: Self, node: Node) -> None:
        """Statements inside something else: a label, a block, or source with a syntax error."""
        for child in node.children:
            if child.kind_id in self.statements and child.kind_id != self.leaf:
                self.statement(child)

    def value(self, node: Node) -> Expression:
        """Lower a value outside any block.

        Statements that must run before it become, with it, a lambda that is called.
        """
        outer, self.out = self.out, []
        value = self.expression(node)
        before, self.out = self.out, outer
        return called(value.span, (*before, Evaluate(value.span, value))) if before else value

    @contextmanager
    def inside(self, qualified: str) -> Iterator[None]:
        """The members of a type are read; statements and names around it do not reach into it."""
        held = self.owner, self.prefix, self.out
        self.owner, self.prefix, self.out = qualified, qualified, []
        self.depth += TYPE_LEVELS
        yield
        self.depth -= TYPE_LEVELS
        self.owner, self.prefix, self.out = held

    @contextmanager
    def inside_type(self, qualified: str, *, extends: bool) -> Iterator[None]:
        """The members of a type, or of an extension of one, are read."""
        outer, self.extended = self.extended, qualified if extends else None
        with self.inside(qualified):
            yield
        self.extended = outer

    def receiver(self, modifiers: tuple[str, ...]) -> str | None:
        """The type on whose values a function runs that an extension adds."""
        return None if "static" in modifiers else self.extended

    def subject(self, value: Expression) -> Name:
        """What a ``switch`` asks about; anything but a name is computed once, before."""
        if isinstance(value, Name):
            return value
        name = Name(value.span, f"<switch:{value.span.start_line}:{value.span.start_column}>")
        self.out.append(Assign(value.span, name, value, None, declares=True))
        return name

    def qualify(self, name: str) -> str:
        """The full name of what is declared here."""
        return f"{self.prefix}.{name}" if self.prefix else name


def set_members(given: Iterable[Parameter], at: Span | None = None) -> tuple[Statement, ...]:
    """What a constructor does that nobody wrote: it sets a member from each parameter, at its place or at ``at``."""
    places = ((one.name, at or one.span) for one in given)
    return tuple(Assign(span, Member(span, Name(span, "this"), name), Name(span, name)) for name, span in places)


def inner_value(low: TreeLowering, node: Node, around: Container[int], is_value: Callable[[Node], bool]) -> Expression:
    """The value in nodes of the kinds ``around``, parentheses say, each of which holds one."""
    limit = NESTING_LIMIT
    while node.kind_id in around:
        held = next((child for child in node.children if is_value(child)), None)
        limit -= 1
        if held is None or not limit:
            return low.nothing(node)
        node = held
    return low.expression(node)


def called(span: Span, statements: tuple[Statement, ...]) -> Call:
    """A block in the place of a value: a lambda without parameters that is called."""
    return Call(span, Lambda(span, (), Block(span, statements)))
