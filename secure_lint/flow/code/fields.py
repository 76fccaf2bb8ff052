"""Fields and global variables: one value for each, joined over all assignments in the project."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.models.type_arguments import with_elements
from secure_lint.flow.server.comparisons import of_class, of_member
from secure_lint.flow.server.records import is_record, is_sent
from secure_lint.flow.values.givers import Givers, doubted
from secure_lint.flow.values.summaries import RECEIVER
from secure_lint.flow.values.value import (
    DEEPEST_MEMBERS,
    ELEMENT,
    UNKNOWN,
    Alias,
    Constant,
    Value,
    all_taints,
    changed_elsewhere,
    join,
    parts_of,
)
from secure_lint.link.modules import DEFAULT
from secure_lint.link.type_names import bare, simple_name
from secure_lint.model.program import Call, Field, Lambda, Module
from secure_lint.model.span import Location
from secure_lint.sensitivity.subject import Role

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

Key = tuple[str, str]


_TEXTS = frozenset(("String", "string", "str", "NSString", "char", "CharArray", "UUID"))
_NUMBERS = frozenset(("number", "Long", "long", "Integer", "int", "Int", "Short", "short", "BigDecimal"))
_PLAIN = _TEXTS | _NUMBERS | {"byte", "ByteArray", "Data", "NSData", "Uint8List", "bytes"}
"""Simple names of types of texts, numbers and bytes: whose object they are a member of tells where they come from."""


class Fields:
    """The values of fields, by declaring type and name; of globals, by path and name.

    Values only grow, so that a second pass over the functions that read a changed field reaches a fixed point.
    ``assigned`` holds them without the values that the fields start with, ``changed`` the fields that grew since it
    was last cleared, ``unfilled`` the types of which a function reads a text, a number or bytes that nothing is known
    to have given its value.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self.assigned: dict[Key, Value] = {}
        self._initial: dict[Key, Value] = {}
        self._in_progress: set[Key] = set()
        self._forgotten: dict[str, tuple[Module, Field, str | None, Value]] = {}
        self.changed: set[Key] = set()
        self.readers: dict[Key, set[str]] = {}
        self.unfilled: dict[str, set[str]] = {}
        self._givers = Givers()

    def own(self, frame: Frame, name: str) -> tuple[str | None, Value | None]:
        """A field of the type around the function, of its ancestors or of its outer types."""
        program = self._interpreter.program
        if frame.module.explicit:
            return None, None
        for owner in program.enclosing_types(frame.owner):
            recorded = frame.this.member(name) if owner == frame.owner else None
            if recorded is not None:
                return owner, recorded
            found = program.field(owner, name)
            if found is not None:
                value = self._value(found[0], found[1])
                own = owner == frame.owner and frame.this.alias is not None
                return found[0], self._of_this_object(value, found, name) if own else value
        return None, self._inherited_constant(frame, name)

    def _of_this_object(self, value: Value, declared: tuple[str, Field], name: str) -> Value:
        """A member that each object is given when it is made: callers may know which it is."""
        if declared[1].initial is not None or value.store is not None or value.taints:
            return value
        if value.type is not None and not _is_plain(value.type) and value.type not in self._interpreter.program.types:
            return value
        return msgspec.structs.replace(value, alias=Alias(RECEIVER, (name,)))

    def _inherited_constant(self, frame: Frame, name: str) -> Value | None:
        """A constant that the type around the function has from a type that a model describes."""
        program = self._interpreter.program
        for owner in program.enclosing_types(frame.owner):
            found = self._modelled_constant(owner, name, frame.location(frame.span))
            if found is not None:
                return found
        return None

    def _modelled_constant(self, type_name: str, name: str, location: Location) -> Value | None:
        """A constant that a model knows, of a type or of one that it inherits from."""
        index = self._interpreter.index
        for ancestor in self._interpreter.program.ancestors(type_name, index.parents):
            constant = index.constants.get(f"{ancestor}.{name}")
            if constant is not None:
                return Value(constants=(Constant(constant, location),), exact=True)
        return None

    def member(self, receiver: Value, name: str) -> Value | None:
        """A member of a value: what was recorded on it, else the field of its type."""
        recorded = receiver.member(name)
        if recorded is not None:
            return recorded
        if receiver.type is None:
            return None
        found = self._interpreter.program.field(receiver.type, name)
        if found is None:
            self._interpreter.wanted.type(receiver.type)
            self._interpreter.wanted.rest_of(receiver.type)
            return self._in_module(receiver.type, name)
        value = self._value(found[0], found[1])
        if any(map(is_sent, value.taints)) and is_record(self._interpreter, receiver):
            # What other code was sent and stored is the server's own by now.
            value = of_class(value)
        alias = receiver.alias.of_member(name) if receiver.alias is not None else None
        if alias is not None and alias.parameter == RECEIVER and len(alias.members) == 1:
            return self._of_this_object(value, found, name)
        if alias is not None and value.store is None and not value.taints:
            element = value.member(ELEMENT)
            return Value(type=value.type, alias=alias, members={ELEMENT: element} if element is not None else None)
        return value

    def of_argument(self, argument: Value, name: str) -> Value:
        """What is known of a member of an argument; of a field that is given different values, nothing."""
        found = self.member(argument, name)
        if found is None and name == ELEMENT and argument.constants:
            return msgspec.structs.replace(argument, exact=False, alias=None)
        if found is None:
            alias = argument.alias.of_member(name) if argument.alias is not None else None
            names = self._interpreter.names
            taints = tuple(taint for taint in argument.taints if names.survives(taint, name))
            return Value(taints=parts_of(taints, name), alias=alias)
        if len(found.constants) > 1 and argument.member(name) is None:
            found = msgspec.structs.replace(found, constants=(), exact=False)
        return of_member(found, argument)

    def _in_module(self, module_name: str, name: str) -> Value | None:
        """A variable of a module of the project, by the name under which the module hands it on."""
        if not self._interpreter.program.module_names.is_module(module_name):
            return None
        found = self._interpreter.program.field_named(f"{module_name}.{name}")
        return None if found is None else self._read((found[0].path, found[1].name), *found, None)

    def static(self, type_name: str, name: str, location: Location, language: str) -> Value | None:
        """A static member of a type, a constant that a model knows, or a nested type, for code in a language."""
        program = self._interpreter.program
        found = program.field(type_name, name)
        if found is not None and f"{type_name}.{name}" not in self._interpreter.index.constants:
            return self._value(found[0], found[1], reads=False)
        global_value = self._in_module(type_name, name)
        if global_value is not None:
            return global_value
        qualified = f"{type_name}.{name}"
        if program.functions_named(qualified) and program.module_names.is_module(type_name):
            return None
        constant = self._modelled_constant(type_name, name, location)
        if constant is not None:
            return constant
        if program.names.is_type(qualified) or program.names.is_namespace(qualified, language):
            return self._interpreter.construction.type_value(qualified)
        resource = self._interpreter.resources.get(qualified)
        if resource is not None:
            return Value(constants=(resource,), exact=True, type="java.lang.String")
        if name.isupper() or (name[:1].isupper() and program.names.is_type(type_name)):
            if name.isupper() and not program.names.is_type(type_name):
                self._interpreter.wanted.constant(type_name)
            return Value(constants=(Constant(qualified, location, whole=False),), exact=False, type=type_name)
        return Value(type=type_name) if name[:1].isupper() and type_name not in program.types else None

    def global_value(self, frame: Frame, name: str) -> Value | None:
        """A variable outside types."""
        program = self._interpreter.program
        found = program.global_field(frame.module, name)
        if found is not None:
            module, field = found
            key = (module.path, field.name)
            # `const log = require("log").child()`: while the variable is made, its name is still that of the module.
            if key not in self._in_progress or name not in program.names.imports(frame.module):
                return self._read(key, module, field, None)
        imported = program.names.imports(frame.module).get(name)
        if imported is None:
            return self._imported_whole(frame, name)
        if "." in imported:
            owner, _, last = imported.rpartition(".")
            declared = program.field(owner, last)
            if declared is not None:
                return self._value(declared[0], declared[1])
            handed_out = self._handed_out(owner, last)
            if handed_out is not None:
                return handed_out
            constant = self._interpreter.index.constants.get(imported)
            if constant is not None:
                return Value(constants=(Constant(constant, frame.location(frame.module.imports[0].span)),), exact=True)
            if last.isupper():
                self._interpreter.wanted.constant(imported)
            if last.isupper() and "_" in last:
                # Classes are written in capitals, too (`AES`), but not with several words.
                named = Constant(imported, frame.location(frame.module.imports[0].span), whole=False)
                return Value(constants=(named,))
        return None

    def _handed_out(self, package: str, name: str) -> Value | None:
        """A member of the object that a module hands out as a whole: files take it out of that by its name."""
        found = self._interpreter.program.field_named(f"{package}.{DEFAULT}")
        if found is None or found[1].name != DEFAULT:
            return None
        return self._read((found[0].path, DEFAULT), found[0], found[1], None).member(name)

    def _imported_whole(self, frame: Frame, name: str) -> Value | None:
        """A constant of a type all of whose static members the file imports: ``import static a.Paths.*``."""
        program = self._interpreter.program
        for owner in sorted(program.names.wildcards(frame.module)) if name.isupper() else ():
            declared = program.field(owner, name)
            if declared is not None:
                return self._value(declared[0], declared[1])
            if owner.rpartition(".")[2][:1].isupper():
                self._interpreter.wanted.type(owner)
        return None

    def _value(self, owner: str, field: Field, *, reads: bool = True) -> Value:
        module = self._interpreter.program.module_of_field[(owner, field.name)]
        return self._read((owner, field.name), module, field, owner, reads=reads)

    def _read(self, key: Key, module: Module, field: Field, owner: str | None, *, reads: bool = True) -> Value:
        if reads:
            self.readers.setdefault(key, set()).add(self._interpreter.current)
            if is_computed(field):
                self._interpreter.callers.setdefault(initial_key(module, field, owner), set()).add(
                    self._interpreter.current
                )
        initial = self.initial(module, field, owner)
        revisions = self._interpreter.revisions
        if is_computed(field):
            revisions.note(self._interpreter.current, initial_key(module, field, owner))
        revisions.note(self._interpreter.current, key)
        assigned = self.assigned.get(key)
        if assigned is None:
            value = initial
        else:
            value = assigned if initial is UNKNOWN else join(changed_elsewhere(initial), assigned)
        if _is_plain(field.type) and all(one.value in (None, "") for one in value.constants):
            self._note_unfilled(module, field, owner, known=assigned is not None or bool(value.taints))
        if value.type is None and field.type is not None:
            value = self._declared(value, module, field.type)
        shared = self._givers.of(key) if value.taints else None
        if shared:
            own = self._interpreter.names.classify(field.name, Role.VARIABLE, value.type, owner).data_type
            value = doubted(value, shared - {own})
        return self._interpreter.stores.provided(value, field.annotations) if value.store is None else value

    def _note_unfilled(self, module: Module, field: Field, owner: str | None, *, known: bool) -> None:
        """Ask for what gives a field its value; where something is ``known`` of that, it was read."""
        if owner is not None:
            self.unfilled.setdefault(self._interpreter.current, set()).add(owner)
        if not known:
            self._interpreter.wanted.assignments(module, field)

    def _declared(self, value: Value, module: Module, text: str) -> Value:
        """The value, of the type that a field is declared with; what a collection is of is known."""
        value = value.with_type(self._interpreter.program.names.resolve(module, text))
        return with_elements(self._interpreter, module, value, text)

    def initial(self, module: Module, field: Field, owner: str | None) -> Value:
        """The value that a field starts with; evaluated once."""
        key = (owner or module.path, field.name)
        found = self._initial.get(key)
        if found is not None:
            return found
        if field.initial is None:
            return UNKNOWN
        if key in self._in_progress:
            self._interpreter.revisions.provisional(self._interpreter.current)
            return UNKNOWN
        self._in_progress.add(key)
        value = self._interpreter.evaluate_initial(module, field, owner)
        value = self._interpreter.construction.entry(value, owner, field, module.path)
        self._in_progress.discard(key)
        if "const" not in field.modifiers and "final" not in field.modifiers and not field.delegated:
            value = msgspec.structs.replace(value, exact=value.exact and "static" in field.modifiers)
        self._initial[key] = value
        earlier = self._forgotten.pop(initial_key(module, field, owner), None) if self._forgotten else None
        if earlier is not None and earlier[3] != value:
            self._interpreter.revisions.changed(initial_key(module, field, owner))
        return value

    def forget(self, module: Module, field: Field, owner: str | None) -> None:
        """The initial value is evaluated again when it is next read: a field that it reads has grown."""
        value = self._initial.pop((owner or module.path, field.name), None)
        if value is not None:
            self._forgotten[initial_key(module, field, owner)] = module, field, owner, value

    def refresh(self, key: str) -> None:
        """Evaluate an initial value that was forgotten, by its key."""
        earlier = self._forgotten.get(key)
        if earlier is not None:
            self.initial(*earlier[:3])

    def assign_own(self, frame: Frame, name: str, value: Value) -> bool:
        """Assign to what a plain name means outside the function: a field of the type around it, or a global."""
        program = self._interpreter.program
        if not frame.module.explicit and self.assign_to_this(frame, name, value):
            return True
        found_global = program.global_field(frame.module, name)
        if found_global is not None:
            self._grow((found_global[0].path, found_global[1].name), value)
            return True
        return False

    def assign_to_this(self, frame: Frame, name: str, value: Value) -> bool:
        """Assign to a field of the type around the function; false when there is none."""
        program = self._interpreter.program
        for owner in program.enclosing_types(frame.owner):
            found = program.field(owner, name)
            if found is not None:
                self._grow((found[0], name), value)
                if owner == frame.owner:
                    frame.this = frame.this.with_member(name, value)
                return True
        return False

    def assign_member(self, receiver: Value, name: str, value: Value) -> None:
        """Assign to a field of another object."""
        if receiver.type is not None:
            found = self._interpreter.program.field(receiver.type, name)
            if found is not None:
                self._grow((found[0], name), value)

    def assign_static(self, type_name: str, name: str, value: Value) -> None:
        """Assign to a static field."""
        found = self._interpreter.program.field(type_name, name)
        if found is not None:
            self._grow((found[0], name), value)

    def keep(self, owner: str, name: str, value: Value) -> None:
        """Join a value to what is known under a name that is no field: a captured variable."""
        self._grow((owner, name), value)

    def kept(self, owner: str, name: str) -> Value | None:
        """What is known under such a name."""
        self.readers.setdefault((owner, name), set()).add(self._interpreter.current)
        self._interpreter.revisions.note(self._interpreter.current, (owner, name))
        return self.assigned.get((owner, name))

    def _grow(self, key: Key, value: Value) -> None:
        # A method that is not read may fill an array that another one has made.
        kept = changed_elsewhere(without_parameters(value))
        before = self.assigned.get(key)
        after = kept if before is None else join(before, kept)
        shared_out = self._givers.note(key, self._interpreter.current, value)
        if after != before or shared_out:
            self.assigned[key] = after
            self.changed.add(key)
            self._interpreter.revisions.changed(key)


@functools.cache
def _is_plain(type_name: str | None) -> bool:
    """Whether a field holds a text, a number or bytes: what is known of others follows from their type."""
    return type_name is not None and simple_name(bare(type_name)) in _PLAIN


def is_computed(field: Field) -> bool:
    """Whether a field is computed each time it is read, by a getter or a property."""
    return isinstance(field.initial, Call) and isinstance(field.initial.callee, Lambda)


def initial_key(module: Module, field: Field, owner: str | None) -> str:
    """The key under which the events of an initial value are kept."""
    return f"{module.path}#{owner or ''}.{field.name}"


def without_parameters(value: Value, depth: int = DEEPEST_MEMBERS) -> Value:
    """A value fit to outlive its function: parameter labels and closures mean nothing outside of it."""
    held = value.taints if depth or not value.members else all_taints(value)
    taints = tuple(taint for taint in held if taint.label.kind != "parameter")
    members = None
    if value.members and depth:
        members = {name: without_parameters(item, depth - 1) for name, item in value.members.items()}
    ending = value.ending if value.ending is not None and not value.ending.is_open else None
    return msgspec.structs.replace(
        value, taints=taints, members=members, alias=None, wording=None, ending=ending, closure=None
    )
