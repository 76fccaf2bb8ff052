"""Brackets and branches of generated JavaScript."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

import msgspec

from secure_lint.formats.outsystems.bundle.literals import Token, tokens

Range = tuple[int, int]
"""Characters from the first up to the second."""


class Branch(msgspec.Struct, frozen=True):
    """An ``if`` with the ranges of its parts; ``otherwise`` is empty when there is no ``else``."""

    start: int
    condition: Range
    then: Range
    otherwise: Range
    end: int


class Structure:
    """Matching brackets and branches of a text; time is linear in its length."""

    def __init__(self, text: str) -> None:
        self._tokens = list(tokens(text))
        self._number = {token.start: number for number, token in enumerate(self._tokens)}
        self._closing = self._match_brackets()
        self._branches = tuple(self._find_branches())
        self._starts = [branch.start for branch in self._branches]

    def closing(self, opening: int) -> int:
        """Where the bracket that opens there closes; its own place when it does not."""
        return self._closing.get(opening, opening)

    def branches_in(self, start: int, end: int) -> Iterator[Branch]:
        """The outermost branches that lie in a range."""
        number = bisect.bisect_left(self._starts, start)
        while number < len(self._branches) and self._branches[number].start < end:
            branch = self._branches[number]
            if branch.end <= end:
                yield branch
                number = bisect.bisect_left(self._starts, branch.end)
            else:
                number += 1

    def _match_brackets(self) -> dict[int, int]:
        found: dict[int, int] = {}
        opened: list[int] = []
        for token in self._tokens:
            if token.kind == "mark" and token.text in "({[":
                opened.append(token.start)
            elif token.kind == "mark" and token.text in ")}]" and opened:
                found[opened.pop()] = token.start
        return found

    def _after(self, start: int) -> Token | None:
        """The token behind the one that starts there."""
        number = self._number.get(start, len(self._tokens)) + 1
        return self._tokens[number] if number < len(self._tokens) else None

    def _block(self, token: Token | None) -> Range | None:
        """The range of a block that begins with the token."""
        if token is None or token.text != "{" or token.start not in self._closing:
            return None
        return token.start + 1, self._closing[token.start]

    def _find_branches(self) -> Iterator[Branch]:
        for token in self._tokens:
            if token.text != "if":
                continue
            opening = self._after(token.start)
            if opening is None or opening.text != "(" or opening.start not in self._closing:
                continue
            closing = self._closing[opening.start]
            then = self._block(self._after(closing))
            if then is None:
                continue
            otherwise, end = (then[1], then[1]), then[1]
            word = self._after(end)
            block = self._block(self._after(word.start)) if word is not None and word.text == "else" else None
            if block is not None:
                otherwise, end = block, block[1]
            yield Branch(token.start, (opening.start + 1, closing), then, otherwise, end + 1)
