"""The state of one function while it is interpreted."""

from __future__ import annotations

import msgspec

from secure_lint.flow.values.conditions import Condition, InputCheck, kinds_of
from secure_lint.flow.values.events import Event, EventKey
from secure_lint.flow.values.summaries import ParameterCall
from secure_lint.flow.values.value import UNKNOWN, Closure, Value, join
from secure_lint.knowledge.call_words import Sink
from secure_lint.model.program import Expression, Function, Index, Member, Module, Name
from secure_lint.model.span import WHOLE_FILE, Location, Span

CONDITIONAL = "conditional"
"""The guard of code that may not run: a branch, a loop body, a handler."""

FAILURE = "failure"
"""The guard of code that runs only when something has failed: the handler of an exception."""


class PassedArgument(msgspec.Struct, frozen=True):
    """An evaluated argument: its name at the call, its value and the expression it came from."""

    name: str | None
    value: Value
    expression: Expression


class CallSite(msgspec.Struct, frozen=True):
    """A call that is about to be resolved.

    ``target`` is the expression of the receiver, so that a changed receiver can be put back; ``written`` is the call as
    messages show it. ``loose`` says that the language lets a call leave arguments out and hand over more.
    """

    name: str
    arguments: tuple[PassedArgument, ...]
    location: Location
    written: str
    receiver: Value | None = None
    target: Expression | None = None
    loose: bool = False


MOST_CALLED = 64
"""So many calls of its parameters a function tells callers: one with more is a module, called with its loader."""
RESULT = ""
"""The variable of an object that was made just now and has none yet."""


class Unsettled(msgspec.Struct, frozen=True):
    """A sink that waits until the variable of its receiver is left; ``made`` is an object without a variable."""

    variable: str
    sink: Sink
    site: CallSite
    guards: tuple[Condition, ...]
    made: Value | None = None


class Frame:
    """Variables, receivers, guards and results of the function at hand.

    ``budget`` bounds the number of expressions that are still evaluated; when it is spent, the rest of the function is
    unknown, and ``exhausted`` says so. ``span`` is that of the statement at hand. ``decorated`` is what the annotation
    stands on that is carried out. ``spread`` are variables that a loop over a list in the source gives its lists, one
    after the other, as calls are handed them. ``declared`` are the types that the source writes at variables,
    ``inspected`` texts that the code has looked at so far.
    """

    __slots__ = (
        "budget",
        "called_parameters",
        "calls",
        "closures",
        "declared",
        "decorated",
        "depth",
        "events",
        "exhausted",
        "finished",
        "function",
        "guards",
        "inspected",
        "loops",
        "module",
        "owner",
        "receivers",
        "recording",
        "reported",
        "results",
        "span",
        "spread",
        "symbol",
        "this",
        "throws",
        "unsettled",
        "variables",
    )

    def __init__(self, module: Module, function: Function | None, owner: str | None, symbol: str, budget: int) -> None:
        self.module = module
        self.function = function
        self.owner = owner
        self.symbol = symbol
        self.budget = budget
        self.span = WHOLE_FILE
        self.variables: dict[str, Value] = {}
        self.declared: dict[str, str] = {}
        self.spread: dict[str, tuple[PassedArgument, ...]] = {}
        self.this: Value = UNKNOWN
        self.receivers: list[Value] = []
        self.guards: list[Condition] = []
        self.inspected: list[InputCheck] = []
        self.results: list[list[Value]] = [[]]
        self.events: list[Event] = []
        self.reported: set[EventKey] = set()
        self.called_parameters: list[ParameterCall] = []
        self.closures: dict[int, Closure] = {}
        self.decorated: Value = UNKNOWN
        self.recording = True
        self.finished = False
        self.exhausted = False
        self.throws = False
        self.unsettled: list[Unsettled] = []
        self.calls = 0
        self.loops = 0
        self.depth = 0

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What holds where the code at hand runs, and the texts that code before it has looked at."""
        return (*self.guards, *self.inspected)

    def note_called(self, parameter: int, arguments: tuple[Value, ...], *, handed_on: bool = False) -> None:
        """Take down that a parameter is called; where it is only handed on to what calls it, once is enough."""
        found = ParameterCall(parameter, arguments)
        known = handed_on and any(one.parameter == parameter for one in self.called_parameters)
        if not known and len(self.called_parameters) < MOST_CALLED and found not in self.called_parameters:
            self.called_parameters.append(found)

    def location(self, span: Span) -> Location:
        """A place in the module at hand."""
        return Location(self.module.path, span)

    def spend(self) -> bool:
        """Take one step of the budget; false when there is none left."""
        self.budget -= 1
        if self.budget < 0:
            self.exhausted = True
            return False
        return True

    def emit(self, event: Event) -> None:
        """Report an event, unless this is a trial run of a loop body, or the same was reported already."""
        if not self.recording:
            return
        key = event.key()
        if key not in self.reported:
            self.reported.add(key)
            self.events.append(event)

    def result(self) -> Value:
        """The join of all values returned at the innermost level."""
        values = self.results[-1]
        if not values:
            return UNKNOWN
        merged = values[0]
        for value in values[1:]:
            merged = join(merged, value)
        return merged


def join_variables(first: dict[str, Value], second: dict[str, Value]) -> dict[str, Value]:
    """Variables after two branches meet."""
    if first is second:
        return first
    merged = dict(first)
    for name, value in second.items():
        present = merged.get(name)
        merged[name] = value if present is None else join(present, value)
    return merged


def written_form(expression: Expression) -> str:
    """How an expression reads in a message: ``user.password``, ``items[]``, ``name()``; empty for anything longer.

    So it is for what a front end gave a name of its own, which starts with an angle bracket.
    """
    if isinstance(expression, Name):
        return "" if expression.identifier.startswith("<") else expression.identifier
    if isinstance(expression, Member):
        head = written_form(expression.receiver)
        return f"{head}.{expression.name}" if head else expression.name
    if isinstance(expression, Index):
        head = written_form(expression.receiver)
        return f"{head}[]" if head else ""
    return ""


def holder_by_name(frame: Frame, receiver: Value, written: Expression | None) -> str | None:
    """What the code calls the holder of a member, in a language without declared types where nothing tells its type."""
    if receiver.type is not None or not frame.module.explicit or written is None:
        return None
    return written_form(written).rpartition(".")[2].removesuffix("[]") or None


def guarded(value: Value, frame: Frame) -> Value:
    """The value as it is chosen under the conditions that hold in the frame: its constants are those only there."""
    guards = tuple(one for one in dict.fromkeys(kinds_of(frame.guards)) if one not in (CONDITIONAL, FAILURE))
    if not guards or not value.constants:
        return value
    constants = tuple(msgspec.structs.replace(one, guards=guards) for one in value.constants)
    return msgspec.structs.replace(value, constants=constants)
