"""Limits that code states: by annotations, by calls that describe a field, and by chains of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from secure_lint.knowledge.limit_words import FORMS, ChainedLimits
from secure_lint.link.program import Program
from secure_lint.model.limits import Limit
from secure_lint.model.program import Argument, Call, Expression, Member, Module, Name, New, Node, Record
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of, last_name
from secure_lint.parity.constants import NO_NAMES, Constants
from secure_lint.parity.ports import written_at
from secure_lint.parity.vocabulary import Vocabulary

CHECKED = "checked"
"""The kind of limit of a field that is checked in a way which nobody can read."""

_NUMERIC = frozenset({"shortest", "longest", "least", "most"})
_LENGTH = "length"
"""In chains and entries: exactly so many characters."""


class LimitReader:
    """Reads the limits that a piece of code states."""

    def __init__(self, program: Program, vocabulary: Vocabulary) -> None:
        self._program = program
        self.words = vocabulary
        self.constants = Constants(program, vocabulary.patterns)

    def at_ports(
        self,
        module: Module,
        arguments: Sequence[Argument],
        ports: Mapping[str, str],
        means: Mapping[str, str | int],
        place: Location,
        known: Mapping[str, Expression] = NO_NAMES,
    ) -> Iterator[Limit]:
        """The limits at the ports of a call, and those that go without saying."""
        for kind, text in ports.items():
            for port in text.split():
                written = written_at(arguments, port)
                if written is not None:
                    yield from self.limit(module, kind, written, known)
        for kind, value in means.items():
            yield Limit(kind, value, place)

    def limit(
        self, module: Module, kind: str, written: Expression, known: Mapping[str, Expression] = NO_NAMES
    ) -> Iterator[Limit]:
        """The limit that a value states; one that nobody can tell counts as a check that nobody can read."""
        kind, _, meant = kind.partition("=")
        place = Location(module.path, written.span)
        if meant:
            yield Limit(kind, int(meant) if kind in _NUMERIC else meant, place)
            return
        written = _value_of(written)
        value = self.constants.of(module, written, known)
        if kind == _LENGTH and isinstance(value, int):
            yield from (Limit(one, value, place) for one in ("shortest", "longest"))
        elif isinstance(value, bool):
            return
        elif value is None or (kind in _NUMERIC) is isinstance(value, str) or (kind == "form" and value not in FORMS):
            yield Limit(CHECKED, last_name(written), place)
        else:
            yield Limit(kind, value, place)

    def of_call(self, module: Module, call: Call | New, known: Mapping[str, Expression] = NO_NAMES) -> Iterator[Limit]:
        """The limits that one call states by its name and arguments."""
        name = call.type if isinstance(call, New) else last_name(call.callee)
        said = self.words.calling(module, name.rpartition(".")[2])
        if said is not None:
            place = Location(module.path, call.span)
            yield from self.at_ports(module, call.arguments, said.limits, said.means, place, known)

    def within(
        self, module: Module, expression: Expression, known: Mapping[str, Expression] = NO_NAMES
    ) -> Iterator[Limit]:
        """The limits that all calls in an expression state."""
        for call in calls_in(expression):
            yield from self.of_call(module, call, known)

    # -- chains of calls ------------------------------------------------------------------------------------------

    def chain(self, module: Module, expression: Expression) -> ChainedLimits | None:
        """The words for a chain of calls that describes a field; ``None`` for anything else."""
        root = expression
        while isinstance(root, Call | Member):
            root = root.callee if isinstance(root, Call) else root.receiver
        if not isinstance(root, Name) or not isinstance(expression, Call):
            return None
        imported = self._program.names.imports(module).get(root.identifier, root.identifier)
        names = {root.identifier, imported, imported.partition(".")[0], imported.removesuffix(".default")}
        return next((one for one in self.words.chains if not names.isdisjoint(one.roots)), None)

    def of_chain(self, module: Module, expression: Expression, words: ChainedLimits) -> tuple[str, tuple[Limit, ...]]:
        """What a chain describes (``text``, ``number`` or nothing that matters) and the limits that it states."""
        calls: list[Call] = []
        part: Expression = expression
        while isinstance(part, Call | Member):
            if isinstance(part, Call):
                calls.append(part)
            part = part.callee if isinstance(part, Call) else part.receiver
        names = {last_name(one.callee) for one in calls}
        described = "number" if names & set(words.numbers) else "text" if names & set(words.texts) else ""
        mapped = words.of_numbers if described == "number" else words.of_texts
        found: list[Limit] = []
        for call in reversed(calls):
            kind = mapped.get(last_name(call.callee))
            if kind is None:
                continue
            written = call.arguments[0].value if call.arguments and "=" not in kind else call
            found.extend(self.limit(module, kind, written))
        return described, tuple(found)

    def described(self, module: Module) -> Iterator[tuple[str, Expression, ChainedLimits]]:
        """Name and chain of the members of object literals in a module that chains of calls describe."""
        roots = (*(field.initial for field in module.fields), *(one.body for one in module.functions), module.top_level)
        for root in roots:
            for record in all_of(Record, root):
                for member in record.fields:
                    words = self.chain(module, member.value) if member.name else None
                    if words is not None:
                        yield member.name or "", member.value, words


def calls_in(node: Node | None) -> Iterator[Call | New]:
    """All calls in a piece of code, and all objects that are made there."""
    yield from all_of(Call, node)
    yield from all_of(New, node)


def _value_of(written: Expression) -> Expression:
    """What a limit is: an option may be an object that holds it with a message: ``{value: 50, message: "..."}``."""
    if isinstance(written, Record):
        return next((one.value for one in written.fields if one.name == "value"), written)
    return written
