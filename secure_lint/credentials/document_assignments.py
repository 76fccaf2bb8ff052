"""Assignments in configuration files that a format reader has read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.embedded import parts_of
from secure_lint.model.schema import Document, Setting

_VALUE_STEPS = frozenset({"@value", "@android:value", "value", "Value", "default", "@default"})
_INDEX = re.compile(r"\[\d+\]")
_QUOTES = re.compile(r"^\\?[\"'](.*?)\\?[\"']$", re.DOTALL)
_LONGEST_TEXT = 20_000


def assignments_in_document(
    document: Document, named: NamedPredicate, build_fields: tuple[str, ...]
) -> Iterator[Assignment]:
    """Settings whose name may be that of a credential, and named parts of the values of others.

    ``build_fields`` are calls of build files that compile a value into the app: type, name and value.
    """
    field_name: Setting | None = None
    for setting in document.settings:
        call, _, last = setting.path.rpartition("/")
        if last == "[1]" and _last_step(call) in build_fields:
            field_name = setting
        elif last == "[2]" and field_name is not None and _last_step(call) in build_fields:
            if named(field_name.value):
                yield Assignment(field_name.value, _unquoted(setting.value), setting.span, Form.COMPILED)
        else:
            yield from _of_setting(setting, named)


def _of_setting(setting: Setting, named: NamedPredicate) -> Iterator[Assignment]:
    name = _last_step(setting.path)
    value = _unquoted(setting.value)
    if named(name):
        yield Assignment(name, value, setting.span, Form.SETTING)
    elif ("=" in value or '":' in value) and len(value) < _LONGEST_TEXT:
        for part in parts_of(value):
            if named(part.name) and (part.sign != ":" or part.quoted):
                yield Assignment(part.name, part.value, setting.span, Form.PART)


def _last_step(path: str) -> str:
    """The name of a setting: the last word of its path that is neither an index nor stands for a value."""
    steps = [step for step in _INDEX.sub("", path).split("/") if step]
    while len(steps) > 1 and steps[-1] in _VALUE_STEPS:
        steps.pop()
    return steps[-1].lstrip("@") if steps else ""


def _unquoted(value: str) -> str:
    return _QUOTES.sub(r"\1", value)
