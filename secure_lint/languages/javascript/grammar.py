"""The three grammars, and which of them reads a file.

The kinds of nodes have other numbers in each grammar, so that a table of what lowers them is made for each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec
import tree_sitter
import tree_sitter_javascript
import tree_sitter_typescript

from secure_lint.languages.syntax import parser

T = TypeVar("T")


class Grammar(msgspec.Struct, frozen=True):
    """A grammar by the name of its language, with its parser."""

    name: str
    parser: tree_sitter.Parser

    def table(self, by_name: Mapping[str, T]) -> dict[int, T]:
        """The same table by the numbers that kinds of nodes have here; kinds that the grammar lacks are left out."""
        language = self.parser.language
        numbers = {} if language is None else {name: language.id_for_node_kind(name, True) for name in by_name}
        return {number: by_name[name] for name, number in numbers.items() if number is not None}


def _grammar(name: str, language: Callable[[], object]) -> Grammar:
    return Grammar(name, parser(language))


JAVASCRIPT = _grammar("javascript", tree_sitter_javascript.language)
TYPESCRIPT = _grammar("typescript", tree_sitter_typescript.language_typescript)
TSX = _grammar("tsx", tree_sitter_typescript.language_tsx)
GRAMMARS = (JAVASCRIPT, TYPESCRIPT, TSX)

COMMENTS = frozenset(("comment", "html_comment"))
FUNCTIONS = frozenset(
    (
        "arrow_function",
        "function_expression",
        "generator_function",
        "function_declaration",
        "generator_function_declaration",
    )
)
"""Nodes with parameters and a body that are functions; ``function`` is the name in some versions of the grammar."""
CLASSES = frozenset(("class_declaration", "abstract_class_declaration", "class"))
