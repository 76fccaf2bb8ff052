"""What a project says itself about its data, above the taxonomy."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

import msgspec

from secure_lint.sensitivity.classification import Keeping
from secure_lint.sensitivity.data_type import DataType, Terms
from secure_lint.sensitivity.taxonomy import Taxonomy
from secure_lint.sensitivity.words import WordSplitter, parts, spellings

OWN_LANGUAGE: Final = "own"
"""The language of terms that a project adds."""


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


def extend(taxonomy: Taxonomy, overrides: Overrides) -> Taxonomy:
    """Return the taxonomy with the own types, terms and keeping of a project.

    Raises ``ValueError`` for a data type that neither has.
    """
    if not (overrides.types or overrides.terms or overrides.keeping):
        return taxonomy
    types = {item.id: item for item in (*taxonomy.types, *overrides.types)}
    texts = [text for own in overrides.terms for text in own.terms]
    words = {word for text in texts for spelling in spellings(text) for word in parts(spelling)}
    spelling = msgspec.structs.replace(taxonomy.spelling, vocabulary=taxonomy.spelling.vocabulary | words)
    splitter = WordSplitter(spelling)
    for own in overrides.terms:
        data_type = _known(types, own.data_type)
        phrases = (" ".join(splitter.split(form)) for text in own.terms for form in spellings(text))
        added = Terms(OWN_LANGUAGE, tuple(dict.fromkeys(phrase for phrase in phrases if phrase)))
        types[own.data_type] = msgspec.structs.replace(data_type, terms=(*data_type.terms, added))
    for choice in overrides.keeping:
        data_type = _known(types, choice.data_type)
        types[choice.data_type] = msgspec.structs.replace(data_type, keeping=choice.keeping)
    return msgspec.structs.replace(taxonomy, types=tuple(types.values()), spelling=spelling)


def _known(types: dict[str, DataType], identity: str) -> DataType:
    if identity not in types:
        raise ValueError(f"no data type {identity!r}")
    return types[identity]


class PathRules:
    """The paths of a project: names that it declares sensitive or not."""

    def __init__(self, overrides: Overrides) -> None:
        self._harmless = [path.casefold() for path in overrides.not_sensitive]
        self._sensitive = [(item.path.casefold(), item.data_type) for item in overrides.sensitive]

    def __bool__(self) -> bool:
        return bool(self._harmless or self._sensitive)

    def harmless(self, entity: str | None, name: str) -> str | None:
        """Return the path that declares the name not sensitive."""
        return next((path for path in self._harmless if _matches(path, entity, name)), None)

    def data_type(self, entity: str | None, name: str) -> tuple[str, str] | None:
        """Return the data type that is declared for the name, and the path that says so."""
        found = ((data_type, path) for path, data_type in self._sensitive if _matches(path, entity, name))
        return next(found, None)


def _matches(path: str, entity: str | None, name: str) -> bool:
    if "." not in path:
        return fnmatchcase(name.casefold(), path)
    return entity is not None and fnmatchcase(f"{entity}.{name}".casefold(), path)
