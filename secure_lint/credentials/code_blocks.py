"""Blocks of code that are no part of the product: samples of a screen for the editor, tests beside what they test."""

from __future__ import annotations

import re

from secure_lint.credentials.lexical import Lexed, style_of
from secure_lint.text.source import SourceText

_BRACES = re.compile(rb"[{}]")
_FARTHEST_BRACE = 400
"""Bytes after an opening within which its block begins."""


class CodeBlocks:
    """Finds the blocks by what ``rules/credentials`` says opens one."""

    def __init__(self, openings: tuple[str, ...]) -> None:
        self._opening = re.compile("|".join(openings).encode())

    def within(self, source: SourceText) -> list[tuple[int, int]]:
        """Byte ranges of the blocks of a file, in order."""
        style = style_of(source.path)
        if style is None or self._opening.search(source.data) is None:
            return []
        lexed = Lexed(source.data, style)
        blocks: list[tuple[int, int]] = []
        for match in self._opening.finditer(source.data):
            start = match.start()
            if (blocks and start < blocks[-1][1]) or lexed.in_comment(start) or lexed.containing(start) is not None:
                continue
            end = _end_of_block(lexed, match.end())
            if end:
                blocks.append((start, end))
        return blocks


def _end_of_block(lexed: Lexed, offset: int) -> int:
    """The end of the first block in braces after ``offset``; 0 when there is none near."""
    depth = 0
    for match in _BRACES.finditer(lexed.data, offset):
        at = match.start()
        if depth == 0 and at > offset + _FARTHEST_BRACE:
            return 0
        if lexed.containing(at) is not None or lexed.in_comment(at):
            continue
        depth += 1 if match.group() == b"{" else -1
        if depth <= 0:
            return match.end() if depth == 0 else 0
    return len(lexed.data) if depth else 0
