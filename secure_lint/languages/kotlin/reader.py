"""The state of lowering one Kotlin file, and the dispatch over kinds of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
from tree_sitter import Language, Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.syntax import NESTING_LIMIT, SyntaxTree
from secure_lint.model.program import (
    Block,
    Cast,
    Expression,
    Field,
    Function,
    Literal,
    Name,
    Statement,
    TypeDecl,
)
from secure_lint.model.span import Span

CHEAP_NODES = 40
"""Initialisers with at most this many nodes are lowered whether wanted or not."""

_MOST_COPIES = 5
"""Most values held twice that may be nested in each other."""

ExpressionHandler = Callable[["Reader", Node], Expression]
StatementHandler = Callable[["Reader", Node, list[Statement]], None]


class Handlers(msgspec.Struct, frozen=True):
    """Per kind of node (by its number in the grammar): how to lower it, and whether it is named and no comment."""

    expressions: tuple[ExpressionHandler, ...]
    statements: tuple[StatementHandler, ...]
    named: frozenset[int]


def handlers(
    language: Language,
    expressions: dict[str, ExpressionHandler],
    statements: dict[str, StatementHandler],
    *,
    other_expression: ExpressionHandler,
    other_statement: StatementHandler,
) -> Handlers:
    """Tables by number from tables by name; several numbers may share a name."""
    kinds = [language.node_kind_for_id(number) or "" for number in range(language.node_kind_count)]
    return Handlers(
        tuple(expressions.get(kind, other_expression) for kind in kinds),
        tuple(statements.get(kind, other_statement) for kind in kinds),
        frozenset(
            number
            for number, kind in enumerate(kinds)
            if language.node_kind_is_named(number) and not kind.endswith("_comment")
        ),
    )


class Scope(msgspec.Struct, frozen=True):
    """The type or file whose members are read: its qualified name, and whether its members are static."""

    prefix: str
    owner: str | None = None
    static: bool = False

    def qualify(self, name: str) -> str:
        """The full name of a member."""
        return f"{self.prefix}.{name}" if self.prefix else name


class Reader:
    """Lowers the nodes of one tree.

    ``casts`` are the smart casts in force, by variable. ``hoisted`` receives the statements that an expression needs
    run before it; ``None`` outside blocks. ``deferring`` is set while an initialiser is read whose large lambdas are
    lowered only when wanted. ``backing`` is the property that ``field`` means in an accessor. ``receivers`` holds the
    labels of the lambdas whose ``this`` hides that of the type, ``in_lambda`` is set in the body of a lambda.
    """

    __slots__ = (
        "_copies",
        "_depth",
        "_expressions",
        "_implicit",
        "_named",
        "_statements",
        "backing",
        "casts",
        "deferring",
        "fields",
        "functions",
        "hoisted",
        "in_lambda",
        "receivers",
        "scope",
        "span",
        "text",
        "tree",
        "types",
        "wanted",
    )

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Handlers) -> None:
        self.tree = tree
        self.wanted = wanted
        self.span = tree.span
        self.text = tree.text
        self.types: list[TypeDecl] = []
        self.functions: list[Function] = []
        self.fields: list[Field] = []
        self.casts: dict[str, str] = {}
        self.hoisted: list[Statement] | None = None
        self.backing: str | None = None
        self.deferring = False
        self.in_lambda = False
        self.receivers: list[str] = []
        self.scope = Scope("")
        self._implicit: list[bool | None] = []
        self._depth = 0
        self._copies = 0
        self._expressions = tables.expressions
        self._statements = tables.statements
        self._named = tables.named

    def named(self, node: Node) -> list[Node]:
        """The named children without comments."""
        named = self._named
        return [child for child in node.children if child.kind_id in named]

    def is_named(self, node: Node) -> bool:
        """Whether ``node`` is named and no comment."""
        return node.kind_id in self._named

    def expression(self, node: Node) -> Expression:
        """Lower a node in the place of a value."""
        if self._depth >= NESTING_LIMIT:
            self.tree.report_nesting(node)
            return self.nothing(node)
        self._depth += 1
        expression = self._expressions[node.kind_id](self, node)
        self._depth -= 1
        return expression

    def copied(self, node: Node) -> Expression:
        """Lower a value that the model holds twice; nested ones would double its size each time."""
        if self._copies >= _MOST_COPIES:
            self.tree.report_nesting(node)
            return self.nothing(node)
        self._copies += 1
        expression = self.expression(node)
        self._copies -= 1
        return expression

    def statement(self, node: Node, out: list[Statement]) -> None:
        """Lower a node in the place of a statement."""
        if self._depth >= NESTING_LIMIT:
            self.tree.report_nesting(node)
            return
        self._depth += 1
        self._statements[node.kind_id](self, node, out)
        self._depth -= 1

    def nothing(self, node: Node) -> Literal:
        """What stands for a node that cannot be lowered."""
        return Literal(self.span(node), "null", None)

    def block(self, span: Span, nodes: list[Node], finish: StatementHandler | None = None) -> Block:
        """Lower statements; what their expressions hoist stands before them.

        ``finish`` lowers the last statement of a block that is used as a value. Smart casts end with the block.
        """
        out: list[Statement] = []
        hoisted, casts = self.hoisted, self.casts
        self.hoisted = out
        last = nodes.pop() if finish is not None and nodes else None
        for node in nodes:
            self.statement(node, out)
        if last is not None and finish is not None:
            finish(self, last, out)
        self.hoisted, self.casts = hoisted, casts
        return Block(span, tuple(out))

    @contextmanager
    def nested(self, node: Node) -> Iterator[bool]:
        """Count a level of nested declarations; yields whether it may be read."""
        allowed = self._depth < NESTING_LIMIT
        if not allowed:
            self.tree.report_nesting(node)
        self._depth += 1
        yield allowed
        self._depth -= 1

    def cast(self, casts: dict[str, str]) -> None:
        """Put smart casts into force until the enclosing block ends."""
        if casts:
            self.casts = {**self.casts, **casts}

    def forget_cast(self, name: str) -> None:
        """End a smart cast: the variable is assigned or hidden."""
        if name in self.casts:
            self.casts = {key: type_name for key, type_name in self.casts.items() if key != name}

    def use_it(self) -> None:
        """Note that ``it`` is read.

        Every lambda out to the next sure owner of ``it`` may be the one that declares it.
        """
        implicit = self._implicit
        for index in range(len(implicit) - 1, -1, -1):
            if implicit[index] is None:
                return
            implicit[index] = True

    def enter_lambda(self, *, owns_it: bool) -> None:
        """Begin a lambda without declared parameters; ``owns_it`` when it surely has one."""
        self._implicit.append(None if owns_it else False)

    def leave_lambda(self) -> bool:
        """End the innermost lambda without declared parameters; whether it may declare ``it``."""
        return self._implicit.pop() is not False

    def variable(self, name: str, span: Span) -> Expression:
        """A name that is read, with the smart cast in force."""
        if self.casts and name in self.casts:
            return Cast(span, Name(span, name), self.casts[name])
        return Name(span, name)

    def type_text(self, node: Node) -> str:
        """A type as written, on one line and without the mark of nullability."""
        text = self.text(node)
        if "\n" in text or "  " in text:
            text = " ".join(text.split())
        return text.removesuffix("?")

    def is_cheap(self, node: Node) -> bool:
        """Whether ``node`` is lowered without being wanted."""
        return node.descendant_count <= CHEAP_NODES

    def wants(self, node: Node) -> bool:
        """Whether the source of ``node`` is wanted: all that lies in a body that is."""
        return self.hoisted is not None or self.wanted.within(node.start_byte, node.end_byte)
