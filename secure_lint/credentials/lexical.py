"""String literals and comments of source code, for languages that no front end reads yet.

One scan finds all string literals of a file and skips comments; code between them is cut into tokens only where a
caller asks for it.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

_BLOCK = rb"/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z)"
_SLASHES = rb"(?<![:\w])//[^\n]*"
_HASH = rb"#[^\n]*"
_DASHES = rb"--[^\n]*"
_DOUBLE = rb"\"[^\"\\\n]*(?:\\[\s\S][^\"\\\n]*)*\""
_SINGLE = rb"'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'"
_BACKTICK = rb"`[^`\\]*(?:\\[\s\S][^`\\]*)*`"
_TRIPLE_DOUBLE = rb"\"\"\"[^\"\\]*(?:(?:\\[\s\S]|\"(?!\"\"))[^\"\\]*)*(?:\"\"\"|\Z)"
_TRIPLE_SINGLE = rb"'''[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*(?:'''|\Z)"
_VERBATIM = rb"\$?@\$?\"[^\"]*(?:\"\"[^\"]*)*\""
_RAW_BACKTICK = rb"`[^`]*`"
_CHARACTER = rb"'(?:\\.[^'\n]{0,8}|[^'\\\n])'"
_SQL_STRING = rb"'[^'\n]*(?:''[^'\n]*)*'"

_TOKEN = re.compile(
    rb"[A-Za-z_$][\w$]*|\d[\w.]*|===|!==|==|!=|:=|\?\?=|\?=|\+=|\?\?|\|\||&&|->|=>|\?\.|\?:|::|<-|[^\s\w]"
)
_LONGEST_GAP = 240


class StringToken(msgspec.Struct, frozen=True, gc=False):
    """A string literal; ``[start, end)`` is its text without quotes, ``[outer_start, outer_end)`` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word, sign or string of code. ``string`` is set for string literals, whose ``text`` is their content."""

    text: str
    start: int
    end: int
    string: bool = False


def _styles() -> dict[str, bytes]:
    c_like = (_BLOCK, _SLASHES, _TRIPLE_DOUBLE, _DOUBLE, _CHARACTER)
    script = (_BLOCK, _SLASHES, _DOUBLE, _SINGLE, _BACKTICK)
    styles = {
        "c": c_like,
        "script": script,
        "go": (_BLOCK, _SLASHES, _DOUBLE, _CHARACTER, _RAW_BACKTICK),
        "dart": (_BLOCK, _SLASHES, _TRIPLE_DOUBLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE),
        "csharp": (_BLOCK, _SLASHES, _TRIPLE_DOUBLE, _VERBATIM, _DOUBLE, _CHARACTER),
        "python": (_HASH, _TRIPLE_DOUBLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE),
        "php": (_BLOCK, _SLASHES, _HASH, _DOUBLE, _SINGLE),
        "groovy": (_BLOCK, _SLASHES, _TRIPLE_DOUBLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE),
        "hash": (_HASH, _DOUBLE, _SINGLE),
        "terraform": (_BLOCK, _SLASHES, _HASH, _DOUBLE),
        "sql": (_BLOCK, _DASHES, _SQL_STRING, _DOUBLE),
        "json": (_BLOCK, _DOUBLE),
    }
    return {name: b"|".join(parts) for name, parts in styles.items()}


_PATTERNS: Mapping[str, bytes] = MappingProxyType(_styles())

STYLE_BY_SUFFIX: Mapping[str, str] = MappingProxyType(
    {
        suffix: style
        for style, suffixes in {
            "c": ".c .cc .cpp .cxx .h .hh .hpp .m .mm .java .kt .kts .swift .scala .rs .proto .sol .aidl .v",
            "script": ".js .jsx .ts .tsx .mjs .cjs .mts .cts .vue .svelte .es6",
            "go": ".go",
            "dart": ".dart",
            "csharp": ".cs .csx .cshtml .razor",
            "python": ".py .pyi .pyw .pyx",
            "php": ".php .phtml .inc",
            "groovy": ".groovy .gradle .jenkinsfile",
            "hash": ".rb .rake .erb .ex .exs .pl .pm .r .jl .cr .nim .coffee .sh .bash .zsh .fish .ps1 .psm1 .cmake .podspec",
            "terraform": ".tf .tfvars .hcl .nix",
            "sql": ".sql .lua",
            "json": ".json .json5 .jsonc .arb .webmanifest .ipynb .har",
        }.items()
        for suffix in suffixes.split()
    }
)
"""Lexical style by the ending of a file's name."""

