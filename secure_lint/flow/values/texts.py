"""Strings put together of parts."""

from __future__ import annotations

import re

import msgspec

from secure_lint.flow.values.known import single_constant
from secure_lint.flow.values.value import (
    ORIGINS,
    Alias,
    Constant,
    Piece,
    Protection,
    Taint,
    Value,
    Wording,
    all_taints,
    merge_taints,
)
from secure_lint.link.type_names import simple_name
from secure_lint.model.span import Location, Span

LONGEST_CONSTANT = 100_000
MOST_PARTS = 16
"""A text of more parts than this is no address."""
_UNKNOWN_PART = "{}"
_NOWHERE = Location("", Span(1, 1, 1, 1))
_TEXT = "java.lang.String"
_PLACEHOLDER = "%"
_PLACE = re.compile(r"%(?:(\d+)\$)?[-#+ 0,(]*\d*(?:\.\d+)?(?:ll?(?=[diuoxX]))?([a-zA-Z@%])")
_NUMBERED = re.compile(r"\{\{|\}\}|\{(\d+)(?:,\s*-?\d+)?(?::[^{}]*)?\}")
_SIGNS = {"%": "%", "n": "\n", "{{": "{", "}}": "}"}
_MARKED = ORIGINS | {"parameter"}
PLACED = Protection("placed")
"""What is done to a text that is put behind another one which is not known."""


def concatenate(parts: list[Value]) -> Value:
    """Strings one after the other: the labels of all, and the constant if every part is one constant."""
    taints: tuple[Taint, ...] = ()
    begun = False
    for part in parts:
        taints = merge_taints(taints, _behind(all_taints(part)) if begun else all_taints(part))
        begun = begun or _single(part) is None
    text: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for position, part in enumerate(parts):
        constant = _single(part)
        if constant is None or length > LONGEST_CONSTANT:
            wording = _wording(parts[:position], parts[position:])
            ending = None if pieces else _ending(parts)
            begun_with = _prefix(text, pieces, parts)
            return Value(taints=taints, constants=begun_with, type=_TEXT, wording=wording, ending=ending)
        piece = text_of(constant)
        placed = constant.pieces or (Piece(0, len(piece), constant.location),)
        pieces.extend(Piece(length + one.offset, one.length, one.location) for one in placed)
        text.append(piece)
        length += len(piece)
    whole = Constant("".join(text), pieces[0].location, tuple(pieces)) if pieces else None
    if whole is None:
        return Value(taints=taints, type=_TEXT)
    return Value(taints=taints, constants=(whole,), exact=True, type=_TEXT)


def _behind(taints: tuple[Taint, ...]) -> tuple[Taint, ...]:
    """Labels of a part before which something stands that is not known: it does not decide how the text begins."""
    return tuple(
        Taint(one.label, one.trace, (*one.protections, PLACED))
        if one.label.kind in _MARKED and PLACED not in one.protections
        else one
        for one in taints
    )


def known(constant: Constant) -> Value:
    """The value that is this constant."""
    return Value(constants=(constant,), exact=True, type=_TEXT)


def beginning_of(pattern: Value) -> Value:
    """The text that a pattern makes, of which nothing is known from the first placeholder on."""
    constant = _single(pattern)
    if constant is None:
        parts: tuple[Constant | Alias, ...] = (pattern.alias,) if pattern.alias is not None else ()
        parts = pattern.wording.parts if pattern.wording is not None else parts
        return Value(taints=pattern.taints, type=_TEXT, wording=Wording(parts, whole=False) if parts else None)
    text = text_of(constant)
    fixed = text.partition(_PLACEHOLDER)[0]
    cut = () if not fixed else (msgspec.structs.replace(constant, value=fixed, whole=fixed == text, pieces=()),)
    return Value(taints=pattern.taints, constants=cut, exact=fixed == text, type=_TEXT)


