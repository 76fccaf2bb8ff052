"""The answer of the classifier, with its evidence."""

from __future__ import annotations

import enum
from typing import Final

import msgspec

CERTAIN: Final = 0.9
"""From this score on a classification can carry an error."""
PROBABLE: Final = 0.6
"""From this score on a name counts as sensitive; below it nothing is reported."""


class Keeping(enum.Enum):
    """How data of a type must be kept on a device, strictest first."""

    NEVER = "never"
    """Not at all, not even encrypted."""
    KEYSTORE = "keystore"
    """Only in the device keystore, or enciphered with a key that lives there."""
    ENCRYPT = "encrypt"
    """Enciphered before it is written, or in an enciphered store."""
    MINIMISE = "minimise"
    """Only as far as offline use needs it."""


class Reason(msgspec.Struct, frozen=True, gc=False):
    """One piece of evidence: its kind (``term``, ``head``, ``type`` ...) and a sentence for people."""

    kind: str
    detail: str


class Classification(msgspec.Struct, frozen=True, gc=False):
    """Which data a name holds.

    ``data_type`` is ``None`` when the name is not sensitive; ``group`` and ``title`` are empty then, unless the name
    is a ``protected`` (one-way or enciphered) form of a data type, which they name. ``score`` is in 0 .. 1; of a name
    that is not sensitive it is that of the best candidate that failed.
    """

    data_type: str | None
    title: str
    group: str
    keeping: Keeping | None
    score: float
    reasons: tuple[Reason, ...]
    protected: bool

    @property
    def sensitive(self) -> bool:
        """Whether the name holds sensitive data in clear or as a verifier."""
        return self.data_type is not None


class EntityClassification(msgspec.Struct, frozen=True):
    """The joint answer for the attributes of an entity, in their order.

    ``about`` are the contexts the record was recognised to be about. ``inherited`` is the class of the record as a
    whole: attributes without a class of their own share it, and it is to be reported once for the entity.
    """

    entity: str
    attributes: tuple[Classification, ...]
    about: tuple[str, ...]
    inherited: Classification | None


NOT_SENSITIVE: Final = Classification(None, "", "", None, 0.0, (), False)
