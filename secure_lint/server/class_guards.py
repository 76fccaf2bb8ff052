"""The guards that a class of handlers lists in a field, or that one of its methods returns."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Several

from secure_lint.knowledge.server_words import NONE
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Guard
from secure_lint.model.program import Call, Expression, Function, Member, Module, Name, Node, Operator, Sequence
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of
from secure_lint.server.branches import parts_for
from secure_lint.server.class_handlers import ClassHandlers
from secure_lint.server.guard_names import LOGIN, OWNER, ROLE
from secure_lint.server.guards import Found, GuardReader, joined

_STRENGTH = {NONE: 0, LOGIN: 2, OWNER: 4, ROLE: 6}


class ClassGuards:
    """Tells the guards that classes list."""

    def __init__(self, program: Program, guards: GuardReader, classes: ClassHandlers) -> None:
        self._program = program
        self._guards = guards
        self._classes = classes

    def of(self, owner: str, method: str, verb: str | None) -> Found:
        """The guards that a class lists for one of its methods, which answers requests with a verb."""
        for name in self._classes.guard_methods(owner):
            functions = self._program.method(owner, name)
            if functions:
                return self._of_returned(owner, functions[0], self._classes.told(owner, method, verb))
        return self._in_fields(owner)

    def _in_fields(self, owner: str) -> Found:
        for name in self._classes.guard_fields(owner):
            declared = self._program.field(owner, name)
            if declared is not None:
                module = self._program.module_of_type[declared[0]]
                place = Location(module.path, declared[1].name_span)
                return self._of_expression(module, declared[1].initial, place)
        return Found()

    def _of_returned(self, owner: str, function: Function, told: Mapping[str, str]) -> Found:
        """The guards in the code of a method that returns those of its class, for a handler of which this is ``told``.

        Those of only some cases are unknown.
        """
        module = self._program.module_of(function)
        location = Location(module.path, function.name_span)
        parts = tuple(parts_for(function.body, told))
        names = dict.fromkeys(name for part in parts for name in _types_written(part))
        resolved = (self._program.names.resolve(module, name) for name in names)
        found = Found(tuple(guard for name in resolved for guard in self._guards.of_type(name, location)))
        if any(self._hands_on(owner, part) for part in parts):
            found = joined(found, self._in_fields(owner))
            if not (found.guards or names):
                # What the method that it replaces returns of a class that says nothing: the defaults of the server.
                return found
        kinds = {one.kind for one in found.guards}
        if not found.guards or (NONE in kinds and len(kinds) > 1):
            return Found(unresolved=(function.name,))
        return found

    def _hands_on(self, owner: str, part: Node) -> bool:
        """Whether code takes the guards that the class lists in a field, itself or by the method that it replaces."""
        fields = self._classes.guard_fields(owner)
        of_own = (one for one in all_of(Member, part) if isinstance(one.receiver, Name))
        return any(one.identifier == "super" for one in all_of(Name, part)) or any(one.name in fields for one in of_own)

    def _of_expression(self, module: Module, expression: Expression | None, location: Location) -> Found:
        """The guards in a list of types that a class names: one that the source writes, one elsewhere, or both."""
        if isinstance(expression, Operator) and expression.operator == "+":
            return functools.reduce(joined, (self._of_expression(module, one, location) for one in expression.operands))
        elsewhere = self._list_elsewhere(module, expression)
        if elsewhere is not None:
            return self._of_expression(*elsewhere, location)
        items = expression.items if isinstance(expression, Sequence) else () if expression is None else (expression,)
        if isinstance(expression, Sequence) and not items:
            return Found((Guard(NONE, "[]", location),))
        guards: list[Guard] = []
        unresolved: list[str] = []
        for item in items:
            found = self._of_term(module, item, location)
            guards.extend(found)
            if not found and not self._is_known(module, item):
                unresolved.extend(_type_names(item) or ("?",))
        return Found(tuple(guards), tuple(unresolved))

    def _list_elsewhere(self, module: Module, expression: Expression | None) -> tuple[Module, Sequence] | None:
        """The list that a variable of a module holds, or a field of another class, with where it stands."""
        held = None
        if isinstance(expression, Name):
            held = self._program.global_field(module, expression.identifier)
        elif isinstance(expression, Member) and isinstance(expression.receiver, Name):
            owner = self._program.names.resolve(module, expression.receiver.identifier)
            declared = self._program.field(owner, expression.name)
            held = (self._program.module_of_type[declared[0]], declared[1]) if declared is not None else None
        return (held[0], held[1].initial) if held is not None and isinstance(held[1].initial, Sequence) else None

    def _is_known(self, module: Module, item: Expression) -> bool:
        """Whether an item of such a list is a function of the project whose code is known: it is no guard then."""
        names = _type_names(item)
        functions = [one for name in names for one in self._guards.functions_named(module, name)]
        return bool(functions) and all(self._guards.is_read(one) for one in functions)

    def _of_term(self, module: Module, item: Expression, location: Location) -> tuple[Guard, ...]:
        """The guards that an item of such a list is; of alternatives, what all of them ask for."""
        held = self._program.global_field(module, item.identifier) if isinstance(item, Name) else None
        if held is not None and isinstance(held[1].initial, Operator):
            return self._of_term(held[0], held[1].initial, location)
        if isinstance(item, Operator) and item.operator in ("|", "&"):
            sides = [self._of_term(module, one, location) for one in item.operands]
            if item.operator == "&" or not all(sides):
                return tuple(one for side in sides for one in side) if item.operator == "&" else ()
            return alternatives(sides)
        if isinstance(item, Operator):
            return ()
        found = tuple(guard for name in _type_names(item) for guard in self._of_name(module, name, location))
        if not found and isinstance(item, Call):
            # What makes a guard of others: ``requires(IsAdmin)``.
            inner = (one.value for one in item.arguments if isinstance(one.value, Name | Member | Call))
            return tuple(guard for one in inner for guard in self._of_term(module, one, location))
        return found

    def _of_name(self, module: Module, name: str, location: Location) -> tuple[Guard, ...]:
        resolved = self._program.names.resolve(module, name)
        found = self._guards.of_type(resolved, location) or self._guards.of_functions(module, name, location)
        found = found or self._guards.of_method(module, name, location)
        named = None if found else self._guards.by_name(name, location)
        return (named,) if named is not None else found


def alternatives(sides: Several[tuple[Guard, ...]]) -> tuple[Guard, ...]:
    """What stands before an endpoint that one of several groups of guards lets a request into: the weakest."""
    weakest = min(sides, key=lambda side: max(_STRENGTH.get(one.kind, 0) - bool(one.verbs) for one in side))
    return tuple(weakest)


def _types_written(node: Node) -> Iterator[str]:
    """What code names that is written as types are: ``IsOwner``, ``permissions.IsAdminUser``."""
    yield from (one.identifier for one in all_of(Name, node) if one.identifier[:1].isupper())
    members = (one for one in all_of(Member, node) if one.name[:1].isupper())
    yield from (f"{one.receiver.identifier}.{one.name}" for one in members if isinstance(one.receiver, Name))


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
