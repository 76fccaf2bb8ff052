"""JSON text of plain values, quickly."""

from __future__ import annotations

import json

import msgspec

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def json_text(value: Json, *, indent: int) -> str:
    """Indented JSON.

    The standard library's encoder is slow as soon as it indents, so the white space is added afterwards. Only a text
    with lone surrogates, from a file name that is not Unicode, has to go the slow way.
    """
    try:
        return msgspec.json.format(json.dumps(value, ensure_ascii=False), indent=indent) + "\n"
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"