STYLE_BY_NAME: Mapping[str, str] = MappingProxyType(
    {"podfile": "hash", "fastfile": "hash", "appfile": "hash", "matchfile": "hash", "gemfile": "hash", "rakefile": "hash",
     "jenkinsfile": "groovy", "vagrantfile": "hash"}
)
"""Lexical style by the whole name of a file, in lower case."""


def style_of(path: str) -> str | None:
    """The lexical style of a file, or ``None`` when it is not known to be source code."""
    name = path.rpartition("/")[2].lower()
    dot = name.rfind(".")
    return STYLE_BY_NAME.get(name) or (STYLE_BY_SUFFIX.get(name[dot:]) if dot >= 0 else None)


@functools.cache
def _pattern(style: str) -> re.Pattern[bytes]:
    return re.compile(_PATTERNS[style])


class Lexed:
    """The string literals of a file in order, and the tokens around them on demand."""

    def __init__(self, data: bytes, style: str) -> None:
        self.data = data
        self.strings: list[StringToken] = []
        self.comments: list[tuple[int, int]] = []
        for match in _pattern(style).finditer(data):
            start, end = match.span()
            first = data[start]
            if first in b"\"'`$@":
                self.strings.append(_string_token(data, start, end))
            else:
                self.comments.append((start, end))
        self._starts = [token.outer_start for token in self.strings]
        self._comment_starts = [start for start, _ in self.comments]

    def index_at(self, offset: int) -> int:
        """Index of the first string that starts at or after ``offset``."""
        return bisect.bisect_left(self._starts, offset)

    def in_comment(self, offset: int) -> bool:
        """Whether ``offset`` lies in a comment."""
        index = bisect.bisect_right(self._comment_starts, offset) - 1
        return index >= 0 and offset < self.comments[index][1]

    def containing(self, offset: int) -> int | None:
        """Index of the string that holds ``offset``."""
        index = bisect.bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self.strings[index].outer_end else None

    def before(self, offset: int, limit: int = 48) -> list[Token]:
        """Up to ``limit`` tokens before ``offset``, nearest first; comments are left out."""
        found: list[Token] = []
        index, end = self.index_at(offset) - 1, offset
        while len(found) < limit:
            start = self.strings[index].outer_end if index >= 0 else 0
            found.extend(reversed(self._gap(max(start, end - _LONGEST_GAP), end)))
            if index < 0 or end - start > _LONGEST_GAP:
                break
            found.append(self.token(index))
            end = self.strings[index].outer_start
            index -= 1
        return found[:limit]

    def after(self, offset: int, limit: int = 12) -> list[Token]:
        """Up to ``limit`` tokens from ``offset`` on, nearest first."""
        found: list[Token] = []
        index, start = self.index_at(offset), offset
        while len(found) < limit:
            end = self.strings[index].outer_start if index < len(self.strings) else len(self.data)
            found.extend(self._gap(start, min(end, start + _LONGEST_GAP)))
            if index >= len(self.strings) or end - start > _LONGEST_GAP:
                break
            found.append(self.token(index))
            start = self.strings[index].outer_end
            index += 1
        return found[:limit]

    def token(self, index: int) -> Token:
        """The string at ``index`` as a token."""
        string = self.strings[index]
        return Token(self.data[string.start : string.end].decode("utf-8", "replace"), string.outer_start, string.outer_end, True)

    def _gap(self, start: int, end: int) -> list[Token]:
        first = bisect.bisect_right(self._comment_starts, start) - 1
        tokens: list[Token] = []
        position = start
        for index in range(max(first, 0), len(self.comments)):
            opens, closes = self.comments[index]
            if opens >= end:
                break
            if closes > position:
                tokens.extend(self._tokens(position, max(position, opens)))
                position = closes
        tokens.extend(self._tokens(position, end))
        return tokens

    def _tokens(self, start: int, end: int) -> list[Token]:
        return [
            Token(match.group().decode("utf-8", "replace"), match.start(), match.end())
            for match in _TOKEN.finditer(self.data, start, end)
        ]


def _string_token(data: bytes, start: int, end: int) -> StringToken:
    """Strip the quotes, single or triple, verbatim or not."""
    opening = start
    while data[opening] in b"$@":
        opening += 1
    width = 3 if end - opening >= 6 and data[opening : opening + 3] == bytes([data[opening]]) * 3 else 1
    closing = end - width if data[end - width : end] == data[opening : opening + width] else end
    return StringToken(opening + width, max(opening + width, closing), start, end)
