"""Resolution of calls: which function of the project or which model a call means, and what it yields."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.accesses import GET, part_got
from secure_lint.flow.code.captures import note_invoked
from secure_lint.flow.code.computed_calls import computed_member
from secure_lint.flow.code.filled_arrays import may_be_filled
from secure_lint.flow.code.frame import CallSite, Frame, PassedArgument, holder_by_name, written_form
from secure_lint.flow.code.overloads import Overloads, is_callable
from secure_lint.flow.code.statements import update
from secure_lint.flow.code.stubs import are_abstract, are_stubs, are_stubs_of, do_nothing
from secure_lint.flow.models.effects import Effects
from secure_lint.flow.models.handed_records import report_handed
from secure_lint.flow.models.named_results import NamedResults
from secure_lint.flow.models.ports import fits, matching
from secure_lint.flow.models.type_arguments import as_declared
from secure_lint.flow.models.type_origins import told_by_choice
from secure_lint.flow.models.unseen_calls import UnseenCalls
from secure_lint.flow.models.wrapping import with_wrapped
from secure_lint.flow.server.facts import behind
from secure_lint.flow.server.refusals import report_refusal
from secure_lint.flow.values.summaries import answer_of, is_parameter
from secure_lint.flow.values.value import ELEMENT, UNKNOWN, Value, merge_taints, parts_of
from secure_lint.model.program import (
    REST,
    Argument,
    Call,
    Expression,
    Function,
    Index,
    Lambda,
    Member,
    Name,
    New,
)

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

MOST_CANDIDATES = 8
COMPANION = "Companion"
"""The object beside a class of Kotlin, which may extend a library's type: its methods are called on the class."""
LOOSE_LANGUAGES = frozenset({"javascript"})
"""Languages in which a call may leave arguments out, and hand over more than the function takes."""
INVOKE = "invoke"
"""The method under which models say what calling an object does."""
_INVOCATIONS = frozenset({INVOKE, GET, "run", "call", "apply", "accept"})
"""Methods of functional interfaces that call the function."""


