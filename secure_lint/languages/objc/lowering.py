"""The state of lowering one file of Objective-C, and what its names mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.objc import grammar as g
from secure_lint.languages.syntax import SyntaxTree
from secure_lint.model.program import Block, Expression, Literal, Member, Name
from secure_lint.model.span import Span

LowerExpression = Callable[["Lowering", Node], Expression]
LowerStatement = Callable[["Lowering", Node], None]
CHEAP = 400
"""Bodies of fewer bytes are lowered always."""

SELF = "self"
THIS = "this"
"""What the model calls the object at hand."""

_CONSTANTS: dict[str, tuple[str, bool | None]] = {
    **dict.fromkeys(("YES", "TRUE"), ("bool", True)),
    **dict.fromkeys(("NO", "FALSE"), ("bool", False)),
    **dict.fromkeys(("nil", "Nil", "NULL"), ("null", None)),
}
_UNTYPED = frozenset(("id", "instancetype", "void", "__auto_type"))


class Tables(msgspec.Struct, frozen=True):
    """How to lower each kind of node."""

    expressions: dict[int, LowerExpression]
    statements: dict[int, LowerStatement]


class Lowering(TreeLowering):
    """Lowers the nodes of one file of Objective-C.

    ``shared`` says that a class method is read, in which ``self`` is the class; ``constructing`` that one is read whose
    name begins with ``init``. ``locals`` are the names that the function at hand declares: any other that begins with
    an underscore is the instance variable behind a property.
    """

    __slots__ = ("constructing", "expressions", "locals", "shared", "statements")

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables) -> None:
        super().__init__(tree, wanted)
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.shared = self.constructing = False
        self.locals: set[str] = set()

    def name(self, node: Node) -> Name:
        """An identifier as it is written, where it is declared or assigned to."""
        return Name(self.span(node), self.text(node))

    def meaning(self, node: Node) -> Expression:
        """What an identifier means where a value stands."""
        text, span = self.text(node), self.span(node)
        constant = _CONSTANTS.get(text)
        if constant is not None:
            return Literal(span, *constant)
        if text == SELF and self.owner is not None:
            return Name(span, self.owner if self.shared else THIS)
        if text.startswith("_") and self.owner is not None and not self.shared and text not in self.locals:
            return Member(span, Name(span, THIS), variable_name(text))
        return Name(span, text)

    def part(self, parent: Node, field: int) -> Expression:
        """Lower the value in a field of ``parent``."""
        node = parent.child_by_field_id(field)
        return self.nothing(parent) if node is None else self.expression(node)

    def is_value(self, node: Node) -> bool:
        """Whether a node can stand where a value does."""
        return node.kind_id in self.expressions

    def block(self, node: Node) -> Block:
        """The statements between braces, or the only statement of a branch."""
        return self.statements_of(node.children if node.kind_id == g.BLOCK else (node,), self.span(node))

    def statements_of(self, nodes: Iterable[Node], span: Span) -> Block:
        """Those of the nodes that are statements."""
        outer, self.out = self.out, []
        for node in nodes:
            if node.kind_id in self.statements:
                self.statement(node)
        found, self.out = self.out, outer
        return Block(span, tuple(found))

    def wants(self, node: Node) -> bool:
        """Whether a body is lowered: one that is wanted, and a small one always, since constants hide in it."""
        return node.end_byte - node.start_byte < CHEAP or self.wanted.within(node.start_byte, node.end_byte)


def variable_name(text: str) -> str:
    """The name of the property that an instance variable is for: the compiler calls that of ``token`` ``_token``."""
    return text[1:] if text.startswith("_") and len(text) > 1 else text
