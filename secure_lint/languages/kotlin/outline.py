"""Where the declarations of a file stand in its tree.

The grammar also reads scripts, in which a file may hold statements. It takes some annotated declarations for such: for
``@A @B class C { }`` it finds two annotations of an expression that is made of two names and a lambda, and no error.
Members of a class cannot be taken for anything else.
"""

from __future__ import annotations

import tree_sitter

from secure_lint.languages.kotlin.delegates import parse_bodies
from secure_lint.languages.kotlin.repairs import blank
from secure_lint.languages.syntax import SyntaxTree, unread
from secure_lint.text.source import SourceText

_HEADER = frozenset({"package_header", "import"})
_DECLARATIONS = frozenset(
    {"class_declaration", "function_declaration", "object_declaration", "property_declaration", "type_alias"}
)
_BESIDE = frozenset({"file_annotation", "shebang"})
_SCRIPT = ".kts"
_CLASS, _END = b"class W{", b"\n}"


class KotlinTree(SyntaxTree):
    """The tree of a Kotlin file.

    ``header`` holds the nodes of the package and the imports if they are none of ``declarations``, the node in which
    the declarations of the file stand.
    """

    __slots__ = ("declarations", "header")

    def __init__(
        self,
        source: SourceText,
        tree: tree_sitter.Tree,
        header: tuple[tree_sitter.Node, ...] = (),
        declarations: tree_sitter.Node | None = None,
        *,
        repaired: bool = False,
    ) -> None:
        super().__init__(source, tree, repaired=repaired)
        self.header = header
        self.declarations = self.root if declarations is None else declarations


def outlined(
    parser: tree_sitter.Parser, source: SourceText, text: bytes, tree: tree_sitter.Tree, *, repaired: bool
) -> KotlinTree:
    """The tree of a file from that of ``text``, a form of it of the same length."""
    root = tree.root_node
    misread = [] if source.path.endswith(_SCRIPT) else [node for node in root.children if _is_misread(node)]
    if misread:
        header = tuple(node for node in root.children if node.type in _HEADER)
        members = _as_members(parser, text, header)
        if members is not None and unread(members.root_node) <= unread(root):
            return KotlinTree(source, members, header, members.root_node.children[-1].children[-1], repaired=repaired)
    result = KotlinTree(source, tree, repaired=repaired)
    for node in misread:
        result.report("syntax error", result.span(node))
    return result


def _is_misread(node: tree_sitter.Node) -> bool:
    """Whether a node is a statement, which no file but a script holds outside functions."""
    known = node.type in _HEADER or node.type in _DECLARATIONS or node.type in _BESIDE
    return node.is_named and not (known or node.is_extra or node.is_error)


def _as_members(
    parser: tree_sitter.Parser, text: bytes, header: tuple[tree_sitter.Node, ...]
) -> tree_sitter.Tree | None:
    """The tree of the text with a class around its declarations that opens where the header stands; if all fits in."""
    if not header or header[0].end_byte - header[0].start_byte < len(_CLASS):
        return None
    inside = bytearray(text)
    for node in header:
        inside[node.start_byte : node.end_byte] = blank(text[node.start_byte : node.end_byte])
    inside[header[0].start_byte : header[0].start_byte + len(_CLASS)] = _CLASS
    _, tree = parse_bodies(parser, bytes(inside) + _END)
    return tree if tree is not None and tree.root_node.children[-1].type == "class_declaration" else None
