"""Assignments in configuration files that a format reader has read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.model.schema import Document, Setting

_NAMING = ("@name", "@key", "@android:name", "name", "key", "Name", "Key")
_VALUES = ("@value", "@android:value", "value", "Value", "")
_INDEX = re.compile(r"\[\d+\]")
_QUOTES = re.compile(r"^\\?[\"'](.*?)\\?[\"']$", re.DOTALL)


def assignments_in_document(document: Document, named: NamedPredicate) -> Iterator[Assignment]:
    """Settings whose own name, or the name that a sibling gives them, may be that of a credential."""
    names: dict[str, str] = {}
    for setting in document.settings:
        parent, _, last = setting.path.rpartition("/")
        if last in _NAMING:
            names[parent] = setting.value
    pending: Setting | None = None
    for setting in document.settings:
        parent, _, last = setting.path.rpartition("/")
        name = _given_name(setting.path, parent, last, names)
        if document.kind == "plist" or last == "key":
            pending = setting
        elif pending is not None and last in ("string", "data"):
            name = pending.value
        if named(name):
            value = _QUOTES.sub(r"\1", setting.value)
            yield Assignment(name, value, setting.span, Form.SETTING)


def _given_name(path: str, parent: str, last: str, names: dict[str, str]) -> str:
    """The name of a setting: what its siblings call it (``<string name="...">``), or the last word of its path."""
    if last in _VALUES and parent in names:
        return names[parent]
    if path in names and last not in _NAMING:
        return names[path]
    words = [step for step in _INDEX.sub("", path).split("/") if step]
    return words[-1].lstrip("@") if words else ""
