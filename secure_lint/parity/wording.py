"""Limits in words, and in the words of a framework."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from secure_lint.knowledge.limit_words import Dialect
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.limits import Limit
from secure_lint.parity.fields import ServerField

LONGEST_SHOWN: Final = 60
"""A longer pattern is not written out in a message."""

_SAID: Final = {
    "shortest": "at least {value} characters",
    "longest": "at most {value} characters",
    "least": "at least {value}",
    "most": "at most {value}",
    "pattern": "texts like `{value}`",
    "form": "{value}",
}
_RANGES: Final = {"longest": "{least} to {most} characters", "most": "{least} to {most}"}
_EXACT: Final = {"longest": "exactly {most} characters", "most": "{most}"}
_FORMS: Final = {
    "email": "an e-mail address",
    "url": "an address",
    "uuid": "a UUID",
    "digits": "digits",
    "date": "a date",
    "choice": "one of a list",
}
_A_PATTERN: Final = "texts of a certain form"


def in_words(limits: Sequence[Limit]) -> str:
    """Limits as a message says them; empty when there are none."""
    told = [one for one in limits if one.kind in _SAID and (one.kind, one.value) != ("shortest", 1)]
    values = {one.kind: one.value for one in told}
    ranges = {
        upper: (_EXACT if values[lower] == values[upper] else _RANGES)[upper].format(
            least=values[lower], most=values[upper]
        )
        for lower, upper in (("shortest", "longest"), ("least", "most"))
        if lower in values and upper in values
    }
    lower = {"shortest" if upper == "longest" else "least" for upper in ranges}
    shown = [ranges.get(one.kind) or _said(one) for one in told if one.kind not in lower]
    return " and ".join(dict.fromkeys(shown))


def _said(limit: Limit) -> str:
    if limit.kind == "pattern" and len(str(limit.value)) > LONGEST_SHOWN:
        return _A_PATTERN
    return _SAID[limit.kind].format(value=_FORMS.get(str(limit.value), limit.value))


def written_as(program: Program, index: ModelIndex, field: ServerField, limits: Sequence[Limit]) -> str:
    """The limits as the framework of a field of the server writes them; empty when nothing is known of that."""
    module = program.modules.get(field.location.path)
    dialects = _dialects(program, index, field, module.language) if module is not None else ()
    words = next(iter(dialects), None)
    if words is None:
        return ""
    lines = (words.written[one.kind].format(value=one.value) for one in limits if one.kind in words.written)
    return ", ".join(dict.fromkeys(lines))


def _dialects(program: Program, index: ModelIndex, field: ServerField, language: str) -> Iterator[Dialect]:
    """The dialects of a language that a field may be written in: those of what its class extends, then others."""
    words = [one.limits for one in index.models if language in one.languages and one.limits is not None]
    for dialect in (dialect for one in words for dialect in one.dialects):
        if field.type is not None and (not dialect.of_types or index.is_a(program, field.type, dialect.of_types)):
            yield dialect
