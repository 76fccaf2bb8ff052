"""Client and server together: for each field that an app limits and sends, what the server asks of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Exchange, SentField
from secure_lint.model.limits import Form, LimitedField
from secure_lint.parity.binding import bindings
from secure_lint.parity.comparison import Comparison, compare
from secure_lint.parity.fields import KINDS_OF, NUMBER, ServerField, ServerFields
from secure_lint.parity.forms import FormReader
from secure_lint.parity.limits import LimitReader
from secure_lint.parity.names import folded
from secure_lint.parity.sides import Sides
from secure_lint.parity.vocabulary import Vocabulary

_CHANGING = frozenset({"POST", "PUT", "PATCH", "*"})


class FieldPair(msgspec.Struct, frozen=True):
    """A field as an app sends it and as the server takes it.

    ``entered`` is how the app limits it, where it does, with what comes of comparing. A pair that is not ``sure`` is
    told by the name of a single field.
    """

    exchange: Exchange
    sent: SentField
    server: ServerField
    entered: LimitedField | None = None
    comparison: Comparison | None = None
    sure: bool = True


class Parity:
    """The fields that both sides of a product have. ``forms`` are paths of files in which an app may limit some.

    ``layouts`` are the forms in files that are no code.
    """

    def __init__(
        self,
        program: Program,
        index: ModelIndex,
        exchanges: Sequence[Exchange],
        forms: Collection[str],
        layouts: Iterable[Form] = (),
    ) -> None:
        languages = {module.language for module in program.modules.values()} if exchanges else set()
        readers = {one: LimitReader(program, Vocabulary(index.models, one)) for one in sorted(languages)}
        self._exchanges = [one for one in exchanges if one.endpoint.verb in _CHANGING]
        sides = Sides(exchanges)
        self._fields = ServerFields(program, index, readers, sides)
        modules = (program.modules[path] for path in sorted(forms) if path in program.modules and sides.is_app(path))
        found = (FormReader(program, readers[one.language]).form(one) for one in modules)
        self._forms = [*(one for one in found if one is not None), *layouts]

    def compared(self) -> Iterator[FieldPair]:
        """The fields that an app limits, with the verdict; the surest first."""
        for binding in sorted(bindings(self._forms, self._exchanges), key=lambda one: not one.sure):
            sent = {folded(one.name): one for one in binding.exchange.request.fields}
            taken = self._fields.of(binding.exchange.endpoint)
            for entered in binding.form.fields:
                one, server = sent.get(entered.name), taken.get(entered.name)
                if one is None or server is None or one.changed:
                    continue
                limits = tuple(limit for limit in entered.limits if limit.kind in KINDS_OF[server.holds])
                if limits:
                    verdict = compare(limits, server.limits)
                    yield FieldPair(binding.exchange, one, server, entered, verdict, binding.sure)

    def fixed(self) -> Iterator[FieldPair]:
        """The fields that an app always sends the same number in, while the server takes any."""
        for exchange in self._exchanges:
            taken = self._fields.of(exchange.endpoint)
            for sent in exchange.request.fields:
                server = taken.get(folded(sent.name))
                constant = isinstance(sent.constant, int | float) and not isinstance(sent.constant, bool)
                if constant and server is not None and server.holds == NUMBER and not server.limits:
                    yield FieldPair(exchange, sent, server)
