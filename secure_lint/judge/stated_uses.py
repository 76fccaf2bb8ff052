"""Attributes of modelled entities that no logic and no screen of the app reads.

The form of the app says where an attribute is read, and of which record. A reading of a record that is not known, or of
one whose type is none of the program's, may be of any entity.
"""

from __future__ import annotations

from secure_lint.link.program import Program
from secure_lint.link.type_names import simple_name
from secure_lint.model.facts import WHOLE_RECORD, AttributeUse
from secure_lint.model.schema import Attribute, Entity


class StatedUses:
    """Tells which attributes are read, by what the files of an app say."""

    def __init__(self, program: Program) -> None:
        self._uses = program.attribute_uses
        names = (*program.types, *(entity.name for entity in program.schema_entities))
        self._records = frozenset(simple_name(name).casefold() for name in names)

    def is_unread(self, entity: Entity, attribute: Attribute) -> bool:
        """Whether nothing reads the attribute, while another one of the same entity is read."""
        if not entity.uses_are_known or self._is_read(entity, attribute):
            return False
        return any(self._is_surely_read(entity, one) for one in entity.attributes if one is not attribute)

    def _is_read(self, entity: Entity, attribute: Attribute) -> bool:
        uses = (*self._uses.get(attribute.name.casefold(), ()), *self._uses.get(WHOLE_RECORD, ()))
        return any(self._may_be_of(use, entity) for use in uses)

    def _may_be_of(self, use: AttributeUse, entity: Entity) -> bool:
        owner, name = use.owner.casefold(), entity.name.casefold()
        if use.into.casefold() == name:
            return owner == name
        return owner == name or owner not in self._records

    def _is_surely_read(self, entity: Entity, attribute: Attribute) -> bool:
        name = entity.name.casefold()
        return any(use.owner.casefold() == name for use in self._uses.get(attribute.name.casefold(), ()))
