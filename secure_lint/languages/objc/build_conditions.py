"""``#if`` and its relatives: as branches among statements, and around declarations."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.lowering import Lowering
from secure_lint.model.program import Block, Expression, If, Name, Operator, Statement
from secure_lint.model.span import Span

_DEFINED = "defined("


class BuildCondition(msgspec.Struct, frozen=True):
    """``DEBUG`` or ``!DEBUG``; anything longer is a name as it is written."""

    name: str
    negated: bool
    span: Span

    def at(self, span: Span) -> Expression:
        """The condition as it is asked at a place."""
        name = Name(span, self.name)
        return Operator(span, "!", (name,)) if self.negated else name


class Branches(msgspec.Struct, frozen=True):
    """A build condition, what stands under it, and the branch for the other case."""

    condition: BuildCondition
    parts: tuple[Node, ...]
    otherwise: Node | None


def branches_of(low: Lowering, node: Node) -> Branches:
    """Take a build condition apart."""
    asked = _asked(node)
    parts = tuple(child for child in node.children if child != asked and child.kind_id not in g.PREPROC_OTHERWISE)
    otherwise = next((child for child in node.children if child.kind_id in g.PREPROC_OTHERWISE), None)
    return Branches(_condition(low, node, asked), parts, otherwise)


def under_build_condition(low: Lowering, node: Node) -> None:
    """A build condition among statements: a branch."""
    found = branches_of(low, node)
    span = low.span(node)
    then = low.statements_of(found.parts, span)
    rest: tuple[Statement, ...] = ()
    if found.otherwise is not None:
        asks = _asked(found.otherwise) is not None
        rest = low.statements_of((found.otherwise,) if asks else found.otherwise.children, span).statements
    condition = found.condition
    low.out.append(If(span, condition.at(condition.span), then, Block(span, rest) if rest else None))


def _asked(node: Node) -> Node | None:
    """What a build condition asks; ``None`` for the branch behind ``#else``."""
    return node.child_by_field_id(g.FIELD_CONDITION) or node.child_by_field_id(g.FIELD_NAME)


def _condition(low: Lowering, node: Node, asked: Node | None) -> BuildCondition:
    text = "" if asked is None else " ".join(low.text(asked).split())
    negated = bool(node.children) and node.children[0].type == "#ifndef"
    if text.startswith("!"):
        rest = text[1:].removeprefix(_DEFINED).removesuffix(")") if text.startswith(f"!{_DEFINED}") else text[1:]
        if rest.isidentifier():
            negated, text = True, rest
    elif text.startswith(_DEFINED) and text.removeprefix(_DEFINED).removesuffix(")").isidentifier():
        text = text.removeprefix(_DEFINED).removesuffix(")")
    return BuildCondition(text, negated, low.span(node if asked is None else asked))
