"""Generated information sets."""

from __future__ import annotations

from hypothesis import strategies as st

from secure_lint.formats.fastinfoset import (
    Attribute,
    Comment,
    Document,
    DocumentType,
    Element,
    EncodingOptions,
    EntityReference,
    Name,
    NamespaceDeclaration,
    Node,
    Notation,
    ProcessingInstruction,
    StringForm,
    Text,
    UnparsedEntity,
)

_WORDS = ("Entity", "Attributes", "Name", "Säule", "a", "x" * 64, "y" * 65, "z" * 321)
_VALUES = ("", "50", "-12.5e3", "2024-03-01T10:00:00Z", "DEADBEEF", "c2VjcmV0", "é" * 133, "v" * 9, "w" * 265)
_UUID = "6f1f64c6-0c0f-4e5c-9d0a-1d3e6a2b7c55"

identifiers = st.sampled_from(_WORDS) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
values = st.sampled_from((*_VALUES, _UUID)) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
chunks = values.filter(bool)
optional_identifiers = st.none() | identifiers


@st.composite
def names(draw: st.DrawFn) -> Name:
    """A name; a prefix only with a namespace."""
    namespace = draw(optional_identifiers)
    return Name(draw(identifiers), namespace, draw(optional_identifiers) if namespace else None)


attributes = st.builds(Attribute, names(), values)
namespaces = st.builds(NamespaceDeclaration, optional_identifiers, optional_identifiers)
instructions = st.builds(ProcessingInstruction, identifiers, values)
comments = st.builds(Comment, values)
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Text, chunks),
    comments,
    instructions,
    st.builds(EntityReference, identifiers, optional_identifiers, optional_identifiers),
)


def elements(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Element]:
    """Elements around the given children."""
    return st.builds(
        Element,
        names(),
        st.lists(attributes, max_size=4).map(tuple),
        st.lists(children, max_size=4).map(tuple),
        st.lists(namespaces, max_size=2).map(tuple),
    )


nodes: st.SearchStrategy[Node] = st.recursive(leaves, elements, max_leaves=12)
document_types = st.builds(
    DocumentType, optional_identifiers, optional_identifiers, st.lists(instructions, max_size=2).map(tuple)
)
notations = st.builds(Notation, identifiers, optional_identifiers, optional_identifiers)
unparsed_entities = st.builds(UnparsedEntity, identifiers, identifiers, identifiers, optional_identifiers)
options = st.builds(
    EncodingOptions,
    st.sampled_from(StringForm),
    st.booleans(),
    st.sampled_from(((), ("ab",), ("é01", "0123456789abcdef"))),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document with everything that the format can carry."""
    before = draw(st.lists(comments | instructions | document_types, max_size=2))
    after = draw(st.lists(comments | instructions, max_size=1))
    return Document(
        (*before, draw(elements(nodes)), *after),
        tuple(draw(st.lists(notations, max_size=2))),
        tuple(draw(st.lists(unparsed_entities, max_size=2))),
        draw(st.none() | identifiers),
        draw(st.none() | st.booleans()),
        draw(st.none() | values),
    )
