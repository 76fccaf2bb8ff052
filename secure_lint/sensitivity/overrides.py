"""What a project says itself about its data, above the taxonomy."""

from __future__ import annotations

import msgspec

from secure_lint.sensitivity.classification import Keeping
from secure_lint.sensitivity.data_type import DataType


class OwnTerms(msgspec.Struct, frozen=True):
    """More terms for a data type, as people write them (``member card no``)."""

    data_type: str
    terms: tuple[str, ...]


class SensitivePath(msgspec.Struct, frozen=True):
    """Names that hold data of a type: ``Entity.attribute`` with ``*`` as a wildcard, or an attribute name alone."""

    path: str
    data_type: str


class OwnKeeping(msgspec.Struct, frozen=True):
    """Another keeping for a data type."""

    data_type: str
    keeping: Keeping


class Overrides(msgspec.Struct, frozen=True):
    """The overrides of a project.

    ``not_sensitive`` holds paths like those of ``SensitivePath``; they win over ``sensitive``.
    """

    types: tuple[DataType, ...] = ()
    terms: tuple[OwnTerms, ...] = ()
    not_sensitive: tuple[str, ...] = ()
    sensitive: tuple[SensitivePath, ...] = ()
    keeping: tuple[OwnKeeping, ...] = ()


NO_OVERRIDES = Overrides()
