"""Limits of fields that layout files state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from secure_lint.knowledge.limit_words import LayoutFields
from secure_lint.model.limits import Form, Limit, LimitedField
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Location
from secure_lint.parity.names import without_control


def form_of_layout(document: Document, words: LayoutFields, control_words: Iterable[str]) -> Form | None:
    """The fields of a layout that it limits itself; ``None`` without any."""
    elements: dict[str, dict[str, Setting]] = defaultdict(dict)
    for setting in document.settings:
        element, _, attribute = setting.path.rpartition("/")
        if re.search(words.elements, element.rpartition("/")[2].partition("[")[0]):
            elements[element][attribute] = setting
    fields = []
    spared = frozenset(control_words)
    for attributes in elements.values():
        name = attributes.get(words.name)
        limits = tuple(
            Limit(kind, int(attributes[attribute].value), Location(document.path, attributes[attribute].span))
            for attribute, kind in words.limits.items()
            if attribute in attributes and attributes[attribute].value.isdecimal()
        )
        if name is not None:
            called = without_control(name.value.rpartition("/")[2], spared)
            fields.append(LimitedField(called, Location(document.path, name.span), limits))
    return Form(document.path, tuple(fields)) if any(one.limits for one in fields) else None
