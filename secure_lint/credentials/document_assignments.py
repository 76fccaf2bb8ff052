"""Assignments in configuration files that a format reader has read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.embedded import parts_of
from secure_lint.credentials.shapes import CallVocabulary
from secure_lint.model.schema import Document, Setting

_VALUE_STEPS = frozenset({"@value", "@android:value", "value", "Value", "default", "@default", "@content"})
_NAME_STEPS = frozenset({"@name", "@android:name", "@key", "@android:key", "name", "Name", "key", "Key"})
"""Entries that name the value beside them: manifest meta-data, preferences, settings of an app, variables of a pod."""

_INDEX = re.compile(r"\[\d+\]")
_QUOTES = re.compile(r"^\\?[\"'](.*?)\\?[\"']$", re.DOTALL)
_LONGEST_TEXT = 20_000


def assignments_in_document(document: Document, named: NamedPredicate, calls: CallVocabulary) -> Iterator[Assignment]:
    """Settings whose name may be that of a credential, and named parts of the values of others.

    What ``calls`` says of build fields (type, name and value) and of maps of a build is compiled into the app.
    """
    build_fields, maps = calls.build_fields, frozenset(calls.build_maps)
    field_name: Setting | None = None
    names = _names_of_pairs(document, named)
    for setting in document.settings:
        if setting.path.rpartition("/")[2].startswith("@") and setting.path.rpartition("/")[2] in _NAME_STEPS:
            continue
        call, _, last = setting.path.rpartition("/")
        if last == "[1]" and _last_step(call) in build_fields:
            field_name = setting
        elif last == "[2]" and field_name is not None and _last_step(call) in build_fields:
            if named(field_name.value):
                yield Assignment(field_name.value, _unquoted(setting.value), setting.span, Form.COMPILED)
        else:
            qualified = names.get(call, "") if last in _VALUE_STEPS else ""
            form = Form.SETTING if maps.isdisjoint(_steps(call)) else Form.COMPILED
            name = qualified.rpartition(".")[2] or _last_step(setting.path)
            yield from _of_setting(setting, name, named, form, qualified)


def _names_of_pairs(document: Document, named: NamedPredicate) -> dict[str, str]:
    """For the path of each entry that has a name beside its value: the name, where it may be that of a credential."""
    pairs: dict[str, str] = {}
    for setting in document.settings:
        parent, _, last = setting.path.rpartition("/")
        if last in _NAME_STEPS and named(setting.value.rpartition(".")[2]):
            pairs[parent] = setting.value
    return pairs


def _of_setting(setting: Setting, name: str, named: NamedPredicate, form: Form, qualified: str) -> Iterator[Assignment]:
    value = _unquoted(setting.value)
    if named(name):
        yield Assignment(name, value, setting.span, form, qualified=qualified)
    elif ("=" in value or ": " in value or '":' in value) and len(value) < _LONGEST_TEXT:
        for part in parts_of(value):
            if named(part.name) and part.is_given:
                yield Assignment(part.name, part.value, setting.span, part.form)


def _last_step(path: str) -> str:
    """The name of a setting: the last word of its path that is neither an index nor stands for a value."""
    steps = _steps(path)
    while len(steps) > 1 and steps[-1] in _VALUE_STEPS:
        steps.pop()
    return steps[-1].lstrip("@") if steps else ""


def _steps(path: str) -> list[str]:
    return [step for step in _INDEX.sub("", path).split("/") if step]


def _unquoted(value: str) -> str:
    return _QUOTES.sub(r"\1", value)
