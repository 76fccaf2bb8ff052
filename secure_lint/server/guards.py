"""What stands before an endpoint: recognised by its model, by what its code does, or by its name."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Several

import msgspec

from secure_lint.flow.code.frame import written_form
from secure_lint.flow.models.handed_records import HANDED
from secure_lint.flow.server.comparisons import CALLER, COMPARED
from secure_lint.flow.server.decorator_owners import holder_of
from secure_lint.flow.values.server_labels import ASKS, GIVEN_TYPE, GUARD, MAKER, WRITTEN, labels_of
from secure_lint.flow.values.value import Value
from secure_lint.knowledge.models import TypeModel
from secure_lint.knowledge.server_words import NONE
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code, Guard
from secure_lint.model.program import (
    Evaluate,
    Expression,
    Function,
    Literal,
    Module,
    Return,
)
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of
from secure_lint.server.code import CallGraph
from secure_lint.server.facts import ServerFact
from secure_lint.server.guard_names import LOGIN, OWNER, ROLE, SENDER, GuardNames
from secure_lint.server.passing import lets_all_pass
from secure_lint.server.refusals import Refusals, refuses
from secure_lint.server.refused import REFUSE, RefusedRequests
from secure_lint.server.senders import SenderChecks

ASKS_ROLE, ASKS_OWNER = "server.role-asked", "server.owner-asked"
_ASKED = {ASKS_ROLE: ROLE, ASKS_OWNER: OWNER, "server.sender-asked": SENDER}
"""The kind of guard that a call is which asks for something, by the kind of sink."""
CHECKS_CALLER = ("server.authenticate", "token.verified", "token.unchecked", f"origin.{CALLER}")
_ONLY_READ = ("token.unchecked", "token.decoded", f"origin.{CALLER}")
"""What tells who is calling without a failure where nobody is known."""


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

    def __init__(
        self,
        program: Program,
        index: ModelIndex,
        names: GuardNames,
        graph: CallGraph,
        refusals: Refusals,
        senders: SenderChecks,
    ) -> None:
        self._program = program
        self._index = index
        self._graph = graph
        self._names = names
        self._senders = senders
        self._refused = RefusedRequests(graph, refusals)
        self._by_code: dict[Code, tuple[Guard, ...]] = {}
        self._methods_by_type: dict[str, list[Function]] = defaultdict(list)
        for (owner, _), functions in program.methods.items():
            self._methods_by_type[owner].extend(functions)

    def of_fact(self, fact: ServerFact) -> Found:
        """The guards that a fact states by their kind, and those that its items are."""
        stated = tuple(Guard(kind, fact.event.call, fact.location) for kind in fact.texts("guard"))
        return joined(Found(stated), self.of_items(fact.items("guards"), fact.location))

    def of_items(self, items: Iterable[Value], location: Location) -> Found:
        """The guards that the items of a fact are."""
        return functools.reduce(joined, (self._of_item(item, location) for item in items), Found())

    def _of_item(self, item: Value, location: Location) -> Found:
        shown = next(iter(labels_of(item, WRITTEN)), "") or (item.type or "").rpartition(".")[2]
        labelled = labels_of(item, GUARD)
        if labelled:
            return Found(tuple(Guard(kind, shown, location) for kind in labelled))
        for text in (str(one.value) for one in item.constants if isinstance(one.value, str)):
            found = self.of_type(self.resolved(text), location)
            if found:
                return Found(found)
        if item.type is not None:
            found = self.of_type(item.type, location)
            if found:
                return Found(found)
        made_of = tuple(guard for one in labels_of(item, GIVEN_TYPE) for guard in self.of_type(one, location))
        return Found(made_of) if made_of else self._of_function_value(item, shown, location)

    def _of_function_value(self, item: Value, shown: str, location: Location) -> Found:
        keys = (*labels_of(item, MAKER), *((item.closure.function,) if item.closure and item.closure.function else ()))
        codes = [code for key in keys if (code := self._graph.code_of(key)) is not None]
        own = self._graph.code_of_value(item)
        if own is not None:
            codes.append(own)
        guards = [guard for code in codes for guard in self.of_code(code)]
        if own is not None and self._lets_all_pass(item, own):
            return Found()
        if guards:
            asks = next(iter(labels_of(item, ASKS)), None)
            if asks == "" and self._asks_for_what_it_is_handed(item):
                guards = [one for one in guards if one.kind != ROLE] or guards
            return Found(
                tuple(msgspec.structs.replace(one, shown=shown or one.shown, asks=asks or "") for one in guards)
            )
        functions = (self._graph.function(key) for key in keys)
        for name in (shown, *(one.name for one in functions if one is not None)):
            named = self.by_name(name, location)
            if named is not None:
                return Found((named,))
        handed_in = any(taint.label.kind == "parameter" for taint in item.taints)
        return Found(unresolved=(shown,) if handed_in and shown and not keys else ())

    def _asks_for_what_it_is_handed(self, item: Value) -> bool:
        """Whether a guard is made by a function that takes something: handed nothing, it asks for no role."""
        functions = (self._graph.function(key) for key in labels_of(item, MAKER))
        return any(one is not None and one.parameters for one in functions)

    def _lets_all_pass(self, item: Value, code: Code) -> bool:
        """Whether a step asks who is calling but sends nobody away."""
        closure = item.closure
        function = self._graph.function(closure.function) if closure is not None and closure.function else None
        body = function.body if function is not None else closure.node.body if closure is not None else None
        if body is None or closure is None:
            return False
        parameters = function.parameters if function is not None else closure.node.parameters
        events = self._graph.events_in(self._graph.reached([code]))
        if any(one.kind in (REFUSE, ASKS_ROLE) for one in events):
            return False
        asks = [one for one in events if one.kind in (*CHECKS_CALLER, *_ONLY_READ)]
        checks = [one.location for one in asks if one.kind not in _ONLY_READ]
        return bool(asks) and all(code.holds(one) for one in checks) and lets_all_pass(parameters, body, checks)

    def around(self, items: Iterable[Value], location: Location) -> Found:
        """The guards in which a handler was wrapped where the route names it."""
        guards: list[Guard] = []
        for item in items:
            shown = next(iter(labels_of(item, WRITTEN)), "")
            guards.extend(Guard(kind, shown, location) for kind in labels_of(item, GUARD))
            wrapped = item.closure is not None or item.is_type
            codes = [code for key in labels_of(item, MAKER) if (code := self._graph.code_of(key)) is not None]
            found = [guard for code in codes for guard in self.of_code(code)] if wrapped else []
            guards.extend(msgspec.structs.replace(one, shown=shown or one.shown) for one in found)
        return Found(tuple(dict.fromkeys(guards)))

    def resolved(self, name: str) -> str:
        """The type of the program that a dotted name means; the scan may start above the folder of the program."""
        if name in self._program.types or "." not in name:
            return name
        return next((one for one in self._program.types if one.endswith(f".{name}")), name)

    def of_type(self, type_name: str, location: Location) -> tuple[Guard, ...]:
        """The guards that a type is before an endpoint: by its model, or by the code of its methods."""
        shown = type_name.rpartition(".")[2]
        own = self._program.types.get(type_name)
        model = self._index.type_model(self._program, type_name)
        verbs = model.guards_verbs if model is not None else ()
        if own is None:
            kind = model.guard if model is not None else None
            return (Guard(kind, shown, location, verbs=verbs),) if kind is not None else ()
        on_record = frozenset(model.object_checks if model is not None else ())
        methods = [one for one in self._methods(type_name) if one.name not in on_record]
        found = self._kinds_of(methods)
        if model is not None and model.guard is not None:
            found.add(NONE if self._decides_for_all(model, methods) else model.guard)
        named = self.by_name(shown, location)
        if named is not None and (model is None or methods) and not (found and named.kind == LOGIN):
            found.add(named.kind)
        guards = [Guard(kind, shown, location, verbs=verbs) for kind in sorted(found)]
        guards.extend(self._on_record(type_name, on_record, location))
        if not guards and model is not None and all(self._passes_all(one) for one in methods):
            guards.append(Guard(NONE, shown, location))
        return tuple(guards)

    @staticmethod
    def _decides_for_all(model: TypeModel, methods: Iterable[Function]) -> bool:
        """Whether a class decides itself whom it lets pass, and refuses nobody."""
        deciding = [one for one in methods if one.name in model.decides]
        return bool(deciding) and not any(map(refuses, deciding))

    def _kinds_of(self, methods: Iterable[Function]) -> set[str]:
        codes = [self._graph.code_of(self._program.key_of(one)) for one in methods]
        return {guard.kind for code in codes if code is not None for guard in self.of_code(code)}

    def _on_record(self, type_name: str, names: frozenset[str], location: Location) -> Iterator[Guard]:
        """The guard that methods are which look at a single record."""
        methods = [one for one in self._methods(type_name) if one.name in names and not self._passes_all(one)]
        if methods:
            kinds = self._kinds_of(methods)
            shown = f"{type_name.rpartition('.')[2]}.{methods[0].name}"
            yield from (Guard(kind, shown, location, on_record=True) for kind in sorted({OWNER, *kinds}))

    @staticmethod
    def _passes_all(function: Function) -> bool:
        """Whether a method does nothing but return true."""
        statements = function.body.statements if function.body is not None else ()
        code = [one for one in statements if not (isinstance(one, Evaluate) and isinstance(one.expression, Literal))]
        returned = code[0].value if len(code) == 1 and isinstance(code[0], Return) else None
        return isinstance(returned, Literal) and returned.value is True

    def _methods(self, type_name: str) -> tuple[Function, ...]:
        """The methods that an object of a type has, those that it inherits from types of the program included."""
        found: dict[str, list[Function]] = {}
        for ancestor in self._program.ancestors(type_name, {}):
            own: dict[str, list[Function]] = defaultdict(list)
            for function in self._methods_by_type.get(ancestor, ()):
                own[function.name].append(function)
            found = {**own, **found}
        return tuple(one for functions in found.values() for one in functions)

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

    def _guards_in(self, codes: Several[Code]) -> Iterator[Guard]:
        kinds: dict[str, Guard] = {}
        for place, name in self._graph.called_in(codes):
            if self._names.kind_of(name) == ROLE:
                kinds.setdefault(ROLE, Guard(ROLE, name, place))
        events = self._graph.events_in(codes)
        of_owner = any(event.kind == COMPARED for event in events)
        for event in events:
            meant = LOGIN if event.kind in CHECKS_CALLER else None
            if event.kind in _ASKED:
                meant = _ASKED[event.kind]
            elif event.kind == REFUSE:
                meant = next(
                    (kind for one in event.value.constants if (kind := self._refused.kind(one.value, event))), None
                )
                meant = OWNER if meant == ROLE and of_owner and not self._refused.for_rank(event) else meant
                for kind in self._refused.hidden(event):
                    kinds.setdefault(kind, Guard(kind, event.call, event.location))
            if meant is not None:
                kinds.setdefault(meant, Guard(meant, event.call, event.location))
        asked = next((one for one in events if one.kind == HANDED and self._refused.decides(one, events)), None)
        if asked is not None:
            kinds.setdefault(OWNER, Guard(OWNER, asked.call, asked.location))
        sender = self._senders.in_code(codes)
        if sender is not None:
            kinds.setdefault(SENDER, Guard(SENDER, "condition about the sender", sender))
        yield from kinds.values()

    def of_advice(self, fact: ServerFact) -> Found:
        """The guards that code around a handler is: it refuses, and looks at who is calling."""
        found = Found()
        for item in fact.items("guards"):
            code = self._graph.code_of_value(item)
            reached = self._graph.reached([code]) if code is not None else ()
            if code is None or not any(map(refuses, self._graph.functions_at(reached))):
                continue
            kinds = {one.kind for one in self.of_code(code)}
            shown = next((one.name for one in self._graph.functions_at([code])), fact.event.call)
            if kinds - {OWNER}:
                found = joined(found, Found(tuple(Guard(kind, shown, fact.location) for kind in sorted(kinds))))
        return found

    def of_step(self, type_name: str, location: Location) -> tuple[Guard, ...]:
        """The guard that a type of steps for all requests is which refuses callers without a role or a permission."""
        codes = (self._graph.code_of(key) for key in self.method_keys(type_name))
        asks = self._refused.asks_rank([one for one in codes if one is not None])
        return (Guard(ROLE, type_name.rpartition(".")[2], location),) if asks else ()

    def stops_nothing(self, type_name: str) -> bool:
        """Whether the methods of a type of the program are known, and none answers a request or throws an error."""
        methods = [one for one in self._methods(type_name) if one.name not in ("<init>", "__init__")]
        return bool(methods) and not any(map(_answers, methods))

    def by_name(self, written: str, location: Location) -> Guard | None:
        """The guard that a name is by convention."""
        kind = self._names.kind_of(written)
        return Guard(kind, written, location) if kind is not None else None

    def of_functions(self, module: Module, name: str, location: Location) -> tuple[Guard, ...]:
        """The guards that the functions of the project are which a name means: decorators, say."""
        codes = (self._graph.code_of(self._program.key_of(one)) for one in self.functions_named(module, name))
        found = (guard for code in codes if code is not None for guard in self.of_code(code))
        return tuple(dict.fromkeys(Guard(one.kind, name, location) for one in found))

    def is_read(self, function: Function) -> bool:
        """Whether the code of a function of the project is known."""
        return self._graph.code_of(self._program.key_of(function)) is not None

    def functions_named(self, module: Module, name: str) -> tuple[Function, ...]:
        """The functions of the project that a name means in a module."""
        resolved = self._program.names.resolve(module, name)
        return tuple(self._program.functions_named(resolved) or self._program.free_functions(module, name))

    def of_method(self, module: Module, name: str, location: Location) -> tuple[Guard, ...]:
        """The guard that a modelled method makes of an object that a variable of a module holds."""
        holder, _, method = name.rpartition(".")
        held = holder_of(self._program, module, None, holder) if holder else None
        if held is None:
            return ()
        made = self._program.names.resolve(held[0], written_form(held[1].callee))
        models = self._index.calls(self._program, made, method)
        return tuple(Guard(one.guard, name, location) for one in models if one.guard is not None)


def _answers(function: Function) -> bool:
    """Whether code returns something, or throws an error, or is not known."""
    returned = (one.value for one in all_of(Return, function.body))
    return function.body is None or refuses(function) or any(map(_is_something, returned))


def _is_something(value: Expression | None) -> bool:
    return value is not None and not (isinstance(value, Literal) and value.value is None)
