"""Whether the credential words of a JSON text stand where they can name a value: most large ones only say them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LABEL = re.compile(rb"[\"'](?:name|key)[\"']\s{0,8}:\s{0,8}\Z", re.IGNORECASE)
_VALUE = re.compile(rb"[\"'](?:value|default)[\"']\s{0,8}:", re.IGNORECASE)
"""What stands before the name of a value that is written beside it: ``{"name": "token", "value": "..."}``."""

_COLON = re.compile(rb"\s{0,40}:")
_SIGNS = (b"=", b":", b"\\")
_LONGEST_LABEL = 40


def may_name_values(data: bytes, words: Sequence[int]) -> bool:
    """Whether one of the ``words``, given by offsets, is in a key, in the label of a value, or in a text of parts."""
    paired: bool | None = None
    for word in words:
        start, end = data.rfind(b'"', 0, word), data.find(b'"', word)
        text = data[start + 1 : end]
        if start < 0 or end < 0 or b"\n" in text or any(sign in text for sign in _SIGNS) or _COLON.match(data, end + 1):
            return True
        if _LABEL.search(data, max(0, start - _LONGEST_LABEL), start):
            paired = _VALUE.search(data) is not None if paired is None else paired
            if paired:
                return True
    return False
