"""Arrays that code which we do not see may fill: they are blank no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.code.statements import update
from secure_lint.flow.values.value import Closure, changed_elsewhere
from secure_lint.knowledge.models import CallModel, call_ports
from secure_lint.model.program import Assign, Block, Call, Index, Name
from secure_lint.model.walking import all_of

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def may_be_filled(interpreter: Interpreter, frame: Frame, site: CallSite, models: tuple[CallModel, ...] = ()) -> None:
    """Arrays that were handed to code that we do not see are not blank any more; ``models`` say what is seen of it."""
    for position, argument in enumerate(site.arguments):
        changed = changed_elsewhere(argument.value)
        if changed is not argument.value and not any(_names_argument(model, position) for model in models):
            update(interpreter, frame, argument.expression, changed)
        if argument.value.closure is not None:
            _may_be_filled_in(frame, argument.value.closure)
    if site.receiver is not None and site.target is not None and not models:
        changed = changed_elsewhere(site.receiver)
        if changed is not site.receiver and any(argument.value.closure is not None for argument in site.arguments):
            # A method that hands the array to a function lets that fill it: withUnsafeMutableBytes.
            update(interpreter, frame, site.target, changed)


def _may_be_filled_in(frame: Frame, closure: Closure) -> None:
    """Arrays of the function at hand that a closure may fill which other code runs, now or later."""
    changed = {name: changed_elsewhere(value) for name, value in frame.variables.items()}
    blank = {name: value for name, value in changed.items() if value is not frame.variables[name]}
    if blank:
        filled = set(_handed_on(closure.node.body))
        frame.variables.update({name: value for name, value in blank.items() if name in filled})


def _handed_on(body: Block) -> Iterator[str]:
    """The variables whose elements code sets, and those that it hands to functions; making an object fills nothing."""
    for step in all_of(Assign, body):
        if isinstance(step.target, Index) and isinstance(step.target.receiver, Name):
            yield step.target.receiver.identifier
    for call in all_of(Call, body):
        name = call.callee.identifier if isinstance(call.callee, Name) else ""
        for argument in call.arguments if not name[:1].isupper() else ():
            if isinstance(argument.value, Name):
                yield argument.value.identifier


def _names_argument(model: CallModel, position: int) -> bool:
    return any(port.startswith(("arguments", f"argument({position}")) for _, port in call_ports(model))
