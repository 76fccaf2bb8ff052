"""Constants of one file of source code: which string a name holds at a place."""

from __future__ import annotations

import re

from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.code_names import TYPES, NameReader, is_word
from secure_lint.credentials.lexical import WORD_BYTES, Backward, Lexed, StringToken, Token

_GIVEN = re.compile(
    rb"(?:\s{0,20}(?:\??:\s{0,20}[\w<>\[\]?.]{1,40})?\s{0,20}:?=(?![=>])"
    rb"|\s{0,20}[,)](?=[^\n;]{0,120}[{:][ \t]{0,20}(?:\n|$))|\s{0,20}[,)]\s{0,20}=>)"
)
_TAKEN = re.compile(rb"=[ \t]*+([A-Za-z_][\w.]*+)[ \t]*+(?=[;,)\n\r]|\Z)")
_TAKER = re.compile(rb"\b([A-Za-z_]\w{0,80})[ \t]{0,8}(?::[ \t]{0,4}[\w<>\[\]?.]{1,40}[ \t]{0,4})?:?\Z")
"""What stands after and before the sign of an assignment of one name to another."""
_CHANGED = re.compile(rb"\s{0,80}(?:[+%\[]|\.\s{0,80}(\w{1,80}))")
"""What follows a literal that is no value by itself: a sign that makes another one of it, or a member."""

_PARAMETER = re.compile(rb"[(,]\s*(?:[\w<>\[\]?.@]+[ \t]+){0,3}\Z")
_BRACES = re.compile(rb"[{}]")
_LONGEST_NAME, _NEAR = 80, 120
_SIGNS_BEFORE_TYPES = b":/*"
"""Signs after which a word is a type; a comment may end with the others."""

_FARTHEST = 100_000
_FARTHEST_TAKER = 160
_MOST_DEFINITIONS = 200
"""A name that is given a value more often than this is no constant."""


