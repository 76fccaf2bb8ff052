"""The signs of operators: their spelling in the model, and what assignments with one make of their target."""

from __future__ import annotations

from secure_lint.model.program import Conditional, Expression, Operator
from secure_lint.model.span import Span

COALESCING = "??"
_SPELLING = {"~/": "/", ">>>": ">>", "~": "~"}


def spelling(sign: str) -> str:
    """How the model spells an operator."""
    return _SPELLING.get(sign, sign)


def coalesced(span: Span, first: Expression, second: Expression) -> Expression:
    """``first ?? second``."""
    return Conditional(span, first, first, second)


def changed(span: Span, target: Expression, sign: str, value: Expression) -> Expression:
    """What ``target`` becomes by ``=``, ``+=`` or ``??=``."""
    operator = sign.removesuffix("=")
    if operator == COALESCING:
        return coalesced(span, target, value)
    return Operator(span, spelling(operator), (target, value)) if operator else value
