"""What every front end needs of a tree-sitter tree: spans, text, comments that address the linter, syntax errors."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator

import tree_sitter

from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

NESTING_LIMIT = 150
"""Deepest nesting of expressions and statements that is lowered.

Lowering spends up to four Python frames on a level, and readers of the model recurse over it too; hand-written code
stays below 60.
"""

CHAIN_LIMIT = 380
"""Longest chain of calls that is lowered where that takes no recursion.

A security configuration chains two calls for each of its rules. Encoding takes two of its 1,000 levels for a link.
"""

ARGUMENT_LEVELS = 30
"""Nesting that arguments within a long chain may have."""

_ADDRESS = b"secure-lint:"


@functools.cache
def parser(grammar: Callable[[], object]) -> tree_sitter.Parser:
    """The parser of a grammar wheel's ``language`` function; built once in a process."""
    return tree_sitter.Parser(tree_sitter.Language(grammar()))


class NodeKinds:
    """The numbers of the kinds of nodes and of the fields in a grammar, which is named ``grammar`` in errors.

    Reading a node's kind as a number costs half of reading it as text.
    """

    __slots__ = ("_grammar", "_language")

    def __init__(self, parser: tree_sitter.Parser, grammar: str) -> None:
        self._language = parser.language
        self._grammar = grammar

    def kind(self, name: str, *, named: bool = True) -> int:
        """The number of a kind of node. Raises `LookupError` when the grammar has none of that name."""
        return self._known("node", name, self._language and self._language.id_for_node_kind(name, named))

    def field(self, name: str) -> int:
        """The number of a field. Raises `LookupError` when the grammar has none of that name."""
        return self._known("field", name, self._language and self._language.field_id_for_name(name))

    def _known(self, what: str, name: str, number: int | None) -> int:
        if number is None:
            raise LookupError(f"{self._grammar} has no {what} {name!r}")
        return number


def parse(parser: tree_sitter.Parser, data: bytes, start: int = 0) -> tree_sitter.Tree | None:
    """The tree of ``data``, or ``None`` when the parser does not come to an end.

    A parser that reads a range of a file only is given what lies there; ``start`` is the offset of that.

    Grammars loop on some broken files (an unclosed backtick, in Kotlin) while their memory grows. The parser reports
    its progress about every hundred operations; real files stay below one report for 40 bytes.
    """
    reports = itertools.count()
    most = 400 + len(data) // 8
    try:
        return parser.parse(
            lambda offset, _: data[offset - start :] if offset != start else data,
            progress_callback=lambda *_: next(reports) > most,
        )
    except ValueError:
        parser.reset()
        return None


def unfinished(path: str) -> Problem:
    """That the parser did not come to its end on a file."""
    return Problem(path, "syntax error: the parser does not come to its end", Stage.READ, partial=True)


class SyntaxTree:
    """The tree of one file.

    ``problems`` collects what could not be lowered; `syntax_problems` are not among them. ``repaired`` tells that the
    tree is that of a repaired source of the same length, in which lines may end elsewhere.
    """

    __slots__ = ("_repaired", "_text", "_wide_rows", "problems", "root", "source")

    def __init__(self, source: SourceText, tree: tree_sitter.Tree, *, repaired: bool = False) -> None:
        self.source = source
        self.root = tree.root_node
        self.problems: list[Problem] = []
        self._text = source.text if source.ascii else None
        self._repaired = repaired
        self._wide_rows = frozenset[int]() if source.ascii else frozenset(_wide_rows(source))

    def span(self, node: tree_sitter.Node) -> Span:
        """Where ``node`` stands."""
        if self._repaired:
            return self.source.span(node.start_byte, node.end_byte)
        start_row, start = node.start_point
        end_row, end = node.end_point
        if self._wide_rows:
            return Span(start_row + 1, self._column(start_row, start), end_row + 1, self._column(end_row, end))
        return Span(start_row + 1, start + 1, end_row + 1, end + 1)

    def span_between(self, first: tree_sitter.Node, last: tree_sitter.Node) -> Span:
        """From the start of ``first`` to the end of ``last``."""
        if self._repaired:
            return self.source.span(first.start_byte, last.end_byte)
        start_row, start = first.start_point
        end_row, end = last.end_point
        return Span(start_row + 1, self._column(start_row, start), end_row + 1, self._column(end_row, end))

    def span_from(self, start: Span, last: tree_sitter.Node) -> Span:
        """From where ``start`` starts to the end of ``last``."""
        if self._repaired:
            return Span(start.start_line, start.start_column, *self.source.position(last.end_byte))
        end_row, end = last.end_point
        return Span(start.start_line, start.start_column, end_row + 1, self._column(end_row, end))

    def text(self, node: tree_sitter.Node) -> str:
        """The source text of ``node``."""
        if self._text is not None:
            return self._text[node.start_byte : node.end_byte]
        return self.source.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def slice(self, start: int, end: int) -> str:
        """The source text of a byte range."""
        if self._text is not None:
            return self._text[start:end]
        return self.source.data[start:end].decode("utf-8", "replace")

    def report(self, message: str, span: Span) -> None:
        """Record a part of the file that is not lowered."""
        self.problems.append(Problem(self.source.path, message, Stage.READ, span, partial=True))

    def report_nesting(self, node: tree_sitter.Node) -> None:
        """Record that ``node`` is nested too deep to be lowered."""
        self.report("code nested this deep is not analysed", self.span(node))

    def _column(self, row: int, byte_column: int) -> int:
        return self.source.column(row, byte_column) if row in self._wide_rows else byte_column + 1


