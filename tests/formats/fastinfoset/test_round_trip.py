"""What the encoder writes, the decoder reads back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from secure_lint.formats.fastinfoset import (
    Attribute,
    Comment,
    Document,
    Element,
    EncodingOptions,
    Name,
    StringForm,
    Text,
    decode,
    encode,
)
from tests.formats.fastinfoset.infoset_strategies import documents, options


@settings(max_examples=250, deadline=None)
@given(documents(), options)
def test_decoding_undoes_encoding(document: Document, chosen: EncodingOptions) -> None:
    assert decode(encode(document, chosen)) == document


@pytest.mark.parametrize("count", [1, 16, 17, 32, 33, 64, 65, 1040, 1041, 2080, 2081, 8256, 8257])
def test_indices_of_every_width(count: int) -> None:
    first = tuple(
        Element(Name(f"e{number}"), (Attribute(Name(f"a{number}"), f"v{number}"),), (Text(f"t{number}"),))
        for number in range(count)
    )
    document = Document((Element(Name("root"), (), first + first[-1:]),))
    octets = encode(document)
    assert decode(octets) == document
    assert octets.count(b"v%d" % (count - 1)) == octets.count(b"t%d" % (count - 1)) == 1


def test_a_deep_document_needs_no_recursion() -> None:
    node = Element(Name("leaf"))
    for _ in range(150):
        node = Element(Name("level"), (), (node,))
    assert decode(encode(Document((node,)))).root == node


def test_an_own_alphabet_packs_tighter_than_utf_8() -> None:
    document = Document((Element(Name("dna"), (), (Text("gattaca" * 20),)),))
    packed = encode(document, EncodingOptions(StringForm.COMPACT, alphabets=("acgt",)))
    assert decode(packed) == document
    assert len(packed) < len(encode(document)) - 70


@pytest.mark.parametrize(
    "document",
    [
        Document((Element(Name("")),)),
        Document((Element(Name("a"), (), (Text(""),)),)),
        Document((Element(Name("a", None, "p")),)),
        Document((Text("outside"),)),
    ],
)
def test_what_the_format_cannot_carry_is_refused(document: Document) -> None:
    with pytest.raises(ValueError, match=r"Fast Infoset|prefix|inside an element"):
        encode(document)


def test_root_skips_what_stands_before_it() -> None:
    document = Document((Comment("made by hand"), Element(Name("root"))))
    assert decode(encode(document)).root == Element(Name("root"))
    assert Document(()).root is None
