"""String literals and comments of source code, for languages that no front end reads yet.

One scan finds all string literals of a file and skips comments; code between them is cut into tokens only where a
caller asks for it.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

# Every alternative begins with a plain sign, so that the search leaps from one such sign to the next.
_BLOCK = rb"/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z)"
_SLASHES = rb"//(?<![:\w]//)[^\n]*"
_HASH = rb"#[^\n]*"
_DASHES = rb"--[^\n]*"
_DOUBLE = rb"\"[^\"\\\n]*(?:\\[\s\S][^\"\\\n]*)*\""
_SINGLE = rb"'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'"
_BACKTICK = rb"`[^`\\]*(?:\\[\s\S][^`\\]*)*`"
_TRIPLE_DOUBLE = rb"\"\"\"[^\"\\]*(?:(?:\\[\s\S]|\"(?!\"\"))[^\"\\]*)*(?:\"\"\"|\Z)"
_TRIPLE_SINGLE = rb"'''[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*(?:'''|\Z)"
_VERBATIM = rb"@\$?\"[^\"]*(?:\"\"[^\"]*)*\"|\$@\$?\"[^\"]*(?:\"\"[^\"]*)*\""
_RAW_BACKTICK = rb"`[^`]*`"
_CHARACTER = rb"'(?:\\.[^'\n]{0,8}|[^'\\\n])'"
_SQL_STRING = rb"'[^'\n]*(?:''[^'\n]*)*'"

_TOKEN = re.compile(
    rb"[A-Za-z_$][\w$]*|\d[\w.]*|===|!==|==|!=|:=|\?\?=|\?=|\+=|\?\?|\|\||&&|->|=>|\?\.|\?:|::|<-|[^\s\w]"
)
WORD_BYTES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$"
_CHUNK = 28
_FARTHEST = 900
_MOST_BEFORE = 64
_LONGEST_WORD = 100


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
            "python": ".py .pyi .pyw .pyx .kv",
            "php": ".php .phtml .inc",
            "groovy": ".groovy .gradle .jenkinsfile",
            "hash": ".rb .rake .erb .ex .exs .pl .pm .r .jl .cr .nim .coffee .sh .bash .zsh .fish .ps1 .cmake .podspec",
            "terraform": ".tf .tfvars .hcl .nix",
            "sql": ".sql .lua",
            "json": ".json .json5 .jsonc .arb .webmanifest .ipynb .har",
        }.items()
        for suffix in suffixes.split()
    }
)
"""Lexical style by the ending of a file's name."""

STYLE_BY_NAME: Mapping[str, str] = MappingProxyType(
    {
        "podfile": "hash",
        "fastfile": "hash",
        "appfile": "hash",
        "matchfile": "hash",
        "gemfile": "hash",
        "rakefile": "hash",
        "jenkinsfile": "groovy",
        "vagrantfile": "hash",
    }
)
"""Lexical style by the whole name of a file, in lower case."""


_UNQUOTED = (".sh", ".bash", ".zsh", ".fish", ".tfvars")


