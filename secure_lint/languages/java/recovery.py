"""Reading files that the grammar rejects: text blocks that it takes for comments."""

from __future__ import annotations

import re

from secure_lint.languages.java import grammar as g
from secure_lint.languages.syntax import SyntaxTree, unread
from secure_lint.text.source import SourceText

_TEXT_BLOCK = re.compile(rb'"""[ \t\f]*\r?\n(?:[^"\\]|\\.|"(?!""))*"""', re.DOTALL)


def parse(source: SourceText) -> SyntaxTree:
    """The tree of ``source``.

    The grammar takes ``//`` and ``/*`` at the start of a text block for comments. If there are errors, the slashes of
    text blocks are hidden from it, which changes no place.
    """
    tree = g.PARSER.parse(source.data)
    if tree.root_node.has_error and b'"""' in source.data:
        hidden = g.PARSER.parse(_TEXT_BLOCK.sub(lambda found: found.group().replace(b"/", b"."), source.data))
        if unread(hidden.root_node) < unread(tree.root_node):
            tree = hidden
    return SyntaxTree(source, tree)