class Calls:
    """Resolves and carries out calls and constructions."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self.effects = Effects(interpreter)
        self._named_results = NamedResults(interpreter)
        self._unseen_calls = UnseenCalls(interpreter.index)
        self.overloads = Overloads(interpreter.program, interpreter.index.parents)

    def settle(self, frame: Frame, since: int, left: Callable[[str], bool]) -> None:
        """Report the sinks that waited for variables that are left now."""
        self.effects.settle(frame, since, left)

    # -- entry points, one for each form of expression ------------------------------------------------------------

    def evaluate_call(self, frame: Frame, node: Call) -> Value:
        """The value of a call."""
        callee = node.callee
        if isinstance(callee, Member):
            receiver = self._interpreter.evaluate(frame, callee.receiver)
            self._interpreter.reads.note(callee.name, frame.location(callee.span), receiver.type)
            site = self._site(frame, callee.name, node, receiver, callee.receiver)
            report_handed(frame, site)
            result = with_wrapped(self._interpreter, frame, node, site, part_got(site, self._on_value(frame, site)))
            return self._named_result(frame, site, result)
        if isinstance(callee, Name):
            site = self._site(frame, callee.identifier, node, None, None)
            report_handed(frame, site)
            result = with_wrapped(self._interpreter, frame, node, site, self._by_name(frame, site))
            return self._named_result(frame, site, result)
        target = self._interpreter.evaluate(frame, callee)
        site = self._site(frame, (target.type or "").rpartition(".")[2], node, None, None)
        computed = computed_member(self._interpreter, frame, callee, site) if isinstance(callee, Index) else None
        if computed is not None and target.closure is None:
            return self._on_value(frame, computed)
        arguments = tuple(argument.value for argument in site.arguments)
        if target.closure is None:
            found = self._modelled_value(frame, target, site)
            return behind(target, arguments) if found is None else found
        if isinstance(callee, Lambda) and callee.parameters and callee.parameters[0].name == "this":
            result = self._interpreter.invoke(
                frame, target.closure, arguments[1:], arguments[0] if arguments else UNKNOWN
            )
            if arguments and arguments[0].type is not None and node.arguments:
                self._put_back(frame, node.arguments[0].value)
            return result
        return self._interpreter.invoke(frame, target.closure, arguments, None)

    def evaluate_new(self, frame: Frame, node: New) -> Value:
        """A new object."""
        qualified = self._interpreter.construction.type_named(frame, node)
        site = CallSite(
            "<init>",
            self._arguments(frame, node.arguments),
            frame.location(node.span),
            node.type.rpartition(".")[2],
            Value(type=qualified, is_type=True),
            loose=frame.module.language in LOOSE_LANGUAGES,
        )
        report_refusal(self._interpreter, frame, site, qualified)
        return self._interpreter.construction.make(frame, site, qualified)

    def is_modelled(self, type_name: str, name: str) -> bool:
        """Whether a model says what a member of a type does."""
        return bool(self._interpreter.index.calls(self._interpreter.program, type_name, name))

    # -- resolution -----------------------------------------------------------------------------------------------

    def _site(self, frame: Frame, name: str, node: Call, receiver: Value | None, target: Expression | None) -> CallSite:
        written = written_form(node.callee)
        parts = written.split(".")
        short = ".".join(parts[-2:]) if receiver is not None else name
        arguments = self._arguments(frame, node.arguments)
        loose = frame.module.language in LOOSE_LANGUAGES
        return CallSite(name, arguments, frame.location(node.span), short or name, receiver, target, loose)

    def _arguments(self, frame: Frame, nodes: tuple[Argument, ...]) -> tuple[PassedArgument, ...]:
        found: list[PassedArgument] = []
        for node in nodes:
            if node.spread and isinstance(node.value, Name) and node.value.identifier in frame.spread:
                found.extend(frame.spread[node.value.identifier])
                continue
            value = self._interpreter.evaluate(frame, node.value)
            if node.spread and value.members:
                entries = ((name, one) for name, one in value.members.items() if name != ELEMENT)
                found.extend(PassedArgument(name, one, node.value) for name, one in entries)
                if value.taints and node.name == REST:
                    found.append(PassedArgument(REST, Value(taints=value.taints), node.value))
            else:
                found.append(PassedArgument(node.name, value, node.value))
        return tuple(found)

    def _by_name(self, frame: Frame, site: CallSite) -> Value:
        interpreter, program = self._interpreter, self._interpreter.program
        if site.name == "this" and frame.module.explicit and frame.owner is not None:
            made = msgspec.structs.replace(site, name="<init>", receiver=Value(type=frame.owner, is_type=True))
            return self._interpreter.construction.make(frame, made, frame.owner)
        if site.name in ("super", "this"):
            return self._interpreter.construction.hand_on(frame, site)
        variable = frame.variables.get(site.name)
        called = self._modelled_value(frame, variable, site) if variable is not None else None
        if called is not None:
            return called
        if variable is not None and (variable.closure is not None or variable.alias is not None):
            return self._call_value(frame, variable, site)
        found = None if frame.module.explicit else self._implicit_method(frame, site)
        if found is not None:
            return found
        functions = self.overloads.fitting(program.free_functions(frame.module, site.name), site)
        if functions and not are_stubs_of(interpreter.index, frame.module.language, functions):
            return interpreter.call_functions(frame, functions, site)
        if frame.module.explicit:
            held = interpreter.fields.global_value(frame, site.name)
            if held is not None and held.closure is not None:
                return self._call_value(frame, held, site)
            called = self._modelled_value(frame, held, site) if held is not None else None
            if called is not None:
                return called
        models = tuple(model for model in interpreter.index.free(program, frame.module, site.name) if fits(model, site))
        if models:
            return self.effects.apply(frame, site, models)
        unseen = self._unseen_calls.models(frame.module.language, site)
        if functions and not (unseen and do_nothing(functions)):
            return interpreter.call_functions(frame, functions, site)
        return self.effects.apply(frame, site, unseen) if unseen else self._type_or_import(frame, site)

    def _modelled_value(self, frame: Frame, called: Value, site: CallSite) -> Value | None:
        """The call of a value that models know: a function by its whole name, or an object that can be called."""
        if called.type is None:
            return None
        if called.is_type:
            models = matching(site, self._interpreter.index.functions(frame.module.language, called.type))
            owner, _, name = called.type.rpartition(".")
            if not models and self.is_modelled(owner, name):
                static = msgspec.structs.replace(site, name=name, receiver=Value(type=owner, is_type=True))
                return self._method(frame, static)
            return self.effects.apply(frame, site, models) if models else None
        if not self.is_modelled(called.type, INVOKE):
            return None
        return self._on_value(frame, msgspec.structs.replace(site, name=INVOKE, receiver=called))

    def _implicit_method(self, frame: Frame, site: CallSite) -> Value | None:
        """The call as a method of an implicit receiver or of a type around the function."""
        for receiver in reversed(frame.receivers):
            found = self._method(
                frame, msgspec.structs.replace(site, receiver=receiver, target=Name(frame.span, "this"))
            )
            if found is not None:
                return found
        for owner in self._interpreter.program.enclosing_types(frame.owner):
            this = frame.this if owner == frame.owner else Value(type=owner)
            found = self._method(frame, msgspec.structs.replace(site, receiver=this))
            if found is not None:
                return found
        return None

    def _type_or_import(self, frame: Frame, site: CallSite) -> Value:
        program = self._interpreter.program
        names = program.names
        qualified = self._interpreter.construction.named(frame, site.name)
        if site.name[:1].isupper() or qualified in program.types:
            typed = msgspec.structs.replace(site, name="<init>", receiver=Value(type=qualified, is_type=True))
            return self._interpreter.construction.make(frame, typed, qualified)
        imported = names.imports(frame.module).get(site.name)
        if imported is not None and "." in imported:
            owner, _, name = imported.rpartition(".")
            static = msgspec.structs.replace(site, name=name, receiver=Value(type=owner, is_type=True))
            found = self._method(frame, static)
            if found is not None:
                return found
        return self.unknown_call(frame, site)

    def _on_value(self, frame: Frame, site: CallSite) -> Value:
        receiver = site.receiver or UNKNOWN
        if receiver.is_type and receiver.type is not None and site.name[:1].isupper():
            nested = f"{receiver.type}.{site.name}"
            if self._interpreter.program.names.is_type(nested):
                typed = msgspec.structs.replace(site, name="<init>", receiver=Value(type=nested, is_type=True))
                return self._interpreter.construction.make(frame, typed, nested)
        found = self._interpreter.accesses.accessor(frame, site)
        found = self._method(frame, site) if found is None else found
        if found is not None:
            return found
        if _invokes(site) and (receiver.closure is not None or is_parameter(receiver)):
            return self._call_value(frame, receiver, site)
        member = receiver.member(site.name)
        if member is not None and member.closure is not None:
            return self._call_value(frame, member, site)
        if site.name in self._interpreter.widget_accessors and site.target is not None:
            widget = self._interpreter.accesses.widget_value(receiver, site.target, site.location)
            if widget is not None:
                return widget
        return self._unknown_method(frame, site, receiver)

    def _method(self, frame: Frame, site: CallSite) -> Value | None:
        """The call as a method of the receiver's type: one of the project, else a modelled one."""
        interpreter, program = self._interpreter, self._interpreter.program
        receiver = site.receiver or UNKNOWN
        if receiver.type is None:
            return None
        models = matching(site, interpreter.index.calls(program, receiver.type, site.name))
        companion = f"{receiver.type}.{COMPANION}"
        if not models and receiver.is_type and companion in program.types:
            models = matching(site, interpreter.index.calls(program, companion, site.name))
            site, models = as_declared(program, site, models, companion)
        site, models = as_declared(program, site, models, receiver.type)
        if models and receiver.type not in program.types:
            # A class of the project that implements a library's interface, a mock say, does not speak for the library.
            return self.effects.apply(frame, site, models)
        functions = self.overloads.fitting(self._methods(frame, site, receiver.type), site)
        if functions and len(functions) <= MOST_CANDIDATES:
            if receiver.type not in program.types:
                self._unseen(frame)
            result = interpreter.call_functions(frame, functions, site)
            if not models and do_nothing(functions):
                models = self._unseen_calls.models(frame.module.language, site)
            elif not (are_abstract(functions) or are_stubs(interpreter.index, functions)):
                models = ()
            return self.effects.apply(frame, site, models) if models else result
        if models:
            return self.effects.apply(frame, site, models)
        extensions = self._extensions(frame, receiver, site)
        return interpreter.call_functions(frame, extensions, site) if extensions else None

    def _methods(self, frame: Frame, site: CallSite, type_name: str) -> tuple[Function, ...]:
        """The methods of the project that a call may run; of one on ``super``, those of the types above."""
        program = self._interpreter.program
        if not isinstance(site.target, Name) or site.target.identifier != "super" or frame.owner is None:
            return program.method(type_name, site.name)
        ancestors = program.ancestors(frame.owner, {})[1:]
        for parent in program.supertypes(frame.owner):
            above = tuple(one for one in program.method(parent, site.name) if one.owner in ancestors)
            if above:
                return above
        return ()

    def _extensions(self, frame: Frame, receiver: Value, site: CallSite) -> tuple[Function, ...]:
        program = self._interpreter.program
        found = []
        for function in self.overloads.fitting(program.free_functions(frame.module, site.name), site):
            if function.receiver is None:
                continue
            extended = program.names.resolve(program.module_of(function), function.receiver)
            ancestors = program.ancestors(receiver.type or "", self._interpreter.index.parents)
            if (
                extended in ancestors
                or receiver.type is None
                or len(extended) == 1
                or extended in ("Any", "kotlin.Any")
            ):
                found.append(function)
        return tuple(found)

    def _unknown_method(self, frame: Frame, site: CallSite, receiver: Value) -> Value:
        interpreter, program = self._interpreter, self._interpreter.program
        models = matching(site, interpreter.index.for_any_type(frame.module.language, site.name))
        if models:
            return self.effects.apply(frame, site, models)
        if receiver.type is None or not program.names.is_type(receiver.type):
            models = matching(site, interpreter.index.distinctive(frame.module, site.name))
            if models:
                return self.effects.apply(frame, site, models)
        extensions = self._extensions(frame, receiver, site) if receiver.type is None else ()
        if extensions:
            return interpreter.call_functions(frame, extensions, site)
        if receiver.type is None and not receiver.is_type:
            named = program.functions_by_name.get(site.name, ())
            callable_ones = tuple(one for one in named if is_callable(frame.module, one, program.module_of(one)))
            functions = self.overloads.fitting(callable_ones, site)
            chosen = functions[0] if len(functions) == 1 and self.overloads.suits(functions[0], site) else None
            if chosen is not None and chosen.owner is not None and len(site.name) > 3:
                return interpreter.call_functions(frame, functions, site)
        models = self._unseen_calls.models(frame.module.language, site)
        if models:
            return self.effects.apply(frame, site, models)
        interpreter.wanted.receiver(frame.module, receiver.type, (one.value for one in site.arguments))
        self.unknown_call(frame, site)
        if receiver.is_type:
            return UNKNOWN
        taints = tuple(taint for taint in receiver.taints if interpreter.names.survives(taint, site.name))
        taints += told_by_choice(interpreter, receiver, site.name, site.location)
        if site.arguments:
            return Value(taints=parts_of(taints))
        # What callers hand in may be data that a member of this name holds no more.
        handed_in = tuple(taint for taint in taints if taint.label.kind == "parameter")
        own = tuple(taint for taint in taints if taint.label.kind != "parameter")
        return Value(taints=merge_taints(own, parts_of(handed_in, site.name)))

    def unknown_call(self, frame: Frame, site: CallSite) -> Value:
        """A call of code that we do not see: it may throw, and change what is handed to it."""
        self._interpreter.wanted.callee(frame.module, site.written, (one.value for one in site.arguments))
        self._unseen(frame)
        may_be_filled(self._interpreter, frame, site)
        return UNKNOWN

    @staticmethod
    def _unseen(frame: Frame) -> None:
        """Code runs, or may run, that is not in the project: other implementations of a library's interface, say."""
        frame.calls += 1
        frame.throws = True

    def _call_value(self, frame: Frame, value: Value, site: CallSite) -> Value:
        arguments = tuple(argument.value for argument in site.arguments)
        if value.closure is not None:
            note_invoked(self._interpreter, value.closure, site.location)
            return self._interpreter.invoke(frame, value.closure, arguments, None)
        if value.alias is not None and is_parameter(value) and frame.recording:
            frame.note_called(value.alias.parameter, arguments)
            self.unknown_call(frame, site)
            return answer_of(value)
        return self.unknown_call(frame, site)

    def _named_result(self, frame: Frame, site: CallSite, result: Value) -> Value:
        """The result of a call, labelled by what the function's name says it returns."""
        entity = site.receiver.type if site.receiver is not None else None
        if result.exact and result.constants and all(one.value == "" for one in result.constants):
            # A function that yields nothing but an empty text stands for one that is still to be written.
            result = msgspec.structs.replace(result, constants=(), exact=False)
        self._named_results.note_asking(frame, site)
        result = self._named_results.labelled(result, site, frame.module.language)
        holder = holder_by_name(frame, site.receiver, site.target) if site.receiver is not None else None
        return self._interpreter.names.named(result, site.name, site.location, entity, holder)

    def _put_back(self, frame: Frame, node: Expression) -> None:
        changed = self._interpreter.last_receiver
        if changed is not None:
            update(self._interpreter, frame, node, changed)


def _invokes(site: CallSite) -> bool:
    """Whether a call may call its receiver, if that is a function; with an argument, ``get`` looks something up."""
    return site.name in _INVOCATIONS and not (site.name == GET and site.arguments)
