"""The state of lowering one file, and the dispatch over kinds of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import msgspec
from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.syntax import NESTING_LIMIT, SyntaxTree
from secure_lint.model.program import (
    Block,
    Call,
    Evaluate,
    Expression,
    Function,
    Import,
    Lambda,
    Literal,
    Name,
    Statement,
    TypeDecl,
)
from secure_lint.model.span import Span

LowerExpression = Callable[["Lowering", Node], Expression]
LowerStatement = Callable[["Lowering", Node], None]


class Tables(msgspec.Struct, frozen=True):
    """How to lower each kind of node of one grammar."""

    expressions: dict[int, LowerExpression]
    statements: dict[int, LowerStatement]


class Lowering:
    """Lowers the nodes of one tree.

    ``package`` is the module's name; ``owner`` the qualified name of the type whose members are read, ``None`` outside
    types; ``prefix`` what names declared here are qualified by. ``out`` receives the statements of the block that is
    read, and what an expression needs done before its statement. ``depth`` is the nesting so far.
    """

    __slots__ = (
        "depth",
        "expressions",
        "functions",
        "imports",
        "out",
        "owner",
        "package",
        "prefix",
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
        self.package = package
        self.prefix = package
        self.owner: str | None = None
        self.depth = 0
        self.out: list[Statement] = []
        self.types: list[TypeDecl] = []
        self.functions: list[Function] = []
        self.imports: list[Import] = []

    def expression(self, node: Node) -> Expression:
        """Lower a node in the place of a value."""
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

    def part(self, parent: Node, field: str) -> Expression:
        """Lower the value in a field of ``parent``."""
        node = parent.child_by_field_name(field)
        return self.nothing(parent) if node is None else self.expression(node)

    def name(self, node: Node) -> Name:
        """An identifier; a private name loses its mark."""
        return Name(self.span(node), self.identifier(node))

    def identifier(self, node: Node) -> str:
        """The text of an identifier; a private name loses its mark."""
        return self.text(node).removeprefix("#")

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

    def block(self, node: Node, before: Iterable[Statement] = ()) -> Block:
        """The statements between braces, or the only statement of a branch without braces, after those given.

        Functions that are declared among statements come first, for they can be called before their place.
        """
        outer, self.out = self.out, list(before)
        if node.type == "statement_block":
            self.statements_in(node.children)
        else:
            self.statement(node)
        found, self.out = self.out, outer
        return Block(self.span(node), tuple(found))

    def statements_in(self, nodes: Iterable[Node]) -> None:
        """Lower statements in order, the declarations of functions first."""
        later: list[Node] = []
        for node in nodes:
            if node.type in _HOISTED:
                self.statement(node)
            elif node.kind_id in self.statements:
                later.append(node)
        for node in later:
            self.statement(node)

    def collected(self, lower: Callable[[], None]) -> tuple[Statement, ...]:
        """The statements that ``lower`` appends."""
        outer, self.out = self.out, []
        lower()
        found, self.out = self.out, outer
        return tuple(found)

    @contextmanager
    def inside(self, qualified: str) -> Iterator[None]:
        """The members of a type are read; statements and names around it do not reach into it."""
        held = self.owner, self.prefix, self.out
        self.owner, self.prefix, self.out = qualified, qualified, []
        self.depth += 3
        yield
        self.depth -= 3
        self.owner, self.prefix, self.out = held

    def value(self, node: Node) -> Expression:
        """Lower a value outside any block.

        Statements that must run before it become, with it, a lambda that is called.
        """
        outer, self.out = self.out, []
        value = self.expression(node)
        before, self.out = self.out, outer
        return called(value.span, (*before, Evaluate(value.span, value))) if before else value

    def qualify(self, name: str) -> str:
        """The full name of what is declared here."""
        return f"{self.prefix}.{name}" if self.prefix else name

    def is_wanted(self, node: Node) -> bool:
        """Whether the code in ``node`` is wanted."""
        return self.wanted.within(node.start_byte, node.end_byte)


_HOISTED = frozenset(("function_declaration", "generator_function_declaration"))


def called(span: Span, statements: tuple[Statement, ...]) -> Call:
    """A block in the place of a value: a lambda without parameters that is called."""
    return Call(span, Lambda(span, (), Block(span, statements)))


def zero_width(span: Span) -> Span:
    """The place where ``span`` starts."""
    return Span(span.start_line, span.start_column, span.start_line, span.start_column)
