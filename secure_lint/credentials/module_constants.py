"""What constant strings an expression of a module may be, as far as its file tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from secure_lint.credentials.assignments import NamedPredicate
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.expression_parts import called_name, joined_parts, name_given_to, results_of
from secure_lint.model.program import (
    Call,
    Cast,
    Conditional,
    Expression,
    Lambda,
    Literal,
    Member,
    Module,
    Name,
    New,
    Operator,
    Sequence,
)
from secure_lint.model.span import Span

_FALLBACKS = frozenset({"||", "??", "?:", "or"})
_UNKNOWN = "${}"
_DEEPEST = 6


class Text(msgspec.Struct, frozen=True):
    """A constant string, where it stands, and the name that stands there for it, if it does not stand there itself."""

    value: str
    span: Span
    holder: str = ""


class ModuleConstants:
    """The constants of one module; remembers the literals that it has met."""

    def __init__(self, module: Module, calls: CallModel, named: NamedPredicate) -> None:
        self._calls = calls
        self._named = named
        self._literals: dict[int, list[Span]] = {}
        self._fields: dict[str, Text | None] = {}
        for field in (*module.fields, *(field for kind in module.types for field in kind.fields)):
            text = self.text(field.initial, {}) if field.initial is not None else None
            self._fields[field.name] = None if field.name in self._fields else text

    def meet(self, literal: Literal) -> None:
        """Remember that a literal has been read."""
        self._literals.setdefault(literal.span.start_line, []).append(literal.span)

    def has_met(self, place: Span) -> bool:
        """Whether a literal at ``place`` has been read."""
        start = (place.start_line, place.start_column)
        return any(
            (one.start_line, one.start_column) <= start < (one.end_line, one.end_column)
            for one in self._literals.get(place.start_line, ())
        )

    def all(
        self, name: str, value: Expression, scope: Mapping[str, Text | None], depth: int = _DEEPEST
    ) -> Iterator[Text]:
        """Every constant string that ``value`` may be when it is given to ``name``."""
        if depth == 0:
            return
        if isinstance(value, Conditional):
            yield from self.all(name, value.then, scope, depth - 1)
            yield from self.all(name, value.otherwise, scope, depth - 1)
        elif isinstance(value, Operator):
            yield from self._combined(name, value, scope, depth)
        elif isinstance(value, Sequence):
            yield from self._items(name, value, scope, depth)
        elif isinstance(value, Call) and isinstance(value.callee, Lambda):
            for result in results_of(value.callee.body):
                yield from self.all(name, result, scope, depth - 1)
        elif isinstance(value, Call | New) and value.arguments and self._wraps(value):
            yield from self.all(name, value.arguments[0].value, scope, depth - 1)
        elif (
            isinstance(value, Call | New)
            and len(value.arguments) == 2
            and self._calls.falls_back(called_name(value)[0])
        ):
            yield from self.all(name, value.arguments[1].value, scope, depth - 1)
        else:
            text = self.text(value, scope)
            if text is not None:
                yield text

    def _combined(self, name: str, value: Operator, scope: Mapping[str, Text | None], depth: int) -> Iterator[Text]:
        """A word written in pieces, what is appended to the name itself, and what stands in when nothing is found."""
        if value.operator in _FALLBACKS:
            yield from self.all(name, value.operands[-1], scope, depth - 1)
        if value.operator != "+":
            return
        pieces = [self.text(piece, scope) for piece in joined_parts(value)]
        known = [piece for piece in pieces if piece is not None]
        if len(known) == len(pieces):
            if any(piece.holder and self._named(piece.holder) for piece in known):
                # Constants that are credentials by name are found where they stand.
                yield from (piece for piece in known if not piece.holder)
            else:
                yield Text("".join(piece.value for piece in known), value.span)
        elif len(value.operands) == 2 and name_given_to(value.operands[0])[0] == name:
            yield from self.all(name, value.operands[1], scope, depth - 1)

    def _items(self, name: str, value: Sequence, scope: Mapping[str, Text | None], depth: int) -> Iterator[Text]:
        """The items of a list, or the word that a list of single characters spells."""
        if value.items and all(
            isinstance(item, Literal) and len(str(item.value)) == 1 and item.kind in ("char", "string")
            for item in value.items
        ):
            yield Text("".join(str(item.value) for item in value.items if isinstance(item, Literal)), value.span)
            return
        for item in value.items[:200]:
            yield from self.all(name, item, scope, depth - 1)

    def _wraps(self, call: Call | New) -> bool:
        """Whether a call yields its only argument: a conversion, or a constructor of a value."""
        name, receiver = called_name(call)
        looked_up = bool(receiver) and self._calls.looks_up(name)
        return self._calls.hands_on(name) or (len(call.arguments) == 1 and name[:1].isupper() and not looked_up)

    def text(self, value: Expression, scope: Mapping[str, Text | None]) -> Text | None:
        """The constant string that an expression is, as far as this file tells."""
        if isinstance(value, Literal):
            self.meet(value)
            return (
                Text(value.value, value.span)
                if isinstance(value.value, str) and value.kind in ("string", "bytes")
                else None
            )
        if isinstance(value, Name):
            held = scope[value.identifier] if value.identifier in scope else self._fields.get(value.identifier)
            return Text(held.value, value.span, value.identifier) if held is not None else None
        if isinstance(value, Member):
            held = self._fields.get(value.name)
            if held is None and self._calls.hands_on(value.name):
                return self.text(value.receiver, scope)
            return Text(held.value, value.span, value.name) if held is not None else None
        if isinstance(value, Cast):
            return self.text(value.value, scope)
        if isinstance(value, Call) and isinstance(value.callee, Member) and self._calls.hands_on(value.callee.name):
            return self.text(value.callee.receiver, scope) or (
                self.text(value.arguments[0].value, scope) if len(value.arguments) == 1 else None
            )
        if isinstance(value, Call | New) and value.arguments and self._calls.hands_on(called_name(value)[0]):
            return self.text(value.arguments[0].value, scope)
        return None

    def joined(self, parts: tuple[Expression, ...], span: Span, scope: Mapping[str, Text | None]) -> Text:
        """A text put together; what is not known stands as a reference."""
        found = [self.text(part, scope) for part in parts]
        return Text("".join(_UNKNOWN if text is None else text.value for text in found), span)
