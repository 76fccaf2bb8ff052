"""The parts of a method that run for one of the handlers of its class: those that ask which one answers are chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secure_lint.flow.code.frame import written_form
from secure_lint.model.program import (
    Assign,
    Block,
    Conditional,
    Expression,
    If,
    Literal,
    Loop,
    Name,
    Node,
    Operator,
    Return,
    Sequence,
    Statement,
    Try,
)


def parts_for(body: Block | None, told: Mapping[str, str]) -> Iterator[Node]:
    """The expressions that may be evaluated where members hold what is ``told``: ``this.action`` is ``list``, say."""
    reading = _Reading(dict(told))
    reading.of_statements(body.statements if body is not None else ())
    yield from reading.found


class _Reading:
    """What is read of one method."""

    def __init__(self, told: dict[str, str]) -> None:
        self._told = told
        self.found: list[Node] = []

    def of_statements(self, statements: tuple[Statement, ...]) -> bool:
        """Whether the code is left in them for certain."""
        return any(self._of_statement(one) for one in statements)

    def _of_statement(self, statement: Statement) -> bool:
        match statement:
            case If(condition=condition, then=then, otherwise=otherwise):
                chosen = self._holds(condition)
                taken = (then,) if chosen is True else (otherwise,) if chosen is False else (then, otherwise)
                ends = [one is not None and self.of_statements(one.statements) for one in taken]
                return all(ends)
            case Assign(target=Name(identifier=name), value=value):
                held = self._told.get(written_form(value)) if value is not None else None
                if held is not None:
                    self._told[name] = held
                self._of_expression(value)
            case Return(value=value):
                self._of_expression(value)
                return True
            case Try(body=body, handlers=handlers):
                left = self.of_statements(body.statements)
                for one in handlers:
                    self.of_statements(one.body.statements)
                return left and not handlers
            case Loop(body=body):
                self.found.append(statement)
                self.of_statements(body.statements)
            case Block(statements=inner):
                return self.of_statements(inner)
            case _:
                self.found.append(statement)
        return False

    def _of_expression(self, expression: Expression | None) -> None:
        if isinstance(expression, Conditional):
            chosen = self._holds(expression.condition)
            for value, side in ((expression.then, True), (expression.otherwise, False)):
                if chosen in (side, None):
                    self._of_expression(value)
        elif expression is not None:
            self.found.append(expression)

    def _holds(self, condition: Expression) -> bool | None:
        """Whether a condition holds, as far as that follows from what is told."""
        if not isinstance(condition, Operator):
            return None
        if condition.operator in ("&&", "||"):
            decides = condition.operator == "||"
            sides = [self._holds(one) for one in condition.operands]
            return decides if decides in sides else None if None in sides else not decides
        if condition.operator == "!":
            inner = self._holds(condition.operands[0])
            return None if inner is None else not inner
        return self._compares(condition) if len(condition.operands) == 2 else None

    def _compares(self, condition: Operator) -> bool | None:
        asked, wanted = condition.operands
        held = self._told.get(_told_by(asked))
        texts = _texts(wanted)
        if held is None or texts is None:
            return None
        match condition.operator:
            case "==" | "in":
                return held in texts
            case "!=":
                return held not in texts
        return None


def _told_by(expression: Expression) -> str:
    return expression.identifier if isinstance(expression, Name) else written_form(expression)


def _texts(expression: Expression) -> tuple[str, ...] | None:
    """The texts that an expression is or lists; ``None`` where it may be others."""
    items = expression.items if isinstance(expression, Sequence) else (expression,)
    texts = tuple(one.value for one in items if isinstance(one, Literal) and isinstance(one.value, str))
    return texts if len(texts) == len(items) else None
