"""Line hashes by which code scanning services recognise a result after its line has moved.

The value is the one that GitHub's upload action computes for ``partialFingerprints.primaryLocationLineHash``
(https://github.com/github/codeql-action, ``src/fingerprints.ts``): a polynomial hash of the 100 UTF-16 units from the
start of the line, blanks and tabs left out, line ends normalised to line feed, the file closed by the unit 65535 and
filled with zeros; then a count that tells equal hashes of one file apart.
"""

from __future__ import annotations

import array
import itertools
import re
import sys

_BLOCK = 100
_FACTOR = 37
_MASK = (1 << 64) - 1
_FACTOR_TO_BLOCK = pow(_FACTOR, _BLOCK, 1 << 64)
_END_OF_FILE = 0xFFFF
_LINE_FEED = 10
_UTF_16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"
_LINE_END = re.compile(r"\r\n?")
_BLANK = re.compile(r"[ \t]+")


def line_hashes(text: str) -> list[str]:
    """The hash of every line of ``text``, as ``hexadecimal:count``; line n is at index n - 1."""
    units = array.array("H", _BLANK.sub("", _LINE_END.sub("\n", text)).encode(_UTF_16, "surrogatepass"))
    units.append(_END_OF_FILE)
    starts = [0, *(position + 1 for position, unit in enumerate(units) if unit == _LINE_FEED)]
    units.extend([0] * _BLOCK)
    prefix = list(itertools.accumulate(units, lambda value, unit: (value * _FACTOR + unit) & _MASK, initial=0))
    seen: dict[int, int] = {}
    hashes = []
    for start in starts:
        value = (prefix[start + _BLOCK] - prefix[start] * _FACTOR_TO_BLOCK) & _MASK
        seen[value] = seen.get(value, 0) + 1
        hashes.append(f"{value:x}:{seen[value]}")
    return hashes