def may_be_unquoted(path: str) -> bool:
    """Whether a value in this kind of source code may stand without quotes."""
    return path.lower().endswith(_UNQUOTED)


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
        self.indented = style == "python"
        self.keyed = style == "json"
        self._doubles = style == "csharp"
        self.adjacent = style in ("python", "dart", "c")
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

    def comment_start(self, offset: int, least: int) -> int:
        """``offset``, or the start of the comment that holds it, but not before ``least``."""
        index = bisect.bisect_right(self._comment_starts, offset) - 1
        if index >= 0 and offset < self.comments[index][1]:
            return max(least, self.comments[index][0])
        return offset

    def containing(self, offset: int) -> int | None:
        """Index of the string that holds ``offset``."""
        index = bisect.bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self.strings[index].outer_end else None

    def follows(self, string: StringToken, signs: tuple[bytes, ...]) -> bool:
        """Whether one of ``signs`` stands before a string, up to a few blanks."""
        start = string.outer_start
        nearest = self.data[start - 1 : start]
        if nearest in signs or not nearest.isspace():
            return nearest in signs
        return self.data[max(0, start - 24) : start].rstrip().endswith(signs)

    def callee(self, string: StringToken) -> bytes:
        """The word before the bracket right before a string; empty when there is none."""
        before = self.data[max(0, string.outer_start - _LONGEST_WORD) : string.outer_start].rstrip()
        if not before.endswith(b"("):
            return b""
        before = before[:-1].rstrip()
        return before[len(before.rstrip(WORD_BYTES)) :]

    def is_docstring(self, string: StringToken) -> bool:
        """Whether a string is documentation: a statement of its own in a language that documents so."""
        line_start = self.data.rfind(b"\n", 0, string.outer_start) + 1
        triple = string.start - string.outer_start >= 3
        return self.indented and triple and not self.data[line_start : string.outer_start].strip()

    def word_start(self, offset: int) -> int:
        """Where the word starts that holds ``offset``."""
        before = self.data[max(0, offset - _LONGEST_WORD) : offset]
        return offset - len(before) + len(before.rstrip(WORD_BYTES))

    def text(self, string: StringToken) -> str:
        """The content of a string literal, escapes as written; a doubled quote reads like an escaped one."""
        content = self.data[string.start : string.end]
        if self._doubles and self.data[string.outer_start : string.start].find(b"@") >= 0:
            content = content.replace(b'""', b'\\"')
        return content.decode("utf-8", "replace")

    def before(self, offset: int) -> Backward:
        """The tokens before ``offset``, nearest first; comments are left out."""
        return Backward(self, offset)

    def after(self, offset: int, limit: int = 12) -> list[Token]:
        """Up to ``limit`` tokens from ``offset`` on, nearest first."""
        found: list[Token] = []
        index, start = self.index_at(offset), offset
        while True:
            end = self.strings[index].outer_start if index < len(self.strings) else len(self.data)
            for token in self._walk(start, min(end, offset + _FARTHEST)):
                found.append(token)
                if len(found) == limit:
                    return found
            if index >= len(self.strings) or end > offset + _FARTHEST:
                return found
            found.append(self.token(index))
            if len(found) == limit:
                return found
            start = self.strings[index].outer_end
            index += 1

    def token(self, index: int) -> Token:
        """The string at ``index`` as a token."""
        string = self.strings[index]
        return Token(self.text(string), string.outer_start, string.outer_end, True)

    def gap(self, start: int, end: int) -> list[Token]:
        """The tokens of code in ``[start, end)``, in order, without comments."""
        return list(self._walk(start, end))

    def _walk(self, start: int, end: int) -> Iterator[Token]:
        """The tokens of ``gap``, cut one by one."""
        index = max(0, bisect.bisect_right(self._comment_starts, start) - 1)
        while start < end:
            while index < len(self.comments) and self.comments[index][1] <= start:
                index += 1
            opens, closes = self.comments[index] if index < len(self.comments) else (end, end)
            for match in _TOKEN.finditer(self.data, start, min(opens, end)):
                yield Token(match.group().decode("utf-8", "replace"), match.start(), match.end())
            start = closes


class Backward:
    """The tokens before an offset, nearest first, cut only as far as a reader asks for them."""

    __slots__ = ("_end", "_index", "_lexed", "_limit", "_tokens")

    def __init__(self, lexed: Lexed, offset: int) -> None:
        self._lexed = lexed
        self._end = offset
        self._index = lexed.index_at(offset) - 1
        self._limit = max(0, offset - _FARTHEST)
        self._tokens: list[Token] = []

    def __getitem__(self, at: int) -> Token:
        if not self.has(at):
            raise IndexError(at)
        return self._tokens[at]

    def has(self, at: int) -> bool:
        """Whether there is a token at this distance."""
        while len(self._tokens) <= at:
            if at >= _MOST_BEFORE or self._end <= self._limit or not self._extend():
                return False
        return True

    def on_one_line(self, at: int) -> bool:
        """Whether the token at this distance and the one before it in the text stand on the same line."""
        return self.has(at + 1) and b"\n" not in self._lexed.data[self[at + 1].end : self[at].start]

    def _extend(self) -> bool:
        """Cut the next stretch of code, or take the next string; false at the start of the file."""
        lexed = self._lexed
        start = lexed.strings[self._index].outer_end if self._index >= 0 else 0
        if self._end > start:
            least = max(start, self._end - _FARTHEST)
            blank = lexed.data.rfind(b" ", least, max(least, self._end - _CHUNK))
            from_here = lexed.comment_start(least if blank < 0 else blank, least)
            self._tokens.extend(reversed(lexed.gap(from_here, self._end)))
            self._end = from_here
            return True
        if self._index < 0:
            return False
        self._tokens.append(lexed.token(self._index))
        self._end = lexed.strings[self._index].outer_start
        self._index -= 1
        return True


def _string_token(data: bytes, start: int, end: int) -> StringToken:
    """Strip the quotes, single or triple, verbatim or not."""
    opening = start
    while data[opening] in b"$@":
        opening += 1
    width = 3 if end - opening >= 6 and data[opening : opening + 3] == bytes([data[opening]]) * 3 else 1
    closing = end - width if data[end - width : end] == data[opening : opening + width] else end
    return StringToken(opening + width, max(opening + width, closing), start, end)
