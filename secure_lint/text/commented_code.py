"""Code that stands in comments, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 400
"""A line with more characters is no line of code that somebody has put in a comment."""

_HASH = re.compile(rb"[ \t]*#+[ \t]*")
_SLASHES = re.compile(rb"[ \t]*//+[ \t]*")
_OPENS, _CLOSES = b"/*", b"*/"
_CODE = re.compile(r"^@[\w.]+|[\w\])]\(.*[),;{:]\s*\Z")


def commented_code(data: bytes, *, hashes: bool) -> Iterator[tuple[int, str]]:
    """The lines in comments that read like code, with their 1-based numbers; ``hashes`` for ``#`` comments.

    Told by the comment marks alone: what a string holds that looks like a comment line counts as one.
    """
    for number, raw in _lines(data, hashes=hashes):
        if len(raw) <= LONGEST:
            text = raw.decode("utf-8", "replace").strip().lstrip("* \t").removesuffix("*/").strip()
            if _CODE.search(text):
                yield number, text


def _lines(data: bytes, *, hashes: bool) -> Iterator[tuple[int, bytes]]:
    """The texts of comments that fill their lines, and of each line of comments between marks that are closed."""
    mark = _HASH if hashes else _SLASHES
    last_close = -1 if hashes else data.rfind(_CLOSES)
    inside, offset = False, 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        marked = None if inside else mark.match(line)
        if marked is not None:
            yield number, line[marked.end() :]
        elif offset <= last_close:
            for start, end in _between_marks(line, inside=inside):
                inside = end is None
                if not inside or offset + len(line) <= last_close:
                    yield number, line[start:end]
        offset += len(line) + 1


def _between_marks(line: bytes, *, inside: bool) -> Iterator[tuple[int, int | None]]:
    """Where comments start and end in a line; ``None`` for one that goes on in the next."""
    start = 0 if inside else _after(line, _OPENS, 0)
    while start is not None:
        end = line.find(_CLOSES, start)
        yield start, end if end >= 0 else None
        start = _after(line, _OPENS, end + len(_CLOSES)) if end >= 0 else None


def _after(line: bytes, mark: bytes, start: int) -> int | None:
    found = line.find(mark, start)
    return found + len(mark) if found >= 0 else None
