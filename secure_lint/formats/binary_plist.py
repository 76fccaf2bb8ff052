"""Property lists without lines: binary ones, and the one in an Apple provisioning profile.

Paths and values are those of the XML form; ``data`` is Base64. Spans refer to a listing, and every setting is named by
its path. The standard library's parser reads the bytes; it checks all lengths against the file.
"""

from __future__ import annotations

import base64
import datetime as dt
import plistlib
from typing import TypeAlias

from secure_lint.formats.listing import ElementListing
from secure_lint.formats.reading import (
    ReadDocument,
    SettingList,
    TooMuchError,
    check_depth,
    join,
    read_problem,
    too_deep,
)
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document

Value: TypeAlias = "str | bytes | bool | int | float | dt.datetime | plistlib.UID | list[Value] | dict[str, Value]"

_BINARY = b"bplist00"
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
"""The object identifier of CMS signed data (RFC 5652, section 5.1), in which a provisioning profile wraps its list."""

_OPENING, _CLOSING = b"<?xml", b"</plist>"
_HEAD = 64
_MOST_BYTES = 32_000_000


def is_binary_plist(data: bytes) -> bool:
    """Whether bytes are a binary property list or a signed one."""
    return data.startswith(_BINARY) or (data[:1] == b"\x30" and _SIGNED_DATA in data[:_HEAD] and _CLOSING in data)


def read_binary_plist(path: str, data: bytes) -> ReadDocument:
    """Read a property list for which `is_binary_plist` holds; a malformed one is a problem."""
    settings, listing = SettingList(), ElementListing(path)
    problems: tuple[Problem, ...] = ()
    try:
        _Walk(settings, listing).value("", _parsed(data), 0)
    except TooMuchError as error:
        problems = (read_problem(path, str(error), None, partial=bool(settings.settings)),)
    except RecursionError:
        problems = (read_problem(path, too_deep(), None, partial=False),)
    except (plistlib.InvalidFileException, ValueError, TypeError, LookupError, OverflowError) as error:
        problems = (
            read_problem(path, f"is no property list that can be read ({type(error).__name__})", None, partial=False),
        )
    document = Document(path, "plist", tuple(settings.settings))
    return ReadDocument(document, problems=problems, landmarks=listing.landmarks(), listing=listing.text())


def _parsed(data: bytes) -> Value:
    if len(data) > _MOST_BYTES:
        raise TooMuchError(f"larger than {_MOST_BYTES} bytes; it was not read")
    if not data.startswith(_BINARY):
        end = data.rindex(_CLOSING) + len(_CLOSING)
        data = data[max(0, data.find(_OPENING)) : end]
    parsed: Value = plistlib.loads(data)
    return parsed


class _Walk:
    """Turns values into settings in the order of the file."""

    def __init__(self, settings: SettingList, listing: ElementListing) -> None:
        self._settings = settings
        self._listing = listing

    def value(self, path: str, value: Value, depth: int) -> None:
        """Add a value and all that it holds; raises `TooMuchError` at the limits."""
        check_depth(depth)
        if isinstance(value, dict) and value:
            for name, inner in value.items():
                self.value(join(path, str(name)), inner, depth + 1)
        elif isinstance(value, list) and value:
            for index, inner in enumerate(value):
                self.value(join(path, f"[{index}]"), inner, depth + 1)
        elif path:
            text = _text(value)
            # Whatever stands in encoded bytes is there by chance, so they are not listed to be searched.
            span = self._listing.add(path, "" if isinstance(value, bytes) else text)
            self._settings.add(path, text, span, span)


def _text(value: Value) -> str:
    """A scalar as the XML form writes it; an empty list or dictionary has the empty value."""
    if isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value.data if isinstance(value, plistlib.UID) else value)
