"""Reading files that the grammar rejects: newer syntax, gaps of the grammar, and real errors.

Whatever is replaced keeps its length, so that offsets in the tree are those of the file; names and strings are read
from the file itself. The costs do not matter: one file in 250 comes here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import tree_sitter

from secure_lint.languages import syntax
from secure_lint.languages.kotlin.delegates import parse_bodies
from secure_lint.languages.kotlin.outline import KotlinTree, outlined
from secure_lint.languages.kotlin.repairs import (
    DECLARATION,
    MODIFIERS,
    REPAIRS,
    blank,
    join_headers,
    without_contexts,
    without_groups,
)
from secure_lint.languages.syntax import errors, unread
from secure_lint.text.source import SourceText

_ANNOTATION_LINE = rb"(?P<annotation>@[\w.:]+(?:\(.*\))?[ \t]*$)"
_CONTEXT_PREFIX = rb"(?:context[ \t]*\([^()\n]*\)\s*)?"
_START = re.compile(
    rb"^([ \t]*)(?:" + _CONTEXT_PREFIX + MODIFIERS + DECLARATION + rb"|" + _ANNOTATION_LINE + rb")", re.MULTILINE
)
_HARMLESS = re.compile(rb"[;,()\s$]*|@\w+")
_SPACE = ord(" ")
_OPEN_ANNOTATION = re.compile(rb"@\S*+\Z")
_TYPE_HEAD = re.compile(rb"\b(?:class|interface|object)\b")
_BODY = re.compile(rb"\{(?P<inside>.*)\}", re.DOTALL)
_LINE = re.compile(rb"^(?P<indentation>[ \t]*)(?P<text>[^\n]*\S)?[^\n]*$", re.MULTILINE)
_CONTINUES = re.compile(rb"[)}\].?:&|+*/]|(?:else|catch|finally|while)\b")
_TOKEN = re.compile(rb'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/|[(){}]', re.DOTALL)
_MOST_PARTS = 400
_DEEPEST_STATEMENT = 12


def parse(parser: tree_sitter.Parser, source: SourceText) -> KotlinTree:
    """The tree of ``source``, of a repaired source if the grammar reads more of that.

    Parts that are left out to save the rest are reported in the tree.
    """
    data = without_groups(without_contexts(source.data))
    whole, tree = parse_bodies(parser, _closed(data))
    if tree is not None and not tree.root_node.has_error:
        return outlined(parser, source, whole, tree, repaired=len(whole) != len(data))
    data = whole[: len(data)]
    mended = bytearray(join_headers(data))
    # What is blanked in front of a declaration would look like an indentation.
    parts = list(_parts(join_headers(source.data), 0, len(data), None))
    for start, end in parts:
        mended[start:end] = _mended(parser, bytes(mended[start:end]), inside=False)
    best = bytes(mended)
    isolated = _isolate(parser, best, parts)
    if _error_size(parser, isolated) + _distance(best, isolated) < _error_size(parser, best):
        best = isolated
    closed, tree = parse_bodies(parser, _closed(best))
    if tree is None:
        result = KotlinTree(source, parser.parse(b""))
        result.report("the parser does not come to an end", source.span(0, len(source.data)))
        return result
    result = outlined(parser, source, closed, tree, repaired=True)
    for start, end in _lost(data, best):
        result.report("syntax error", source.span(start, end))
    return result


def _closed(data: bytes) -> bytes:
    """The file, with a space behind an annotation at its end: the grammar looks for one and would never come back."""
    return data + b" " if _OPEN_ANNOTATION.search(data) else data


def _mended(parser: tree_sitter.Parser, text: bytes, *, inside: bool) -> bytes:
    """A declaration with those repairs, alone or together, that leave least of it unread."""
    best, cost = text, _error_size(parser, text, inside=inside)
    together = text
    for repair in REPAIRS:
        if not cost:
            break
        together = repair(together)
        for candidate in (together, repair(best)):
            left = _error_size(parser, candidate, inside=inside) + _distance(text, candidate)
            if candidate != best and left < cost:
                best, cost = candidate, left
    return best


def _distance(before: bytes, after: bytes) -> int:
    """The number of visible characters that were removed."""
    return sum(old != new and new == _SPACE for old, new in zip(before, after, strict=True)) if before != after else 0


def _root(parser: tree_sitter.Parser, text: bytes, *, inside: bool) -> tree_sitter.Node | None:
    """The tree of a declaration, of a member of a type if ``inside``; what follows decides where it ends."""
    whole = b"class A {\n" + text + b"\n}" if inside else text
    tree = syntax.parse(parser, whole + b"\nval a = 1\n")
    return None if tree is None else tree.root_node


def _error_size(parser: tree_sitter.Parser, text: bytes, *, inside: bool = False) -> int:
    """Bytes of source in errors, and one for an error that hides in the grammar, such as a missing separator."""
    root = _root(parser, text, inside=inside)
    if root is None:
        return len(text) + 1
    return root.has_error + unread(root)


def _lost(before: bytes, after: bytes) -> Iterator[tuple[int, int]]:
    """The stretches of visible source that are spaces in ``after``, without those of joined lines."""
    if before == after:
        return
    position, end = 0, len(before)
    while position < end:
        if before[position] == after[position] or before[position : position + 1].isspace():
            position += 1
            continue
        start = last = position
        while position < end and (after[position : position + 1].isspace()):
            if before[position] != after[position]:
                last = position
            position += 1
        if after[start : start + 1].isspace() and not _HARMLESS.fullmatch(before, start, last + 1):
            yield start, last + 1
        position = max(position, start + 1)


def _isolate(parser: tree_sitter.Parser, data: bytes, outermost: list[tuple[int, int]]) -> bytes:
    """Blank the smallest declarations that keep the rest from being read."""
    kept = bytearray(data)
    parts = [(start, end, False) for start, end in outermost]
    for _ in range(_MOST_PARTS):
        if not parts:
            break
        start, end, inside = parts.pop()
        if not _is_fatal(parser, bytes(kept[start:end]), inside=inside):
            continue
        body_start = _body_start(data, start, end)
        inner = list(_parts(data, body_start, end, _indentation(data, start)))
        if not inner or not _TYPE_HEAD.search(data, start, body_start):
            kept[start:end] = _readable(
                bytes(kept[start:end]),
                functools.partial(_is_fatal, parser, inside=inside),
                functools.partial(_is_broken_statement, parser),
            )
            continue
        fatal = [part for part in inner if _is_fatal(parser, bytes(kept[slice(*part)]), inside=True)]
        for first, last in fatal:
            kept[first:last] = _mended(parser, bytes(kept[first:last]), inside=True)
        parts.extend((first, last, True) for first, last in fatal)
        if not fatal:
            _remove_spoiler(parser, kept, (start, end), inner, inside=inside)
    return bytes(kept)


def _readable(
    text: bytes,
    is_broken: Callable[[bytes], bool],
    is_broken_statement: Callable[[bytes], bool],
    depth: int = 0,
) -> bytes:
    """A broken declaration or statement without the statements in it that are broken, or without its body, or empty."""
    body = _BODY.search(text)
    if body is not None and depth < _DEEPEST_STATEMENT:
        before, after = text[: body.start("inside")], text[body.end("inside") :]
        statements = (
            _readable(each, is_broken_statement, is_broken_statement, depth + 1) if is_broken_statement(each) else each
            for each in _statements(body["inside"])
        )
        for inside in (b"".join(statements), blank(body["inside"])):
            if not is_broken(before + inside + after):
                return before + inside + after
    return blank(text)


def _statements(body: bytes) -> list[bytes]:
    """The body, cut before the lines of least indentation that do not continue a statement."""
    lines = [match for match in _LINE.finditer(body) if match["text"]]
    if not lines:
        return [body]
    level = min(len(match["indentation"]) for match in lines)
    first = [match for match in lines if len(match["indentation"]) == level]
    bounds = [0, *(match.start() for match in first if not _CONTINUES.match(match["text"])), len(body)]
    return [body[start:end] for start, end in pairwise(bounds) if start < end]


def _remove_spoiler(
    parser: tree_sitter.Parser, kept: bytearray, whole: tuple[int, int], inner: list[tuple[int, int]], *, inside: bool
) -> None:
    """Repair or blank the one member that spoils the type though it can be read alone, if there is one."""
    start, end = whole
    for first, last in inner:
        before, member, after = bytes(kept[start:first]), bytes(kept[first:last]), bytes(kept[last:end])
        if _is_fatal(parser, before + blank(member) + after, inside=inside):
            continue
        repaired = functools.reduce(lambda text, repair: repair(text), REPAIRS, member)
        if _is_fatal(parser, before + repaired + after, inside=inside):
            repaired = blank(member)
        kept[first:last] = repaired
        return


def _is_fatal(parser: tree_sitter.Parser, text: bytes, *, inside: bool) -> bool:
    """Whether an error reaches beyond the inside of a declaration; ``inside`` for a member of a type."""
    root = _root(parser, text, inside=inside)
    if root is None:
        return True
    if not root.has_error:
        return False
    return root.is_error or any(
        node.parent is None or node.parent.type in {"source_file", "class_body", "enum_class_body"}
        for node in errors(root)
    )


def _body_start(data: bytes, start: int, end: int) -> int:
    """Where the body of a declaration starts: after the first brace outside parentheses."""
    depth = 0
    for token in _TOKEN.finditer(data, start, end):
        if token[0] == b"{" and depth == 0:
            return token.end()
        depth += {b"(": 1, b"{": 1, b")": -1, b"}": -1}.get(token[0], 0)
    return end


def _is_broken_statement(parser: tree_sitter.Parser, text: bytes) -> bool:
    tree = syntax.parse(parser, b"fun a() {\n" + text + b"\n}\n")
    return tree is None or tree.root_node.has_error


def _indentation(data: bytes, start: int) -> int:
    match = _START.match(data, start)
    return len(match[1]) if match is not None else 0


def _parts(data: bytes, start: int, end: int, outer: int | None) -> Iterator[tuple[int, int]]:
    """The declarations of the least indentation above ``outer`` between two offsets.

    Each ends before the next, or before the line that closes what it stands in.
    """
    starts = [match for match in _START.finditer(data, start, end) if outer is None or len(match[1]) > outer]
    if not starts:
        return
    level = min(len(match[1]) for match in starts)
    offsets: list[int] = []
    annotated = -1
    for match in starts:
        if len(match[1]) == level:
            if match.start() != annotated:
                offsets.append(match.start())
            annotated = match.end() + 1 if match["annotation"] else -1
    closing = re.compile(rb"^[ \t]{0,%d}[)}]" % max(level - 1, 0), re.MULTILINE)
    for index, offset in enumerate(offsets):
        last = offsets[index + 1] if index + 1 < len(offsets) else end
        closed = closing.search(data, offset, last) if level else None
        yield offset, closed.start() if closed is not None else last
