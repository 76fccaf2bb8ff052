"""Assignments in a module that a front end has lowered."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.credentials.assignments import Assignment, NamedPredicate
from secure_lint.credentials.calls import CallModel
from secure_lint.model.program import Module


def assignments_in_module(module: Module, calls: CallModel, named: NamedPredicate, lowered: bytes) -> Iterator[Assignment]:
    yield from ()
