"""Constants by what the source writes: literals, names of constants in any file, and members of objects of these."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from secure_lint.link.program import Program
from secure_lint.model.program import (
    Call,
    Expression,
    Field,
    Literal,
    Member,
    Module,
    Name,
    New,
    Operator,
    Record,
    Template,
)
from secure_lint.model.walking import last_name

DEEPEST = 6

Constant = str | int | float

NO_NAMES: Mapping[str, Expression] = {}


class Constants:
    """Tells the constants of a program. ``patterns`` are names of calls that make a regular expression of a text."""

    def __init__(self, program: Program, patterns: Collection[str]) -> None:
        self._program = program
        self._patterns = frozenset(patterns)

    def of(
        self,
        module: Module,
        expression: Expression | None,
        known: Mapping[str, Expression] = NO_NAMES,
        depth: int = DEEPEST,
    ) -> Constant | None:
        """The text or number that an expression is; ``None`` when it is anything else. ``known`` are local names."""
        home, found = self.meant(module, expression, known, depth)
        match found:
            case Literal(kind="string" | "int" | "float" | "char", value=value) if value is not None:
                return value
            case Template(parts=parts):
                return self._joined(home, parts, depth)
            case Operator(operator="+", operands=operands):
                return self._joined(home, operands, depth)
            case Operator(operator="-", operands=(Literal(value=int() | float() as value),)):
                return -value
            case Call() | New() if self._is_pattern(found):
                arguments = [one.value for one in found.arguments if one.name in (None, "pattern")]
                chosen = arguments[-1:] if self._last_is_pattern(found) else arguments[:1]
                return self.of(home, chosen[0], known, depth - 1) if chosen and depth else None
            case Call(callee=Member(receiver=receiver, name=name)) if name in self._patterns and depth:
                return self.of(home, receiver, known, depth - 1)
        return None

    def meant(
        self,
        module: Module,
        expression: Expression | None,
        known: Mapping[str, Expression] = NO_NAMES,
        depth: int = DEEPEST,
    ) -> tuple[Module, Expression | None]:
        """What names stand for, with the module in whose terms that is written."""
        if depth == 0:
            return module, expression
        match expression:
            case Name(identifier=name) if name in known and known[name] is not expression:
                return self.meant(module, known[name], {}, depth - 1)
            case Name(identifier=name):
                found = self._program.global_field(module, name) or self._own(module, name)
                if found is not None and found[1].initial is not None:
                    return self.meant(found[0], found[1].initial, {}, depth - 1)
            case Member(receiver=receiver, name=name):
                return self._member(module, receiver, name, known, depth) or (module, expression)
        return module, expression

    @staticmethod
    def _own(module: Module, name: str) -> tuple[Module, Field] | None:
        """The field of that name in the types of a module, if there is one only."""
        found = [one for declared in module.types for one in declared.fields if one.name == name]
        return (module, found[0]) if len(found) == 1 else None

    def _member(
        self, module: Module, receiver: Expression, name: str, known: Mapping[str, Expression], depth: int
    ) -> tuple[Module, Expression | None] | None:
        home, holder = self.meant(module, receiver, known, depth - 1)
        if isinstance(holder, Record):
            entry = next((one.value for one in holder.fields if one.name == name), None)
            return self.meant(home, entry, {}, depth - 1) if entry is not None else None
        resolved = (
            self._program.names.resolve(module, last_name(receiver)) if isinstance(receiver, Name | Member) else ""
        )
        found = self._program.field(resolved, name) if resolved in self._program.types else None
        if found is None or found[1].initial is None:
            return None
        return self.meant(self._program.module_of_type[found[0]], found[1].initial, {}, depth - 1)

    def _joined(self, module: Module, parts: tuple[Expression, ...], depth: int) -> str | None:
        texts = [self.of(module, one, {}, depth - 1) for one in parts] if depth else []
        return "".join(map(str, texts)) if texts and None not in texts else None

    def _is_pattern(self, made: Call | New) -> bool:
        named = made.type if isinstance(made, New) else last_name(made.callee)
        return named.rpartition(".")[2] in self._patterns and bool(made.arguments)

    @staticmethod
    def _last_is_pattern(made: Call | New) -> bool:
        """Whether the pattern is what a format is filled with: ``NSPredicate(format: "SELF MATCHES %@", pattern)``."""
        return any(one.name == "format" for one in made.arguments)
