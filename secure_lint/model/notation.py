"""The words of the program model's text form, shared by its printer and its reader.

Names, types and qualified names stand bare where they look like code; anything else stands between backquotes, with
the escapes of JSON.
"""

from __future__ import annotations

import json
import re

from secure_lint.model.span import Span

WORD = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")
"""An identifier."""

_SEGMENTS = r"(?:[^\W\d]|\$)[\w$]*(?:\.(?:[^\W\d]|\$)[\w$]*)*"
_INNER = r"[\w$.?& ,\[\]]"
_GENERICS = rf"<(?:{_INNER}|<(?:{_INNER}|<(?:{_INNER})*>)*>)*>"
TYPE = re.compile(rf"(?:{_SEGMENTS}\.)?<\w+(?::\d+:\d+)?>(?:\.{_SEGMENTS})?|{_SEGMENTS}(?:{_GENERICS})?(?:\[\])*")
"""A type, a qualified name, or a name such as ``<init>``."""

OPERATOR = re.compile(r"[+\-*/%=!<>&|^~]+|in|is|throw|await|to|not")
"""An operator that stands bare."""

QUOTED = re.compile(r"`((?:[^`\\]|\\.)*)`", re.DOTALL)
"""Any text between backquotes."""

RESERVED = frozenset(
    (
        *("let", "set", "return", "if", "else", "loop", "for", "in", "while", "try", "catch", "finally"),
        *("block", "new", "template", "record", "true", "false", "null"),
    )
)
"""Words that start a construct; a name spelt like one is quoted."""

NOWHERE = Span(0, 0, 0, 0)
"""The span of what was read from text without spans."""


def quoted(text: str) -> str:
    """``text`` between backquotes."""
    return "`" + json.dumps(text)[1:-1].replace('\\"', '"').replace("`", "\\u0060") + "`"


def unquoted(inner: str) -> str:
    """The text whose form between backquotes is ``inner``."""
    text: str = json.loads('"' + inner.replace('"', '\\"') + '"')
    return text


def word(text: str) -> str:
    """An identifier, quoted if need be."""
    return text if WORD.fullmatch(text) and text not in RESERVED else quoted(text)


def type_text(text: str) -> str:
    """A type or qualified name, quoted if need be."""
    return text if TYPE.fullmatch(text) else quoted(text)


def default_qualified(package: str, owner: str | None, name: str) -> str:
    """The qualified name that a function has unless told otherwise."""
    outer = package if owner is None else owner
    return f"{outer}.{name}" if outer else name
