"""Whose a record is: the schema says it, by an attribute that refers to a user, or to a record that does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from secure_lint.flow.values.value import REQUEST, Value, origins
from secure_lint.knowledge.kinds import ServerWords
from secure_lint.link.program import Program
from secure_lint.link.type_names import bare, simple_name, type_argument
from secure_lint.model.program import (
    Argument,
    Call,
    Expression,
    Field,
    Lambda,
    Literal,
    Member,
    Module,
    Name,
    New,
    Record,
    Return,
    Sequence,
)
from secure_lint.model.walking import last_name
from secure_lint.server.entities import Entities, record_key
from secure_lint.server.names import joined_words

DEEPEST = 3
"""So many references are followed from a record to the user that it belongs to."""


class Ownership:
    """Tells by which attribute the records of a type belong to somebody."""

    def __init__(self, program: Program, words: ServerWords, entities: Entities) -> None:
        self._program = program
        self._entities = entities
        self._owner = re.compile(words.owner)
        self._shared = re.compile(words.shared)
        self._principal = re.compile(words.principal)
        self._memory: dict[str, str | None] = {}
        self._by_name: dict[str, str] = {}
        for qualified in sorted(program.types):
            self._by_name.setdefault(simple_name(qualified).lower(), qualified)

    def is_principal(self, type_name: str) -> bool:
        """Whether the records of a type are users themselves."""
        return bool(self._principal.search(joined_words(simple_name(type_name))))

    def attribute_of(self, type_name: str) -> str | None:
        """The attribute that says whose a record is (``order.customer``); ``None`` when none does."""
        return self._attribute(type_name, 0)

    def attribute_of_record(self, name: str) -> str | None:
        """The same for a record that is known by a name only, which a call declares or a class of that name."""
        return self._declared(name, 0)

    def names_owner(self, attribute: str) -> bool:
        """Whether an attribute is by its name the key of the one to whom a record belongs."""
        return bool(self._owner.search(joined_words(attribute))) and _is_key(attribute)

    def says_owner(self, attribute: str) -> bool:
        """Whether an attribute is by its name the one to whom a record belongs, not just whoever made it."""
        name = joined_words(attribute)
        return bool(self._owner.search(name)) and not self._shared.search(name)

    def is_asked_for(self, query: Value) -> bool:
        """Whether a query asks, among other things, for records of an owner whom the client does not choose."""
        return any(
            self.is_asked_for(one) or (REQUEST not in origins(one) and self.says_owner(key.rpartition("__")[2]))
            for key, one in (query.members or {}).items()
        )

    def _declared(self, name: str, depth: int) -> str | None:
        key = record_key(name)
        if depth > DEEPEST:
            return None
        if key not in self._entities:
            qualified = self._by_name.get(key.replace("_", ""))
            return self._attribute(qualified, depth) if qualified is not None else None
        attributes = self._entities[key]
        local = not _holds_credential(joined_words(one.name) for one in attributes)
        for one in attributes:
            named = self._owner.search(joined_words(one.name))
            if (named and (one.refers or (local and _is_key(one.name)))) or any(map(self.is_principal, one.refers)):
                return one.name
        for one in attributes:
            for target in one.refers if not _is_one_of_many(one.name) else ():
                inner = self._declared(target, depth + 1) if record_key(target) != key else None
                if inner is not None:
                    return f"{one.name}.{inner}"
        return None

    def _attribute(self, type_name: str, depth: int) -> str | None:
        if type_name in self._memory:
            return self._memory[type_name]
        if type_name not in self._program.types or depth > DEEPEST:
            return None
        self._memory[type_name] = None
        found = next(self._owners(type_name, depth), None)
        if found is None and record_key(type_name) in self._entities:
            found = self._declared(type_name, depth)
        self._memory[type_name] = found
        return found

    def _owners(self, type_name: str, depth: int) -> Iterator[str]:
        fields = [(module, field) for module, field in self._fields(type_name) if self._counts(field)]
        local = not _holds_credential(joined_words(field.name) for _, field in fields)
        for module, field in fields:
            targets = self._targets(module, field)
            named = self._owner.search(joined_words(field.name))
            somebody = (
                any(self._is_somebody(one, depth) for one in targets) if targets else local and _is_key(field.name)
            )
            if (named and somebody) or any(self.is_principal(one) for one in targets):
                yield field.name
        for module, field in fields:
            for target in self._targets(module, field) if not _is_one_of_many(field.name) else ():
                inner = self._attribute(target, depth + 1) if target != type_name else None
                if inner is not None and not self._leads_back(target, inner, type_name):
                    yield f"{field.name}.{inner}"

    def _leads_back(self, target: str, attribute: str, type_name: str) -> bool:
        """Whether what a record refers to belongs to that record itself, as the settings of an account do."""
        own = (one for one in self._fields(target) if one[1].name == attribute.partition(".")[0])
        return any(type_name in self._targets(module, field) for module, field in own)

    def _is_somebody(self, type_name: str, depth: int) -> bool:
        """Whether what an attribute refers to that is named for an owner may be one: a group or a service is none."""
        name = joined_words(simple_name(type_name))
        known = type_name in self._program.types
        return not known or bool(self._owner.search(name) or _PERSON.search(name)) or self._leads_on(type_name, depth)

    def _leads_on(self, type_name: str, depth: int) -> bool:
        return self._attribute(type_name, depth + 1) is not None

    @staticmethod
    def _counts(field: Field) -> bool:
        return not field.name.startswith("__") and "computed" not in field.modifiers

    def _fields(self, type_name: str) -> Iterator[tuple[Module, Field]]:
        for one in self._program.ancestors(type_name, {}):
            declaration = self._program.types.get(one)
            if declaration is not None:
                module = self._program.module_of_type[one]
                yield from ((module, field) for field in declaration.fields)

    def _targets(self, module: Module, field: Field) -> tuple[str, ...]:
        """The types whose records a field refers to."""
        found = []
        if field.type is not None and type_argument(field.type) is None:
            resolved = self._program.names.resolve(module, bare(field.type))
            if resolved in self._program.types or (self.is_principal(resolved) and "." in resolved):
                found.append(resolved)
        initial = self._column(module, field.initial) or field.initial
        referring = (initial, *(argument.value for one in field.annotations for argument in one.arguments))
        for name in (name for one in referring for name in _references(one)):
            resolved = self._program.names.resolve(module, name)
            if resolved not in self._program.types:
                resolved = self._by_name.get(simple_name(name).lower(), resolved)
            if resolved in self._program.types or self.is_principal(resolved):
                found.append(resolved)
        return tuple(dict.fromkeys(found))

    def _column(self, module: Module, initial: Expression | None) -> Expression | None:
        """How a table declares the column that an attribute is: ``var user by Loans.user``."""
        if not (isinstance(initial, Member) and isinstance(initial.receiver, Name)):
            return None
        table = self._program.names.resolve(module, initial.receiver.identifier)
        declared = self._program.field(table, initial.name)
        return declared[1].initial if declared is not None else None


_PERSON = re.compile(r"(^|_)(users?|accounts?|members?|persons?|contacts?|participants?|people)$")
"""The ends of names of types whose records are persons, whatever they are called more closely."""


def _is_key(name: str) -> bool:
    return joined_words(name).endswith(("_id", "_uuid", "_ref", "_pk", "_key"))


_ONE_OF_MANY = re.compile(r"^(latest|last|newest|most_recent|first|current|active|default|primary|main|featured|best)_")


def _is_one_of_many(name: str) -> bool:
    """Whether an attribute refers to one of the parts of a record, as ``latest_comment`` does: not to its owner."""
    return bool(_ONE_OF_MANY.search(joined_words(name)))


_REFERRING = re.compile(r"(?i)(foreign_?key|one_?to_?one|many_?to_?one|references|belongs_?to|ref)")
"""Calls that declare a reference to one record. Those to many lead from the owner to what it owns."""


def _references(expression: Expression | None) -> Iterator[str]:
    """The names of types in a call that declares a reference: ``ForeignKey(User)``, ``ForeignKey("users.id")``."""
    if isinstance(expression, Call | New):
        called = expression.type if isinstance(expression, New) else last_name(expression.callee)
        refers = bool(_REFERRING.search(called))
        if refers and isinstance(expression, Call) and isinstance(expression.callee, Member):
            yield from _named(expression.callee.receiver)
        for argument in expression.arguments:
            if refers:
                yield from _names(argument)
            yield from _references(argument.value)
    elif isinstance(expression, Lambda):
        yield from (name for one in expression.body.statements if isinstance(one, Return) for name in _named(one.value))
    elif isinstance(expression, Record):
        for field in expression.fields:
            if field.name == "ref":
                yield from _named(field.value)
            yield from _references(field.value)


def _names(argument: Argument) -> Iterator[str]:
    if argument.name in (None, "to", "to_field", "argument", "model", "cls"):
        yield from _named(argument.value)


def _named(expression: Expression | None) -> Iterator[str]:
    match expression:
        case Name(identifier=name):
            yield name
        case Member(name=name):
            yield "User" if name == "AUTH_USER_MODEL" else name
        case Literal(value=str() as text):
            yield _of_table(text)
        case Call(callee=callee):
            yield "User" if last_name(callee) == "get_user_model" else last_name(callee)
        case Lambda() | Sequence():
            yield from _references(expression)


def _of_table(text: str) -> str:
    """The type that a text names: ``users.id`` is a column of the table of ``User``, ``shop.Order`` an app's model."""
    head, _, last = text.rpartition(".")
    if head and last[:1].islower():
        table = head.rpartition(".")[2]
        return table.removesuffix("s")
    return last


def _holds_credential(names: Iterable[str]) -> bool:
    """Whether a record holds a credential for another server (``client_id`` beside ``client_secret``).

    Its keys that refer to no record name accounts there, and nobody here.
    """
    known = frozenset(names)
    return any(name.endswith("_id") and f"{name.removesuffix('_id')}_secret" in known for name in known)
