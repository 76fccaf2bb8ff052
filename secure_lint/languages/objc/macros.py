"""Macros that hide from the grammar what is declared.

The preprocessor runs before the compiler, so macros stand where no grammar expects a name. Those of Apple's headers
(NSObjCRuntime.h, Availability.h and their relatives) and lone macros at the start of a line give way to blanks, an enum
and a method in a macro to what they declare, an attribute of a property to what it stands for. Every byte keeps its
place.
"""

from __future__ import annotations

import re

_ARGUMENTS = rb"\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\)"
_DIRECTIVE = rb"^[ \t]*#(?:[^\n\\]|\\\r?\n|\\.)*"
_ENUM = (
    rb"(?P<enum>(?:\btypedef\s+)?\b(?:NS|CF)_(?:CLOSED_|ERROR_)?(?:ENUM|OPTIONS)\([^,()\n]+,)"
    rb"(?P<enum_name>\s*\w+\s*)\)(?=\s*\{)"
)
_METHOD = rb"^(?P<method>[A-Z][A-Z0-9_]{3,}\()(?P<signature>\s*\w+\s*:[^;{}]*?)\)\s*(?=\{)"
_LONE = rb"^[A-Z_][A-Z0-9_]{3,}\b[ \t]*(?:" + _ARGUMENTS + rb")?[ \t]*;?[ \t]*(?=\r?$)"
_NONATOMIC = rb"\b(?P<nonatomic>NS_NONATOMIC_IOSONLY)\b"
_EXTRA = rb"(?<=;)[ \t]*;(?=[ \t]*\r?$)"
_KNOWN = (
    rb"(?:(?<=[\w)*;>}]\s)|^[ \t]*|(?<=[,(]))"
    rb"(?:NS|CF|API|UIKIT|FOUNDATION|DEPRECATED|__OSX|__IOS|__TVOS|__WATCHOS)_[A-Z][A-Z0-9_]*\b"
    rb"(?:" + _ARGUMENTS + rb")?(?!\w*\s*(?:[+|&?<]|==))"
    rb"|\b(?:UI_APPEARANCE_SELECTOR|OBJC_EXPORT|IBOutlet|IBInspectable|IB_DESIGNABLE|__unused|__kindof)\b"
)
_MACRO = re.compile(
    b"|".join((b"(?P<directive>" + _DIRECTIVE + b")", _ENUM, _METHOD, _LONE, _EXTRA, _NONATOMIC, _KNOWN)), re.MULTILINE
)
_INK = re.compile(rb"[^\r\n]")
_ENUM_WORD = b"enum"
_METHOD_HEAD = b"-"
_NONATOMIC_WORD = b"nonatomic"


def without_macros(data: bytes) -> bytes:
    """The source, of the same length and with the same lines, without macros that hide what is declared."""
    return _MACRO.sub(_meant, data)


def _meant(match: re.Match[bytes]) -> bytes:
    text = match.group()
    if match["directive"] is not None:
        return text
    if match["enum"] is not None:
        return _headed(_ENUM_WORD, match["enum"]) + match["enum_name"] + b" "
    if match["method"] is not None:
        head = _headed(_METHOD_HEAD, match["method"]) + match["signature"]
        return head + _blank(text[len(head) :])
    if match["nonatomic"] is not None:
        return _headed(_NONATOMIC_WORD, text)
    return _blank(text)


def _headed(word: bytes, text: bytes) -> bytes:
    """The word in the place of a text that is at least as long."""
    return word + _blank(text[len(word) :])


def _blank(text: bytes) -> bytes:
    return _INK.sub(b" ", text)
