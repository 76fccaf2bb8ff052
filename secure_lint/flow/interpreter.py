"""The abstract interpreter: one for all languages.

Each function is interpreted once to a summary, on demand and callees first; a call fills the summary in. Fields are
joined over the whole project, and functions that read a field which grew are interpreted again, up to a fixed number
of rounds. All bounds are counts of steps, never of seconds, so that the same input gives the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import msgspec

from secure_lint.flow.code import expressions, loops, members, operators, references, statements
from secure_lint.flow.code.accesses import Accesses
from secure_lint.flow.code.binding import parameter_of, takes_receiver
from secure_lint.flow.code.calls import Calls
from secure_lint.flow.code.captures import Captures
from secure_lint.flow.code.closures import run_closure, run_left_closures
from secure_lint.flow.code.construction import CONSTRUCTOR, Construction, assembled_by, made_by
from secure_lint.flow.code.defaults import default_of
from secure_lint.flow.code.delegates import delegated_value
from secure_lint.flow.code.entry import changed_since, enter
from secure_lint.flow.code.fields import Fields, initial_key, is_computed
from secure_lint.flow.code.filled_arrays import may_be_filled
from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.code.inspections import inspected_parameters, note_inspected
from secure_lint.flow.code.type_tests import told_tests
from secure_lint.flow.models.declared import declared_summary
from secure_lint.flow.models.emission import report_option
from secure_lint.flow.models.object_texts import ObjectTexts
from secure_lint.flow.models.stores import StoreProviders
from secure_lint.flow.models.told_events import told_events
from secure_lint.flow.revisions import Revisions
from secure_lint.flow.server.request_handlers import Answering
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.names import NameLabels
from secure_lint.flow.values.reads import MemberReads
from secure_lint.flow.values.summaries import (
    NOT_SEEN_YET,
    RECEIVER,
    Binding,
    Summary,
    answer_of,
    instantiate,
    is_just_handed_in,
    left_behind,
    substitute,
)
from secure_lint.flow.values.value import (
    ANSWER,
    REDACTED,
    UNKNOWN,
    Closure,
    Constant,
    Value,
    bounded,
    join,
    protected,
)
from secure_lint.flow.wanted import Wanted
from secure_lint.label.matching import ModelIndex
from secure_lint.label.operations import operations_of
from secure_lint.link.program import Program
from secure_lint.model import program
from secure_lint.model.finding import Step
from secure_lint.model.program import (
    Call,
    Expression,
    Field,
    Function,
    Member,
    Module,
    New,
    Node,
    Statement,
)
from secure_lint.model.span import Location

STEPS_PER_FUNCTION = 20_000
DEEPEST_CALLS = 24
DEEPEST_CLOSURES = 12


class Interpreter:
    """Interprets the functions of a program.

    ``resources`` maps the qualified names of resource constants to their texts. ``data_sinks`` are kinds of sink at
    which only labelled values matter, and ``watched`` names of members whose reads are taken down in ``reads``.
    Afterwards ``events`` holds what each function reported, by its key, and ``summaries`` what each does.
    """

    def __init__(
        self,
        linked: Program,
        index: ModelIndex,
        names: NameLabels,
        resources: Mapping[str, Constant],
        data_sinks: frozenset[str],
        watched: Collection[str] = (),
    ) -> None:
        self.program = linked
        self.data_sinks = data_sinks
        self.index = index
        self.names = names
        self.resources = resources
        self.widget_accessors = frozenset(name for model in index.models for name in model.widget_accessors)
        self.reads = MemberReads(watched)
        self.fields = Fields(self)
        self.texts = ObjectTexts(self)
        self.calls = Calls(self)
        self.accesses = Accesses(self)
        self.construction = Construction(self)
        self.captures = Captures(self)
        self.stores = StoreProviders(self)
        self.events: dict[str, tuple[Event, ...]] = {}
        self.summaries: dict[str, Summary] = {}
        self.revisions = Revisions(self)
        self.callers: dict[str, set[str]] = {}
        self.called_at: dict[str, set[Location]] = {}
        self.invoked_at: dict[Location, set[Location]] = {}
        self.given: dict[str, tuple[str, ...]] = {}
        self.exhausted: set[str] = set()
        self.wanted = Wanted(linked)
        self.answering = Answering(linked, index)
        self.operations = {self.key_of(one.function): one for one in operations_of(linked, index.models)}
        for operation in self.operations.values():
            self.wanted.body(operation.function)
        self.current = ""
        self.last: Value = UNKNOWN
        self.last_receiver: Value | None = None
        self._in_progress: list[str] = []

    # -- expressions and statements ---------------------------------------------------------------------------------

    def evaluate(self, frame: Frame, node: Expression) -> Value:
        """The value of an expression; unknown once the budget of the function is spent."""
        if not frame.spend():
            return UNKNOWN
        if isinstance(node, Call):
            return self.calls.evaluate_call(frame, node)
        if isinstance(node, New):
            return self.calls.evaluate_new(frame, node)
        return _EVALUATORS[type(node)](self, frame, node)

    def execute(self, frame: Frame, statement: Statement) -> bool:
        """Run a statement; false when control does not go on behind it."""
        frame.span = statement.span
        return _EXECUTORS[type(statement)](self, frame, statement)

    # -- closures -----------------------------------------------------------------------------------------------------

    def invoke(self, frame: Frame, closure: Closure, arguments: tuple[Value, ...], this: Value | None) -> Value:
        """Run a closure with arguments; ``this`` is its receiver, if it has one."""
        home = closure.frame
        assert isinstance(home, Frame)  # noqa: S101  (closures are made by the interpreter only)
        node = closure.node
        home.closures.pop(id(node), None)
        if home.depth >= DEEPEST_CLOSURES or frame.depth >= DEEPEST_CLOSURES:
            return UNKNOWN
        foreign = home.finished and home is not frame
        if home is not frame:
            self.revisions.provisional(self.current)
        kept_events, kept_guards, kept_recording = home.events, home.guards, home.recording
        if foreign:
            home.events, home.guards, home.recording = frame.events, frame.guards, frame.recording
            home.budget = max(home.budget, min(frame.budget, 2000))
        home.depth += 1
        try:
            return run_closure(self, home, node, arguments, this)
        finally:
            home.depth -= 1
            if foreign:
                home.events, home.guards, home.recording = kept_events, kept_guards, kept_recording

    # -- functions ----------------------------------------------------------------------------------------------------

    def call_functions(self, frame: Frame, functions: tuple[Function, ...], site: CallSite) -> Value:
        """The value of a call that may run any of these functions of the project."""
        result: Value | None = None
        for function in functions:
            value = self._call_function(frame, function, site)
            result = value if result is None else join(result, value)
        return result if result is not None else UNKNOWN

    def _call_function(self, frame: Frame, function: Function, site: CallSite) -> Value:
        summary = self.summary_of(function)
        key = self.key_of(function)
        self.callers.setdefault(key, set()).add(self.current)
        self.called_at.setdefault(key, set()).add(site.location)
        self.wanted.body(function)
        self.wanted.implementer(function, (one.value for one in site.arguments))
        frame.throws = frame.throws or summary.throws or function.body is None
        frame.calls += summary.calls
        if summary.calls or function.body is None:
            may_be_filled(self, frame, site)
        if summary.inert:
            return summary.result
        binding = self._answered(frame, function, summary, self.bind(function, site))
        note_inspected(frame, summary.inspects, binding)
        in_messages = any(event.kind in self.data_sinks for event in summary.events)
        shown = self.texts.handed_on(frame, site.location, binding) if in_messages else binding
        for event in summary.events:
            tests = told_tests(event.tests, binding.resolve, frame.guards)
            if tests is None:
                continue
            handed_in = shown if event.kind in self.data_sinks else binding
            told = instantiate(event, handed_in, site.location, site.written, frame.symbol, frame.conditions, tests)
            self._want_key(frame, function, event.name, told.name, site)
            frame.emit(told)
        for position, after in summary.parameters_after.items():
            self._put_back(frame, site, function, position, left_behind(after, binding))
        result = substitute(summary.result, binding)
        if summary.result.alias is None and self.names.is_redacting(function.name):
            result = protected(result, REDACTED)
        return result

    def _answered(self, frame: Frame, function: Function, summary: Summary, binding: Binding) -> Binding:
        """The arguments after the functions among them were called that the function calls, with what they answered."""
        if not summary.parameter_calls:
            return binding
        arguments = dict(binding.arguments)
        for called in summary.parameter_calls:
            handed = arguments.get(called.parameter, UNKNOWN)
            given = tuple(substitute(value, binding) for value in called.arguments)
            if handed.closure is not None:
                extends = called.parameter >= 0 and takes_receiver(function.parameters[called.parameter])
                this = given[0] if extends and given else None
                answer = self.invoke(frame, handed.closure, given if this is None else given[1:], this)
            elif frame.recording and handed.alias is not None and is_just_handed_in(handed):
                frame.note_called(handed.alias.parameter, given, handed_on=True)
                answer = answer_of(handed)
            else:
                # Swift's `@autoclosure`: the value is written where the function is meant that yields it.
                answer = handed
            before = handed.member(ANSWER)
            answer = answer if before is None else join(before, answer)
            arguments[called.parameter] = handed.with_member(ANSWER, answer)
        return msgspec.structs.replace(binding, arguments=arguments)

    def _want_key(self, frame: Frame, function: Function, name: Value, told: Value, site: CallSite) -> None:
        """Ask for the type that declares a key, if it was handed in but is not known: it may tell the key."""
        if told.exact or told.alias is not None or told.wording is not None:
            return
        if told.type is not None:
            self.wanted.type(told.type)
        if name.alias is None or told.constants or not 0 <= name.alias.parameter < len(function.parameters):
            return
        for position, argument in enumerate(site.arguments):
            handed = argument.expression
            if position == name.alias.parameter and isinstance(handed, Call) and isinstance(handed.callee, Member):
                made_by = self.evaluate(frame, handed.callee.receiver).type
                if made_by is not None:
                    self.wanted.type(made_by)

    def bind(self, function: Function, site: CallSite) -> Binding:
        """The arguments of a call, by the parameters of the function that it runs."""
        arguments: dict[int, Value] = {}
        for position, argument in enumerate(site.arguments):
            last = position == len(site.arguments) - 1
            target = parameter_of(function, argument, position, last=last, loose=site.loose)
            if target is not None:
                given = self.names.declared(argument.value, function.parameters[target].type)
                arguments[target] = join(arguments[target], given) if target in arguments else given
        for index, parameter in enumerate(function.parameters):
            if index not in arguments and parameter.default is not None:
                arguments[index] = default_of(self, function, parameter)
        if site.receiver is not None:
            arguments[RECEIVER] = site.receiver
        step = Step(site.location, f"passed to `{site.written}`")
        return Binding(arguments, step, self.fields.of_argument, self.names.survives)

    def _put_back(self, frame: Frame, site: CallSite, function: Function, position: int, value: Value) -> None:
        if position == RECEIVER:
            statements.update(self, frame, site.target, value)
            return
        name = function.parameters[position].name
        for index, argument in enumerate(site.arguments):
            if argument.name == name or (argument.name is None and index == position):
                statements.update(self, frame, argument.expression, value)

    def key_of(self, function: Function) -> str:
        """The key of a function of the program."""
        return self.program.key_of(function)

    def summary_of(self, function: Function) -> Summary:
        """What the function does; interprets it now if that has not been done."""
        key = self.key_of(function)
        found = self.summaries.get(key)
        if found is None:
            if function.body is None:
                return declared_summary(self, function, key)
            if key in self._in_progress or len(self._in_progress) >= DEEPEST_CALLS:
                self.revisions.provisional(self.current)
                return NOT_SEEN_YET
            found = self._brought_up_to_date(function, key)
        self.revisions.note(self.current, key)
        return found

    def _brought_up_to_date(self, function: Function, key: str) -> Summary:
        """Interpret the function, unless it was before and would do the same again."""
        self._in_progress.append(key)
        before, self.current = self.current, key
        try:
            summary = self.revisions.kept(key)
            if summary is None:
                self.revisions.begin(key)
                summary = self._summarise(function, key)
        finally:
            self._in_progress.pop()
            self.current = before
        self.summaries[key] = summary
        self.revisions.settled(key, summary)
        return summary

    def _summarise(self, function: Function, key: str) -> Summary:
        module = self.program.module_of(function)
        around = self.program.type_around(function)
        frame = Frame(module, function, around, self.program.describe(function), STEPS_PER_FUNCTION)
        initial = enter(self, frame, function, module)
        assert function.body is not None  # noqa: S101  (the caller has checked)
        goes_on = statements.execute_block(self, frame, function.body)
        constructs = function.name == CONSTRUCTOR
        if constructs:
            self.construction.run_initialisers(frame)
        run_left_closures(self, frame)
        self.calls.settle(frame, 0, lambda _: True)
        frame.finished = True
        if frame.exhausted:
            self.exhausted.add(key)
        self.events[key] = tuple(frame.events)
        result = made_by(frame) if constructs else frame.result() if frame.results[0] or not goes_on else UNKNOWN
        result = statements.as_promised(self, module, result, function.returns)
        return Summary(
            result=bounded(result),
            events=told_events(frame.events, self.data_sinks),
            parameters_after={at: bounded(value) for at, value in changed_since(frame, initial).items()},
            parameter_calls=tuple(frame.called_parameters),
            throws=frame.throws,
            calls=frame.calls,
            made=bounded(assembled_by(frame)),
            inspects=inspected_parameters(frame),
        )

    # -- initial values -----------------------------------------------------------------------------------------------

    def evaluate_initial(self, module: Module, field: Field, owner: str | None) -> Value:
        """The value that a field starts with."""
        key = initial_key(module, field, owner)
        if field.initial is None or key in self._in_progress or len(self._in_progress) >= DEEPEST_CALLS:
            self.revisions.provisional(self.current)
            return UNKNOWN
        symbol = f"{owner.rpartition('.')[2]}.{field.name}" if owner else field.name
        frame = Frame(module, None, owner, symbol, STEPS_PER_FUNCTION)
        frame.this = Value(type=owner)
        self._in_progress.append(key)
        before, self.current = self.current, key
        try:
            value = self.evaluate(frame, field.initial)
            if owner is None and field.name.isupper():
                report_option(self, frame, field.name, value, frame.location(field.name_span))
            if field.delegated:
                value = delegated_value(self, frame, field, value)
            if value.closure is None or is_computed(field):
                run_left_closures(self, frame)
        finally:
            self._in_progress.pop()
            self.current = before
        frame.finished = True
        self.events[key] = tuple(frame.events)
        return value


_EVALUATORS: dict[type[Node], Callable[..., Value]] = {
    program.Cast: expressions.evaluate_cast,
    program.Conditional: expressions.evaluate_conditional,
    program.Index: members.evaluate_index,
    program.Lambda: expressions.evaluate_lambda,
    program.Literal: expressions.evaluate_literal,
    program.Member: members.evaluate_member,
    program.Name: references.evaluate_name,
    program.Operator: operators.evaluate_operator,
    program.Record: expressions.evaluate_record,
    program.Sequence: expressions.evaluate_sequence,
    program.Template: expressions.evaluate_template,
}

_EXECUTORS: dict[type[Node], Callable[..., bool]] = {
    program.Assign: statements.execute_assign,
    program.Block: statements.execute_block,
    program.Evaluate: statements.execute_evaluate,
    program.If: statements.execute_if,
    program.Loop: loops.execute_loop,
    program.Return: statements.execute_return,
    program.Try: statements.execute_try,
}
