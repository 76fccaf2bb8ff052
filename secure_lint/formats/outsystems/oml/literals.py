"""Texts written in a module: expressions, JavaScript, SQL."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.model import Literal, LiteralKind
from secure_lint.formats.outsystems.oml.flows import code_of
from secure_lint.formats.outsystems.oml.fragments import Fragments
from secure_lint.formats.outsystems.oml.tree import attribute, child_elements, tag
from secure_lint.formats.outsystems.place import whole_file

_COLLECTIONS = (
    "ClientActionFlows",
    "ClientVariables",
    "Entities",
    "NodesNotShownInESpaceTree",
    "NodesShownInESpaceTree",
    "SiteProperties",
    "UserActions",
    "Widgets",
)
_CODE_KINDS = {"JavascriptExpression": LiteralKind.JAVASCRIPT, "ParsedSQLExpression": LiteralKind.SQL}


def read_literals(fragments: Fragments) -> tuple[Literal, ...]:
    """All literals, in file order, each once at a place."""
    found: dict[Literal, None] = {}
    for base in _COLLECTIONS:
        for root in fragments.of_collection(base):
            found.update(dict.fromkeys(_literals(root, fragments)))
    return tuple(found)


def _literals(root: Element, fragments: Fragments) -> Iterator[Literal]:
    pending: list[tuple[Element, str]] = [(root, "")]
    while pending:
        element, place = pending.pop()
        place = fragments.index.path(element, place) if attribute(element, "Key") else place
        kind = _CODE_KINDS.get(tag(element))
        value = (
            code_of(element, fragments.index) if kind else attribute(element, "Value") if tag(element) == "Text" else ""
        )
        if value.strip():
            yield Literal(value, kind or LiteralKind.TEXT, whole_file(fragments.path, place))
        if kind is None:
            pending.extend((item, place) for item in reversed(list(child_elements(element))))
