"""What calls say about the server: routes, routers and guards, reported as events whose value has the parts as members.

How the parts are kept is told in `server_labels`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame, written_form
from secure_lint.flow.code.gathered_lists import gathered
from secure_lint.flow.code.references import function_value
from secure_lint.flow.models.emission import emit
from secure_lint.flow.models.ports import argument_at, constant_at, told_at
from secure_lint.flow.models.wrapping import unwrapped
from secure_lint.flow.server.annotated import running
from secure_lint.flow.server.comparisons import CALLER
from secure_lint.flow.server.records import is_sent
from secure_lint.flow.server.request_handlers import answer
from secure_lint.flow.values.server_labels import (
    ASKS,
    GIVEN_TYPE,
    GUARD,
    MAKER,
    RECORD,
    ROUTER,
    WRITTEN,
    labels_of,
    module_router,
    place_of,
)
from secure_lint.flow.values.value import ORIGINS, UNKNOWN, Label, Taint, Value, all_taints, merge_taints
from secure_lint.knowledge.models import CallModel
from secure_lint.knowledge.server_words import Fact
from secure_lint.label.ports import parse_port
from secure_lint.model.program import Call, Conditional, Expression, Literal, Member, Name, Record, Sequence
from secure_lint.model.walking import all_of, last_name

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

DEEPEST_LISTS = 3
_MAKES_ROUTER, _ROUTE, _ROUTES = "server.router", "server.route", "server.routes"


def report_facts(
    interpreter: Interpreter, frame: Frame, site: CallSite, model: CallModel, receiver: Value, result: Value
) -> None:
    """Report what a call says about the server."""
    for fact in model.facts:
        parts = {
            name: _listed(item for port in ports.split() for item in _items(interpreter, frame, site, port, result))
            for name, ports in fact.parts.items()
        }
        parts.update({name: _listed([constant_at(site, text)]) for name, text in fact.constants.items()})
        kind = _ROUTE if fact.kind == _ROUTES else fact.kind
        for told in (
            _each_route(interpreter, site, parts)
            if fact.kind == _ROUTES
            else _of_types(interpreter, frame, fact, parts)
        ):
            emit(frame, site, kind, Value(members=told), constant_at(site, _said(fact, told)), receiver)
            for part in told.values():
                for item in (part.members or {}).values():
                    _want(interpreter, item)
            if kind == _ROUTE:
                for item in (told["handler"].members or {}).values() if "handler" in told else ():
                    answer(interpreter, frame, item)


def _each_route(interpreter: Interpreter, site: CallSite, parts: dict[str, Value]) -> Iterator[dict[str, Value]]:
    """The parts of a route for each member of an object of handlers; modules that hold some are asked for."""
    common = {name: part for name, part in parts.items() if name != "handlers"}
    for held in (parts["handlers"].members or {}).values():
        for name, handler in sorted((held.members or {}).items()):
            if handler.is_type and handler.type is not None:
                interpreter.wanted.modules.add(handler.type)
            if handler.closure is not None:
                yield {**common, "handler": _listed([handler]), "called": _listed([constant_at(site, name)])}


def _said(fact: Fact, parts: dict[str, Value]) -> str:
    """What tells the facts apart that one call states: what it says itself, and of which class."""
    items = [one for part in parts.values() for one in (part.members or {}).values()]
    types = (one.type or "" for one in items if one.closure)
    named = (parts["called"].members or {}).values() if "called" in parts else ()
    names = (str(one.value) for item in named for one in item.constants)
    return " ".join((*fact.constants.values(), *types, *names))


def _of_types(
    interpreter: Interpreter, frame: Frame, fact: Fact, parts: dict[str, Value]
) -> Iterator[dict[str, Value]]:
    """The parts, once for each class that the fact holds for, if it names annotations of classes."""
    closure = frame.decorated.closure
    function = interpreter.program.function_of(closure.function or "") if closure is not None else None
    if not fact.of_types or function is None:
        yield parts
        return
    for one, owner in running(interpreter.program, function, fact.of_types):
        value = function_value(interpreter, frame, one, Name(one.name_span, one.name)).with_type(owner)
        yield {**parts, "handler": _listed([value])}


def _want(interpreter: Interpreter, item: Value) -> None:
    """Ask for the body of a function that answers or checks requests: what it calls matters, whatever its words.

    And for the declaration of a class that does.
    """
    if item.is_type and item.type is not None:
        interpreter.wanted.type(item.type)
    own = (item.closure.function,) if item.closure is not None and item.closure.function is not None else ()
    for key in (*own, *labels_of(item, MAKER)):
        function = interpreter.program.function_of(key)
        if function is not None:
            interpreter.wanted.body(function)


def marked(model: CallModel, site: CallSite, result: Value) -> Value:
    """The result of a call with the labels that its model gives it: the router, guard or record that it is.

    A record is the server's own, whatever the client sent to choose it.
    """
    labels = []
    if any(fact.kind == _MAKES_ROUTER for fact in model.facts):
        labels.append(Label(ROUTER, place_of(site.location)))
    if model.guard is not None:
        labels.append(Label(GUARD, model.guard))
    if model.fetches:
        labels.append(Label(RECORD, place_of(site.location)))
    if not labels:
        return result
    own = tuple(one for one in result.taints if not (model.fetches and is_sent(one)))
    taints = merge_taints(tuple(Taint(label) for label in labels), own)
    if model.fetches:
        taints = merge_taints(taints, _of_caller(site))
    return msgspec.structs.replace(result, taints=taints)


def behind(guard: Value, handlers: tuple[Value, ...]) -> Value:
    """What a guard makes of the handler that it is called with: the handler, behind it."""
    kinds = tuple(taint for taint in guard.taints if taint.label.kind == GUARD)
    if not kinds or not handlers:
        return UNKNOWN
    return msgspec.structs.replace(handlers[0], taints=merge_taints(kinds, handlers[0].taints))


def _of_caller(site: CallSite) -> tuple[Taint, ...]:
    """What ties a query to the caller: the record that it yields is the caller's, and so is what belongs to that."""
    values = (site.receiver or UNKNOWN, *(one.value for one in site.arguments))
    taints = (taint for value in values for taint in all_taints(value))
    return tuple(one for one in taints if one.label.kind in ORIGINS and one.label.name == CALLER)[:1]


