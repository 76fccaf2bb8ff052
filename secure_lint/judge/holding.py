"""One piece of sensitive data in a store on the device."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from secure_lint.flow.values.value import StoreState
from secure_lint.model.finding import Evidence, Step
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location
from secure_lint.sensitivity.classification import Keeping
from secure_lint.sensitivity.data_type import DataType

LEAST_SCORE = 0.5
"""Below this a name says too little to look at it; what lies between it and a policy's own floor is for auditors."""

EXPOSED = ("plain", "encoded", "weak-key", "mixed")
_NO_LETTER = re.compile(r"[\W_]+")


class Holding(msgspec.Struct, frozen=True):
    """An attribute of an entity, or a value that is written under a key.

    ``subject`` is ``Entity.attribute`` or the key. ``state`` is that of the verdict table. ``store`` is ``None``
    when no place was seen that opens it. ``entity`` and ``attribute`` are set as well for a value that is written into
    that attribute; ``owner`` is the type of the object whose member it is written to, and ``declares`` tells the
    attribute itself. ``written_at`` is the call that writes a value, which lies in another function where the value is
    handed to a wrapper, ``key_at`` where the key is declared, if that is elsewhere; ``entered`` says that the platform
    keeps it under its key when a user enters it in a form.
    """

    subject: str
    type: DataType
    score: float
    state: str
    engine: str
    location: Location
    evidence: tuple[Evidence, ...]
    store: StoreState | None = None
    entity: Entity | None = None
    attribute: Attribute | None = None
    declares: bool = False
    written_at: Location | None = None
    key_at: Location | None = None
    symbol: str = ""
    trace: tuple[Step, ...] = ()
    unread: bool = False
    entered: bool = False
    owner: str | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """What two holdings share that speak of the same data: the entity or engine, and the name."""
        if self.entity is not None and self.attribute is not None:
            return f"{self.entity.location.path}#{self.entity.name}", plain_name(self.attribute.name)
        return self.engine, plain_name(self.subject)


def exposed_holdings(holdings: Iterable[Holding]) -> list[Holding]:
    """Those that anyone can read who gets at the file, other than data that is merely to be kept to a minimum."""
    return [one for one in holdings if one.state in EXPOSED and one.type.keeping is not Keeping.MINIMISE]


def places_of(holdings: Iterable[Holding]) -> tuple[Step, ...]:
    """Where these are kept, as related places of a finding."""
    return tuple(Step(one.location, f"`{one.subject}` is kept in clear") for one in holdings)


def plain_name(name: str) -> str:
    """A name without regard to the style in which it is written: ``passport_number`` is ``passportNumber``."""
    return _NO_LETTER.sub("", name).lower()
