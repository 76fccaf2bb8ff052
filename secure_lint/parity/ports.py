"""What the source writes at the ports of a call or an annotation, before anything is evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from secure_lint.label.ports import parse_port
from secure_lint.model.program import Argument, Call, Expression, Literal, Member, New, Record


def written_at(arguments: Sequence[Argument], port: str) -> Expression | None:
    """The expression at a port, or that of a member of the object literal there; ``None`` when there is none."""
    parsed = parse_port(port)
    found = next((one.value for one in arguments if one.name is not None and one.name in parsed.names), None)
    if found is None and parsed.position is not None and -len(arguments) <= parsed.position < len(arguments):
        at = arguments[parsed.position]
        found = at.value if at.name is None or not parsed.names else None
    for name in parsed.members:
        fields = found.fields if isinstance(found, Record) else ()
        found = next((one.value for one in fields if one.name == name), None)
    return found


def written_in(call: Call | New, port: str) -> Expression | None:
    """The expression at a port of a call, its receiver included."""
    if parse_port(port).kind == "receiver":
        return call.callee.receiver if isinstance(call, Call) and isinstance(call.callee, Member) else None
    return written_at(call.arguments, port)


def text_at(arguments: Sequence[Argument], port: str) -> str | None:
    """The text that stands at a port; ``None`` for anything else."""
    found = written_at(arguments, port)
    return found.value if isinstance(found, Literal) and isinstance(found.value, str) else None
