"""Reading a YAML document into typed structures, with the line of every mistake.

The schema of a document is a ``msgspec.Struct`` that forbids unknown fields. A value of the wrong type, an unknown key
or a duplicate key is reported with its line and, for a key, the nearest one that exists.
"""

from __future__ import annotations

import difflib
import re
from typing import TypeVar

import msgspec

from secure_lint.errors import DocumentError

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]
T = TypeVar("T")

_AT = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN_FIELD = re.compile(r"unknown field `([^`]+)`")


def load_yaml(text: str, path: str, schema: type[T], error: type[DocumentError]) -> tuple[T, dict[Path, int]]:
    """Read ``text`` as ``schema``; also return the 1-based line of every node by its path.

    Raises ``error`` with file and line when the text is not YAML or does not fit the schema.
    """
    from secure_lint.knowledge.yaml_nodes import plain_value  # noqa: PLC0415  (an installed wheel reads no YAML)

    value, lines = plain_value(text, path, error)
    return convert(value, lines, path, schema, error), lines


def convert(value: Plain, lines: dict[Path, int], path: str, schema: type[T], error: type[DocumentError]) -> T:
    """Fit a plain value to ``schema``; raise ``error`` at the line of the part that does not fit."""
    try:
        return msgspec.convert(value, schema, strict=True)
    except msgspec.ValidationError as problem:
        text = str(problem)
        where = _AT.search(text)
        place = _path_of(where.group(1), value, schema, text) if where else ()
        message = _AT.sub("", text)
        unknown = _UNKNOWN_FIELD.search(message)
        if unknown:
            key = unknown.group(1)
            place = (*place, key)
            message = f"unknown key {key!r}" + _nearest(key, schema)
        raise error(path, _line_of(place, lines), f"{_dotted(place)}{message}") from None


def _path_of(text: str, value: Plain, schema: object, message: str) -> Path:
    """The place that a validation message names; msgspec writes ``[...]`` for any key of a mapping."""
    place: Path = ()
    for name, index in _STEP.findall(text):
        if name:
            place = (*place, name)
        elif index.isdigit():
            place = (*place, int(index))
        elif (key := _wrong_key(value, place, schema, message)) is not None:
            place = (*place, key)
        else:
            break
    return place


def _wrong_key(value: Plain, place: Path, schema: object, message: str) -> str | None:
    """The key of the mapping at ``place`` that alone is enough to give the same message."""
    mapping = value
    for step in place:
        if isinstance(mapping, dict):
            mapping = mapping[str(step)]
        elif isinstance(mapping, list):
            mapping = mapping[int(step)]
    if not isinstance(mapping, dict):
        return None
    for key, item in mapping.items():
        try:
            msgspec.convert(_with(value, place, {key: item}), schema, strict=True)
        except msgspec.ValidationError as problem:
            if str(problem) == message:
                return key
    return None


def _with(value: Plain, place: Path, part: Plain) -> Plain:
    """A copy of ``value`` that has ``part`` at ``place``."""
    if not place:
        return part
    step, rest = place[0], place[1:]
    if isinstance(value, dict):
        return {key: _with(item, rest, part) if key == step else item for key, item in value.items()}
    if isinstance(value, list):
        return [_with(item, rest, part) if index == step else item for index, item in enumerate(value)]
    return value


def _line_of(place: Path, lines: dict[Path, int]) -> int | None:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place)


def _dotted(place: Path) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
    return f"{text}: " if text else ""


def _nearest(key: str, schema: object) -> str:
    known = sorted(_field_names(schema, set()) - {key})
    close = difflib.get_close_matches(key, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _field_names(schema: object, seen: set[object]) -> set[str]:
    names: set[str] = set()
    if isinstance(schema, type) and issubclass(schema, msgspec.Struct):
        if schema in seen:
            return names
        seen.add(schema)
        for field in msgspec.structs.fields(schema):
            names.add(field.encode_name)
            names |= _field_names(field.type, seen)
    for argument in getattr(schema, "__args__", ()):
        names |= _field_names(argument, seen)
    return names
