"""Calls of members whose names are values: ``router[verb](path, handler)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame, PassedArgument
from secure_lint.flow.values.known import single_text
from secure_lint.model.program import Index

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

COMPUTED = "[]"
"""The name under which models say what such a call does where the value is not one text; it is the first argument."""


def computed_member(interpreter: Interpreter, frame: Frame, callee: Index, site: CallSite) -> CallSite | None:
    """The call as one of a member that a model of the receiver's type knows; ``None`` where none does."""
    receiver = interpreter.evaluate(frame, callee.receiver)
    if receiver.type is None or receiver.is_type:
        return None
    key = interpreter.evaluate(frame, callee.index)
    name = single_text(key)
    named = msgspec.structs.replace(site, receiver=receiver, target=callee.receiver)
    if name is not None and interpreter.calls.is_modelled(receiver.type, name):
        return msgspec.structs.replace(named, name=name)
    if not interpreter.calls.is_modelled(receiver.type, COMPUTED):
        return None
    arguments = (PassedArgument(None, key, callee.index), *site.arguments)
    return msgspec.structs.replace(named, name=COMPUTED, arguments=arguments)
