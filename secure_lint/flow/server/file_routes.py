"""Files whose place tells which requests they answer, carried out as the calls that models make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import Frame
from secure_lint.knowledge.server_words import FileRouteModel
from secure_lint.link.modules import DEFAULT
from secure_lint.model.program import Argument, Call, Expression, Literal, Member, Module, Name
from secure_lint.model.span import Span

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_STEPS = 500


def run_file_routes(interpreter: Interpreter) -> None:
    """Carry out the calls for all files with such a place."""
    program = interpreter.program
    for model in interpreter.index.models:
        for route in model.file_routes:
            for path in sorted(program.modules):
                module = program.modules[path]
                match = re.search(route.files, path) if module.language in model.languages else None
                if match is not None:
                    _run(interpreter, module, route, path_of(route, match.group("path")))


def path_of(route: FileRouteModel, folder: str) -> str:
    """The path of requests that the place of a file tells."""
    parts = [one for one in folder.split("/") if one and not re.search(route.left_out, one)]
    for pattern, form in route.rewritten.items():
        parts = [re.sub(pattern, form, one) for one in parts]
    return "/" + "/".join(parts)


def _run(interpreter: Interpreter, module: Module, route: FileRouteModel, path: str) -> None:
    for name, held in _handed_out(interpreter, module, route.names):
        frame = Frame(module, None, None, name, _STEPS)
        frame.span = held.span
        values: list[Expression] = [*(Literal(held.span, "string", one) for one in (path, name.upper())), held]
        values.extend(_value_of(held.span, one) for one in route.with_values)
        arguments = tuple(map(Argument, values))
        interpreter.evaluate(frame, Call(held.span, Name(held.span, route.carries_out), arguments))
        frame.finished = True
        interpreter.events[f"@{module.path}#{name}"] = tuple(frame.events)


def _handed_out(interpreter: Interpreter, module: Module, names: tuple[str, ...]) -> Iterator[tuple[str, Expression]]:
    """The names that a module declares, with what stands for them."""
    for name in names:
        declared = next((one for one in module.functions if one.owner is None and one.name == name), None)
        field = next((one for one in module.fields if one.name == name), None)
        if declared is not None:
            interpreter.wanted.body(declared)
            yield name, Name(declared.name_span, name)
        elif field is not None:
            yield name, Name(field.name_span, name)
        elif name == DEFAULT:
            alias = next((one for one in module.imports if one.alias == DEFAULT), None)
            if alias is not None:
                yield name, Name(Span(1, 1, 1, 1), alias.name.rpartition(".")[2])


def _value_of(span: Span, written: str) -> Expression:
    owner, _, last = written.rpartition(".")
    return Member(span, _value_of(span, owner), last) if owner else Name(span, last)
