"""What stands before an endpoint: recognised by its model, by what its code does, or by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from secure_lint.flow.comparisons import CALLER
from secure_lint.flow.server_labels import GUARD, MAKER, WRITTEN, labels_of
from secure_lint.flow.value import Value
from secure_lint.knowledge.kinds import Kinds
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code, Guard
from secure_lint.model.program import Call, Expression, Function, Member, Module, Name, Operator, Sequence
from secure_lint.model.span import Location
from secure_lint.server.code import CallGraph
from secure_lint.server.names import joined_words

LOGIN, ROLE = "login-check", "role-check"
REFUSE = "server.refuse"
CHECKS_CALLER = ("server.authenticate", "token.verified", "token.unchecked", f"origin.{CALLER}")
_MEANING = {401: LOGIN, 403: ROLE}


class Found(msgspec.Struct, frozen=True):
    """The guards that something is; ``unresolved`` says what of it could not be followed."""

    guards: tuple[Guard, ...] = ()
    unresolved: tuple[str, ...] = ()


def joined(first: Found, second: Found) -> Found:
    """Both."""
    return Found(
        tuple(dict.fromkeys((*first.guards, *second.guards))),
        tuple(dict.fromkeys((*first.unresolved, *second.unresolved))),
    )


class GuardReader:
    """Tells which guards values, annotations, types and code are."""

    def __init__(self, program: Program, index: ModelIndex, kinds: Kinds, graph: CallGraph) -> None:
        self._program = program
        self._index = index
        self._graph = graph
        self._names = [(kind, re.compile(pattern)) for kind, pattern in kinds.guard_names.items()]
        self._by_code: dict[Code, tuple[Guard, ...]] = {}
        self._methods_by_type: dict[str, list[Function]] = defaultdict(list)
        for (owner, _), functions in program.methods.items():
            self._methods_by_type[owner].extend(functions)

    def of_items(self, items: Iterable[Value], location: Location) -> Found:
        """The guards that the items of a fact are."""
        guards: list[Guard] = []
        unresolved: list[str] = []
        for item in items:
            found = self._of_item(item, location)
            guards.extend(found.guards)
            unresolved.extend(found.unresolved)
        return Found(tuple(dict.fromkeys(guards)), tuple(dict.fromkeys(unresolved)))

    def _of_item(self, item: Value, location: Location) -> Found:
        shown = next(iter(labels_of(item, WRITTEN)), "") or (item.type or "").rpartition(".")[2]
        labelled = labels_of(item, GUARD)
        if labelled:
            return Found(tuple(Guard(kind, shown, location) for kind in labelled))
        for text in (str(one.value) for one in item.constants if isinstance(one.value, str)):
            found = self.of_type(text, location)
            if found:
                return Found(found)
        if item.type is not None:
            found = self.of_type(item.type, location)
            if found:
                return Found(found)
        return self._of_function_value(item, shown, location)

    def _of_function_value(self, item: Value, shown: str, location: Location) -> Found:
        keys = (*labels_of(item, MAKER), *((item.closure.function,) if item.closure and item.closure.function else ()))
        codes = [code for key in keys if (code := self._graph.code_of(key)) is not None]
        own = self._graph.code_of_value(item)
        if own is not None:
            codes.append(own)
        guards = [guard for code in codes for guard in self.of_code(code)]
        if guards:
            return Found(tuple(msgspec.structs.replace(one, shown=shown or one.shown) for one in guards))
        named = self.by_name(shown, location)
        if named is not None:
            return Found((named,))
        handed_in = any(taint.label.kind == "parameter" for taint in item.taints)
        return Found(unresolved=(shown,) if handed_in and shown and not keys else ())

    def of_type(self, type_name: str, location: Location) -> tuple[Guard, ...]:
        """The guards that a type is before an endpoint: by its model, or by the code of its methods."""
        shown = type_name.rpartition(".")[2]
        own = self._program.types.get(type_name)
        model = self._index.type_model(self._program, type_name)
        if own is None:
            return (Guard(model.guard, shown, location),) if model is not None and model.guard is not None else ()
        codes = [self._graph.code_of(self._program.key_of(one)) for one in self._methods(type_name)]
        found = {guard.kind for code in codes if code is not None for guard in self.of_code(code)}
        if model is not None and model.guard is not None:
            found.add(model.guard)
        if not found and model is None:
            named = self.by_name(shown, location)
            found = {named.kind} if named is not None else set()
        return tuple(Guard(kind, shown, location) for kind in sorted(found))

    def _methods(self, type_name: str) -> tuple[Function, ...]:
        return tuple(self._methods_by_type.get(type_name, ()))

    def method_keys(self, type_name: str) -> tuple[str, ...]:
        """The keys of the methods of a type of the program."""
        return tuple(self._program.key_of(one) for one in self._methods(type_name))

    def of_code(self, code: Code) -> tuple[Guard, ...]:
        """The guards that code is: it refuses with 401 or 403, or checks a token or session."""
        found = self._by_code.get(code)
        if found is None:
            self._by_code[code] = ()
            found = self._by_code[code] = tuple(self._guards_in(self._graph.reached([code])))
        return found

    def _guards_in(self, codes: Iterable[Code]) -> Iterator[Guard]:
        kinds: dict[str, Guard] = {}
        for event in self._graph.events_in(codes):
            meant = LOGIN if event.kind in CHECKS_CALLER else None
            if event.kind == REFUSE:
                meant = next((status for one in event.value.constants if (status := _status(one.value))), None)
            if meant is not None:
                kinds.setdefault(meant, Guard(meant, event.call, event.location))
        yield from kinds.values()

    def by_name(self, written: str, location: Location) -> Guard | None:
        """The guard that a name is by convention."""
        name = joined_words(written.rpartition(".")[2])
        for kind, pattern in self._names:
            if pattern.search(name):
                return Guard(kind, written, location)
        return None

    def of_expression(self, module: Module, expression: Expression | None, location: Location) -> Found:
        """The guards in a list of types that a class names."""
        items = expression.items if isinstance(expression, Sequence) else () if expression is None else (expression,)
        guards: list[Guard] = []
        unresolved: list[str] = []
        for item in items:
            found = [guard for name in _type_names(item) for guard in self._of_name(module, name, location)]
            guards.extend(found)
            if not found:
                unresolved.extend(_type_names(item) or ("?",))
        return Found(tuple(guards), tuple(unresolved))

    def _of_name(self, module: Module, name: str, location: Location) -> tuple[Guard, ...]:
        resolved = self._program.names.resolve(module, name)
        found = self.of_type(resolved, location)
        named = None if found else self.by_name(name, location)
        return (named,) if named is not None else found


def _status(value: object) -> str | None:
    """The kind of guard that refuses with a status."""
    return next((kind for code, kind in _MEANING.items() if str(code) in str(value)), None)


def _type_names(expression: Expression) -> tuple[str, ...]:
    match expression:
        case Name(identifier=name):
            return (name,)
        case Member(receiver=Name(identifier=head), name=name):
            return (f"{head}.{name}",)
        case Call(callee=callee):
            return _type_names(callee)
        case Operator(operands=operands):
            return tuple(name for one in operands for name in _type_names(one))
    return ()
