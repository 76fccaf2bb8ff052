"""The syntax tree of a Python file with the places of its nodes."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from types import UnionType

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, ParentNodeProvider

from secure_lint.fixes.fixer import TextFile, UnfixableFileError
from secure_lint.languages.python.nesting import deepest_nesting
from secure_lint.model.span import Span

DEEPEST_NESTING = 250
"""Code nested deeper is not parsed: libcst recurses in native code, where a stack that overflows ends the process."""

_UNFIT = "it is not Python 3 that can be parsed without loss"
_FORM_FEEDS = re.compile(r"(\r\n|\n|\r)(\f+)")
_FORM_FEED_BYTES = re.compile(_FORM_FEEDS.pattern.encode())


def parse(raw: bytes) -> cst.Module:
    """The tree of a file, in the encoding that it declares, in which every node has its place.

    libcst loses lines at form feeds and among the comments behind the last statement. So form feeds at the beginning of
    lines are moved to the end of the line before, as blanks, and the places of those comments are not relied on.
    Raises `UnfixableFileError` for what is no Python 3, and for trees that are too deep.
    """
    text = _FORM_FEED_BYTES.sub(lambda match: b" " * len(match[2]) + match[1], raw)
    with _failures_told():
        module = cst.parse_module(text)
        written = module.with_changes(footer=()).bytes.rstrip()
    if not text.startswith(written) or any(not _is_remark(line) for line in text[len(written) :].splitlines()):
        raise UnfixableFileError(_UNFIT)
    return module


def _is_remark(line: bytes) -> bool:
    return not line.strip() or line.strip().startswith(b"#")


@contextlib.contextmanager
def _failures_told() -> Iterator[None]:
    """Turn what goes wrong in parsing and decoding into the error for it."""
    try:
        yield
    except (cst.ParserSyntaxError, cst.CSTValidationError, SyntaxError, LookupError, ValueError, RecursionError):
        raise UnfixableFileError(_UNFIT) from None


class PythonFile:
    """A parsed file. Spans are those of findings; offsets count bytes in `SourceText.data`.

    ``neighbour`` gives the file of a module of the same tree, by its path without an ending.
    Raises `UnfixableFileError` for a file that cannot be parsed, or whose places cannot be told.
    """

    def __init__(self, file: TextFile, neighbour: Callable[[str], PythonFile | None]) -> None:
        self.source = file.source
        self.neighbour = neighbour
        nesting = deepest_nesting(file.source)
        if nesting is None or nesting > DEEPEST_NESTING:
            raise UnfixableFileError("its code is nested too deep to be parsed safely")
        with _failures_told():
            self.module = _with_places(parse(file.raw), file)
            wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
            self._spans = wrapper.resolve(ByteSpanPositionProvider)
            self._parents = wrapper.resolve(ParentNodeProvider)
        self._by_place: dict[tuple[int, int], list[cst.CSTNode]] = {}
        self._calls: dict[int, list[cst.Call]] = {}
        for node, span in self._spans.items():
            end = span.start + span.length
            self._by_place.setdefault((span.start, end), []).append(node)
            if isinstance(node, cst.Call):
                self._calls.setdefault(end, []).append(node)

    def nodes_at(self, span: Span) -> list[cst.CSTNode]:
        """The nodes that take up exactly ``span``."""
        return self._by_place.get((self._offset(span, end=False), self._offset(span, end=True)), [])

    def call_at(self, span: Span) -> cst.Call | None:
        """The call whose function's last name begins and which itself ends where ``span`` does."""
        start = self._offset(span, end=False)
        calls = self._calls.get(self._offset(span, end=True), ())
        return next((call for call in calls if self.start(last_name(call.func)) == start), None)

    def nodes_of(self, kind: type[cst.CSTNode] | UnionType) -> Iterator[cst.CSTNode]:
        """The nodes of a kind, in no order."""
        return (node for node in self._spans if isinstance(node, kind))

    def start(self, node: cst.CSTNode) -> int:
        """The byte offset at which a node starts."""
        return self._spans[node].start

    def end(self, node: cst.CSTNode) -> int:
        """The byte offset behind a node."""
        span = self._spans[node]
        return span.start + span.length

    def span(self, node: cst.CSTNode) -> Span:
        """The place of a node, without parentheses around it."""
        return self.source.span(self.start(node), self.end(node))

    def text(self, node: cst.CSTNode) -> str:
        """The source of a node, without parentheses around it."""
        return self.source.text_between(self.start(node), self.end(node))

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around a node."""
        return self._parents.get(node)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes around a node, the nearest first."""
        around = self._parents.get(node)
        while around is not None:
            yield around
            around = self._parents.get(around)

    def scope(self, node: cst.CSTNode) -> cst.CSTNode:
        """The function or lambda around a node, else the module."""
        functions = (one for one in self.ancestors(node) if isinstance(one, cst.FunctionDef | cst.Lambda))
        return next(functions, self.module)

    def descendants(self, of: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """All nodes in a node."""
        pending = list(of.children)
        while pending:
            node = pending.pop()
            yield node
            pending.extend(node.children)

    def _offset(self, span: Span, *, end: bool) -> int:
        line, column = (span.end_line, span.end_column) if end else (span.start_line, span.start_column)
        return self.source.offset(line, column)


def last_name(node: cst.BaseExpression) -> cst.BaseExpression:
    """The last name of a dotted one; any other expression itself."""
    return node.attr if isinstance(node, cst.Attribute) else node


def _with_places(declared: cst.Module, file: TextFile) -> cst.Module:
    """The tree in whose text places are those that the scanner counted, whatever encoding the file declares."""
    text = _FORM_FEEDS.sub(lambda match: " " * len(match[2]) + match[1], file.source.text)
    if text.startswith(declared.with_changes(footer=()).code.rstrip()):
        return declared
    if len(file.raw.decode(declared.encoding)) != len(text):
        raise UnfixableFileError(f"its encoding is {declared.encoding}, in which places cannot be told exactly")
    return cst.parse_module(text)
