"""Finding credentials that their own form gives away: one pass over all literals, then a pattern at each hit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import ahocorasick_rs
import msgspec

from secure_lint.credentials.shapes import Role, Shape
from secure_lint.credentials.structures import CHECKS, Checked
from secure_lint.credentials.values import ValueKind, ValueModel
from secure_lint.text.globs import path_globs

_CONTEXT = 16_000
_NO_VALUES = (Role.CONTAINER, Role.INJECTED, Role.BUNDLED, Role.REPLACED, Role.SERVES)
_LEAST_BLOB = 160
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_TOUCHES_BEFORE = rb"(?<![A-Za-z0-9_])"
_TOUCHES_AFTER = rb"(?![A-Za-z0-9_])"


class ShapeMatch(msgspec.Struct, frozen=True):
    """A match of a shape; ``start`` and ``end`` are byte offsets of the secret part, ``whole`` those of the match."""

    shape: Shape
    start: int
    end: int
    whole: tuple[int, int]
    value: str
    checked: Checked


class ShapeMatcher:
    """Matches all shapes over the bytes of a file in linear time.

    Patterns are tried only where one of their literals stands, from at most ``lead`` bytes before it, and every
    repetition in a pattern is bounded, so the work is bounded by the number of hits.
    """

    def __init__(self, shapes: tuple[Shape, ...], values: ValueModel) -> None:
        self._shapes = shapes
        self._values = values
        owners: dict[bytes, list[int]] = {}
        for index, shape in enumerate(shapes):
            for literal in shape.literals:
                owners.setdefault(literal.encode(), []).append(index)
        self._owners = tuple(tuple(indices) for indices in owners.values())
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            list(owners), implementation=ahocorasick_rs.Implementation.DFA
        )
        self._patterns: dict[int, re.Pattern[bytes]] = {}

    def find(self, data: bytes, lowered: bytes, path: str) -> Iterator[ShapeMatch]:
        """Matches in ``data``, whose lower-case form is ``lowered``, of the file at ``path``."""
        seen: set[tuple[int, int]] = set()
        searched: dict[int, int] = {}
        fitting: dict[int, bool] = {}
        for literal, position, _ in self._automaton.find_matches_as_indexes(data, overlapping=True):
            for index in self._owners[literal]:
                shape = self._shapes[index]
                if index not in fitting:
                    fitting[index] = _may_hold(shape, lowered, path)
                if not fitting[index]:
                    continue
                match = self._match(index, shape, data, position, searched)
                if match is None or (index, match.start()) in seen:
                    continue
                seen.add((index, match.start()))
                found = self._accept(shape, data, match)
                if found is not None:
                    yield found

    def _match(
        self, index: int, shape: Shape, data: bytes, position: int, searched: dict[int, int]
    ) -> re.Match[bytes] | None:
        pattern = self._patterns.get(index)
        if pattern is None:
            source = shape.pattern.encode()
            pattern = self._patterns[index] = re.compile(
                _TOUCHES_BEFORE + b"(?:" + source + b")" + _TOUCHES_AFTER if shape.whole else source
            )
        if not shape.lead:
            return pattern.match(data, position, position + shape.reach)
        start = max(0, position - shape.lead, searched.get(index, 0))
        match = pattern.search(data, start, position + shape.reach)
        if match is None or match.start() > position:
            return None
        searched[index] = match.end()
        return match

    def _accept(self, shape: Shape, data: bytes, match: re.Match[bytes]) -> ShapeMatch | None:
        group = "value" if "value" in match.re.groupindex else 0
        value = match.group(group).decode("utf-8", "replace")
        if shape.whole and is_inside_base64(data, *match.span()):
            return None
        if shape.role not in _NO_VALUES and self._values.is_placeholder(value):
            return None
        if group and shape.check in ("address-password", "literal-option") and not self._is_literal(value, match):
            return None
        following = data[match.start() : match.start() + _CONTEXT].decode("utf-8", "replace") if shape.check else ""
        checked = CHECKS[shape.check](value, following)
        if checked.valid is False:
            return None
        return ShapeMatch(shape, match.start(group), match.end(group), match.span(), value, checked)

    def _is_literal(self, value: str, match: re.Match[bytes]) -> bool:
        """Whether the password of an address or an option is one, rather than a reference or a sample."""
        user = match.group(0).rpartition(b"://")[2].partition(b":")[0].decode("utf-8", "replace")
        if user and user.lower() == value.lower():
            return False
        kind = self._values.read(value)
        return kind not in (
            ValueKind.EMPTY,
            ValueKind.REFERENCE,
            ValueKind.PLACEHOLDER,
            ValueKind.NAME,
            ValueKind.PROSE,
        )


def is_inside_base64(data: bytes, start: int, end: int) -> bool:
    """Whether a match is a stretch of binary data in Base64, in which every letter sequence turns up by chance."""
    before, after = data[max(0, start - _LEAST_BLOB) : start], data[end : end + _LEAST_BLOB]
    around = len(before) - len(before.rstrip(_BASE64)) + len(after) - len(after.lstrip(_BASE64))
    return around >= _LEAST_BLOB


def _may_hold(shape: Shape, lowered: bytes, path: str) -> bool:
    """Whether a shape may stand in a file at all, by its path and the words in it."""
    near = not shape.near or any(word.encode() in lowered for word in shape.near)
    return near and (not shape.files or path_globs(*shape.files).match(path))
