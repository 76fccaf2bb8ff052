"""The fix ``replace-scheme`` as far as it is the same in all languages: an address that stands in a literal."""

from __future__ import annotations

import re

from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.fix import Replacement
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*")
_OPENING = re.compile(r"""[a-zA-Z]{0,2}(?P<quote>\"{3}|'{3}|["'`])""")
_QUOTES = "\"'`"
_GOES_ON = ("+", "%", ".", '"', "'")
"""What can follow a literal that is only the beginning of a longer text."""


def scheme_replacement(source: SourceText, place: Span, entry: AutomaticFix) -> Replacement | None:
    """The replacement of the scheme of the address at ``place``; ``None`` when no literal stands there that matches.

    A literal with a known end must match as a whole. One that goes on, in a template or an expression, must match
    before its end, since nobody knows how the last word of it ends.
    """
    start, end = source.offset(place.start_line, place.start_column), source.offset(place.end_line, place.end_column)
    text, first, last = source.text_between(start, end), 0, end - start
    opening = _OPENING.match(text)
    if opening is not None:
        if not text.endswith(opening["quote"]) or len(text) < opening.end() + len(opening["quote"]):
            return None
        first, last = opening.end(), len(text) - len(opening["quote"])
    literal = text[first:last]
    behind = source.text_between(end, end + 80)
    closed = opening is not None or behind[:1] in _QUOTES
    goes_on = not closed or behind.lstrip(_QUOTES if opening is None else "").lstrip().startswith(_GOES_ON)
    return _replacement(source, start + len(text[:first].encode()), literal, entry, goes_on=goes_on)


def _replacement(
    source: SourceText, start: int, literal: str, entry: AutomaticFix, *, goes_on: bool
) -> Replacement | None:
    scheme = _SCHEME.match(literal)
    match = re.match(entry.matches or "", literal)
    if scheme is None or match is None or (goes_on and match.end() == len(literal)):
        return None
    secure = entry.values.get(scheme[0].lower())
    return None if secure is None else Replacement(source.span(start, start + len(scheme[0])), secure)
