"""What an endpoint takes: parameters of its path, of its handler, and what its code reads of the request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import REQUEST, all_taints
from secure_lint.model.endpoint import Input
from secure_lint.model.program import Function, Parameter

_PATH_PARAMETER = re.compile(r"\(\?P<(\w+)>|<(?:[^<>:]+:)?(\w+)>|\{\*?(\w+)[^{}]*\}|(?<=/):(\w+)")
_PLACES = (
    ("query", re.compile(r"(?i)(^|\.)(args|query|get|query_params|queryParameters|search_?params)$")),
    ("header", re.compile(r"(?i)(^|\.)(headers?|getHeader|cookies?)$")),
    ("path", re.compile(r"(?i)(^|\.)(params|path_params|view_args|kwargs|parameters)$")),
    ("body", re.compile(r"(?i)(^|\.)(form|json|get_json|data|body|post|files?|receive\w*|raw_?body|get_data)$")),
)


def path_parameters(path: str) -> tuple[str, ...]:
    """The names of the parameters of a path, in the spelling of any framework."""
    return tuple(next(filter(None, match.groups())) for match in _PATH_PARAMETER.finditer(path))


def inputs_of(
    path: str, function: Function | None, given: Iterable[str], schemas: Iterable[str], events: Iterable[Event]
) -> Iterator[Input]:
    """The inputs of an endpoint. ``given`` are parameters that the framework fills from the request."""
    in_path = path_parameters(path)
    yield from (Input(name, "path") for name in in_path)
    parameters = {one.name: one for one in function.parameters} if function is not None else {}
    bodies = {name.rpartition(".")[2] for name in schemas}
    for name in given:
        if name in parameters and name not in in_path:
            yield Input(name, "body" if _type_name(parameters[name]) in bodies else "query")
    yield from dict.fromkeys(_read(events))


def _type_name(parameter: Parameter) -> str:
    return (parameter.type or "").rpartition(".")[2]


def _read(events: Iterable[Event]) -> Iterator[Input]:
    for event in events:
        for taint in all_taints(event.value):
            if taint.label.kind == "origin" and taint.label.name == REQUEST and taint.label.subject:
                subject = taint.label.subject
                yield Input(subject, next((where for where, form in _PLACES if form.search(subject)), "unknown"))
