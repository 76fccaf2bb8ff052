"""The state of lowering one Dart file, and the dispatch over kinds of nodes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.lowering import TreeLowering, called
from secure_lint.languages.syntax import NESTING_LIMIT, SyntaxTree
from secure_lint.model.program import Block, Evaluate, Expression, Name, Return
from secure_lint.model.span import Span

LowerExpression = Callable[["Lowering", Node], Expression]
LowerStatement = Callable[["Lowering", Node], None]
Select = Callable[["Lowering", Expression, Node], Expression]
CHEAP = 400
"""Bodies of fewer bytes are lowered always."""

_LATER = re.compile(r"(?:dart\.async\.)?(?:Future|FutureOr|Stream)<(.*)>", re.DOTALL)


class Tables(msgspec.Struct, frozen=True):
    """How to lower each kind of node; ``selectors`` are the nodes that stand behind the value they belong to."""

    expressions: dict[int, LowerExpression]
    statements: dict[int, LowerStatement]
    selectors: dict[int, Select]


class Lowering(TreeLowering):
    """Lowers the nodes of one file of Dart.

    The grammar has no node for ``a.b(c)``: the name and its selectors are siblings. Such siblings are a *run* here, and
    a run is a value. ``deferring`` says that the value of a variable outside functions is read: the closures in it are
    lowered only where they are wanted. ``library`` tells apart the private types of files. ``own_files`` are
    the names under which the file imports others of the project: what stands behind one is found without it.
    """

    __slots__ = ("deferring", "expressions", "library", "own_files", "selectors", "statements")

    leaf = g.IDENTIFIER

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables, prefix: str, library: str) -> None:
        super().__init__(tree, wanted, prefix)
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.selectors = tables.selectors
        self.library = library
        self.own_files: frozenset[str] = frozenset()
        self.deferring = False

    def name(self, node: Node) -> Name:
        """An identifier."""
        return Name(self.span(node), self.text(node))

    def is_value(self, node: Node) -> bool:
        """Whether a value can start with a node."""
        return node.kind_id in self.expressions

    def runs(self, nodes: Iterable[Node]) -> Iterator[list[Node]]:
        """The values among sibling nodes: each a node with the selectors behind it."""
        selectors, expressions = self.selectors, self.expressions
        run: list[Node] = []
        for node in nodes:
            kind = node.kind_id
            if run and kind in selectors:
                run.append(node)
            elif kind not in g.COMMENTS:
                if run:
                    yield run
                run = [node] if kind in expressions else []
        if run:
            yield run

    def run(self, nodes: Sequence[Node]) -> Expression:
        """The value of a run, read without recursion."""
        if len(nodes) == 1:
            return self.expression(nodes[0])
        links = len(nodes) - 1
        if links > NESTING_LIMIT - self.depth:
            self.tree.report_nesting(nodes[0])
            return self.nothing(nodes[0])
        self.depth += links
        value = self.expression(nodes[0])
        for node in nodes[1:]:
            value = self.selectors[node.kind_id](self, value, node)
        self.depth -= links
        return value

    def first(self, holder: Node, nodes: Iterable[Node] | None = None) -> Expression:
        """The first value among the children of a node, or among some of them."""
        run = next(self.runs(holder.children if nodes is None else nodes), None)
        return self.nothing(holder) if run is None else self.run(run)

    def values(self, nodes: Iterable[Node]) -> tuple[Expression, ...]:
        """All values among the nodes."""
        return tuple(self.run(run) for run in self.runs(nodes))

    def behind(self, node: Node, sign: int) -> list[Node]:
        """The children of a node behind a sign."""
        children = node.children
        return next((children[at + 1 :] for at, child in enumerate(children) if child.kind_id == sign), [])

    def apart(self, read: Callable[[], Expression]) -> Expression:
        """A value for which statements may have to run first: with them it becomes a lambda that is called."""
        outer, self.out = self.out, []
        value = read()
        before, self.out = self.out, outer
        return called(value.span, (*before, Evaluate(value.span, value))) if before else value

    def of_variable(self, nodes: Sequence[Node]) -> Expression:
        """The value that a variable outside functions starts with."""
        deferring, self.deferring = self.deferring, True
        value = self.apart(lambda: self.run(nodes))
        self.deferring = deferring
        return value

    def wants(self, node: Node) -> bool:
        """Whether a body is lowered: one that is wanted, and a small one always, since constants hide in it."""
        return node.end_byte - node.start_byte < CHEAP or self.wanted.within(node.start_byte, node.end_byte)

    def block(self, node: Node) -> Block:
        """The statements between braces, the only statement of a branch, or those among the children of another."""
        if node.kind_id == g.BLOCK:
            return self.statements_of(node.children, self.span(node))
        return self.statements_of((node,), self.span(node))

    def statements_of(self, nodes: Iterable[Node], span: Span) -> Block:
        """Those of the nodes that are statements."""
        outer, self.out = self.out, []
        deferring, self.deferring = self.deferring, False
        for node in nodes:
            if node.kind_id in self.statements:
                self.statement(node)
        found, self.out = self.out, outer
        self.deferring = deferring
        return Block(span, tuple(found))

    def body(self, node: Node) -> Block:
        """What a function runs: a block, or the value behind an arrow, which it returns."""
        block = next((child for child in node.children if child.kind_id == g.BLOCK), None)
        if block is not None:
            return self.block(block)
        outer, self.out = self.out, []
        deferring, self.deferring = self.deferring, False
        value = self.first(node)
        self.out.append(Return(value.span, value))
        found, self.out = self.out, outer
        self.deferring = deferring
        return Block(self.span(node), tuple(found))

    def declared_type(self, nodes: Iterable[Node]) -> str | None:
        """The type among the nodes of a declaration, before its name; what is waited for counts as what it brings."""
        start = end = -1
        for node in nodes:
            kind = node.kind_id
            if kind in g.TYPES or (start >= 0 and kind == g.DOT):
                start = node.start_byte if start < 0 else start
                end = node.end_byte
            elif start >= 0 and kind != g.OPTIONAL_TYPE and kind not in g.COMMENTS:
                break
        return None if start < 0 else plain_type(self.tree.slice(start, end))


def plain_type(text: str) -> str | None:
    """A type's text on one line; a future or a stream is what it brings, and ``dynamic`` says nothing."""
    text = " ".join(text.split()).rstrip("?")
    later = _LATER.fullmatch(text)
    if later is not None:
        text = later.group(1).strip().rstrip("?")
    return None if text in {"dynamic", "void", "Object"} else text
