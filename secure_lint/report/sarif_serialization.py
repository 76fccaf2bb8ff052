"""Writing the sarif-om object model as JSON.

The serialiser that sarif-om's authors offer copies each level deeply and drops every value that equals the class
default, so that a result of level ``warning`` silently takes its rule's level. This one keeps what has a meaning of its
own; everything else that equals its default is left out, as the standard allows.
"""

from __future__ import annotations

import functools

import attr

from secure_lint.report.json_text import Json, json_text

_ALWAYS = frozenset(
    (
        ("Result", "level"),
        ("Result", "kind"),
        ("ReportingConfiguration", "level"),
        ("Notification", "level"),
        ("Suppression", "status"),
    )
)


_ORDER = {"$schema": -4, "version": -3, "ruleId": -2, "ruleIndex": -1, "results": 1, "runs": 1}
"""Keys that stand first or last in their object, so that a reader of the text or of a stream meets them in time."""


def serialize(log: object) -> str:
    """The JSON text of a SARIF log. Keys stand in a fixed order."""
    return json_text(_plain(log), indent=1)


def _plain(value: object) -> Json:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    kind: type = type(value)
    return {
        key: _plain(item)
        for field, key, default, always in _fields(kind)
        if (item := getattr(value, field)) is not None and (always or item != default)
    }


@functools.cache
def _fields(of: type) -> tuple[tuple[str, str, object, bool], ...]:
    """Field name, JSON key, default, and whether it is written even when it equals the default."""
    rows = []
    for field in attr.fields(of):
        key = str(field.metadata["schema_property_name"])
        factory = getattr(field.default, "factory", None)
        default = factory() if callable(factory) else field.default
        rows.append((field.name, key, default, (of.__name__, key) in _ALWAYS))
    return tuple(sorted(rows, key=lambda row: _ORDER.get(row[1], 0)))