class Constants:
    """Names that are assigned a lone string literal."""

    def __init__(self, lexed: Lexed, calls: CallModel) -> None:
        self._lexed = lexed
        self._calls = calls
        self._literals: dict[str, dict[int, int]] | None = None
        self._known: dict[str, list[tuple[int, int | None]]] = {}
        self._aliases: dict[int, str] = {}
        self._following: set[int] = set()

    def names(self) -> frozenset[bytes]:
        """The names of two letters or more."""
        return frozenset(name.encode() for name in self._by_name() if len(name) > 1)

    def at(self, name: str, offset: int) -> int | None:
        """Index of the string that ``name`` holds at ``offset``: the last one assigned before, or the only one."""
        if name not in self._by_name():
            return None
        definitions = self._definitions(name)
        for at, index in reversed(definitions):
            if at < offset and self._visible(at, offset):
                return index
        later = [index for at, index in definitions if at > offset and self._visible(offset, at)]
        return later[0] if len(later) == 1 and len(definitions) == 1 else None

    def _visible(self, first: int, second: int) -> bool:
        """Whether no block that holds ``first`` ends before ``second``: by braces or, in Python, by indentation."""
        if second - first > _FARTHEST:
            return False
        between = self._lexed.data[first:second]
        if self._lexed.indented:
            start = self._lexed.data.rfind(b"\n", 0, first) + 1
            depth = first - start
            lines = between.split(b"\n")[1:-1]
            return all(not line.strip() or len(line) - len(line.lstrip()) >= depth for line in lines)
        depth = 0
        for match in _BRACES.finditer(between):
            depth += 1 if match.group() == b"{" else -1
            if depth < 0:
                return False
        return True

    def _definitions(self, name: str) -> list[tuple[int, int | None]]:
        """Every place that gives ``name`` a value: its offset, and the string if the value is a lone literal."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._find_definitions(name.encode(), self._by_name()[name])
        return known

    def _find_definitions(self, name: bytes, literals: dict[int, int]) -> list[tuple[int, int | None]]:
        data = self._lexed.data
        found: list[tuple[int, int | None]] = []
        at = data.find(name)
        while at >= 0 and len(found) < _MOST_DEFINITIONS:
            end = at + len(name)
            whole = not _joins(data[at - 1 : at]) and not _joins(data[end : end + 1])
            if whole and _GIVEN.match(data, end) and self._lexed.containing(at) is None:
                parameter = _PARAMETER.search(data, max(0, at - 80), at)
                index = literals.get(at)
                found.append((at, None if parameter else self._followed(at) if index is None else index))
            at = data.find(name, end)
        return found if len(found) < _MOST_DEFINITIONS else []

    def _followed(self, offset: int) -> int | None:
        """Index of the string that a name holds which is given another constant at ``offset``."""
        other = self._aliases.get(offset)
        if other is None or offset in self._following:
            return None
        self._following.add(offset)
        index = self.at(other, offset)
        self._following.discard(offset)
        return index

    def _by_name(self) -> dict[str, dict[int, int]]:
        """For each name, the offsets at which it is assigned a lone literal, with the index of the string."""
        if self._literals is None:
            self._literals = {}
            for index, string in enumerate(self._lexed.strings):
                name, at = self._assigned(string)
                if name:
                    self._literals.setdefault(name, {})[at] = index
            if self._literals:
                self._read_aliases(self._literals)
        return self._literals

    def _read_aliases(self, literals: dict[str, dict[int, int]]) -> None:
        """Names that are given a constant: ``token = TOKEN``."""
        data = self._lexed.data
        for taken in _TAKEN.finditer(data):
            other = taken[1].rpartition(b".")[2].decode("ascii")
            if other not in literals:
                continue
            taker = _TAKER.search(data, max(0, taken.start() - _FARTHEST_TAKER), taken.start())
            name = taker[1].decode("ascii") if taker else other
            if taker is not None and name != other:
                self._aliases[taker.start(1)] = other
                literals.setdefault(name, {})

    def _assigned(self, string: StringToken) -> tuple[str, int]:
        """Name and offset of what a string is assigned to as it is."""
        if not 3 <= string.end - string.start <= 400 or not self._lexed.follows(string, (b"=", b"(", b"@")):
            return "", 0
        callee = self._lexed.callee(string)
        if callee and not self._hands_on(callee.decode("ascii")):
            return "", 0
        changed = _CHANGED.match(self._lexed.data, string.outer_end)
        if changed is not None and not self._keeps(changed[1]):
            return "", 0
        plain = self._plainly_assigned(string)
        if plain is not None:
            return plain
        before = self._lexed.before(string.outer_start)
        at = self._unwrapped(before, 1 if before.has(0) and before[0].text == "@" else 0)
        if not before.has(at + 1) or before[at].string or before[at].text not in ("=", ":="):
            return "", 0
        return self._defined(before, at + 1)

    def _plainly_assigned(self, string: StringToken) -> tuple[str, int] | None:
        """What ``_assigned`` tells where only ``=`` and blanks stand between a name and a string; ``None`` elsewhere.

        Most strings that are assigned are so plainly; this spares cutting the tokens before them.
        """
        least = max(0, string.outer_start - _NEAR)
        before = self._lexed.data[least : string.outer_start].rstrip(b" \t")
        if not before.endswith((b" =", b"\t=")):
            return None
        before = before[:-1].rstrip(b" \t")
        head = before.rstrip(WORD_BYTES)
        at, name = least + len(head), before[len(head) :].decode("ascii")
        ahead = head.rstrip(b" \t")[-1:]
        if not ahead or ahead in _SIGNS_BEFORE_TYPES or not name or name[0].isdigit() or self._lexed.in_comment(at):
            return None
        return (name, at) if name not in TYPES and len(name) <= _LONGEST_NAME else ("", 0)

    def changes(self, following: list[Token]) -> bool:
        """Whether what follows a value makes another one of it."""
        if not following or following[0].string:
            return False
        if following[0].text in ("+", "%", "["):
            return True
        if following[0].text != "." or len(following) < 2:
            return False
        return not self._keeps(following[1].text.encode())

    def _keeps(self, member: bytes | None) -> bool:
        """Whether what is done to a value by a member leaves it what it is."""
        name = member.decode("ascii", "replace") if member else ""
        return self._calls.hands_on(name) or self._calls.compares(name)

    def _unwrapped(self, before: Backward, at: int) -> int:
        """The place before calls that only hand the value on (``= JWK.asKey("...")``)."""
        while before.has(at + 1) and not before[at].string and before[at].text == "(":
            callee, _, start = NameReader.callee(before, at + 1)
            if not callee or not self._hands_on(callee):
                return at
            at = start
            while before.has(at) and not before[at].string and before[at].text in ("new", "await"):
                at += 1
        return at

    def _hands_on(self, callee: str) -> bool:
        """Whether a call yields the value that it is given, or a key made of it."""
        return self._calls.hands_on(callee) or bool(self._calls.consumers(callee))

    @staticmethod
    def _defined(before: Backward, at: int) -> tuple[str, int]:
        """The identifier that is assigned at ``at``, past a type annotation, and its offset."""
        while before.has(at) and not before[at].string and before[at].text in ("]", "[", "?", "!", "*"):
            at += 1
        if not before.has(at) or not is_word(before[at]) or len(before[at].text) > _LONGEST_NAME:
            return "", 0
        if before.has(at + 2) and before[at + 1].text == ":" and not before[at + 2].string and before.on_one_line(at):
            at += 2
        return (before[at].text, before[at].start) if before[at].text not in TYPES else ("", 0)


def _joins(neighbour: bytes) -> bool:
    """Whether a byte next to a word makes it a part of a longer word or of a member."""
    return neighbour.isalnum() or neighbour in (b"_", b"$", b".")
