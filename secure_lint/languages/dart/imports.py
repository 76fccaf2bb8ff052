"""Imports of libraries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.model.program import Import

_DIRECTIVE = g.kind("import_or_export")
_IMPORT = g.kind("library_import")
_SPECIFICATION = g.kind("import_specification")
_PART_OF = g.kind("part_of_directive")
_LIBRARY = re.compile(r"package:([\w.]+)/|dart:(\w+)")
_SHOW = "show"


def read_imports(low: Lowering, nodes: Iterable[Node], package: str) -> tuple[Import, ...]:
    """The imports of a file. ``package:name/...`` is called ``name`` and ``dart:name`` ``dart.name``.

    ``package`` stands for the files of the project itself. A part has the imports of its library, which is another
    file.
    """
    found: list[Import] = []
    for node in nodes:
        if node.kind_id == _DIRECTIVE:
            for child in node.children:
                found.extend(_imported(low, child, package) if child.kind_id == _IMPORT else ())
        elif node.kind_id == _PART_OF:
            found.append(Import("", None, low.span(node), wildcard=True))
    return tuple(found)


def _imported(low: Lowering, node: Node, package: str) -> Iterator[Import]:
    specification = next((child for child in node.children if child.kind_id == _SPECIFICATION), node)
    named = _LIBRARY.match(_uri(low, specification))
    name = package if named is None else named.group(1) or f"dart.{named.group(2)}"
    span = low.span(specification)
    alias = next((child for child in specification.children if child.kind_id == g.IDENTIFIER), None)
    if alias is not None:
        text = low.text(alias)
        yield Import(name, None if text == name else text, span)
        return
    shown = list(_shown(low, specification))
    if shown:
        yield from (Import(f"{name}.{one}", None, span) for one in shown)
    elif named is not None:
        yield Import(name, None, span, wildcard=True)


def _uri(low: Lowering, node: Node) -> str:
    """The address of what is imported, without quotes."""
    start = next((child for child in node.children if child.type == "configurable_uri"), None)
    return "" if start is None else low.text(start.children[0]).strip("'\"")


def _shown(low: Lowering, node: Node) -> Iterator[str]:
    """The names behind ``show``."""
    for child in node.children:
        if child.kind_id == g.COMBINATOR and child.children[0].type == _SHOW:
            yield from (low.text(one) for one in child.children if one.kind_id == g.IDENTIFIER)
