"""Annotations of types, in the spelling of the model: ``list[int]`` is ``list<int>`` and ``X | None`` is ``X``."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.lowering import Lowering
from secure_lint.model.program import Annotation, Call, Expression, Member, Name

_OPTIONAL = "Optional"
_UNION = "Union"
_ANNOTATED = "Annotated"
_WRAPPERS = {"ClassVar": ("static",), "Final": ("final",), "Required": (), "NotRequired": (), "ReadOnly": ()}
_NONE = "None"
_LONGEST = 400


class DeclaredType(msgspec.Struct, frozen=True):
    """A type with what its annotation says besides: modifiers, and the metadata of ``Annotated`` as annotations."""

    text: str | None
    modifiers: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()


def declared_type(low: Lowering, node: Node) -> DeclaredType:
    """The type that an annotation names."""
    while node.kind_id == g.TYPE and node.named_child_count == 1:
        node = node.named_children[0]
    name, arguments = _generic(low, node)
    if name in _WRAPPERS and arguments:
        inner = declared_type(low, arguments[0])
        return DeclaredType(inner.text, (*_WRAPPERS[name], *inner.modifiers), inner.annotations)
    if name == _ANNOTATED and arguments:
        inner = declared_type(low, arguments[0])
        metadata = tuple(found for one in arguments[1:] if (found := _metadata(low, one)) is not None)
        return DeclaredType(inner.text, inner.modifiers, (*inner.annotations, *metadata))
    if low.text(node) in _WRAPPERS:
        return DeclaredType(None, _WRAPPERS[low.text(node)])
    return DeclaredType(type_text(low, node))


def type_text(low: Lowering, node: Node) -> str | None:
    """A type on one line; ``None`` for what names no type, such as a union of several."""
    while node.kind_id == g.TYPE and node.named_child_count == 1:
        node = node.named_children[0]
    name, arguments = _generic(low, node)
    if name == _OPTIONAL and arguments:
        return type_text(low, arguments[0])
    if name == _UNION and arguments:
        return _only([type_text(low, one) for one in arguments])
    text = " ".join(low.text(node).split())
    if node.kind_id == g.STRING:
        text = text.strip("\"'")
    if "|" in text and "[" not in text:
        return _only([part.strip() for part in text.split("|")])
    if len(text) > _LONGEST or text == _NONE:
        return None
    return text.replace("[", "<").replace("]", ">")


def _only(texts: list[str | None]) -> str | None:
    named = [text for text in texts if text is not None and text != _NONE]
    return named[0] if len(named) == 1 else None


def _generic(low: Lowering, node: Node) -> tuple[str, list[Node]]:
    """The simple name of a generic type with its arguments."""
    if node.kind_id == g.SUBSCRIPT:
        value = node.child_by_field_id(g.FIELD_VALUE)
        name = "" if value is None else low.text(value)
        return name.rpartition(".")[2], node.children_by_field_id(g.FIELD_SUBSCRIPT)
    if node.kind_id == g.GENERIC_TYPE and node.named_child_count == 2:
        name_node, parameters = node.named_children
        if parameters.kind_id == g.TYPE_PARAMETER:
            return low.text(name_node).rpartition(".")[2], list(parameters.named_children)
    return "", []


def _metadata(low: Lowering, node: Node) -> Annotation | None:
    """``Depends(get_user)`` in ``Annotated[User, Depends(get_user)]``."""
    while node.kind_id == g.TYPE and node.named_child_count == 1:
        node = node.named_children[0]
    value = low.value(node)
    if isinstance(value, Call):
        name = dotted(value.callee)
        return Annotation(name, low.span(node), value.arguments) if name else None
    name = dotted(value)
    return Annotation(name, low.span(node)) if name else None


def dotted(value: Expression) -> str:
    """A name or a chain of members as text; empty for anything else."""
    if isinstance(value, Name):
        return value.identifier
    if isinstance(value, Member):
        head = dotted(value.receiver)
        return f"{head}.{value.name}" if head else ""
    return ""
