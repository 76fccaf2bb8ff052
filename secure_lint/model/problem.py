"""What could not be analysed.

A file that cannot be read, decoded or parsed becomes a `Problem` in the result, so that no gap is silent.
"""

from __future__ import annotations

import enum

import msgspec

from secure_lint.model.span import Span


class Stage(enum.Enum):
    """Where in the way of the data the problem arose."""

    DISCOVER = "discover"
    READ = "read"
    LINK = "link"
    FLOW = "flow"
    REPORT = "report"


class Problem(msgspec.Struct, frozen=True):
    """One thing that was not analysed, or only in part. ``partial`` means that the rest of the file was."""

    path: str
    message: str
    stage: Stage
    span: Span | None = None
    partial: bool = False