def _items(interpreter: Interpreter, frame: Frame, site: CallSite, port: str, result: Value) -> Iterator[Value]:
    parsed = parse_port(port)
    if parsed.kind == "decorated":
        yield frame.decorated
    elif parsed.kind == "around":
        yield from frame.receivers[-1:]
    elif parsed.kind == "module":
        yield Value(taints=(Taint(Label(ROUTER, module_router(frame.module.package))),))
    elif parsed.kind == "arguments":
        for one in site.arguments:
            yield from _argument(interpreter, frame, one.expression, one.value)
    else:
        given = argument_at(site, port) if parsed.kind == "argument" else None
        written = _written_under(given.expression, parsed.members) if given is not None else None
        value = told_at(site, port, result)
        if written is not None:
            yield from _argument(interpreter, frame, written, value or UNKNOWN)
        elif value is not None and value != UNKNOWN:
            yield value


def _written_under(expression: Expression, names: tuple[str, ...]) -> Expression | None:
    """What an object literal holds under the names; ``None`` when it is none or has no such member."""
    for name in names:
        fields = expression.fields if isinstance(expression, Record) else ()
        found = next((one.value for one in fields if one.name == name), None)
        if found is None:
            return None
        expression = found
    return expression


def _argument(interpreter: Interpreter, frame: Frame, expression: Expression, value: Value) -> Iterator[Value]:
    if isinstance(expression, Conditional):
        for one in (expression.then, expression.otherwise):
            yield from _argument(interpreter, frame, one, interpreter.evaluate(frame, one))
        return
    listed = listing(interpreter, frame, expression)
    whole = gathered(frame.function, expression, interpreter.index.adding) if listed is None else None
    if whole is not None:
        listed = frame, whole
    if listed is None:
        yield _item(interpreter, frame, expression, value)
    else:
        for home, item in _flat(interpreter, *listed):
            yield _item(interpreter, home, item, interpreter.evaluate(home, item))


def listing(interpreter: Interpreter, frame: Frame, expression: Expression) -> tuple[Frame, Sequence] | None:
    """The list that an expression is, or that the global variable holds which it names, with where that stands."""
    if isinstance(expression, Sequence):
        return frame, expression
    if not isinstance(expression, Name) or expression.identifier in frame.variables:
        return None
    found = interpreter.program.global_field(frame.module, expression.identifier)
    if found is None or not isinstance(found[1].initial, Sequence):
        return None
    return Frame(found[0], None, None, frame.symbol, frame.budget), found[1].initial


def _flat(
    interpreter: Interpreter, frame: Frame, listed: Sequence, depth: int = 0
) -> Iterator[tuple[Frame, Expression]]:
    """The items of a list and of the lists in it, each with where it stands."""
    for item in listed.items:
        inner = listing(interpreter, frame, item) if depth < DEEPEST_LISTS else None
        if inner is not None:
            yield from _flat(interpreter, *inner, depth + 1)
        else:
            yield frame, item


def _item(interpreter: Interpreter, frame: Frame, expression: Expression, value: Value) -> Value:
    inner = unwrapped(value)
    wraps, value = inner is not value, inner
    labels = [] if wraps and isinstance(expression, Call) else [Label(WRITTEN, _written(expression))]
    if isinstance(expression, Call):
        labels.append(Label(ASKS, _handed(expression)))
        labels.extend(Label(GIVEN_TYPE, one) for one in _given_types(interpreter, frame, expression))
        maker = interpreter.evaluate(frame, expression.callee)
        if maker.closure is not None and maker.closure.function is not None:
            labels.append(Label(MAKER, maker.closure.function))
        elif maker.type is not None and maker.is_type:
            value = value.with_type(value.type or maker.type)
    return msgspec.structs.replace(value, taints=merge_taints(tuple(map(Taint, labels)), value.taints))


def _given_types(interpreter: Interpreter, frame: Frame, call: Call) -> Iterator[str]:
    """The classes of the project that are named in the arguments of a call."""
    program = interpreter.program
    for argument in call.arguments:
        for name in all_of(Name, argument.value):
            resolved = program.names.resolve(frame.module, name.identifier)
            if resolved in program.types and name.identifier not in frame.variables:
                yield resolved


def _handed(call: Call) -> str:
    """The names and literals among the arguments of a call, in order."""
    names = (written_form(one) for argument in call.arguments for one in all_of(Member, argument.value))
    texts = (str(one.value) for argument in call.arguments for one in all_of(Literal, argument.value))
    plain = (last_name(one.value) for one in call.arguments)
    return " ".join(filter(None, (*names, *texts, *plain)))


def _written(expression: Expression) -> str:
    return written_form(expression.callee if isinstance(expression, Call) else expression)


def _listed(values: Iterator[Value] | list[Value] | tuple[Value, ...]) -> Value:
    return Value(members={str(position): value for position, value in enumerate(values)})
