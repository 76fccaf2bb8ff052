"""The evidence for a verdict while it is weighed; it becomes sentences only for the verdict that is given."""

from __future__ import annotations

import functools
from typing import NamedTuple

from secure_lint.sensitivity.classification import Reason
from secure_lint.sensitivity.matcher import Meaning


class Ground(NamedTuple):
    """One piece of evidence: its kind, and a sentence with a gap for a word or for the names of contexts.

    With a meaning the sentence is the term, and says what it names.
    """

    kind: str
    sentence: str
    about: str | frozenset[str] | Meaning = ""


Grounds = tuple[Ground, ...]


def reasons(grounds: Grounds) -> tuple[Reason, ...]:
    """Write the evidence out for people."""
    return tuple(Reason(ground.kind, _sentence(ground)) for ground in grounds)


def _sentence(ground: Ground) -> str:
    about = ground.about
    if isinstance(about, Meaning):
        return f"{ground.sentence!r} ({about.language}) names {about.data_type.title.lower()}"
    if isinstance(about, str):
        return ground.sentence.format(repr(about)) if about else ground.sentence
    return ground.sentence.format(_listing(about))


@functools.lru_cache(maxsize=1000)
def _listing(contexts: frozenset[str]) -> str:
    return ", ".join(sorted(contexts)).replace("_", " ")
