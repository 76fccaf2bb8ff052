"""Surrogates that escapes of UTF-16 code units leave in a decoded text."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """The text with pairs of surrogates joined; a lone one becomes the replacement character.

    A text with surrogates cannot be written as UTF-8, so that no cache, report or other process could take it.
    """
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
