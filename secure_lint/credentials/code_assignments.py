"""Assignments in source code without a front end, read from the tokens around each string literal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.code_constants import Constants
from secure_lint.credentials.code_names import CLOSERS, OPENERS, is_word
from secure_lint.credentials.code_targets import DEFINES, TargetReader
from secure_lint.credentials.embedded import named_parts, open_name, without_scheme
from secure_lint.credentials.lexical import Backward, Lexed, StringToken, Token

_WORD = re.compile(rb"[A-Za-z_$][\w$]*")
_BRACKET_AHEAD = re.compile(rb"\s{0,80}(?:[(/#]|--)")
"""A bracket, or a comment before it."""

_NO_USE_AHEAD = re.compile(rb"\s{0,40}(?:[(%\[]|\+(?!=)|=(?![=>])|:(?!:))")
"""What follows a name that is called, changed or given a value."""

_POSITION = re.compile(r"\{(\d)\}")
_REFERENCE = re.compile(r"\$?\{(\w+)\}|\$(\w+)")
_NEAR = 260
"""A value stands at most this many bytes after the name that makes it a credential."""

_LONGEST_VALUE, _LONGEST_TEXT = 4000, 20_000
_MOST_ARGUMENT_TOKENS = 60
_MOST_PIECES, _FARTHEST_PIECE = 24, 120
_BEFORE_KEYS = frozenset({"{", "[", ","})
"""Signs before a string that a colon follows where it is the key of an entry, not a value."""

_PLAIN_SIGNS = frozenset({"(", ")", ".", "new", "@", "b", "u", ":", "!", "using", "encoding"})


class _Held(msgspec.Struct, frozen=True):
    """A string literal, the byte range of the place where it is used, and the constant that stands there for it."""

    string: StringToken
    place: tuple[int, int]
    holder: str = ""


class CodeReader:
    """Reads the assignments of one file near the offsets where credential words stand."""

    def __init__(self, lexed: Lexed, lowered: bytes, calls: CallModel, named: NamedPredicate) -> None:
        self._lexed = lexed
        self._lowered = lowered
        self._calls = calls
        self._named = named
        self._targets = TargetReader(lexed, calls, named)
        self._constants = Constants(lexed, calls)
        self._takers: dict[str, bool] = {}

    def read(self, hits: Sequence[int], call_hits: Sequence[tuple[int, int]]) -> Iterator[Assignment]:
        """Literals and constants near ``hits``, and arguments of the calls whose names stand at ``call_hits``."""
        hits = [hit for hit in hits if not self._lexed.in_comment(hit)]
        last = -1
        for hit in hits:
            index = self._lexed.containing(hit)
            # A name in quotes may follow its value: set("...", forKey: "token").
            index = self._lexed.index_at(hit) - 1 if index is None else index - 1
            index = max(index, last + 1)
            while index < len(self._lexed.strings) and self._lexed.strings[index].outer_start < hit + _NEAR:
                yield from self._string(self._lexed.strings[index])
                last = index
                index += 1
        for start, end in call_hits:
            yield from self._consumer(start, end)
        if not self._lexed.keyed:
            yield from self._uses_of_constants(hits)
        yield from self._parts_of_strings(hits)

    def _string(self, string: StringToken) -> Iterator[Assignment]:
        if not 3 <= string.end - string.start <= _LONGEST_VALUE:
            return
        spaced = self._lexed.data.find(b" ", string.start, string.end) >= 0
        if spaced and " " in without_scheme(self._lexed.text(string).strip()):
            return
        if self._lexed.keyed and not self._lexed.follows(string, (b":",)):
            return
        pieces = self._pieces(string)
        following = self._lexed.after(pieces[-1].outer_end, 6)
        if following and not following[0].string and following[0].text in ("+", "%"):
            return
        before = self._lexed.before(string.outer_start)
        if before.has(0) and (before[0].text == "+" or (_is_sign(following, ":") and before[0].text in _BEFORE_KEYS)):
            return
        target = self._targets.target(before, following)
        if target is not None and self._named(target[0]):
            value = "".join(self._lexed.text(piece) for piece in pieces)
            owner = self._targets.owner(before) if target[1] is Form.ENTRY else ""
            qualified = f"{owner}.{target[0]}" if owner else ""
            yield Assignment(target[0], value, (string.start, pieces[-1].end), target[1], qualified=qualified)

    def _pieces(self, string: StringToken) -> list[StringToken]:
        """The literals of which a word is put together, joined by ``+`` or by standing side by side."""
        pieces = [string]
        index = self._lexed.index_at(string.outer_start) + 1
        while index < len(self._lexed.strings) and len(pieces) < _MOST_PIECES:
            following = self._lexed.strings[index]
            if following.outer_start - pieces[-1].outer_end > _FARTHEST_PIECE:
                break
            between = self._lexed.data[pieces[-1].outer_end : following.outer_start].strip(b" \t\r\n@")
            if between != b"+" and (between or not self._lexed.adjacent):
                break
            pieces.append(following)
            index += 1
        return pieces

    def _uses_of_constants(self, hits: Sequence[int]) -> Iterator[Assignment]:
        """Constants of the file that are given to something with a credential's name."""
        names = self._constants.names()
        data, done = self._lexed.data, 0
        for hit in hits if names else ():
            start = max(done, self._lexed.word_start(hit))
            done = max(start, self._lexed.word_start(hit + _NEAR) if hit + _NEAR < len(data) else len(data))
            if names.isdisjoint(_WORD.findall(data, start, done)):
                continue
            for match in _WORD.finditer(data, start, done):
                if match.group() in names and _NO_USE_AHEAD.match(data, match.end()) is None:
                    yield from self._use(match.group().decode("ascii"), *match.span())

    def _use(self, name: str, start: int, end: int) -> Iterator[Assignment]:
        if self._lexed.in_comment(start) or self._lexed.containing(start) is not None:
            return
        following = self._lexed.after(end, 6)
        if self._constants.changes(following) or (following and following[0].text in ("(", "=", ":", ":=")):
            return
        before = self._lexed.before(start)
        target = self._targets.target(before, following)
        if self._follows_user(before, following) and not self._calls.names_entry(name):
            target = name, Form.ARGUMENT
        elif target is None or target[0] == name:
            return
        index = self._constants.at(name, start) if self._named(target[0]) else None
        if index is not None:
            value = self._lexed.text(self._lexed.strings[index])
            yield Assignment(target[0], value, (start, end), target[1], holder=name)

    def _follows_user(self, before: Backward, following: list[Token]) -> bool:
        """Whether an argument stands after that of the user who signs in with it (``add(userName, password)``)."""
        if not following or following[0].string or following[0].text not in (",", ")"):
            return False
        if not before.has(1) or before[0].string or before[0].text != "," or not is_word(before[1]):
            return False
        return self._calls.names_user(before[1].text)

    def _consumer(self, start: int, end: int) -> Iterator[Assignment]:
        """Arguments of the call whose name stands at ``[start, end)`` that are literals or constants of the file."""
        name = self._lexed.data[start:end].decode("ascii", "replace")
        if _BRACKET_AHEAD.match(self._lexed.data, end) is None or not self._may_take(name):
            return
        if self._lexed.in_comment(start) or self._lexed.containing(start) is not None:
            return
        tokens = self._lexed.after(end, _MOST_ARGUMENT_TOKENS)
        before = self._lexed.before(start)
        if not tokens or tokens[0].text != "(" or (before.has(0) and before[0].text in DEFINES):
            return
        receiver = "".join(before[at].text for at in range(5, -1, -1) if before.has(at) and not before[at].string)
        arguments = _split_arguments(tokens)
        for purpose, argument in self._calls.credential_arguments(name, receiver, self._lowered, arguments):
            held = self._literal_of(argument)
            if held is not None:
                value = self._lexed.text(held.string)
                yield Assignment(name, value, held.place, Form.CONSUMER, purpose, held.holder)

    def _may_take(self, call: str) -> bool:
        """Whether calls of this name can take a credential in this file."""
        if call not in self._takers:
            self._takers[call] = self._calls.may_apply(call, self._lowered)
        return self._takers[call]

    def _literal_of(self, argument: list[Token]) -> _Held | None:
        """The literal that an argument is, directly or through a constant."""
        words = [
            token
            for at, token in enumerate(argument)
            if token.string or (token.text not in _PLAIN_SIGNS and not _is_receiver(argument, at))
        ]
        strings = [token for token in words if token.string]
        if len(strings) == 1 and all(token.string or self._calls.hands_on(token.text) for token in words):
            string = self._lexed.strings[self._lexed.index_at(strings[0].start)]
            return _Held(string, (string.start, string.end))
        if strings or not words or not all(self._calls.hands_on(token.text) for token in words[1:]):
            return None
        first = words[0]
        index = self._constants.at(first.text, first.start)
        return None if index is None else _Held(self._lexed.strings[index], (first.start, first.end), first.text)

    def _parts_of_strings(self, hits: Sequence[int]) -> Iterator[Assignment]:
        """Credentials inside the string literals in which credential words stand."""
        last = -1
        for hit in hits:
            index = self._lexed.containing(hit)
            if index is None or index == last:
                continue
            last = index
            string = self._lexed.strings[index]
            if string.end - string.start > _LONGEST_TEXT or self._lexed.is_docstring(string):
                continue
            text = self._lexed.text(string)
            for part in named_parts(text, string.start, self._named):
                yield part
                yield from self._filled_in(part, string)
            name = open_name(text)
            if name and self._named(name):
                yield from self._concatenated(name, string)

    def _filled_in(self, part: Assignment, string: StringToken) -> Iterator[Assignment]:
        """The constant that is put into a part of a template or a format string."""
        position, reference = _POSITION.fullmatch(part.value), _REFERENCE.fullmatch(part.value)
        held: _Held | None = None
        if position:
            held = self._formatted(string, int(position[1]))
        elif reference:
            constant = reference[1] or reference[2]
            index = self._constants.at(constant, string.start)
            held = None if index is None else _Held(self._lexed.strings[index], (string.start, string.end), constant)
        if held is not None:
            yield Assignment(part.name, self._lexed.text(held.string), held.place, Form.PART, holder=held.holder)

    def _formatted(self, string: StringToken, position: int) -> _Held | None:
        """The literal or constant at ``position`` of the values that a format string is given."""
        before = self._lexed.before(string.outer_start)
        at = 1 if before.has(0) and before[0].text in ("@", "$") else 0
        if not before.has(at + 1) or before[at].text != "(" or "format" not in before[at + 1].text.lower():
            return None
        arguments = _split_arguments([before[at], *self._lexed.after(string.outer_start, _MOST_ARGUMENT_TOKENS)])
        return self._literal_of(arguments[position + 1]) if position + 1 < len(arguments) else None

    def _concatenated(self, name: str, string: StringToken) -> Iterator[Assignment]:
        """What follows a string that breaks off after a name, joined by ``+``."""
        tokens = self._lexed.after(string.outer_end, 3)
        if len(tokens) < 2 or tokens[0].string or tokens[0].text != "+":
            return
        if not tokens[1].string and len(tokens) > 2 and tokens[2].text in ("(", ".", "["):
            return
        held = self._literal_of([tokens[1]])
        if held is not None:
            value = self._lexed.text(held.string).split(";")[0]
            yield Assignment(name, value, (tokens[1].start, tokens[1].end), Form.PART, holder=held.holder)


def _is_sign(tokens: list[Token], sign: str) -> bool:
    """Whether the first of the tokens is this sign."""
    return bool(tokens) and not tokens[0].string and tokens[0].text == sign


def _is_receiver(tokens: list[Token], at: int) -> bool:
    """Whether a token stands before a dot, and so is no value by itself."""
    return at + 1 < len(tokens) and tokens[at + 1].text == "." and not tokens[at + 1].string


def _split_arguments(tokens: list[Token]) -> list[list[Token]]:
    """The arguments of a call whose opening bracket is the first token."""
    arguments: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[1:]:
        if not token.string:
            if token.text in CLOSERS:
                if depth == 0:
                    return arguments if arguments != [[]] else []
                depth -= 1
            elif token.text in OPENERS:
                depth += 1
            elif token.text == "," and depth == 0:
                arguments.append([])
                continue
        arguments[-1].append(token)
    return []
