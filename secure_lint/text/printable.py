"""Text of scanned files made safe to print.

A scanned file may hold control characters that would move the cursor or rewrite the terminal.
"""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_TAB_WIDTH = 4


def printable(text: str) -> str:
    """``text`` on one line, with control and direction characters replaced one for one."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " "))


def printable_code(line: str) -> str:
    """A line of code for display; a tab becomes four blanks."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", line.replace("\t", " " * _TAB_WIDTH))


def display_offset(line: str, offset: int) -> int:
    """Where the character ``offset`` of ``line`` stands in ``printable_code(line)``."""
    return offset + line.count("\t", 0, offset) * (_TAB_WIDTH - 1)
