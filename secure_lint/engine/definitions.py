"""Finding where the text of a file declares a type or defines a constant, before the file is parsed."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from secure_lint.screen.words import Hit

_TYPE: Final = re.compile(rb"\b(?:class|object|interface|enum|record|struct)\s++\Z")
_LONGEST_KEYWORD: Final = 24
_VALUE: Final = re.compile(rb"\s*+(?::[^=\n]*+)?=(?!=)")
_CONSTANT: Final = re.compile(
    rb"(?:\A|[\n;{])[ \t]*+(?:(?:export|const|let|var|val|internal|public|static|final|String)\s++)*+\Z"
)
_LONGEST_MODIFIERS: Final = 60


class Definitions(msgspec.Struct, frozen=True):
    """Simple names of types, and of constants, whose definitions are looked for."""

    types: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """All names."""
        return self.types | self.constants

    def at(self, data: bytes, hit: Hit) -> bool:
        """Whether one of them is defined where the text holds its name."""
        if hit.word in self.types and _TYPE.search(data[max(hit.offset - _LONGEST_KEYWORD, 0) : hit.offset]):
            return True
        if hit.word not in self.constants or not _VALUE.match(data, hit.offset + len(hit.word.encode())):
            return False
        return _CONSTANT.search(data[max(hit.offset - _LONGEST_MODIFIERS, 0) : hit.offset]) is not None
