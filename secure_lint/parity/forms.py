"""The forms of an app: which fields a user enters in a file, and what the app itself asks of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from secure_lint.flow.code.frame import written_form
from secure_lint.knowledge.limit_words import Control
from secure_lint.link.program import Program
from secure_lint.model.limits import Form, Limit, LimitedField
from secure_lint.model.program import Assign, Call, Expression, Lambda, Literal, Member, Module, Name, New, Record
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of, last_name
from secure_lint.parity.checks import HandChecks, bodies_of, locals_of
from secure_lint.parity.limits import LimitReader, calls_in
from secure_lint.parity.names import folded, without_control
from secure_lint.parity.ports import written_in

_Found = dict[str, list[tuple[Location, tuple[Limit, ...]]]]


class FormReader:
    """Reads the forms of modules in one language."""

    def __init__(self, program: Program, reader: LimitReader) -> None:
        self._program = program
        self._reader = reader
        self._checks = HandChecks(program, reader)

    def form(self, module: Module) -> Form | None:
        """The fields of a module by the names that they have without regard to capitals; ``None`` without any."""
        found: _Found = defaultdict(list)
        for name, place, limits in (*self._described(module), *self._controlled(module), *self._checked(module)):
            if name:
                found[name].append((place, limits))
        fields = tuple(_joined(name, each) for name, each in sorted(found.items()))
        return Form(module.path, fields) if fields else None

    # -- what describes a field ---------------------------------------------------------------------------------------

    def _described(self, module: Module) -> Iterator[tuple[str, Location, tuple[Limit, ...]]]:
        """Members of an object that chains of calls describe."""
        for name, expression, words in self._reader.described(module):
            described, limits = self._reader.of_chain(module, expression, words)
            yield folded(name), Location(module.path, expression.span), limits if described else ()

    def _controlled(self, module: Module) -> Iterator[tuple[str, Location, tuple[Limit, ...]]]:
        """Elements of the user interface and calls that stand for one field."""
        if not self._reader.words.controls:
            return
        for body in bodies_of(module):
            known = locals_of(body)
            for call in calls_in(body):
                control = self._control(call)
                if control is not None:
                    name = self._name(control, call, known)
                    limits = tuple(self._of_control(module, control, call, known))
                    yield name, Location(module.path, call.span), limits

    def _control(self, call: Call | New) -> Control | None:
        written = call.type if isinstance(call, New) else written_form(call.callee)
        ends = (written, ".".join(written.split(".")[-2:]), written.rpartition(".")[2])
        for control in self._reader.words.controls.get(ends[-1], ()):
            if any(end in control.name for end in ends):
                return control
        return None

    def _name(self, control: Control, call: Call | New, known: Mapping[str, Expression]) -> str:
        for port in control.field:
            written = written_in(call, port)
            if isinstance(written, Literal) and isinstance(written.value, str):
                return folded(written.value.rpartition(".")[2])
            subject = self._checks.subject(written, known)
            if subject:
                return self._field_named(subject)
        return ""

    def _of_control(
        self, module: Module, control: Control, call: Call | New, known: Mapping[str, Expression]
    ) -> Iterator[Limit]:
        place = Location(module.path, call.span)
        yield from self._reader.at_ports(module, call.arguments, control.limits, control.means, place, known)
        for port in control.within:
            written = written_in(call, port)
            if written is None:
                continue
            home, meant = self._reader.constants.meant(module, written, known)
            if meant is None:
                continue
            yield from self._reader.within(home, meant, known)
            for record in all_of(Record, meant):
                for entry in record.fields:
                    kind = control.entries.get(entry.name or "")
                    if kind is not None:
                        yield from self._reader.limit(home, kind, entry.value, known)
            yield from self._of_functions(module, home, written, meant)

    def _of_functions(self, module: Module, home: Module, written: Expression, meant: Expression) -> Iterator[Limit]:
        """What functions ask that are handed over to check what is entered, written out or by their names."""
        for function in all_of(Lambda, meant):
            yield from (one.limit for one in self._checks.of_lambda(home, function))
        if isinstance(written, Name | Member):
            named = self._checks.called(module, last_name(written))
            if named is not None:
                yield from (one.limit for one in self._checks.of_function(named))

    # -- what is checked by hand --------------------------------------------------------------------------------------

    def _checked(self, module: Module) -> Iterator[tuple[str, Location, tuple[Limit, ...]]]:
        for body in bodies_of(module):
            for one in self._checks.in_body(module, body):
                yield self._field_named(one.subject), one.limit.location, (one.limit,)
            for assigned in all_of(Assign, body):
                if isinstance(assigned.target, Member) and assigned.value is not None:
                    limits = tuple(self._reader.within(module, assigned.value))
                    subject = self._checks.subject(assigned.target.receiver, {}) if limits else ""
                    yield self._field_named(subject), Location(module.path, assigned.span), limits

    def _field_named(self, name: str) -> str:
        return without_control(name, self._reader.words.control_words)


def _joined(name: str, found: list[tuple[Location, tuple[Limit, ...]]]) -> LimitedField:
    """One field of all that is said of it; of several limits of a kind the first counts."""
    limits: dict[str, Limit] = {}
    for _, each in found:
        for limit in each:
            limits.setdefault(limit.kind, limit)
    place = next((place for place, each in found if each), found[0][0])
    return LimitedField(name, place, tuple(limits.values()))
