"""Corrupt, truncated and hostile documents end in one error, soon."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.formats.fastinfoset import (
    Attribute,
    Document,
    Element,
    EncodingOptions,
    FastInfosetError,
    Limits,
    Name,
    Text,
    decode,
    encode,
)
from tests.formats.fastinfoset.infoset_strategies import documents, options

SMALL_LIMITS = Limits(nodes=2_000, depth=50, characters=20_000, table_entries=500)
HEAD = "E0000001"


def decode_or_fail(data: bytes) -> Document | None:
    """The document or ``None``; any exception but the typed one passes through."""
    try:
        return decode(data, SMALL_LIMITS)
    except FastInfosetError as error:
        failure = error
    assert 0 <= failure.offset <= len(data)
    assert failure.reason
    return None


@settings(max_examples=200, deadline=None)
@given(documents(), options, st.data())
def test_a_mutated_document_is_read_or_refused(
    document: Document, chosen: EncodingOptions, data: st.DataObject
) -> None:
    octets = bytearray(encode(document, chosen))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(octets) - 1))
        replacement = data.draw(st.binary(max_size=3))
        octets[at : at + data.draw(st.integers(0, 3))] = replacement
        if not octets:
            break
    read = decode_or_fail(bytes(octets))
    if read is not None:
        assert decode(bytes(octets)) == read


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_random_octets_are_read_or_refused(tail: bytes) -> None:
    read = decode_or_fail(bytes.fromhex(HEAD) + tail)
    assert read is None or isinstance(read, Document)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_truncation_is_refused(document: Document) -> None:
    octets = encode(document)
    for length in range(min(len(octets), 120)):
        with pytest.raises(FastInfosetError):
            decode(octets[:length])


@pytest.mark.parametrize(
    ("hexadecimal", "offset", "reason"),
    [
        ("", 0, "E0 00 00 01"),
        ("E0000002 00 3C0061 FF", 0, "E0 00 00 01"),
        (HEAD, 4, "ends too early"),
        (HEAD + "80", 4, "padding"),
        (HEAD + "20 1000 026162", 8, "octets announced"),
        (HEAD + "20 1000 016162", 9, "external vocabulary 'ab'"),
        (HEAD + "20 0800 00 016161", 10, "restricted alphabet"),
        (HEAD + "00 00", 5, "index 1 of a table with 0 entries"),
        (HEAD + "00 3C0061 00 FF F0 00", 11, "more octets"),
        (HEAD + "00 3E0061", 5, "a prefix without a namespace"),
        (HEAD + "00 3C00FF", 7, "no valid UTF-8 text"),
        (HEAD + "00 3C7000", 6, "no valid length"),
        (HEAD + "00 3C6000000000", 11, "321 octets announced"),
        (HEAD + "00 3C60FFFFFFFF", 10, "a name or URI of 4294967616 octets"),
        (HEAD + "00 3C0061 F5", 8, "no valid terminator"),
        (HEAD + "00 3C0061 D0", 8, "begins no child"),
        (HEAD + "00 3C0061 8C80 00", 10, "encoding algorithm 33 (own)"),
        (HEAD + "00 3C0061 8808 00", 10, "restricted alphabet 3 is not defined"),
        (HEAD + "00 3C0061 8C14 F0", 10, "no valid text: more unused bits"),
        (HEAD + "00 3C0061 8C0A 00 000102", 13, "no valid text"),
        (HEAD + "00 8061", 6, "outside the root"),
        ("3C3F786D6C203F3E", 0, "XML declaration"),
    ],
)
def test_reasons(hexadecimal: str, offset: int, reason: str) -> None:
    with pytest.raises(FastInfosetError) as caught:
        decode(bytes.fromhex(hexadecimal))
    assert reason in caught.value.reason
    assert caught.value.offset == offset
    assert str(offset) in str(caught.value)


def test_an_xml_declaration_may_come_first() -> None:
    octets = b"<?xml version='1.0' encoding='finf'?>" + bytes.fromhex(HEAD + "00 3C0061 FF")
    assert decode(octets) == Document((Element(Name("a")),))


def test_nesting_is_limited() -> None:
    deep = bytes.fromhex(HEAD + "00 3C0061") + bytes(1_000_000)
    with pytest.raises(FastInfosetError, match="nested more than 200 deep"):
        decode(deep)


def test_nodes_are_limited() -> None:
    many = bytes.fromhex(HEAD + "00 3C0061 9062") + b"\xa0" * 5_000 + b"\xff"
    with pytest.raises(FastInfosetError, match="more than 2000 nodes"):
        decode(many, SMALL_LIMITS)
    assert decode(many).root is not None


def test_inflated_text_is_limited() -> None:
    document = Document((Element(Name("a"), (), tuple(Text("01" * (1_000 + number)) for number in range(20))),))
    octets = encode(document, EncodingOptions(alphabets=("01",)))
    with pytest.raises(FastInfosetError, match="more than 20000 characters"):
        decode(octets, SMALL_LIMITS)
    assert decode(octets) == document


def test_text_that_is_repeated_by_index_counts_each_time() -> None:
    document = Document((Element(Name("a"), (), (Text("x" * 1_000),) * 30),))
    octets = encode(document)
    assert len(octets) < 1_100
    with pytest.raises(FastInfosetError, match="more than 20000 characters"):
        decode(octets, SMALL_LIMITS)


def test_long_text_can_be_cut() -> None:
    document = Document((Element(Name("a"), (Attribute(Name("b"), "v" * 50),), (Text("t" * 50),)),))
    cut = Document((Element(Name("a"), (Attribute(Name("b"), "v" * 10),), (Text("t" * 10),)),))
    assert decode(encode(document), Limits(string_length=10)) == cut


def test_a_full_table_takes_no_more() -> None:
    names = tuple(Element(Name(f"e{number}")) for number in range(10))
    document = Document((Element(Name("a"), (), names + names[-1:]),))
    with pytest.raises(FastInfosetError, match="index 11 of a table with 8 entries"):
        decode(encode(document), Limits(table_entries=8))