def filled_in(pattern: Value, arguments: list[Value], *, begins: bool = False, numbered: bool = False) -> Value:
    """The text that a pattern makes of arguments, in the syntax of ``java.util.Formatter``, or with numbers in braces.

    With ``begins`` a caller that knows the pattern knows how the text begins.
    """
    constant = _single(pattern)
    if constant is None:
        taints = all_taints(concatenate([pattern, *arguments]))
        return msgspec.structs.replace(beginning_of(pattern) if begins else Value(type=_TEXT), taints=taints)
    text, parts, done, following = text_of(constant), [], 0, 0
    for place in (_NUMBERED if numbered else _PLACE).finditer(text):
        parts.append(_cut(constant, text[done : place.start()], done))
        done = place.end()
        sign = _SIGNS.get(place.group(0 if numbered else 2))
        if sign is not None:
            parts.append(_cut(constant, sign, place.start()))
            continue
        number = int(place.group(1)) - (not numbered) if place.group(1) else following
        following += not place.group(1)
        parts.append(arguments[number] if number < len(arguments) else Value())
    return concatenate([*parts, _cut(constant, text[done:], done)])


def _cut(constant: Constant, text: str, start: int) -> Value:
    """A part of a constant from an offset on, with the places of its pieces."""
    pieces = tuple(
        Piece(
            max(one.offset - start, 0),
            min(one.offset + one.length, start + len(text)) - max(one.offset, start),
            one.location,
        )
        for one in constant.pieces
        if one.offset < start + len(text) and one.offset + one.length > start
    )
    return known(Constant(text, constant.location, pieces))


def text_of(constant: Constant) -> str:
    """A constant as it reads within a string."""
    if isinstance(constant.value, bool):
        return "true" if constant.value else "false"
    return str(constant.value)


def _single(value: Value) -> Constant | None:
    """The constant that a value is known to be, if that is one and no null."""
    constant = single_constant(value)
    return None if constant is None or constant.value is None else constant


def _prefix(text: list[str], pieces: list[Piece], parts: list[Value]) -> tuple[Constant, ...]:
    """The known beginning of a string that goes on with something unknown; never the whole of the value."""
    if not pieces:
        return ()
    outline, all_pieces = _outline(parts)
    return (Constant("".join(text), pieces[0].location, all_pieces, whole=False, outline=outline),)


def _outline(parts: list[Value]) -> tuple[str, tuple[Piece, ...]]:
    """All that is known of a string: what is unknown in it stands in braces, by its name if it has one."""
    text: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for part in parts:
        constant = part.constants[0] if part.constants else None
        if constant is None or constant.value is None:
            piece = "{}"
        elif constant.outline is not None or constant.whole:
            piece = constant.outline or text_of(constant)
            placed = constant.pieces or (Piece(0, len(piece), constant.location),)
            pieces.extend(Piece(length + one.offset, one.length, one.location) for one in placed)
        else:
            piece = simple_name(text_of(constant))
            pieces.append(Piece(length, len(piece), constant.location))
        text.append(piece)
        length += len(piece)
        if length > LONGEST_CONSTANT:
            break
    return "".join(text), tuple(pieces)


def _ending(parts: list[Value]) -> Wording | None:
    """What is known of a text whose beginning is not: its parts from the first known one on, braces for the others."""
    found: list[Constant | Alias] = []
    for position, value in enumerate(parts):
        constant = _single(value) or (value.constants[0] if value.constants else None)
        if constant is not None and constant.value is not None and (constant.whole or constant.outline is not None):
            found.append(msgspec.structs.replace(constant, value=constant.outline or text_of(constant), outline=None))
        elif value.alias is not None and position:
            found.append(value.alias)
        else:
            found.extend((Constant(_UNKNOWN_PART, _NOWHERE), *(value.ending.parts if value.ending else ())))
    known_parts = [one for one in found if isinstance(one, Alias) or one.value != _UNKNOWN_PART]
    return Wording(tuple(found[1:])) if known_parts and len(found) <= MOST_PARTS else None


def _wording(constants: list[Value], others: list[Value]) -> Wording | None:
    """The parts up to the first of which not even a caller can know anything; ``None`` when no caller can help."""
    parts: list[Constant | Alias] = [value.constants[0] for value in constants]
    whole = True
    for value in others:
        constant = _single(value)
        if constant is not None:
            parts.append(constant)
        elif value.alias is not None:
            parts.append(value.alias)
        elif value.wording is not None:
            parts.extend(value.wording.parts)
            whole = value.wording.whole
        else:
            whole = False
        if not whole:
            break
    return Wording(tuple(parts), whole) if any(isinstance(one, Alias) for one in parts) else None
