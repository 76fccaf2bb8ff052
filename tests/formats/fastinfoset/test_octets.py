"""Octets written by hand from the standard's bit diagrams (X.891, annex C)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from secure_lint.formats.fastinfoset import (
    Attribute,
    Comment,
    Document,
    DocumentType,
    Element,
    EntityReference,
    Name,
    NamespaceDeclaration,
    Notation,
    ProcessingInstruction,
    Text,
    UnparsedEntity,
    decode,
)
from secure_lint.formats.fastinfoset.octets import OctetWriter

EMPTY = Element(Name("a"))


def octets(*parts: str) -> bytes:
    """Hexadecimal parts, spaces allowed, after identification and version."""
    return bytes.fromhex("E0000001" + "".join(parts))


@pytest.mark.parametrize(
    ("hexadecimal", "children"),
    [
        pytest.param("00 3C0061 F0 F0", (EMPTY,), id="empty element"),
        pytest.param("00 3C0061 FF", (EMPTY,), id="two ends in one octet"),
        pytest.param("00 7C0061 780062 FF FF F0", (Element(Name("a"), (Attribute(Name("b"), ""),)),), id="empty value"),
        pytest.param(
            "00 7C0061 780062 4063 780064 80 FF F0",
            (Element(Name("a"), (Attribute(Name("b"), "c"), Attribute(Name("d"), "c"))),),
            id="repeated value",
        ),
        pytest.param(
            "00 38 CF 0070 0075 CD 81 F0 3F 81 81 0061 F0 F0",
            (Element(Name("a", "u", "p"), (), (), (NamespaceDeclaration("p", "u"), NamespaceDeclaration(None, "u"))),),
            id="namespaces",
        ),
        pytest.param("00 3C0061 9062 A0 FF", (Element(Name("a"), (), (Text("b"), Text("b"))),), id="repeated chunk"),
        pytest.param(
            "00 C6 0073 E1 0074 FF F0 E2 0063 E1 80 4070 3C0061 FF",
            (
                DocumentType("s", None, (ProcessingInstruction("t", ""),)),
                Comment("c"),
                ProcessingInstruction("t", "p"),
                EMPTY,
            ),
            id="document type, comment, instruction",
        ),
        pytest.param(
            "00 3C0061 C9 0065 0070 FF",
            (Element(Name("a"), (), (EntityReference("e", None, "p"),)),),
            id="entity reference",
        ),
        pytest.param("40 00 0075 026F6B6F 3C0061 FF", (EMPTY,), id="additional data"),
    ],
)
def test_children(hexadecimal: str, children: tuple[Element, ...]) -> None:
    assert decode(octets(hexadecimal)) == Document(children)


def test_document_properties() -> None:
    document = decode(octets("1F C2 006E 0073 F0 D0 0065 80 80 F0 02616263 01 02312E30 3C0061 FF"))
    notations, entities = (Notation("n", "s"),), (UnparsedEntity("e", "s", "n"),)
    assert document == Document((EMPTY,), notations, entities, "abc", True, "1.0")


def test_initial_vocabulary() -> None:
    strings = "00 016162 00 0075 00 0070 00 0075 01 0061 0062 00 006F 00 0076 00 0078 00 0079 00 007A"
    surrogates = "00 03 01 01 00 00 00 01"
    document = decode(octets("20 0FFF", strings, surrogates, "40 00 80 F0 A0 E2 80 FF"))
    assert document.root == Element(Name("a", "u", "p"), (Attribute(Name("b"), "x"),), (Text("y"), Comment("z")))


@pytest.mark.parametrize(
    ("chunk", "text"),
    [
        ("81 6263", "bc"),
        ("82 00 646566", "def"),
        ("83 00000029" + "78" * 300, "x" * 300),
        ("85 0041", "A"),
        ("88 01 123C", "123."),
        ("88 01 123F", "123"),
        ("88 04 1A", "1-"),
        ("8C 01 ABCD", "ABCD"),
        ("8C 05 6869", "aGk="),
        ("8C 09 FFFE", "-2"),
        ("8C 0E 01 00000005", "5"),
        ("8C 12 05 FFFFFFFFFFFFFFFF", "-1"),
        ("8C 14 0A", "true false true false"),
        ("8C 14 38", "true"),
        ("8C 1A 01 3F800000", "1.0"),
        ("8C 1E 05 4004000000000000", "2.5"),
        ("8C 22 0D 6F1F64C60C0F4E5C9D0A1D3E6A2B7C55", "6f1f64c6-0c0f-4e5c-9d0a-1d3e6a2b7c55"),
        ("8C 24 41", "A"),
    ],
)
def test_forms_of_character_data(chunk: str, text: str) -> None:
    assert decode(octets("00 3C0061", chunk, "FF")).root == Element(Name("a"), (), (Text(text),))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("07 6162636465666768", "abcdefgh"),
        ("08 00 616263646566676869", "abcdefghi"),
        ("0C 00000000" + "78" * 265, "x" * 265),
        ("11 0041", "A"),
        ("20 01 123C", "123."),
        ("30 88 07 6F1F64C60C0F4E5C9D0A1D3E6A2B7C55", "6f1f64c6-0c0f-4e5c-9d0a-1d3e6a2b7c55"),
    ],
)
def test_forms_of_attribute_values(value: str, text: str) -> None:
    document = decode(octets("00 7C0061 780062", value, "FF F0"))
    assert document.root == Element(Name("a"), (Attribute(Name("b"), text),))


@pytest.mark.parametrize(
    ("index", "second_bit", "third_bit", "fourth_bit"),
    [
        (1, "00", "00", "00"),
        (16, "0F", "0F", "0F"),
        (17, "10", "10", "1000"),
        (32, "1F", "1F", "100F"),
        (33, "20", "2000", "1010"),
        (64, "3F", "201F", "102F"),
        (65, "4000", "2020", "1030"),
        (1040, "43CF", "23EF", "13FF"),
        (1041, "43D0", "23F0", "140000"),
        (2080, "47DF", "27FF", "14040F"),
        (2081, "47E0", "280000", "140410"),
        (8256, "5FFF", "28181F", "141C2F"),
        (8257, "600000", "281820", "141C30"),
        (263184, "63E3CF", "2BFBEF", "17FFFF"),
    ],
)
def test_index_octets(index: int, second_bit: str, third_bit: str, fourth_bit: str) -> None:
    assert _written(lambda writer: writer.index_7_bits(0, index)) == second_bit
    assert _written(lambda writer: writer.index_6_bits(0, index)) == third_bit
    assert _written(lambda writer: writer.index_5_bits(0, index)) == fourth_bit


def test_the_largest_index() -> None:
    assert _written(lambda writer: writer.index_7_bits(0, 1 << 20)) == "6FDFBF"
    assert _written(lambda writer: writer.index_6_bits(0, 1 << 20)) == "3007F7DF"
    assert _written(lambda writer: writer.index_5_bits(0, 1 << 20)) == "180BFBEF"


@pytest.mark.parametrize(("count", "expected"), [(1, "00"), (128, "7F"), (129, "800000"), (1 << 20, "8FFF7F")])
def test_sequence_lengths(count: int, expected: str) -> None:
    assert _written(lambda writer: writer.sequence_length(count)) == expected


def test_a_sequence_has_a_largest_length() -> None:
    with pytest.raises(ValueError, match="more items"):
        OctetWriter().sequence_length((1 << 20) + 1)


def _written(write: Callable[[OctetWriter], None]) -> str:
    writer = OctetWriter()
    write(writer)
    return writer.data.hex().upper()
