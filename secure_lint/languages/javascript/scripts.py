"""The script of a file that holds other things too."""

from __future__ import annotations

import re

from secure_lint.text.source import SourceText

_SCRIPT = re.compile(rb"<script\b[^>]*>(.*?)(?:</script\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TEXT = re.compile(rb"[^\n]")


def scripts_only(source: SourceText) -> bytes:
    """The bytes of a component file with blanks for all that is no script, so that places stay what they are."""
    data = source.data
    kept: list[bytes] = []
    position = 0
    for script in _SCRIPT.finditer(data):
        kept.append(_TEXT.sub(b" ", data[position : script.start(1)]))
        kept.append(script.group(1))
        position = script.end(1)
    kept.append(_TEXT.sub(b" ", data[position:]))
    return b"".join(kept)
