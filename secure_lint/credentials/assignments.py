"""What every reader of code and configuration yields for the generic model: a value, and what it is given to."""

from __future__ import annotations

import enum
from typing import Protocol

import msgspec

from secure_lint.model.span import Span
from secure_lint.text.source import SourceText


class Form(enum.Enum):
    """How a value is given to a name."""

    ASSIGNMENT = "assignment"
    MEMBER = "member"
    ENTRY = "entry"
    ARGUMENT = "argument"
    LABEL = "label"
    CONSUMER = "consumer"
    COMPARISON = "comparison"
    RETURN = "return"
    COMPILED = "compiled"
    SETTING = "setting"
    PART = "part"
    QUERY = "query"
    TEXT = "text"
    ARRAY = "array"


class Assignment(msgspec.Struct, frozen=True):
    """A literal value and the name it is given to.

    ``place`` is where the value stands: a span, or byte offsets into the file. ``purpose`` is set when a call that
    takes the value says what it is for. ``holder`` is the constant through which the value gets there, if it does not
    stand there itself. ``qualified`` is the whole of a dotted name of which ``name`` is the last part.
    """

    name: str
    value: str
    place: Span | tuple[int, int]
    form: Form
    purpose: str = ""
    holder: str = ""
    qualified: str = ""

    def span_in(self, source: SourceText) -> Span:
        """Where the value stands in its file."""
        return self.place if isinstance(self.place, Span) else source.span(*self.place)


class NamedPredicate(Protocol):
    """Whether a name may be one of a credential, so that its value is worth a look."""

    def __call__(self, name: str) -> bool:
        """Answer for one name."""
