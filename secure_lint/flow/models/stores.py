"""Which store a value stands for when the code at hand does not open it.

Dependency injection and types that are stores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.values.value import StoreState, Value
from secure_lint.model.program import Annotation, Expression, Function, Literal, Member, Name, Sequence

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

MIXED = "mixed"
"""At rest of a store that some providers protect and others do not."""


def handed_on(holder: Value, store: StoreState) -> StoreState:
    """The store of a handle that was made from a value: where that is a parameter, callers know the store better."""
    if holder.alias is None or store.established:
        return store
    return msgspec.structs.replace(store, given_by=holder.alias)


class StoreProviders:
    """Finds the store behind a value of a store's type.

    The functions of the project that return the type are its providers. A qualifier (an annotation with the same
    name and text on both sides) picks one of them; otherwise all count. What lies behind a type of the project that
    implements that of the store is not known.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._providers: dict[str, tuple[Function, ...]] | None = None
        self._memory: dict[tuple[str, tuple[str, ...]], StoreState | None] = {}
        self._in_progress: set[str] = set()
        self._constructed: dict[str, StoreState] = {}

    def constructed(self, type_name: str, state: StoreState) -> None:
        """Objects of a type of the project are this store: its constructor calls that of a library's store."""
        self._constructed[type_name] = state

    def provided(self, value: Value, annotations: tuple[Annotation, ...]) -> Value:
        """The value with the store that it stands for; unchanged when its type is no store or it has one already."""
        if value.store is not None or value.type is None:
            return value
        state = self._state(value.type, tuple(sorted(map(_qualifier, annotations))))
        return value if state is None else msgspec.structs.replace(value, store=state)

    def declared(self, value: Value) -> Value:
        """The value as a store if all that is known of it, its type, makes it one: an object that is being made."""
        if value.store is not None:
            return value
        model = self._interpreter.index.type_model(self._interpreter.program, value.type)
        if model is None or model.store is None:
            return value
        return msgspec.structs.replace(value, store=StoreState(model.store, established=False))

    def _state(self, type_name: str, qualifiers: tuple[str, ...]) -> StoreState | None:
        key = (type_name, qualifiers)
        if key in self._memory:
            return self._memory[key]
        if type_name in self._in_progress:
            self._interpreter.revisions.provisional(self._interpreter.current)
        inherited = self._from_constructors(type_name)
        if inherited is not None:
            self._memory[key] = inherited
            return inherited
        model = self._interpreter.index.type_model(self._interpreter.program, type_name)
        if model is None or model.store is None:
            self._memory[key] = None
            return None
        default = StoreState(model.store, established=False)
        if type_name in self._in_progress:
            return default
        self._in_progress.add(type_name)
        matching = self._qualified(type_name, qualifiers)
        found = self._from_providers(matching or self._functions(type_name))
        unseen = found is None and any(map(self._makes_own, matching))
        self._in_progress.discard(type_name)
        self._memory[key] = None if unseen else found or default
        return self._memory[key]

    def _from_constructors(self, type_name: str) -> StoreState | None:
        """The store that the constructor of a type of the project, or of its supertype, makes of the object."""
        program = self._interpreter.program
        if type_name not in program.types or type_name in self._in_progress:
            return None
        self._in_progress.add(type_name)
        ancestors = program.ancestors(type_name, {})
        for ancestor in ancestors:
            for constructor in program.methods.get((ancestor, "<init>"), ()):
                self._interpreter.summary_of(constructor)
            if ancestor in self._constructed:
                break
        self._in_progress.discard(type_name)
        return next(
            (self._constructed[one] for one in program.ancestors(type_name, {}) if one in self._constructed), None
        )

    def _qualified(self, type_name: str, qualifiers: tuple[str, ...]) -> tuple[Function, ...]:
        """The providers of a type that have one of the qualifiers."""
        wanted = frozenset(qualifiers)
        functions = self._functions(type_name) if wanted else ()
        return tuple(one for one in functions if not wanted.isdisjoint(map(_qualifier, one.annotations)))

    def _from_providers(self, functions: tuple[Function, ...]) -> StoreState | None:
        states = []
        for function in functions:
            state = self._interpreter.summary_of(function).result.store
            if state is not None and state.location is not None:
                states.append(state)
        if not states:
            return None
        own = any(one.annotations and self._makes_own(one) for one in functions)
        if own or len({(state.at_rest, state.engine) for state in states}) > 1:
            return msgspec.structs.replace(states[0], at_rest=MIXED, established=False)
        return msgspec.structs.replace(states[0], established=False)

    def _makes_own(self, function: Function) -> bool:
        """Whether a provider makes an object of another type that stands for the store."""
        result = self._interpreter.summary_of(function).result
        module = self._interpreter.program.module_of(function)
        declared = self._interpreter.program.names.resolve(module, function.returns or "")
        return result.store is None and result.type not in (None, declared)

    def _functions(self, type_name: str) -> tuple[Function, ...]:
        if self._providers is None:
            program = self._interpreter.program
            collected: dict[str, list[Function]] = {}
            for functions in program.functions_by_name.values():
                for function in functions:
                    if function.returns is not None and (function.body is not None or function.deferred):
                        returned = program.names.resolve(program.module_of(function), function.returns)
                        collected.setdefault(returned, []).append(function)
            self._providers = {name: tuple(found) for name, found in collected.items()}
        found = self._providers.get(type_name, ())
        for function in found:
            self._interpreter.wanted.body(function)
        return tuple(one for one in found if one.body is not None)


def _qualifier(annotation: Annotation) -> str:
    """The annotation with its arguments. Constants go by their own name: files import them more or less deeply."""
    return f"{annotation.name}({','.join(_argument(one.value) for one in annotation.arguments)})"


def _argument(value: Expression) -> str:
    match value:
        case Literal(kind="class"):
            return str(value.value).rpartition(".")[2]
        case Literal():
            return str(value.value)
        case Name(identifier=name) | Member(name=name):
            return name
        case Sequence():
            return ",".join(map(_argument, value.items))
    return ""
