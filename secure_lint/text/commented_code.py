"""Code that stands in comments, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HASH = re.compile(rb"(?m)^[ \t]*#+[ \t]*([^\n]*)$")
_SLASHES = re.compile(rb"(?m)^[ \t]*//+[ \t]*([^\n]*)$")
_BLOCK = re.compile(rb"/\*.*?\*/", re.DOTALL)
_CODE = re.compile(r"^@[\w.]+|[\w\])]\(.*[),;{:]\s*\Z")


def commented_code(data: bytes, *, hashes: bool) -> Iterator[tuple[int, str]]:
    """The lines in comments that read like code, with their 1-based numbers; ``hashes`` for ``#`` comments.

    Told by the comment marks alone: what a string holds that looks like a comment line counts as one.
    """
    for start, raw in _lines(data, hashes=hashes):
        text = raw.decode("utf-8", "replace").strip().lstrip("* \t").removesuffix("*/").strip()
        if _CODE.search(text):
            yield data.count(b"\n", 0, start) + 1, text


def _lines(data: bytes, *, hashes: bool) -> Iterator[tuple[int, bytes]]:
    if hashes:
        yield from ((match.start(1), match.group(1)) for match in _HASH.finditer(data))
        return
    yield from ((match.start(1), match.group(1)) for match in _SLASHES.finditer(data))
    for block in _BLOCK.finditer(data):
        offset = block.start()
        for line in block.group().split(b"\n"):
            yield offset, line.removeprefix(b"/*")
            offset += len(line) + 1
