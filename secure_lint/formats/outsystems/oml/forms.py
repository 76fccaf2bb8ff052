"""What forms validate by themselves: widgets that check their form's inputs before they run an action."""

from __future__ import annotations

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.oml.expressions import read_expression
from secure_lint.formats.outsystems.oml.fragments import Fragments
from secure_lint.formats.outsystems.oml.tree import attribute, child, descendants, parse_reference, tag

_WIDGETS = "Widgets"
_UNVALIDATED = ("", "None")


def validated_actions(fragments: Fragments) -> frozenset[str]:
    """The keys of the screen actions that run after the built-in validation of a form with a mandatory input.

    A button or link says in ``Validation`` whether the inputs are validated first, an input in its property
    ``Mandatory`` whether it has to be filled.
    """
    found: set[str] = set()
    for root in fragments.of_collection(_WIDGETS):
        elements = list(descendants(root))
        if any(_is_mandatory_input(element, fragments) for element in elements):
            found.update(key for element in elements if (key := _validated_action(element)))
    return frozenset(found)


def _is_mandatory_input(element: Element, fragments: Fragments) -> bool:
    if tag(element) != "CustomProperty" or attribute(element, "PropertyName") != "Mandatory":
        return False
    value = read_expression(child(element, "ValueExpression"), fragments.index).text or attribute(element, "Value")
    return value not in {"", "False", "No"}


def _validated_action(element: Element) -> str | None:
    """The key of the action that a widget's event runs after validation."""
    if attribute(element, "Validation") in _UNVALIDATED:
        return None
    keys = parse_reference(attribute(element, "Destination")).keys
    return keys[0] if keys else None