def operands(node: tree_sitter.Node, operator: str) -> list[tree_sitter.Node]:
    """The operands, left to right, of a chain of one left-associative operator (``a + b + c``).

    The model holds such a chain as one `Operator` with all operands, since generated code has chains of thousands.
    ``node`` has the fields ``left``, ``operator`` and ``right``.
    """
    reversed_operands: list[tree_sitter.Node] = []
    kind = node.kind_id
    while node.kind_id == kind:
        sign = node.child_by_field_name("operator")
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if sign is None or left is None or right is None or sign.type != operator:
            break
        reversed_operands.append(right)
        node = left
    reversed_operands.append(node)
    return reversed_operands[::-1]


def linter_comments(tree: SyntaxTree) -> tuple[Comment, ...]:
    """The comments whose text starts with ``secure-lint:``."""
    found: list[Comment] = []
    data = tree.source.data
    position = data.find(_ADDRESS)
    while position >= 0:
        resume = position + len(_ADDRESS)
        node = tree.root.descendant_for_byte_range(position, resume)
        if node is not None and "comment" in node.type:
            resume = node.end_byte
            text = comment_text(tree.text(node))
            if text.startswith(_ADDRESS.decode()):
                line_start = data.rfind(b"\n", 0, node.start_byte) + 1
                own_line = not data[line_start : node.start_byte].strip()
                found.append(Comment(text, tree.span(node), own_line))
        position = data.find(_ADDRESS, resume)
    return tuple(found)


def comment_text(raw: str) -> str:
    """A comment without its marks, on one line."""
    lines = (line.strip().removesuffix("*/").lstrip("/*#!").strip() for line in raw.strip().split("\n"))
    return " ".join(line for line in lines if line)


def syntax_problems(
    tree: SyntaxTree, is_known: Callable[[tree_sitter.Node], bool] = lambda _: False
) -> tuple[Problem, ...]:
    """One partial problem for each stretch of source that the grammar could not read.

    ``is_known`` picks out the nodes that are errors only because the grammar is too strict, and lose nothing.
    """
    stretches: list[tuple[int, int]] = []
    data = tree.source.data
    for node in errors(tree.root):
        if is_known(node):
            continue
        start, end = node.start_byte, node.end_byte
        if stretches and not data[stretches[-1][1] : start].strip():
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return tuple(
        Problem(tree.source.path, "syntax error", Stage.READ, tree.source.span(start, end), partial=True)
        for start, end in stretches
    )


def errors(root: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """The outermost error and missing nodes, in order."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            yield node
        elif node.has_error:
            pending.extend(reversed(node.children))


def unread(root: tree_sitter.Node) -> int:
    """Bytes of source that a tree has in errors, and one for each error: a missing node has no bytes."""
    return sum(node.end_byte - node.start_byte + 1 for node in errors(root)) if root.has_error else 0


def _wide_rows(source: SourceText) -> Iterator[int]:
    """The 0-based rows that hold characters of more than one byte."""
    for row, line in enumerate(source.data.split(b"\n")):
        if not line.isascii():
            yield row
