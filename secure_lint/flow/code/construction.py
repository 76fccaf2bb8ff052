"""New objects, and objects that exist once: what their constructors record on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.code.overloads import may_be_meant
from secure_lint.flow.code.stubs import are_stubs
from secure_lint.flow.models.ports import matching
from secure_lint.flow.server.facts import marked
from secure_lint.flow.server.records import is_record, report_members
from secure_lint.flow.values.summaries import substitute
from secure_lint.flow.values.value import UNKNOWN, Constant, Taint, Value, all_taints, merge_taints
from secure_lint.knowledge.models import CallModel
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Call, Evaluate, Field, Function, Name, New, TypeDecl
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

CONSTRUCTOR = "<init>"
INITIALISER = "<block>"


class Construction:
    """Runs constructors. What one assigns to the members of ``this`` is recorded on the object that it makes."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._singletons: dict[str, Value] = {}
        self._unfinished: set[str] = set()

    def construct(self, frame: Frame, constructors: tuple[Function, ...], site: CallSite, result: Value) -> Value:
        """A new object of a project type, with the members that these constructors record."""
        for constructor in constructors:
            made = self._interpreter.call_functions(frame, (constructor,), site)
            if constructor.body is None:
                made = self._unread(constructor, site)
            result = self._with_members(result, constructor.owner or "", made)
        return result

    def _unread(self, constructor: Function, site: CallSite) -> Value:
        """What a constructor whose body was not read is taken to do: its parameters set the members so named."""
        binding = self._interpreter.bind(constructor, site)
        value = Value()
        for position, parameter in enumerate(constructor.parameters):
            if (constructor.owner or "", parameter.name) in self._interpreter.program.fields:
                value = value.with_member(parameter.name, binding.of(position))
        return value

    def _with_members(self, result: Value, owner: str, made: Value) -> Value:
        for name, value in (made.members or {}).items():
            result = result.with_member(name, value)
            self._interpreter.fields.assign_member(Value(type=owner), name, value)
        return result

    def hand_on(self, frame: Frame, site: CallSite) -> Value:
        """``super(...)`` or ``this(...)``: another constructor for the same object, which may make a store of it."""
        interpreter, program = self._interpreter, self._interpreter.program
        owner = frame.owner or ""
        for parent in program.supertypes(owner) if site.name == "super" else (owner,):
            made = msgspec.structs.replace(
                site, name=CONSTRUCTOR, written=simple_name(parent), receiver=Value(type=parent, is_type=True)
            )
            others = tuple(one for one in self._constructors(parent) if one is not frame.function)
            functions = interpreter.calls.overloads.fitting(others, made)
            models = matching(made, interpreter.index.calls(program, parent, CONSTRUCTOR))
            if functions:
                frame.this = self.construct(frame, functions, made, frame.this)
                return UNKNOWN
            if models:
                result = interpreter.calls.effects.apply(frame, made, models)
                if result.store is not None:
                    interpreter.stores.constructed(owner, result.store)
                return result
        return interpreter.calls.unknown_call(frame, site)

    def named(self, frame: Frame, text: str) -> str:
        """The type that a name means, one that every module of a language knows without an import included."""
        named = self._interpreter.program.names.resolve(frame.module, text)
        return self._interpreter.index.globals.get((frame.module.language, named), named)

    def type_named(self, frame: Frame, node: New) -> str:
        """The type that ``new`` names: a class, or what a variable holds that stands for one, or a plain function."""
        named = self.named(frame, node.type)
        if self._interpreter.program.names.is_type(named) or not frame.module.explicit or not node.type.isidentifier():
            return named
        held = self._interpreter.evaluate(frame, Name(node.span, node.type))
        key = held.closure.function if held.closure is not None else None
        function = self._interpreter.program.function_of(key) if key is not None else None
        return held.type or (function.qualified if function is not None else named)

    def make(self, frame: Frame, site: CallSite, qualified: str) -> Value:
        """The value of ``T(...)`` for a type of the project, of a model, or of neither."""
        interpreter, program = self._interpreter, self._interpreter.program
        models: tuple[CallModel, ...] = ()
        constructors = self._constructors(qualified)
        own = tuple(program.methods.get((qualified, CONSTRUCTOR), ()))
        if not any(may_be_meant(one, site) for one in constructors):
            # It means one of the library: an extension adds to its constructors, a class may inherit them.
            constructors = own = ()
        written = tuple(one for one in own if not self._is_derived(one))
        if not written or are_stubs(interpreter.index, written):
            # A constructor of the project calls that of the supertype itself, with other arguments.
            models = matching(site, interpreter.index.calls(program, qualified, CONSTRUCTOR))
        result = Value(type=qualified)
        if models:
            result = interpreter.calls.effects.apply(frame, site, models)
            result = msgspec.structs.replace(result, type=result.type or qualified, is_type=False)
        functions = interpreter.calls.overloads.fitting(constructors, site)
        if functions:
            result = self.construct(frame, functions, site, result)
            for model in interpreter.index.calls(program, qualified, CONSTRUCTOR):
                result = marked(model, site, result)
        elif frame.module.explicit and (made := self._by_functions(frame, site, qualified)) is not None:
            result = msgspec.structs.replace(result, members={**(result.members or {}), **(made.members or {})})
        elif not models and qualified not in program.types:
            taints: tuple[Taint, ...] = ()
            for argument in site.arguments:
                taints = merge_taints(taints, all_taints(argument.value))
                if argument.value.closure is not None:
                    result = msgspec.structs.replace(result, closure=argument.value.closure)
            result = msgspec.structs.replace(result, taints=merge_taints(result.taints, taints))
        if is_record(interpreter, result):
            report_members(interpreter, frame, site, result)
        if not functions and qualified in program.types:
            result = _with_arguments(result, site)
        return interpreter.captures.capture(frame, result)

    def _by_functions(self, frame: Frame, site: CallSite, qualified: str) -> Value | None:
        """The object that a plain function sets up which is called by ``new``; ``None`` when there is no such one."""
        functions = self._interpreter.program.functions_named(qualified)
        if len(functions) != 1 or functions[0].owner is not None:
            return None
        interpreter = self._interpreter
        interpreter.call_functions(frame, functions, site)
        return substitute(interpreter.summary_of(functions[0]).made, interpreter.bind(functions[0], site))

    def _is_derived(self, constructor: Function) -> bool:
        """Whether nobody wrote the constructor: it is only told by the members of the class."""
        unwritten = constructor.body is None and not constructor.deferred
        return unwritten and self._interpreter.program.module_of(constructor).explicit

    def _constructors(self, qualified: str) -> tuple[Function, ...]:
        """The constructors of a type of the project; some languages inherit them."""
        program = self._interpreter.program
        own = tuple(program.methods.get((qualified, CONSTRUCTOR), ()))
        declared_in = program.module_of_type.get(qualified)
        if own or declared_in is None or not declared_in.explicit:
            return own
        return next((found for one in program.supertypes(qualified) if (found := self._constructors(one))), ())

    def run_initialisers(self, frame: Frame) -> None:
        """Run the initialiser blocks of the type behind the constructor at hand, whose parameters they see."""
        if frame.function is None or frame.owner is None or hands_over(frame.function):
            return
        frame.this = self._interpreter.stores.declared(frame.this)
        for block in self._interpreter.program.methods.get((frame.owner, INITIALISER), ()):
            if block.body is not None:
                self._interpreter.execute(frame, block.body)

    def type_value(self, qualified: str) -> Value:
        """The value of a type's name: the type, and the one object of it if it is declared as an object."""
        declaration = self._interpreter.program.types.get(qualified)
        if declaration is None or declaration.kind != "object":
            return Value(type=qualified, is_type=True)
        found = self._singletons.get(qualified)
        if found is None:
            self._singletons[qualified] = Value(type=qualified, is_type=True)
            self._unfinished.add(qualified)
            found = self._singletons[qualified] = self._singleton(declaration)
            self._unfinished.discard(qualified)
        elif qualified in self._unfinished:
            self._interpreter.revisions.provisional(self._interpreter.current)
        return found

    def _singleton(self, declaration: TypeDecl) -> Value:
        value = Value(type=declaration.qualified, is_type=True)
        for constructor in self._interpreter.program.methods.get((declaration.qualified, CONSTRUCTOR), ()):
            made = self._interpreter.summary_of(constructor).result
            value = self._with_members(value, declaration.qualified, made)
        return value

    def entry(self, value: Value, owner: str | None, field: Field, path: str) -> Value:
        """The value of an enum entry, which knows its name."""
        declaration = self._interpreter.program.types.get(owner) if owner is not None else None
        if declaration is None or declaration.kind != "enum" or field.type != declaration.name or value.member("name"):
            return value
        name = Constant(field.name, Location(path, field.name_span))
        return value.with_member("name", Value(constants=(name,), exact=True, type="java.lang.String"))


def _with_arguments(result: Value, site: CallSite) -> Value:
    """An object of a type whose constructor the project does not write: it has what it is given by name."""
    for argument in site.arguments:
        if argument.name and argument.name.isidentifier():
            result = result.with_member(argument.name, argument.value)
    return result


def made_by(frame: Frame) -> Value:
    """The object that a constructor made, in terms of its parameters."""
    members = frame.this.members
    return UNKNOWN if not members else Value(type=frame.owner, members=members)


def assembled_by(frame: Frame) -> Value:
    """The object that a function outside types sets up as ``this``, in terms of its parameters."""
    alone = frame.owner is None and frame.module.explicit
    return Value(members=frame.this.members) if alone and frame.this.members else UNKNOWN


def hands_over(constructor: Function) -> bool:
    """Whether a constructor begins with the call of another one of its type, which does the initialising."""
    statements = constructor.body.statements if constructor.body is not None else ()
    if not statements or not isinstance(statements[0], Evaluate):
        return False
    called = statements[0].expression
    return isinstance(called, Call) and isinstance(called.callee, Name) and called.callee.identifier == "this"
