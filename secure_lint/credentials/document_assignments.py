"""Assignments in configuration files that a format reader has read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.embedded import parts_of
from secure_lint.credentials.vocabularies import CallVocabulary
from secure_lint.model.schema import Document, Setting

_VALUE_STEPS = frozenset({"@value", "@android:value", "value", "Value", "default", "@default", "@content"})
_NAME_STEPS = frozenset({"@name", "@android:name", "@key", "@android:key", "name", "Name", "key", "Key"})
"""Entries that name the value beside them: manifest meta-data, preferences, settings of an app, variables of a pod."""

_ATTRIBUTES_THAT_NAME = frozenset(step for step in _NAME_STEPS if step.startswith("@"))
_INDEX = re.compile(r"\[\d+\]")
_QUOTES = re.compile(r"^\\?[\"'](.*?)\\?[\"']$", re.DOTALL)
_LONGEST_TEXT = 20_000


def assignments_in_document(document: Document, named: NamedPredicate, calls: CallVocabulary) -> Iterator[Assignment]:
    """Settings whose name may be that of a credential, and named parts of the values of others.

    What ``calls`` says of build fields (type, name and value) and of maps of a build is compiled into the app.
    """
    field_name: Setting | None = None
    names = _names_of_pairs(document, named)
    for setting in document.settings:
        call, _, last = setting.path.rpartition("/")
        if last in _ATTRIBUTES_THAT_NAME:
            continue
        if last == "[1]" and _is_build_field(call, calls):
            field_name = setting
        elif last == "[2]" and field_name is not None and _is_build_field(call, calls):
            if named(field_name.value):
                yield Assignment(field_name.value, _unquoted(setting.value), setting.span, Form.COMPILED)
        else:
            qualified = names.get(call, "") if last in _VALUE_STEPS else ""
            name = qualified.rpartition(".")[2] or _last_step(setting.path, last)
            if named(name):
                qualified = qualified or _qualified(call, name)
                form = Form.COMPILED if any(step in calls.build_maps for step in _steps(call)) else Form.SETTING
                yield Assignment(name, _unquoted(setting.value), setting.span, form, qualified=qualified)
            else:
                yield from _of_parts(setting, named)


def _names_of_pairs(document: Document, named: NamedPredicate) -> dict[str, str]:
    """For the path of each entry that has a name beside its value: the name, where it may be that of a credential."""
    pairs: dict[str, str] = {}
    for setting in document.settings:
        parent, _, last = setting.path.rpartition("/")
        if last in _NAME_STEPS and named(setting.value.rpartition(".")[2]):
            pairs[parent] = setting.value
    return pairs


def _is_build_field(call: str, calls: CallVocabulary) -> bool:
    """Whether the call at a path compiles a value into the app."""
    return any(field in call for field in calls.build_fields) and _last_step(call) in calls.build_fields


def _of_parts(setting: Setting, named: NamedPredicate) -> Iterator[Assignment]:
    """Named parts of a value."""
    text = setting.value
    if ("=" not in text and ": " not in text and '":' not in text) or len(text) >= _LONGEST_TEXT:
        return
    for part in parts_of(_unquoted(text)):
        if named(part.name) and part.is_given:
            yield Assignment(part.name, part.value, setting.span, part.form)


def _last_step(path: str, last: str = "[") -> str:
    """The name of a setting: the last word of its path that is neither an index nor stands for a value.

    ``last`` is what follows the last slash, which mostly is that name.
    """
    if last and "[" not in last and last not in _VALUE_STEPS:
        return last[1:].rpartition(":")[2] if last.startswith("@") else last
    steps = _steps(path)
    while len(steps) > 1 and steps[-1] in _VALUE_STEPS:
        steps.pop()
    return steps[-1].lstrip("@") if steps else ""


def _qualified(parent: str, name: str) -> str:
    """The name of a setting after that of what it belongs to."""
    owner = _last_step(parent)
    return f"{owner}.{name}" if owner and owner != name else ""


def _steps(path: str) -> list[str]:
    return [step for step in _INDEX.sub("", path).split("/") if step]


def _unquoted(value: str) -> str:
    return _QUOTES.sub(r"\1", value) if value.startswith(('"', "'", "\\")) else value
