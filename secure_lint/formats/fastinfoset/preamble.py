"""What stands before the first child of a document (X.891, annex C.2)."""

from __future__ import annotations

import msgspec

from secure_lint.formats.fastinfoset.infoset import Name, Notation, UnparsedEntity
from secure_lint.formats.fastinfoset.parts import PartReader

_NOTATION, _UNPARSED_ENTITY, _END_OF_LIST = 0xC0, 0xD0, 0xF0


class Preamble(msgspec.Struct, frozen=True):
    """The properties of a document that is about to be read."""

    notations: tuple[Notation, ...]
    unparsed_entities: tuple[UnparsedEntity, ...]
    character_encoding: str | None
    standalone: bool | None
    version: str | None


def read_preamble(parts: PartReader) -> Preamble:
    """Read the optional parts of the document in their order, filling the vocabulary."""
    present = parts.octet()
    if present & 0x80:
        raise parts.fail("the first bit of the document is not padding")
    if present & 0x40:
        _skip_additional_data(parts)
    if present & 0x20:
        _read_initial_vocabulary(parts)
    return Preamble(
        notations=_notations(parts) if present & 0x10 else (),
        unparsed_entities=_unparsed_entities(parts) if present & 0x08 else (),
        character_encoding=parts.plain_string() if present & 0x04 else None,
        standalone=_standalone(parts) if present & 0x02 else None,
        version=parts.string(parts.vocabulary.other_strings) if present & 0x01 else None,
    )


def _standalone(parts: PartReader) -> bool:
    value = parts.octet()
    if value > 1:
        raise parts.fail("standalone is neither true nor false")
    return value == 1


def _skip_additional_data(parts: PartReader) -> None:
    for _ in range(parts.sequence_length()):
        parts.plain_string()
        first = parts.octet()
        if first & 0x80:
            raise parts.fail("no valid additional datum")
        parts.octets(parts.length_7_bits(first))


def _read_initial_vocabulary(parts: PartReader) -> None:
    present = parts.number(2)
    if present & 0xE000:
        raise parts.fail("the initial vocabulary does not start with padding")
    if present & 0x1000:
        raise parts.fail(f"the external vocabulary {parts.plain_string()!r} is not known")
    vocabulary = parts.vocabulary
    if present & 0x0800:
        _read_alphabets(parts)
    if present & 0x0400:
        _read_plain(parts, [])
    tables = (vocabulary.prefixes, vocabulary.namespaces, vocabulary.local_names, vocabulary.other_names)
    for bit, table in zip((0x0200, 0x0100, 0x0080, 0x0040, 0x0020), (*tables, vocabulary.uris), strict=True):
        if present & bit:
            _read_plain(parts, table)
    values = (vocabulary.attribute_values, vocabulary.chunks, vocabulary.other_strings)
    for bit, table in zip((0x0010, 0x0008, 0x0004), values, strict=True):
        if present & bit:
            _read_encoded(parts, table)
    if present & 0x0002:
        _read_names(parts, vocabulary.element_names)
    if present & 0x0001:
        _read_names(parts, vocabulary.attribute_names)


def _read_alphabets(parts: PartReader) -> None:
    for _ in range(parts.sequence_length()):
        alphabet = parts.plain_string()
        if len(alphabet) < 2 or len(set(alphabet)) != len(alphabet):
            raise parts.fail("a restricted alphabet needs two different characters, each once")
        parts.remember(parts.vocabulary.alphabets, alphabet)


def _read_plain(parts: PartReader, table: list[str]) -> None:
    for _ in range(parts.sequence_length()):
        parts.remember(table, parts.plain_string())


def _read_encoded(parts: PartReader, table: list[str]) -> None:
    for _ in range(parts.sequence_length()):
        first = parts.octet()
        if first & 0xC0:
            raise parts.fail("no valid string")
        parts.remember(table, parts.encoded_string(first))


def _read_names(parts: PartReader, table: list[Name]) -> None:
    vocabulary = parts.vocabulary
    for _ in range(parts.sequence_length()):
        present = parts.octet()
        if present > 3 or present == 2:
            raise parts.fail("no valid name surrogate")
        prefix = parts.entry(vocabulary.prefixes, _surrogate_index(parts)) if present & 0x2 else None
        namespace = parts.entry(vocabulary.namespaces, _surrogate_index(parts)) if present & 0x1 else None
        local = parts.entry(vocabulary.local_names, _surrogate_index(parts))
        parts.remember(table, Name(local, namespace, prefix))


def _surrogate_index(parts: PartReader) -> int:
    first = parts.octet()
    if first & 0x80:
        raise parts.fail("no valid index")
    return parts.index_7_bits(first)


def _notations(parts: PartReader) -> tuple[Notation, ...]:
    vocabulary = parts.vocabulary
    notations: list[Notation] = []
    while (first := parts.octet()) & 0xFC == _NOTATION:
        parts.count_node()
        name = parts.identifier(vocabulary.other_names)
        system = parts.optional_identifier(first & 0x2, vocabulary.uris)
        notations.append(Notation(name, system, parts.optional_identifier(first & 0x1, vocabulary.uris)))
    if first != _END_OF_LIST:
        raise parts.fail("no valid notation")
    return tuple(notations)


def _unparsed_entities(parts: PartReader) -> tuple[UnparsedEntity, ...]:
    vocabulary = parts.vocabulary
    entities: list[UnparsedEntity] = []
    while (first := parts.octet()) & 0xFE == _UNPARSED_ENTITY:
        parts.count_node()
        name = parts.identifier(vocabulary.other_names)
        system = parts.identifier(vocabulary.uris)
        public = parts.optional_identifier(first & 0x1, vocabulary.uris)
        entities.append(UnparsedEntity(name, system, parts.identifier(vocabulary.other_names), public))
    if first != _END_OF_LIST:
        raise parts.fail("no valid unparsed entity")
    return tuple(entities)
