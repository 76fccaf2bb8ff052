"""The name of a module, and what its imports name."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.lowering import Lowering
from secure_lint.model.program import Import

_PACKAGE_FILE = "__init__"


def module_name(path: str) -> str:
    """The dotted name of the module in a file: its path from the root, or that of its folder for a package."""
    parts = [part.replace(".", "_") for part in path.removesuffix(".py").split("/")]
    if parts[-1] == _PACKAGE_FILE:
        parts.pop()
    return ".".join(parts)


def imports(low: Lowering, node: Node, path: str) -> Iterator[Import]:
    """The imports of one statement; relative ones are made absolute."""
    if node.kind_id == g.IMPORT:
        for name in node.children_by_field_id(g.FIELD_NAME):
            yield from _import(low, name)
        return
    source = node.child_by_field_id(g.FIELD_MODULE_NAME)
    if source is None:
        return
    base = _relative(low, source, path) if source.kind_id == g.RELATIVE_IMPORT else _dotted(low, source)
    for child in node.children:
        if child.kind_id == g.WILDCARD_IMPORT:
            yield Import(base, None, low.span(node), wildcard=True)
    for name in node.children_by_field_id(g.FIELD_NAME):
        imported, alias = _parts(low, name)
        yield Import(f"{base}.{imported}" if base else imported, alias, low.span(name))


def _import(low: Lowering, node: Node) -> Iterator[Import]:
    """``import a.b`` binds ``a``; ``import a.b as c`` binds the module itself."""
    name, alias = _parts(low, node)
    head = name.partition(".")[0]
    if alias is None and head != name:
        yield Import(head, None, low.span(node))
        # The module is loaded, and reached through its package.
        yield Import(name, name, low.span(node))
    else:
        yield Import(name, alias, low.span(node))


def _parts(low: Lowering, node: Node) -> tuple[str, str | None]:
    if node.kind_id != g.ALIASED_IMPORT:
        return _dotted(low, node), None
    name, alias = node.child_by_field_id(g.FIELD_NAME), node.child_by_field_id(g.FIELD_ALIAS)
    return "" if name is None else _dotted(low, name), None if alias is None else low.text(alias)


def _relative(low: Lowering, node: Node, path: str) -> str:
    """``.`` is the package of the module, and each further dot the one around it."""
    dots, name = 0, ""
    for child in node.children:
        if child.kind_id == g.IMPORT_PREFIX:
            dots = low.text(child).count(".")
        elif child.kind_id == g.DOTTED_NAME:
            name = _dotted(low, child)
    folder = [part.replace(".", "_") for part in path.split("/")[:-1]]
    base = folder[: len(folder) - dots + 1] if dots <= len(folder) + 1 else []
    return ".".join((*base, name) if name else base)


def _dotted(low: Lowering, node: Node) -> str:
    return "".join(low.text(node).split())
